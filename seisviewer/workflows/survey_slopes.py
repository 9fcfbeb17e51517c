"""Slopes of a whole survey: worked out once, a block at a time, and kept in the user's cache folder for the next time.

A file there is known by its survey, so that one of a changed survey is never taken; what was used longest ago goes when the
folder grows too large. Anything there can be deleted.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections.abc import Callable, Generator
from contextlib import closing, suppress
from pathlib import Path

import numpy as np

from seisviewer.atomic_files import replacing
from seisviewer.errors import CacheError, UnreadableFile
from seisviewer.progress import Notice, Progress
from seisviewer.reserved_array import ReservedArray
from seisviewer.structure.slope_grid import SlopeGrid, grid_shape, thinning_of
from seisviewer.structure.volume_slopes import CELL, MARGIN, Thinning, block_slopes
from seisviewer.translation import tr
from seisviewer.user_folders import user_cache_folder
from seisviewer.volumes.disk_space import require_space
from seisviewer.volumes.geometry import Direction, Geometry
from seisviewer.volumes.stored_array import StoredArray, read_format
from seisviewer.volumes.survey_state import survey_status
from seisviewer.volumes.volume import Volume

VERSION = 1  # of what a file holds; one of another version is not read
FEWEST_LINES = 8
MOST_KEPT = 2 << 30  # bytes of the folder
ABANDONED = 86_400.0  # seconds after which half a file is nobody's any more
BLOCK = 32, 64  # inlines and crosslines of a block, multiples of every thinning
MESSAGE = tr("Working out dips of the survey")

Fill = Callable[[ReservedArray, Volume, Thinning], Generator[Progress | Notice, None, None]]
Put = Callable[[int, int, np.ndarray], None]  # first inline and crossline of the grid, cells


def suits_slopes(geometry: Geometry) -> bool:
    """Whether slopes in three dimensions mean anything: in a survey with many lines, most of their traces live."""
    dense = not geometry.is_2d and min(geometry.shape[:2]) >= FEWEST_LINES and not geometry.is_sparse
    return bool(dense) and thinning_of(geometry.shape) is not None


def kept_slopes(volume: Volume) -> SlopeGrid | None:
    """The slopes of a survey where they were worked out before."""
    geometry = volume.geometry
    if not suits_slopes(geometry):
        return None
    thinning = thinning_of(geometry.shape)
    try:
        path = _place(volume)
        found = read_format(path)
        if found.dtype != CELL or found.shape != grid_shape(geometry.shape, thinning):
            return None
        cells = StoredArray(path, found)
    except (OSError, UnreadableFile):
        return None  # not there, or damaged: it is worked out anew
    with suppress(OSError):
        os.utime(path)  # used now
    return SlopeGrid(cells, geometry.shape, thinning)


def work_out_slopes(volume: Volume, fill: Fill | None = None) -> Generator[Progress | Notice, None, SlopeGrid | None]:
    """Read the survey inline by inline, find its slopes and keep them; None for a survey they make no sense for,
    or whose lines are not sure. fill: puts the cells into their file; this thread does so where it is None.

    Raises CacheError where the cache folder cannot be written, BadRequest where its disk is full.
    """
    geometry = volume.geometry
    if not suits_slopes(geometry) or not volume.is_sure:
        return None
    thinning = thinning_of(geometry.shape)
    path, shape = _place(volume), grid_shape(geometry.shape, thinning)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CacheError(
            tr("{parent} cannot be made: {strerror}.").format(parent=path.parent, strerror=error.strerror)
        ) from error
    size = int(np.prod(shape, dtype=np.int64)) * CELL.itemsize
    require_space(path.parent, size, tr("Keeping the dips of the survey"))
    with replacing(path, CacheError) as temporary, closing(ReservedArray(temporary, CELL, shape)) as cells:
        yield from (fill or _fill)(cells, volume, thinning)
    _make_room(path)
    return kept_slopes(volume)


def _fill(cells: ReservedArray, volume: Volume, thinning: Thinning) -> Generator[Progress, None, None]:
    inlines, crosslines, _ = volume.geometry.shape
    read: dict[int, np.ndarray] = {}
    for first in range(0, inlines, BLOCK[0]):
        yield from slab_steps(volume, thinning, first, read, cells.put)
    yield Progress(inlines * crosslines, inlines * crosslines, MESSAGE)


def slab_steps(
    volume: Volume, thinning: Thinning, first: int, read: dict[int, np.ndarray], put: Put
) -> Generator[Progress, None, None]:
    """Work out the slopes of BLOCK[0] inlines from an index on, block by block. read: inlines that were read before; those
    that the next slab needs too are left in it."""
    inlines, crosslines, _ = volume.geometry.shape
    last = min(first + BLOCK[0], inlines)
    wanted = range(max(0, first - MARGIN), min(last + MARGIN, inlines))
    for index in [index for index in read if index not in wanted]:
        del read[index]
    for index in wanted:
        if index not in read:
            yield Progress(first * crosslines, inlines * crosslines, MESSAGE)
            read[index] = _inline(volume, index)
    for left in range(0, crosslines, BLOCK[1]):
        yield Progress(first * crosslines + left * (last - first), inlines * crosslines, MESSAGE)
        right = min(left + BLOCK[1], crosslines)
        begin = max(0, left - MARGIN)
        block = np.stack([read[index][begin : right + MARGIN] for index in wanted])
        inner = slice(first - wanted.start, last - wanted.start), slice(left - begin, right - begin)
        put(first // thinning[0], left // thinning[1], block_slopes(block, inner, thinning))


def slabs_folder(volume: Volume) -> Path:
    """Where several workers put what they have of the slopes of a survey, until all are there."""
    return _place(volume).with_suffix(".slabs")


def _inline(volume: Volume, index: int) -> np.ndarray:
    """Amplitudes of an inline, float32 (crosslines, samples), 0 where there is no trace."""
    return np.nan_to_num(volume.section(volume.geometry.section(Direction.INLINE, index)), copy=False, nan=0.0)


def _place(volume: Volume) -> Path:
    """The file of a survey, named by what tells the survey from others and from what it was before a change."""
    status = survey_status(volume.path)
    known_by = (VERSION, str(volume.path.resolve()), status.st_size, status.st_mtime_ns, volume.chosen, volume.geometry)
    name = hashlib.sha256(repr(known_by).encode()).hexdigest()[:32]
    return user_cache_folder() / "slopes" / f"{name}.npy"


def _make_room(newest: Path) -> None:
    """Delete what was used longest ago until the folder is small enough, and what a killed program left; the newest
    file stays."""
    for part in (*newest.parent.glob(".*.part"), *newest.parent.glob("*.slabs")):
        with suppress(OSError):
            if time.time() - part.stat().st_mtime > ABANDONED:
                shutil.rmtree(part) if part.is_dir() else part.unlink()
    files = [file for file in newest.parent.glob("*.npy") if file != newest]
    states = []
    for file in files:
        with suppress(OSError):  # another program may tidy up as well
            states.append((file.stat().st_mtime, file.stat().st_size, file))
    room = MOST_KEPT - newest.stat().st_size
    for _, size, file in sorted(states, reverse=True):
        room -= size
        if room < 0:
            with suppress(OSError):
                file.unlink()
