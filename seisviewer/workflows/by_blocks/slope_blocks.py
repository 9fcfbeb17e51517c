"""Slopes of a survey worked out by several workers, some inlines a block."""

from __future__ import annotations

import shutil
from collections.abc import Generator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from seisviewer.atomic_files import replacing, telling
from seisviewer.blocks.block import Block
from seisviewer.blocks.running import BlockDone, run_blocks
from seisviewer.blocks.workers import ALONE, Workers
from seisviewer.errors import CacheError
from seisviewer.progress import Notice, Progress, drive
from seisviewer.reserved_array import ReservedArray
from seisviewer.structure.slope_grid import SlopeGrid, grid_shape, thinning_of
from seisviewer.structure.volume_slopes import CELL, Thinning
from seisviewer.translation import tr
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.by_blocks.survey_at_work import SurveyOrder, survey_at_work
from seisviewer.workflows.survey_slopes import BLOCK, MESSAGE, Fill, slab_steps, slabs_folder, work_out_slopes


def store_slab_slopes(order: Mapping[str, Any], folder: str, first: int) -> int:
    """Work out the slopes of BLOCK[0] inlines from an index on, in a `_slab_file`; returns that index. What lies there
    already is not worked out twice."""
    path = _slab_file(Path(folder), first)
    if path.is_file():
        return first
    volume = survey_at_work(order)
    shape = volume.geometry.shape
    thinning = thinning_of(shape)
    cells = np.zeros(grid_shape((min(BLOCK[0], shape[0] - first), *shape[1:]), thinning), CELL)

    def put(row: int, column: int, values: np.ndarray) -> None:
        row -= first // thinning[0]
        cells[row : row + values.shape[0], column : column + values.shape[1]] = values

    drive(slab_steps(volume, thinning, first, {}, put))
    with replacing(path, CacheError) as temporary, temporary.open("wb") as file:
        np.save(file, cells)
    return first


def slopes_by(volume: Volume, workers: Workers = ALONE) -> Generator[Progress | Notice, None, SlopeGrid | None]:
    """As `work_out_slopes`, by workers that see the survey and the cache folder under the same paths. The slopes are the
    same whoever works them out; what is done is kept, so that the same call goes on where one was stopped."""
    workers.check()
    if workers.is_alone:
        return (yield from work_out_slopes(volume))
    found = yield from work_out_slopes(volume, by_workers(volume, workers))
    shutil.rmtree(slabs_folder(volume), ignore_errors=True)
    return found


def by_workers(volume: Volume, workers: Workers) -> Fill:
    """What fills the cells in `work_out_slopes`, from slabs that workers make."""
    folder = slabs_folder(volume)

    def fill(cells: ReservedArray, volume: Volume, thinning: Thinning) -> Generator[Progress | Notice, None, None]:
        with telling(folder, CacheError):
            folder.mkdir(parents=True, exist_ok=True)
        order = SurveyOrder.of(volume).plain()
        firsts = range(0, volume.geometry.shape[0], BLOCK[0])
        blocks = [Block.of(store_slab_slopes, order=order, folder=folder.absolute(), first=first) for first in firsts]
        for event in run_blocks(blocks, workers, MESSAGE):
            if not isinstance(event, BlockDone):
                yield event
                continue
            first = firsts[event.number]
            cells.put(first // thinning[0], 0, _read(_slab_file(folder, first)))

    return fill


def _slab_file(folder: Path, first: int) -> Path:
    return folder / f"inlines-{first:06d}.npy"


def _read(path: Path) -> np.ndarray:
    try:
        return np.load(path, allow_pickle=False)
    except (OSError, ValueError) as error:
        path.unlink(missing_ok=True)
        raise CacheError(
            tr("{path} cannot be read ({error}): repeat the command, which goes on.").format(path=path, error=error)
        ) from error
