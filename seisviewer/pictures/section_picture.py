"""What is drawn of a section: colours, lines, axes, and what explains them. Values only; `section_drawing` draws them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from seisviewer.volumes.section_axes import IndexAxis
from seisviewer.volumes.section_lengths import LengthUnit


@dataclass(frozen=True)
class LineOverlay:
    """A line over the section. rows, columns: (points,) fractional indices. colours: "#rrggbb", one, or that above and
    that below. width: points of each colour."""

    rows: np.ndarray = field(repr=False, compare=False)
    columns: np.ndarray = field(repr=False, compare=False)
    colours: tuple[str, ...]
    width: float = 0.8
    dashed: bool = False


@dataclass(frozen=True)
class PlacedName:
    """What is written at a place. row, column: fractional indices. colour: "#rrggbb". heading: it is the name of all that lies
    below it. dot: the place itself is marked too."""

    row: float
    column: float
    text: str
    colour: str
    heading: bool = False
    dot: bool = False


@dataclass(frozen=True)
class LegendEntry:
    """colour: "#rrggbb". line: drawn as a line and not as an area."""

    name: str
    colour: str
    line: bool = False


@dataclass(frozen=True)
class PictureScale:
    """A colour bar. low, high: values of its ends. colours: uint8 (steps, 3) from low to high. ticks: value and text."""

    name: str
    low: float
    high: float
    colours: np.ndarray = field(repr=False, compare=False)
    ticks: tuple[tuple[float, str], ...]


@dataclass(frozen=True)
class WiggleTraces:
    """Traces as curves over a fainter picture, their positive lobes filled. swings: (traces, points) in trace distances,
    NaN without a trace; first: row of the first of them; places: (points,) columns."""

    swings: np.ndarray = field(repr=False, compare=False)
    first: int
    places: np.ndarray = field(repr=False, compare=False)


@dataclass(frozen=True)
class SectionPicture:
    """A section as it is to be seen.

    images: uint8 RGBA (rows, columns, 4) over the whole section, the lowest first; the first is the amplitudes'. axes: of
    the rows and of the columns. rows, columns: the spans in sight, fractional indices, ascending. turned, leftward,
    downward: as in `volumes.slice_orientation.Orientation`: columns run across; what runs across grows to the left; what
    runs up or down grows downward. shape: height over width of the area in which the section lies. step_length: how long
    an index step of what runs across is, in `unit`; None for no scale bar. notes: small print below.
    """

    title: str
    images: tuple[np.ndarray, ...] = field(repr=False, compare=False)
    axes: tuple[IndexAxis, IndexAxis]
    rows: tuple[float, float]
    columns: tuple[float, float]
    turned: bool = False
    leftward: bool = False
    downward: bool = True
    shape: float = 0.6
    lines: tuple[LineOverlay, ...] = ()
    wiggles: WiggleTraces | None = None
    legend: tuple[LegendEntry, ...] = ()
    scales: tuple[PictureScale, ...] = ()
    step_length: float | None = None
    unit: LengthUnit = LengthUnit("traces", None)
    notes: tuple[str, ...] = ()
    names: tuple[PlacedName, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """What is written with the user's own words."""
        named = (each.name for each in self.legend), (each.text for each in self.names)
        return (self.title, *named[0], *named[1], *self.notes)
