"""The boundaries between layers carried to every inline of a survey by several workers, some inlines a block."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from seisviewer.atomic_files import telling
from seisviewer.blocks.block import Block
from seisviewer.blocks.workers import Workers
from seisviewer.errors import BadRequest
from seisviewer.progress import Notice, Progress
from seisviewer.project.runs import Run
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.boundary_exchange import Depths, boundary_depths, depths_on_inline, layers_of
from seisviewer.workflows.by_blocks.kept_pieces import (
    left_for,
    make_pieces,
    piece,
    pieces_folder,
    put_piece,
    read_piece,
    remove_left,
    spans_of,
)
from seisviewer.workflows.by_blocks.survey_at_work import SurveyOrder, require_same_slopes, survey_at_work
from seisviewer.workflows.layer_run import FILE, layers_of_file
from seisviewer.workflows.survey_slopes import kept_slopes

LINES = 16  # of a block; the same for any number of workers, so that other ones can go on


def store_depths(order: Mapping[str, Any], layers: str, has_slopes: bool, folder: str, first: int, end: int) -> int:
    """Carry the boundaries of a file of layers to inlines (indices) and put them into their piece, (inlines, boundaries,
    crosslines); returns how many. What lies there already is not worked out twice."""
    if piece(Path(folder), first).is_file():
        return end - first
    volume = survey_at_work(order)
    require_same_slopes(volume, has_slopes)
    predictor = layers_of_file(Path(layers), volume)
    depths = [depths_on_inline(predictor, volume, index) for index in range(first, end)]
    put_piece(Path(folder), first, np.stack(depths))
    return end - first


def depths_by(volume: Volume, run: Run, beside: Path, workers: Workers) -> Depths:
    """What works out the same as `boundary_depths` of a run, by workers that see the survey, the run's folder and that of
    `beside` under the same paths. What is done is kept there until all are, so that the same call goes on where one was
    stopped."""
    workers.check()

    def work() -> Generator[Progress | Notice, None, np.ndarray]:
        predictor, geometry = layers_of(run, volume), volume.geometry
        if workers.is_alone and not left_for(beside):
            return (yield from boundary_depths(predictor, volume))
        layers, has_slopes = str((run.folder / FILE).absolute()), kept_slopes(volume) is not None
        folder = pieces_folder(beside, volume, {"boundaries": LINES, "has_slopes": has_slopes}, layers)
        order, spans = SurveyOrder.of(volume).plain(), spans_of(geometry.count(Direction.INLINE), LINES)
        blocks = [
            Block.of(
                store_depths, order=order, layers=layers, has_slopes=has_slopes, folder=folder, first=first, end=end
            )
            for first, end in spans
        ]
        shape = len(predictor.model.boundaries), geometry.count(Direction.CROSSLINE)
        line = 4 * shape[0] * shape[1]
        with telling(beside, BadRequest):
            beside.absolute().parent.mkdir(parents=True, exist_ok=True)
        yield from make_pieces(beside, folder, spans, blocks, workers, line, tr("following the boundaries"))
        depths = np.concatenate([read_piece(folder, first, (end - first, *shape)) for first, end in spans])
        remove_left(beside)
        return np.ascontiguousarray(depths.transpose(1, 0, 2))

    return work
