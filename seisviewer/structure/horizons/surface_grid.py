"""The places at which a surface is solved for, how they hang together, and the surface that follows the slopes there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import scipy  # its submodules are loaded when they are first used: the window opens a second earlier

from seisviewer.structure.boundary_solution import factorised

SLOPE = 0.1  # standard deviation in samples of the surface's drop over a trace of full weight
PICKED = 0.3  # of a pick
LEAST_WEIGHT = 1e-3  # of a slope, so that nothing floats


class SurfaceSlopes(Protocol):
    """Slopes of a survey along a surface."""

    def along(self, depths: np.ndarray, *, smooth: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Samples down from one inline to the next at each place and how far that is to be trusted (0–1), then the same from
        one crossline to the next: (inlines, crosslines) each. depths: likewise, NaN where they are not asked for."""


@dataclass(frozen=True)
class SurfaceGrid:
    """Every so many places of a survey (`step`, on both axes) that have a trace.

    shape: of the survey's grid. cells: (nodes, 2), their inline and crossline. pairs: (edges, 2) of neighbours; lengths:
    (edges,), lines from one to the other; across_inlines: bool (edges,), whether the inline changes from one to the other.
    """

    shape: tuple[int, int]
    step: int
    cells: np.ndarray = field(repr=False, compare=False)
    pairs: np.ndarray = field(repr=False, compare=False)
    lengths: np.ndarray = field(repr=False, compare=False)
    across_inlines: np.ndarray = field(repr=False, compare=False)

    @property
    def count(self) -> int:
        return len(self.cells)

    def spread(self, values: np.ndarray) -> np.ndarray:
        """Values (nodes,) on the survey's grid, NaN elsewhere."""
        grid = np.full(self.shape, np.nan)
        grid[tuple(self.cells.T)] = values
        return grid

    def at(self, grid: np.ndarray) -> np.ndarray:
        """Values of the survey's grid at the nodes."""
        return grid[tuple(self.cells.T)]

    def nearest(self, inline: int, crossline: int) -> tuple[int, float]:
        """The node nearest to a place, and how many lines away it is."""
        away = np.abs(self.cells - (inline, crossline)).max(axis=1)
        found = int(away.argmin())
        return found, float(away[found])

    def reached(self, nodes: np.ndarray, passable: np.ndarray | None = None) -> np.ndarray:
        """Bool (nodes,): what hangs together with some nodes, over those that are passable (all where it is None)."""
        passable = np.ones(self.count, bool) if passable is None else passable
        open_pairs = self.pairs[passable[self.pairs].all(axis=1)]
        graph = scipy.sparse.csr_matrix((np.ones(len(open_pairs)), tuple(open_pairs.T)), (self.count, self.count))
        part = scipy.sparse.csgraph.connected_components(graph, directed=False)[1]
        return passable & np.isin(part, part[nodes[passable[nodes]]])


def surface_grid(live: np.ndarray, step: int = 1) -> SurfaceGrid:
    """live: bool (inlines, crosslines), the places at which traces can be read."""
    chosen = np.zeros_like(live)
    chosen[::step, ::step] = live[::step, ::step]
    cells = np.argwhere(chosen)
    number = np.full(live.shape, -1)
    number[chosen] = np.arange(len(cells))
    pairs, across = [], []
    for axis in (0, 1):
        coarse = number[::step, ::step]
        first, second = (np.delete(coarse, end, axis).ravel() for end in (-1, 0))
        there = (first >= 0) & (second >= 0)
        pairs.append(np.stack([first[there], second[there]], axis=1))
        across.append(np.full(int(there.sum()), axis == 0))
    pairs, across = np.concatenate(pairs), np.concatenate(across)
    return SurfaceGrid(live.shape, step, cells, pairs, np.full(len(pairs), float(step)), across)


@dataclass(frozen=True)
class Seen:
    """What is known of a surface's depth at nodes: node, depth (samples), weight (1 / variance)."""

    node: np.ndarray
    depth: np.ndarray
    weight: np.ndarray


def followed_surface(
    grid: SurfaceGrid, slopes: SurfaceSlopes, depths: np.ndarray, seen: list[Seen], *, smooth: bool = False
) -> np.ndarray:
    """Depths (nodes,) that drop as the slopes near `depths` (nodes,) do and pass what was seen; a part of the grid of
    which nothing was seen keeps its depths."""
    per_inline, trust_inline, per_crossline, trust_crossline = (
        grid.at(each) for each in slopes.along(grid.spread(depths), smooth=smooth)
    )
    first, second = grid.pairs.T
    slope = np.where(
        grid.across_inlines, per_inline[first] + per_inline[second], per_crossline[first] + per_crossline[second]
    )
    trust = np.where(
        grid.across_inlines,
        trust_inline[first] + trust_inline[second],
        trust_crossline[first] + trust_crossline[second],
    )
    drop = np.nan_to_num(slope / 2) * grid.lengths
    weight = np.maximum(np.nan_to_num(trust / 2), LEAST_WEIGHT) / (SLOPE**2 * grid.lengths)
    return solved(grid, drop, weight, seen, depths)


def solved(
    grid: SurfaceGrid, drop: np.ndarray, weight: np.ndarray, seen: list[Seen], otherwise: np.ndarray
) -> np.ndarray:
    """The least-squares surface (nodes,): drop, weight (edges,) of its differences; `otherwise` holds what floats."""
    rows = np.arange(len(grid.pairs))
    values = np.concatenate([-np.ones(len(rows)), np.ones(len(rows))])
    differences = scipy.sparse.csr_matrix((values, (np.tile(rows, 2), grid.pairs.T.ravel())), (len(rows), grid.count))
    near, right = np.full(grid.count, 1e-9), 1e-9 * otherwise
    for each in seen:
        np.add.at(near, each.node, each.weight)
        np.add.at(right, each.node, each.weight * each.depth)
    normal = differences.T @ scipy.sparse.diags(weight) @ differences + scipy.sparse.diags(near)
    return factorised(normal).solve(right + differences.T @ (weight * drop))
