"""A horizon from a few picks: a surface along the slopes through all of them at once, moved onto the event that they lie on,
and kept only where it hangs together with a pick without a doubtful place between.

The surface is a least-squares solution, as that of the layer model's boundaries (see `boundary_solution`), so that what is
tracked round a loop closes; waveforms along it are compared with those round about, and each place is snapped to its peak,
trough or zero crossing. Where waveforms are no longer alike, or the event jumps, as at a fault, nothing is passed: a place
that can only be reached across such a one is left undefined.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from seisviewer.errors import BadRequest
from seisviewer.progress import Progress
from seisviewer.structure.horizons.event_snapping import snapped, windows_at
from seisviewer.structure.horizons.horizon import Event, HorizonPick
from seisviewer.structure.horizons.surface_grid import (
    PICKED,
    SLOPE,
    Seen,
    SurfaceGrid,
    SurfaceSlopes,
    followed_surface,
    solved,
    surface_grid,
)
from seisviewer.structure.horizons.waveforms import OFFSETS, Smoother, events_seen, likeness_across
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction, Geometry, SectionId

MOST_NODES = 20_000  # that are solved for at once; a larger survey is solved on every so many lines
ROUNDS_ALONG, SMOOTH_ROUNDS = 12, 6  # solutions along the slopes, the first of them along smooth ones
FREE = 4.0, 3.0  # samples by which the event may lie off the surface, in each round of comparing waveforms
JUMP = 1.5  # samples from one line to the next beyond the slopes, at which the event is another
OUTLIER = 1.25  # samples by which a place may lie off what its neighbours say
FLOOR = 0.7  # of the likeness of the waveforms on either side, below which no place is passed
MESSAGE = tr("Tracking the horizon")

Read = Callable[[SectionId], np.ndarray]


@dataclass(frozen=True)
class Tracked:
    """depths: float32 (inlines, crosslines), in samples, NaN where it was not reached. reached: share of the places at which
    it was sought."""

    depths: np.ndarray = field(repr=False)
    reached: float


def lines_to_track(geometry: Geometry) -> tuple[SectionId, ...]:
    """The lines that are read: all inlines, or of a survey of lone lines those that have traces along them."""
    if not geometry.is_sparse:
        chosen = [(Direction.INLINE, index) for index in np.flatnonzero(geometry.live.any(axis=1)).tolist()]
    else:
        chosen = []
        for axis, direction in ((1, Direction.INLINE), (0, Direction.CROSSLINE)):
            counts = geometry.live.sum(axis=axis)
            chosen += [(direction, index) for index in np.flatnonzero(counts >= 0.5 * counts.max(initial=1)).tolist()]
    return tuple(geometry.section(*each) for each in chosen)


def places_on(geometry: Geometry, lines: Sequence[SectionId]) -> np.ndarray:
    """Bool (inlines, crosslines): the traces of lines."""
    found = np.zeros_like(geometry.live)
    for line in lines:
        index = geometry.index(line)
        if line.direction is Direction.INLINE:
            found[index] = geometry.live[index]
        else:
            found[:, index] |= geometry.live[:, index]
    return found


def track(
    geometry: Geometry,
    read: Read,
    slopes: SurfaceSlopes,
    picks: Sequence[HorizonPick],
    event: Event,
    floor: float = FLOOR,
) -> Generator[Progress, None, Tracked]:
    """Track a horizon through picks over the survey. read: amplitudes of an inline or crossline, NaN where there is no
    trace. floor: the least likeness of the waveforms that is passed. Raises BadRequest without a pick on a line."""
    lines = lines_to_track(geometry)
    live = places_on(geometry, lines)
    usable = [pick for pick in picks if live[pick.inline, pick.crossline]]
    if not usable:
        raise BadRequest(tr("No pick lies on a trace: pick the horizon on an inline or a crossline first."))
    grid = surface_grid(live, _step(live))
    nodes, away = (np.array(each) for each in zip(*(grid.nearest(pick.inline, pick.crossline) for pick in usable)))
    depths = np.array([pick.depth for pick in usable])
    picked = Seen(nodes.astype(int), depths, 1 / (PICKED + 0.3 * away) ** 2)
    grid = _hanging_together(grid, picked)
    picked = replace(picked, node=np.array([grid.nearest(pick.inline, pick.crossline)[0] for pick in usable]))
    surface = yield from _along_slopes(grid, slopes, picked)
    windows = _Windows(geometry, grid, lines, read)
    smoother = Smoother(grid)
    for number, free in enumerate(FREE):
        flat = yield from windows.about(surface)
        seen, _ = events_seen(flat, smoother, free, local=number > 0)
        event_at = replace(seen, depth=surface[seen.node] + seen.depth)
        for _ in range(2):
            surface = followed_surface(grid, slopes, surface, [picked, event_at])
            yield Progress(0, 0, MESSAGE)
    flat = yield from windows.about(surface)
    shift = _settled(snapped(flat, OFFSETS, event), smoother)
    on_event = surface + np.nan_to_num(shift)
    flat = yield from windows.about(on_event)
    whole = _without_edges(grid, (likeness_across(flat, grid) >= floor) & _goes_on(grid, on_event - surface))
    full = grid.spread(np.where(whole.reached(picked.node, np.isfinite(shift)), on_event, np.nan))
    if grid.step > 1:
        full = yield from _filled(geometry, lines, read, full, grid, event)
    full[~live] = np.nan
    share = float(np.isfinite(full).sum() / max(1, live.sum()))
    return Tracked(full.astype(np.float32), share)


def _step(live: np.ndarray) -> int:
    step = 1
    while np.count_nonzero(live[::step, ::step]) > MOST_NODES:
        step += 1
    return step


def _hanging_together(grid: SurfaceGrid, picked: Seen) -> SurfaceGrid:
    """The part of the grid that can be reached from the picks at all."""
    inside = grid.reached(picked.node)
    number = np.cumsum(inside) - 1
    kept = inside[grid.pairs].all(axis=1)
    pairs, lengths, across = number[grid.pairs[kept]], grid.lengths[kept], grid.across_inlines[kept]
    return SurfaceGrid(grid.shape, grid.step, grid.cells[inside], pairs, lengths, across)


def _along_slopes(grid: SurfaceGrid, slopes: SurfaceSlopes, picked: Seen) -> Generator[Progress, None, np.ndarray]:
    """The surface through the picks along the slopes; it begins as flat as the picks allow."""
    flat = np.full(grid.count, float(picked.depth.mean()))
    surface = solved(grid, np.zeros(len(grid.pairs)), 1 / (SLOPE**2 * grid.lengths), [picked], flat)
    for number in range(ROUNDS_ALONG):
        yield Progress(number, ROUNDS_ALONG, MESSAGE)
        surface = followed_surface(grid, slopes, surface, [picked], smooth=number < SMOOTH_ROUNDS)
    return surface


def _settled(shift: np.ndarray, smoother: Smoother) -> np.ndarray:
    """By how much each node is moved onto the event: as its neighbours where it alone lies elsewhere or sees none; NaN
    where few of them see one."""
    there = np.isfinite(shift).astype(np.float32)
    share = smoother(there, 3.0)
    mean = smoother(np.nan_to_num(shift).astype(np.float32), 3.0) / (share + 1e-6)
    alone = (there == 0) | (np.abs(np.nan_to_num(shift) - mean) > OUTLIER)
    return np.where(share > 0.5, np.where(alone, mean, np.nan_to_num(shift)), np.nan)


def _goes_on(grid: SurfaceGrid, moved: np.ndarray) -> np.ndarray:
    """Bool (edges,): where the event goes on as the surface does, from which each node was moved (nodes,)."""
    first, second = grid.pairs.T
    return np.abs(moved[second] - moved[first]) <= JUMP


def _without_edges(grid: SurfaceGrid, kept: np.ndarray) -> SurfaceGrid:
    return replace(grid, pairs=grid.pairs[kept], lengths=grid.lengths[kept], across_inlines=grid.across_inlines[kept])


class _Windows:
    """Amplitudes about a surface at the nodes of a grid."""

    def __init__(self, geometry: Geometry, grid: SurfaceGrid, lines: Sequence[SectionId], read: Read) -> None:
        self._geometry, self._grid, self._read = geometry, grid, read
        self._number = np.full(grid.shape, -1)
        self._number[tuple(grid.cells.T)] = np.arange(grid.count)
        self._lines = [line for line in lines if (self._nodes(line) >= 0).any()]

    def about(self, surface: np.ndarray) -> Generator[Progress, None, np.ndarray]:
        """float32 (nodes, OFFSETS). surface: (nodes,)."""
        found = np.zeros((self._grid.count, len(OFFSETS)), np.float32)
        for done, line in enumerate(self._lines):
            yield Progress(done, len(self._lines), MESSAGE)
            nodes = self._nodes(line)
            rows = np.flatnonzero(nodes >= 0)
            found[nodes[rows]] = windows_at(self._read(line)[rows], surface[nodes[rows]], OFFSETS)
        return found

    def _nodes(self, line: SectionId) -> np.ndarray:
        index = self._geometry.index(line)
        return self._number[index] if line.direction is Direction.INLINE else self._number[:, index]


def _filled(
    geometry: Geometry, lines: Sequence[SectionId], read: Read, coarse: np.ndarray, grid: SurfaceGrid, event: Event
) -> Generator[Progress, None, np.ndarray]:
    """The horizon at every trace, from that at every so many; coarse: (inlines, crosslines), NaN between the nodes.

    A place is filled where the four nodes round it are; beside the last ones, where the two along the line are."""
    step = grid.step
    known = coarse[::step, ::step]
    found = np.full(coarse.shape, np.nan, np.float32)
    between = _stretched(_stretched(known, step, coarse.shape[0]).T, step, coarse.shape[1]).T
    for done, line in enumerate(lines):
        yield Progress(done, len(lines), tr("Filling the horizon between its lines"))
        index = geometry.index(line)
        wanted = np.flatnonzero(np.isfinite(between[index]))
        if wanted.size:
            depths = between[index, wanted]
            shift = snapped(windows_at(read(line)[wanted], depths, OFFSETS), OFFSETS, event, OUTLIER)
            found[index, wanted] = depths + np.nan_to_num(shift)
    return found


def _stretched(values: np.ndarray, step: int, count: int) -> np.ndarray:
    """Linear interpolation along the first axis between values `step` places apart."""
    low, share = np.divmod(np.arange(count), step)
    high = np.minimum(low + (share > 0), len(values) - 1)
    share = (share / step)[:, None]
    return np.where(share > 0, values[low] * (1 - share) + values[high] * share, values[low])
