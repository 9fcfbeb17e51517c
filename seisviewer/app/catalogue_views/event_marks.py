"""How events are drawn on maps and sections: sizes by magnitude, colours by depth or time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PyQt6.QtGui import QBrush, QColor

from seisviewer.picks.pick import Event
from seisviewer.translation import tr
from seisviewer.waveforms.clock_ticks import utc_text

SMALLEST, PER_MAGNITUDE, LARGEST = 5.0, 3.5, 34.0  # px across
UNKNOWN = "#8a8f96"  # of events that have no depth
SHADES = 64
SHADE_ENDS = 0.95, 0.22  # of the colour map: what is darker is lost on the ground of the dark theme


@dataclass(frozen=True)
class Colouring:
    """title: what the colours say. value: of an event, None where it has none. words: of a value, at the ends of the
    legend. map: name of pyqtgraph's colour map, light where values are small."""

    title: str
    value: Callable[[Event], float | None]
    words: Callable[[float], str]
    map: str


COLOURINGS = {
    "depth": Colouring(
        tr("Depth"), lambda event: event.depth, lambda depth: f"{depth:.1f} km".replace("-", "−"), "viridis"
    ),
    "time": Colouring(tr("Time"), lambda event: event.time, lambda time: utc_text(time, 0)[5:16], "plasma"),
}


@dataclass(frozen=True)
class EventMarks:
    """In the order of the events: px across, and brushes. least, most: the values at the ends of the colours, None where
    no event has a value. shades: of them, from least to most."""

    sizes: tuple[float, ...]
    brushes: tuple[QBrush, ...]
    least: float | None
    most: float | None
    shades: tuple[QColor, ...]


def size_of(magnitude: float | None) -> float:
    """px across; an event without a magnitude is as small as one of magnitude 0."""
    return min(SMALLEST + PER_MAGNITUDE * max(magnitude or 0.0, 0.0), LARGEST)


def event_marks(events: Sequence[Event], colouring: Colouring) -> EventMarks:
    """Colours go from the least to the greatest value of these events."""
    shades = tuple(pg.colormap.get(colouring.map).getLookupTable(*SHADE_ENDS, SHADES, mode="qcolor"))
    brushes = tuple(map(pg.mkBrush, shades))
    values = np.array([_known(colouring.value(event)) for event in events])
    known = values[np.isfinite(values)]
    least, most = (float(known.min()), float(known.max())) if len(known) else (None, None)
    grey = pg.mkBrush(UNKNOWN)
    return EventMarks(
        tuple(size_of(event.magnitude) for event in events),
        tuple(brushes[_shade(value, least, most)] if np.isfinite(value) else grey for value in values),
        least,
        most,
        shades,
    )


def plain_marks(events: Sequence[Event], colour: QColor) -> EventMarks:
    """All of one colour."""
    brush = pg.mkBrush(colour)
    return EventMarks(tuple(size_of(event.magnitude) for event in events), (brush,) * len(events), None, None, ())


def _known(value: float | None) -> float:
    return np.nan if value is None else value


def _shade(value: float, least: float, most: float) -> int:
    return round((value - least) / (most - least) * (SHADES - 1)) if most > least else 0
