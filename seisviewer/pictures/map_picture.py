"""What is drawn of a survey from above: colours, axes, and what explains them. `map_drawing` draws them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from seisviewer.pictures.section_picture import LegendEntry, PictureScale


@dataclass(frozen=True)
class MapMark:
    """A place with a name, such as a well. colour: "#rrggbb"."""

    name: str
    x: float
    y: float
    colour: str


@dataclass(frozen=True)
class MapPicture:
    """image: uint8 RGBA (inlines, crosslines, 4). affine: (2, 3), takes (inline index, crossline index, 1) to the map.
    axis_names: of the axes to the east and to the north. low, high: (2,), the corners in sight. east_to_north: how long a
    unit to the east is in units to the north."""

    title: str
    image: np.ndarray = field(repr=False, compare=False)
    affine: np.ndarray = field(repr=False, compare=False)
    axis_names: tuple[str, str]
    low: tuple[float, float]
    high: tuple[float, float]
    east_to_north: float = 1.0
    scale: PictureScale | None = None
    legend: tuple[LegendEntry, ...] = ()
    marks: tuple[MapMark, ...] = ()

    @property
    def shape(self) -> float:
        """Height over width."""
        return (self.high[1] - self.low[1]) / ((self.high[0] - self.low[0]) * self.east_to_north)

    @property
    def texts(self) -> tuple[str, ...]:
        """What is written with the user's own words."""
        return (self.title, *(entry.name for entry in self.legend), *(mark.name for mark in self.marks))
