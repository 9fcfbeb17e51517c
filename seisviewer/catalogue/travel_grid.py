"""Travel times of several tables at once over a grid: every epicentre with every depth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from seisviewer.catalogue.travel_times import Table, flattened


@dataclass(frozen=True)
class TravelGrid:
    """The tables' times one after another, and by table: where its own begin, its rows and columns, spacing and first
    flattened depth (km)."""

    times: np.ndarray
    begin: np.ndarray
    rows: np.ndarray
    columns: np.ndarray
    spacing: np.ndarray
    first_depth: np.ndarray

    @classmethod
    def of(cls, tables: Sequence[Table]) -> TravelGrid:
        """A table that is named several times is kept once."""
        once = list({id(table): table for table in tables}.values())
        begins = np.cumsum([0, *(table.times.size for table in once)])
        begin = {id(table): first for table, first in zip(once, begins[:-1], strict=True)}
        return cls(
            np.concatenate([table.times.ravel() for table in once]),
            np.array([begin[id(table)] for table in tables]),
            np.array([table.times.shape[0] for table in tables]),
            np.array([table.times.shape[1] for table in tables]),
            np.array([table.spacing for table in tables]),
            np.array([table.first_depth for table in tables]),
        )

    def at(self, distances: np.ndarray, depths: np.ndarray) -> np.ndarray:
        """Seconds, (tables, places, depths), to distances (tables, places) in km and depths (depths,) in km below sea level;
        linear between nodes as `Table.at`, NaN outside a table."""
        down = (flattened(depths)[None, :] - self.first_depth[:, None]) / self.spacing[:, None]
        along = distances / self.spacing[:, None]
        row, low = _between(down, self.rows)
        column, left = _between(along, self.columns)
        first = (self.begin[:, None] + row * self.columns[:, None])[:, None, :] + column[:, :, None]
        low, left = low[:, None, :], left[:, :, None]
        below = first + self.columns[:, None, None]
        upper = self.times.take(first) * (1 - left) + self.times.take(first + 1) * left
        lower = self.times.take(below) * (1 - left) + self.times.take(below + 1) * left
        return upper * (1 - low) + lower * low


def _between(places: np.ndarray, counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The node before each place (tables, places) and the share of the step beyond it, NaN where there is no node."""
    last = counts[:, None] - 1
    inside = (places >= 0) & (places <= last)
    node = np.clip(np.floor(np.where(inside, places, 0.0)), 0, np.maximum(last - 1, 0)).astype(np.intp)
    return node, np.where(inside, places - node, np.nan)
