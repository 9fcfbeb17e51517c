"""From a gesture to the voxels it covers: discs, polygons, lines and fills, and the stroke that they make.

Points are (row, column) in the section's array, where trace 3 lies at row 3.0 and sample 7 at column 7.0. Every mask
is bool in the section's shape: (traces, samples), or (inlines, crosslines) of a time slice.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

import numpy as np
from scipy import ndimage

from seisviewer.labels.provenance import Origin
from seisviewer.labels.stroke import UNLABELLED, Stroke, box_of
from seisviewer.volumes.geometry import SectionId

Point = tuple[float, float]


def paintable(
    current: np.ndarray,
    label: int,
    *,
    live: np.ndarray | None = None,
    locked: AbstractSet[int] = frozenset(),
    only_unlabelled: bool = False,
) -> np.ndarray:
    """Bool mask of the voxels that a stroke with this label may change.

    current: int8 labels of the section. live: bool (traces,), or in the section's shape; nothing is painted where
    there is no trace, but labels may be erased there. locked: class numbers whose labels stay.
    """
    if label == UNLABELLED:
        allowed = current != UNLABELLED
    elif only_unlabelled:
        allowed = current == UNLABELLED
    else:
        allowed = np.ones(current.shape, bool)
    for number in locked:
        allowed &= current != number
    if live is not None and label != UNLABELLED:
        allowed &= live if live.ndim == 2 else live[:, None]
    return allowed


def stroke_from_mask(
    current: np.ndarray,
    section: SectionId,
    mask: np.ndarray,
    label: int,
    *,
    live: np.ndarray | None = None,
    locked: AbstractSet[int] = frozenset(),
    only_unlabelled: bool = False,
) -> Stroke | None:
    """The stroke that paints `label` where `mask` is True, cropped to its box; None when nothing may be painted."""
    allowed = paintable(current, label, live=live, locked=locked, only_unlabelled=only_unlabelled)
    return cropped_stroke(current, section, mask & allowed, label)


def cropped_stroke(current: np.ndarray, section: SectionId, mask: np.ndarray, label: int) -> Stroke | None:
    """The stroke that paints exactly where `mask` is True; None for an empty mask."""
    box = box_of(mask)
    if box is None:
        return None
    rows, columns = box
    return Stroke(section, int(label), rows.start, columns.start, mask[box].copy(), current[box].astype(np.int8))


def pieces(mask: np.ndarray) -> Iterator[tuple[slice, slice, np.ndarray]]:
    """The connected pieces of a mask, voxels that share a corner included: rows, columns and the bool mask of each."""
    box = box_of(mask)
    if box is None:
        return
    top, left = box[0].start, box[1].start
    numbers, _ = ndimage.label(mask[box], np.ones((3, 3)))
    for number, (across, down) in enumerate(ndimage.find_objects(numbers), 1):
        piece = numbers[across, down] == number
        yield slice(top + across.start, top + across.stop), slice(left + down.start, left + down.stop), piece


def strokes_of_pieces(
    current: np.ndarray, section: SectionId, mask: np.ndarray, label: int, origin: Origin = Origin.PAINTED
) -> Iterator[Stroke]:
    """A stroke for each connected piece of a mask, which holds only what may be painted. current: labels of the section."""
    for rows, columns, piece in pieces(mask):
        yield Stroke(section, label, rows.start, columns.start, piece, current[rows, columns], origin=origin)


def disc_path(points: Sequence[Point], diameter: float, shape: tuple[int, int], aspect: float = 1.0) -> np.ndarray:
    """What a disc covers that is swept along the points.

    diameter: in columns (samples). aspect: rows that look as long on screen as one column, so that the disc is round
    on screen at any zoom. The voxels under the path itself are always covered, however small the disc is.
    """
    mask = np.zeros(shape, bool)
    if not len(points):
        return mask
    # In units of columns the disc is a circle; half a voxel is the least that reaches the nearest centre.
    scaled = np.asarray(points, float) / (max(aspect, 1e-6), 1.0)
    for start, end in pairwise(scaled if len(scaled) > 1 else [*scaled, *scaled]):
        _sweep(mask, start, end, max(diameter, 1.0) / 2, max(aspect, 1e-6))
    _trace_path(mask, np.asarray(points, float))
    return mask


def line(points: Sequence[Point], width: float, shape: tuple[int, int], aspect: float = 1.0) -> np.ndarray:
    """A polyline `width` columns thick with round ends."""
    return disc_path(points, width, shape, aspect)


def polygon(points: Sequence[Point], shape: tuple[int, int]) -> np.ndarray:
    """What the closed outline through the points encloses (even-odd), the voxels under the outline included."""
    mask = np.zeros(shape, bool)
    if not len(points):
        return mask
    closed = np.asarray([*points, points[0]], float)
    rows = np.arange(shape[0])
    # A voxel is inside when an odd number of edges crosses its row before it: toggle where they cross, then sum up.
    toggles = np.zeros((shape[0], shape[1] + 1), np.uint8)
    for (row_a, column_a), (row_b, column_b) in pairwise(closed):
        crossed = rows[(min(row_a, row_b) <= rows) & (rows < max(row_a, row_b))]
        if crossed.size:
            columns = column_a + (crossed - row_a) * (column_b - column_a) / (row_b - row_a)
            toggles[crossed, np.clip(np.ceil(columns), 0, shape[1]).astype(int)] ^= 1
    used = slice(max(0, math.floor(closed[:, 0].min())), max(0, math.ceil(closed[:, 0].max()) + 1))
    mask[used] = np.bitwise_xor.accumulate(toggles[used, :-1], axis=1).astype(bool)
    _trace_path(mask, closed)
    return mask


def flood_fill(
    amplitudes: np.ndarray,
    seed: Point,
    tolerance: float,
    *,
    extent: tuple[int, int] | None = None,
    barrier: np.ndarray | None = None,
) -> np.ndarray:
    """The voxels connected with the seed whose amplitudes differ from the seed's by at most `tolerance`.

    amplitudes: float, NaN where there is no trace. extent: rows and columns to either side of the seed beyond which
    the fill does not go; None for the whole section. barrier: bool, True where the fill stops (existing labels).
    Neighbours share an edge. Empty when the seed lies outside, on a missing trace or on the barrier.
    """
    shape = amplitudes.shape
    filled = np.zeros(shape, bool)
    row, column = round(seed[0]), round(seed[1])
    if not (0 <= row < shape[0] and 0 <= column < shape[1]) or not np.isfinite(amplitudes[row, column]):
        return filled
    rows, columns = extent or shape
    top, left = max(0, row - rows), max(0, column - columns)
    box = slice(top, row + rows + 1), slice(left, column + columns + 1)
    alike = np.abs(amplitudes[box] - amplitudes[row, column]) <= tolerance
    if barrier is not None:
        alike &= ~barrier[box]
    parts, _ = ndimage.label(alike)
    part = parts[row - top, column - left]
    if part:
        filled[box] = parts == part
    return filled


def _sweep(mask: np.ndarray, start: np.ndarray, end: np.ndarray, radius: float, aspect: float) -> None:
    """Add what a circle covers on its way from start to end; all lengths in columns."""
    low, high = np.minimum(start, end) - radius, np.maximum(start, end) + radius
    first_row, last_row = max(0, math.ceil(low[0] * aspect)), min(mask.shape[0] - 1, math.floor(high[0] * aspect))
    first_column, last_column = max(0, math.ceil(low[1])), min(mask.shape[1] - 1, math.floor(high[1]))
    if first_row > last_row or first_column > last_column:
        return
    rows = np.arange(first_row, last_row + 1)[:, None] / aspect
    columns = np.arange(first_column, last_column + 1)[None]
    along = end - start
    length = float(along @ along)
    share = ((rows - start[0]) * along[0] + (columns - start[1]) * along[1]) / length if length else np.zeros((1, 1))
    share = np.clip(share, 0.0, 1.0)
    distance = (rows - start[0] - share * along[0]) ** 2 + (columns - start[1] - share * along[1]) ** 2
    mask[first_row : last_row + 1, first_column : last_column + 1] |= distance <= radius**2


def _trace_path(mask: np.ndarray, points: np.ndarray) -> None:
    """Add every voxel that the polyline passes, half a voxel at a step."""
    for start, end in pairwise([*points, points[-1]]):
        steps = max(1, math.ceil(2 * np.abs(end - start).max()))
        places = np.rint(start + np.linspace(0, 1, steps + 1)[:, None] * (end - start)).astype(int)
        inside = ((places >= 0) & (places < mask.shape)).all(axis=1)
        mask[tuple(places[inside].T)] = True
