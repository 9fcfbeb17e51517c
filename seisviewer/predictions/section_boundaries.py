"""The boundaries that a layer model finds on one section, as lines."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from seisviewer.volumes.geometry import SectionId


@dataclass(frozen=True)
class SectionBoundaries:
    """order: class numbers from top to base. depths: float32 (boundaries, traces), in samples, the middle of sample 7
    at 7.0, NaN where there is no trace; boundary k lies between order[k] and order[k + 1]."""

    section: SectionId
    order: tuple[int, ...]
    depths: np.ndarray = field(repr=False, compare=False)

    def pair(self, boundary: int) -> tuple[int, int]:
        """The class numbers above and below a boundary."""
        return self.order[boundary], self.order[boundary + 1]

    def nearest(self, row: float, column: float, reach: float) -> int | None:
        """The boundary nearest to a place, at most `reach` samples away; None where there is none."""
        trace = round(row)
        if not 0 <= trace < self.depths.shape[1]:
            return None
        away = np.abs(self.depths[:, trace] - column)
        if not np.isfinite(away).any() or np.nanmin(away) > reach:
            return None
        return int(np.nanargmin(away))
