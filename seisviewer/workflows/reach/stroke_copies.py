"""Copies of a stroke on the lines to its sides, carried there along the dips."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from seisviewer.labels.label_edits import cropped_stroke
from seisviewer.labels.stroke import UNLABELLED, Stroke
from seisviewer.structure.faults import Faults
from seisviewer.structure.mask_carrying import carried_masks, steady_slopes
from seisviewer.structure.slope_grid import SlopeGrid
from seisviewer.structure.slopes import STEEPEST, Slopes
from seisviewer.structure.volume_slopes import MARGIN
from seisviewer.translation import tr
from seisviewer.volumes.geometry import LINES, Direction, Geometry
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.reach.dips_between_lines import dips_found
from seisviewer.workflows.survey_slopes import FEWEST_LINES

FARTHEST = 20  # lines to each side
DOWN = 24  # samples beside those that a stroke may come to, which its dips are averaged over


def why_not_reach(geometry: Geometry) -> str:
    """Why strokes of a survey cannot be carried from line to line, in a sentence; "" where they can."""
    if geometry.is_2d:
        return tr("A 2D line has no lines to its sides.")
    if geometry.is_sparse or min(geometry.shape[:2]) < FEWEST_LINES:
        return tr("The lines of this survey lie too far apart, or are too few, for dips between them.")
    return ""


@dataclass(frozen=True)
class _Window:
    """What is looked at around a stroke: on which lines, and which traces and samples of each."""

    lines: range
    traces: slice
    samples: slice

    @classmethod
    def around(cls, stroke: Stroke, index: int, shape: tuple[int, int, int]) -> _Window:
        """shape: how many lines, and traces and samples of each, there are."""
        lines, traces, samples = shape
        rows, columns = stroke.mask.shape
        down = math.ceil(STEEPEST * stroke.reach) + DOWN
        return cls(
            range(max(0, index - stroke.reach), min(lines, index + stroke.reach + 1)),
            slice(max(0, stroke.row - MARGIN), min(traces, stroke.row + rows + MARGIN)),
            slice(max(0, stroke.column - down), min(samples, stroke.column + columns + down)),
        )


def stroke_copies(
    volume: Volume, stroke: Stroke, grid: SlopeGrid | None = None, faults: Faults = Faults()
) -> tuple[Stroke, ...]:
    """Copies of a stroke on as many lines to each side as it reaches, the nearest first; none on a time slice.

    grid: the dips of the whole survey where they are known; else they are found around the stroke. A copy ends at a fault
    that was drawn, and where there is no trace.
    """
    geometry, direction = volume.geometry, stroke.section.direction
    if direction not in LINES or why_not_reach(geometry):
        return ()
    index, shape = geometry.index(stroke.section), geometry.section_shape(direction)
    window = _Window.around(stroke, index, (geometry.count(direction), *shape))
    slopes = _slopes(volume, direction, window, grid)
    whole = np.zeros(shape, bool)
    whole[stroke.row : stroke.row + stroke.mask.shape[0], stroke.column : stroke.column + stroke.mask.shape[1]] = (
        stroke.mask
    )
    found: list[tuple[int, Stroke]] = []
    for step in (1, -1):
        lines = range(index, window.lines.stop) if step > 0 else range(index, window.lines.start - 1, -1)
        carried = carried_masks(whole[window.traces, window.samples], [step * slopes[line] for line in lines])
        for line, (mask, depths) in zip(lines[1:], carried):
            mask &= ~_beyond_faults(faults, direction, (index, line), window, depths)
            copy = _copy(geometry, direction, line, window, mask, stroke.label)
            if copy is not None:
                found.append((abs(line - index), copy))
    return tuple(copy for _, copy in sorted(found, key=lambda each: each[0]))


def _copy(
    geometry: Geometry, direction: Direction, line: int, window: _Window, mask: np.ndarray, label: int
) -> Stroke | None:
    section = geometry.section(direction, line)
    whole = np.zeros(geometry.section_shape(direction), bool)
    whole[window.traces, window.samples] = mask
    whole &= geometry.section_live(section)[:, None]
    return cropped_stroke(np.full(whole.shape, UNLABELLED, np.int8), section, whole, label)


def _slopes(volume: Volume, direction: Direction, window: _Window, grid: SlopeGrid | None) -> dict[int, np.ndarray]:
    """Samples down from each line of the window to the next, float32 (traces, samples) of the window."""
    if grid is not None:
        across = {line: grid.across(direction, line) for line in window.lines}
        cut = window.traces, window.samples
        return {line: steady_slopes(Slopes(each.slope[cut], each.coherence[cut])) for line, each in across.items()}
    found = dips_found(volume, direction, window.lines, window.traces, window.samples)
    return dict(zip(window.lines, found, strict=True))


def _beyond_faults(
    faults: Faults, direction: Direction, lines: tuple[int, int], window: _Window, depths: np.ndarray
) -> np.ndarray:
    """Bool (traces, samples) of the window: whether a fault lies between a sample of the second line and where it comes
    from on the first, at `depths`."""
    if not faults:
        return np.zeros(depths.shape, bool)
    traces, samples = np.indices(depths.shape)
    along = (traces + window.traces.start).ravel()
    here, there = (_places(direction, line, along) for line in lines)
    came_from = np.where(np.isfinite(depths), depths, samples) + window.samples.start + 0.5
    at = samples + window.samples.start + 0.5
    return faults.separate(here, came_from.ravel(), there, at.ravel().astype(float)).reshape(depths.shape)


def _places(direction: Direction, line: int, along: np.ndarray) -> np.ndarray:
    """(places, 2): where traces of a line lie, as inline and crossline positions."""
    across = np.full(len(along), line)
    pair = (across, along) if direction is Direction.INLINE else (along, across)
    return np.stack(pair, axis=1).astype(float)
