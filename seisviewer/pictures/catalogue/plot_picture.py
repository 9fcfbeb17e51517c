"""What is drawn of a catalogue: panels beside one another with marks, lines and words. `plot_drawing` draws them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

INK, FAINT, RED, BLUE, ACCENT, ORANGE = "#000000", "#8a8f96", "#d3261a", "#1b56c9", "#0072b2", "#d55e00"
HOLLOW = "none"


@dataclass(frozen=True)
class Marks:
    """across, up: of the same length. sizes: points across, of each or of all. fills: colours, of each or of all; HOLLOW for
    none. sign: as Matplotlib names it. name: in the legend, "" for not in it."""

    across: tuple[float, ...]
    up: tuple[float, ...]
    sizes: tuple[float, ...] | float = 5.0
    fills: tuple[str, ...] | str = INK
    edges: tuple[str, ...] | str = INK
    sign: str = "o"
    name: str = ""
    edge_width: float = 0.5


@dataclass(frozen=True)
class PlotLine:
    """across, up: of the same length; NaN breaks the line."""

    across: tuple[float, ...]
    up: tuple[float, ...]
    colour: str = INK
    width: float = 0.8
    dashed: bool = False
    name: str = ""


@dataclass(frozen=True)
class Words:
    """What stands at a place, to the right of it or in its middle."""

    across: float
    up: float
    text: str
    centred: bool = False
    bold: bool = False


@dataclass(frozen=True)
class ColourBar:
    """map: Matplotlib's name. least, most: in words, at its ends."""

    title: str
    map: str
    least: str
    most: str


@dataclass(frozen=True)
class Shade:
    """Grey wherever `field` (size, size; north at the top) is above zero, within a disc of radius 1."""

    field: np.ndarray = field(repr=False, compare=False)


@dataclass(frozen=True)
class Panel:
    """One pair of axes. across, up: what stands along them. aspect: how long a unit up is over one across, None where it
    does not matter. downward: larger values lie below. is_time: across counts seconds since 1970 UTC. in_degrees: both are
    degrees of longitude and latitude. is_disc: no axes, a disc of radius 1. share: of the width of the picture."""

    across: str = ""
    up: str = ""
    title: str = ""
    marks: tuple[Marks, ...] = ()
    lines: tuple[PlotLine, ...] = ()
    words: tuple[Words, ...] = ()
    shade: Shade | None = None
    bar: ColourBar | None = None
    aspect: float | None = None
    downward: bool = False
    logarithmic: bool = False
    is_time: bool = False
    in_degrees: bool = False
    is_disc: bool = False
    share: float = 1.0


@dataclass(frozen=True)
class PlotPicture:
    """notes: below the panels, a line each. shape: height of the whole by its width, without the notes."""

    title: str
    panels: tuple[Panel, ...]
    notes: tuple[str, ...] = ()
    shape: float = 0.5

    @property
    def texts(self) -> tuple[str, ...]:
        """What is written with the user's own words."""
        return (self.title, *self.notes, *(each.text for panel in self.panels for each in panel.words))
