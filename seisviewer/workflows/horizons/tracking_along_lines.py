"""Track a horizon along several 2D lines: each by itself, and from line to line where they cross."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator, Sequence
from dataclasses import replace

import numpy as np

from seisviewer.errors import BadRequest
from seisviewer.progress import Progress
from seisviewer.structure.horizons.horizon import Event, HorizonPick
from seisviewer.structure.horizons.line_slopes import LineSlopes
from seisviewer.structure.horizons.picks_tracked import Tracked, track
from seisviewer.structure.slopes import section_slopes
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction, Geometry, LineAxis
from seisviewer.volumes.volume import Volume


def track_along_lines(
    volume: Volume, picks: Sequence[HorizonPick], event: Event, floor: float
) -> Generator[Progress, None, Tracked]:
    """Lines with picks first; then those that a tracked line crosses, through its depth there. Raises BadRequest without a
    pick on a trace."""
    geometry = volume.geometry
    own: dict[int, list[HorizonPick]] = defaultdict(list)
    for pick in picks:
        if geometry.live[pick.inline, pick.crossline]:
            own[pick.inline].append(replace(pick, inline=0))
    if not own:
        raise BadRequest(tr("No pick lies on a trace: pick the horizon on one of the lines first."))
    depths = np.full(geometry.live.shape, np.nan, np.float32)
    left, tracked, reached = sorted(own), set(), 0.0
    while left:
        line = left.pop(0)
        tracked.add(line)
        yield Progress(
            len(tracked), geometry.inlines.count, tr("Tracking along {name}").format(name=geometry.lines[line].name)
        )
        found = yield from _track_one(volume, line, own[line], event, floor)
        depths[line, : found.depths.shape[1]] = found.depths[0]
        reached += found.reached
        if not left:
            left = _crossed(geometry, depths, tracked, own)
    return Tracked(depths, reached / len(tracked))


def _crossed(geometry: Geometry, depths: np.ndarray, tracked: set[int], own: dict[int, list[HorizonPick]]) -> list[int]:
    """The lines that those tracked lead to, which get the depths at the crossings for their picks."""
    for crossing in geometry.crossings:
        for line, there in (crossing.lines, crossing.lines[::-1]):
            if line in tracked and there not in tracked:
                trace, column = (round(crossing.on(each)[0]) for each in (line, there))
                if np.isfinite(depths[line, trace]) and geometry.live[there, column]:
                    own[there].append(HorizonPick(0, column, float(depths[line, trace])))
    return sorted(line for line, found in own.items() if found and line not in tracked)


def _track_one(
    volume: Volume, line: int, picks: Sequence[HorizonPick], event: Event, floor: float
) -> Generator[Progress, None, Tracked]:
    geometry, count = volume.geometry, volume.geometry.length(line)
    section = geometry.section(Direction.INLINE, line)
    alone = replace(
        geometry,
        inlines=LineAxis(section.number, 1, 1),
        crosslines=LineAxis(1, 1, count),
        live=geometry.live[line : line + 1, :count],
        trace_xy=geometry.trace_xy[line : line + 1, :count],
        lines=(),
    )
    amplitudes = volume.section(section)[:count]
    slopes = LineSlopes(alone, {section: section_slopes(np.nan_to_num(amplitudes))})
    return (yield from track(alone, lambda _: amplitudes, slopes, picks, event, floor))
