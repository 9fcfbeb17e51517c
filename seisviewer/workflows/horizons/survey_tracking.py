"""Track a horizon through picks over a survey."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Generator, Sequence

import numpy as np

from seisviewer.errors import BadRequest
from seisviewer.memory import available_memory
from seisviewer.progress import Progress
from seisviewer.structure.horizons.event_snapping import event_at, snapped_pick
from seisviewer.structure.horizons.horizon import Event, HorizonPick
from seisviewer.structure.horizons.line_slopes import GridSlopes, LineSlopes
from seisviewer.structure.horizons.picks_tracked import FLOOR, Tracked, lines_to_track, track
from seisviewer.structure.horizons.surface_grid import SurfaceSlopes
from seisviewer.structure.slopes import section_slopes
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction, Geometry, SectionId
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.horizons.tracking_along_lines import track_along_lines
from seisviewer.workflows.survey_slopes import kept_slopes, suits_slopes, work_out_slopes

SHARE_OF_MEMORY = 8  # of what is free, for sections that are read again and again


def place_pick(
    geometry: Geometry, section: SectionId, amplitudes: np.ndarray, row: float, column: float, event: Event | None
) -> tuple[HorizonPick, Event] | None:
    """A pick at a place of an inline or crossline, moved onto the event; None outside, or where there is no trace.

    amplitudes: of the section. event: None to see what lies there."""
    trace, index = round(row), geometry.index(section)
    if not (0 <= trace < len(amplitudes) and -0.5 <= column <= amplitudes.shape[1] - 0.5):
        return None
    if np.isnan(amplitudes[trace]).all():
        return None
    event = event_at(amplitudes[trace], column) if event is None else event
    depth = snapped_pick(amplitudes[trace], column, event)
    place = (index, trace) if section.direction is Direction.INLINE else (trace, index)
    return HorizonPick(*place, float(depth)), event


def track_picks(
    volume: Volume, picks: Sequence[HorizonPick], event: Event, floor: float = FLOOR
) -> Generator[Progress, None, Tracked]:
    """Track a horizon through picks over the survey; see `picks_tracked.track`. Raises BadRequest."""
    if not 0 <= floor <= 1:
        raise BadRequest(tr("Waveforms cannot be alike to {floor:g}: give a number from 0 to 1.").format(floor=floor))
    if volume.geometry.lines:
        return (yield from track_along_lines(volume, picks, event, floor))
    reader = _Reader(volume)
    slopes = yield from _slopes(volume, reader)
    return (yield from track(volume.geometry, reader, slopes, picks, event, floor))


class _Reader:
    """Reads sections, and keeps those read last while there is room."""

    def __init__(self, volume: Volume) -> None:
        self._volume = volume
        self._kept: OrderedDict[SectionId, np.ndarray] = OrderedDict()
        self._room = available_memory() // SHARE_OF_MEMORY

    def __call__(self, section: SectionId) -> np.ndarray:
        found = self._kept.get(section)
        if found is None:
            found = self._kept[section] = self._volume.section(section)
            self._room -= found.nbytes
            while self._room < 0 and len(self._kept) > 1:
                self._room += self._kept.popitem(last=False)[1].nbytes
        return found


def _slopes(volume: Volume, reader: _Reader) -> Generator[Progress, None, SurfaceSlopes]:
    """Those of the whole survey, worked out where they are not known yet; of lone lines those of each."""
    geometry = volume.geometry
    if suits_slopes(geometry):
        grid = kept_slopes(volume) or (yield from work_out_slopes(volume))
        if grid is not None:
            return GridSlopes(grid)
    lines = lines_to_track(geometry)
    crossing = () if geometry.is_sparse or geometry.is_2d else _crosslines(geometry)
    found = {}
    for done, line in enumerate((*lines, *crossing)):
        yield Progress(done, len(lines) + len(crossing), tr("Working out the dips of the lines"))
        found[line] = section_slopes(np.nan_to_num(reader(line)))
    return LineSlopes(geometry, found)


def _crosslines(geometry: Geometry) -> tuple[SectionId, ...]:
    """Of a small survey, or one whose slopes cannot be kept."""
    live = np.flatnonzero(geometry.live.any(axis=0)).tolist()
    return tuple(geometry.section(Direction.CROSSLINE, index) for index in live)
