"""An axis in degrees north or east, also where the map goes over the date line."""

from __future__ import annotations

from collections.abc import Sequence

import pyqtgraph as pg


class DegreeAxis(pg.AxisItem):
    """signs: of positive and negative degrees, such as “N” and “S”."""

    def __init__(self, place: str, signs: tuple[str, str]) -> None:
        super().__init__(place)
        self._signs = signs

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        places = next((count for count in range(5) if abs(spacing * 10**count - round(spacing * 10**count)) < 1e-6), 5)
        return [self._words(value, places) for value in values]

    def _words(self, value: float, places: int) -> str:
        degrees = (value + 180.0) % 360.0 - 180.0
        text = f"{abs(degrees):.{places}f}"
        if float(text) in (0.0, 180.0):
            return f"{text}°"
        return f"{text}° {self._signs[degrees < 0]}"
