"""A volume predicted by several workers: lines first, then the one answer at every trace, some inlines at a time."""

from __future__ import annotations

import uuid
from collections.abc import Generator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from seisviewer.blocks.block import Block
from seisviewer.blocks.running import BlockDone, run_blocks
from seisviewer.blocks.workers import Workers
from seisviewer.errors import BadRequest, ProjectError
from seisviewer.predictions.passes.volume_pass import passes_asked
from seisviewer.predictions.predicted_volume import VOXEL_BYTES
from seisviewer.progress import Notice, Progress, filtered
from seisviewer.project.project import Project
from seisviewer.project.runs import Run
from seisviewer.translation import tr
from seisviewer.volumes.disk_space import require_space
from seisviewer.volumes.geometry import LINES
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.by_blocks.run_at_work import RunOrder
from seisviewer.workflows.by_blocks.volume_blocks import (
    INLINES,
    Box,
    answer_file,
    answer_inlines,
    inside,
    read_answer,
    store_lines,
)
from seisviewer.workflows.layer_run import KIND as LAYERS

MOST_LINES = 16  # of a block: what is lost with a worker
BLOCKS_A_PROCESS = 8  # at least, so that the last ones end together


@dataclass(frozen=True)
class AnsweredVolume:
    """As a PredictedVolume is read: classes (uint8) and confidence (float16), both (crosslines, samples), of an inline
    index that was answered."""

    folder: Path

    def classes(self, inline: int) -> np.ndarray:
        return self._answer(inline)[0]

    def confidence(self, inline: int) -> np.ndarray:
        return self._answer(inline)[1]

    def close(self) -> None:
        """The files belong to whoever made their folder."""

    def _answer(self, inline: int) -> tuple[np.ndarray, np.ndarray]:
        path = answer_file(self.folder, inline)
        try:
            return read_answer(path)
        except (OSError, ValueError) as error:
            raise ProjectError(
                tr("{path} cannot be read ({error}): predict again, what is stored is kept.").format(
                    path=path, error=error
                )
            ) from error


def predict_by_blocks(
    project: Project,
    volume: Volume,
    run: Run,
    folder: Path,
    workers: Workers,
    *,
    box: Box | None = None,
    device: str = "auto",
) -> Generator[Progress | Notice, None, AnsweredVolume]:
    """The same as `predict_lines`, by workers that see the project, the survey and `folder` under the same paths.

    folder: for files of three bytes a voxel, which the caller deletes. box: as in `volume_blocks`, the whole survey where
    None. Every line that is done is stored in the project, so that a command that was cut off goes on with the next.
    Raises BadRequest where the project cannot be written to, or the disk has no room.
    """
    if project.read_only:
        raise BadRequest(
            tr("{folder} cannot be written to, where workers put what they predict: use one process.").format(
                folder=project.folder
            )
        )
    shape = volume.geometry.shape
    box = tuple(box) if box is not None else (0, shape[0], 0, shape[1])
    voxels = (box[1] - box[0]) * shape[1] * shape[2]
    require_space(folder, VOXEL_BYTES * voxels, tr("Predicting the volume"))
    order = asdict(RunOrder.of(uuid.uuid4().hex, project, volume, run, device))
    wanted = inside(shape, box)
    asked = passes_asked(volume.geometry, run.kind == LAYERS, wanted)
    lines = dict(zip(LINES, (asked[0].any(axis=1), asked[1].any(axis=0)), strict=True))
    yield from _quietly(run_blocks(_line_blocks(order, lines, workers), workers, tr("predicting lines")))
    answered = _answer_blocks(order, box, folder)
    yield from _quietly(run_blocks(answered, workers, tr("putting lines together")))
    return AnsweredVolume(folder)


def _line_blocks(order: dict[str, Any], lines: dict[Any, np.ndarray], workers: Workers) -> list[Block]:
    total = sum(int(asked.sum()) for asked in lines.values())
    count = max(1, min(MOST_LINES, total // (BLOCKS_A_PROCESS * workers.processes)))
    blocks = []
    for direction, asked in lines.items():
        indices = np.flatnonzero(asked).tolist()
        blocks += [
            Block.of(store_lines, order=order, direction=str(direction), lines=indices[first : first + count])
            for first in range(0, len(indices), count)
        ]
    return blocks


def _answer_blocks(order: dict[str, Any], box: Sequence[int], folder: Path) -> list[Block]:
    """Blocks that begin at a multiple of INLINES, but for the first one of the box."""
    starts = [max(first, box[0]) for first in range(box[0] // INLINES * INLINES, box[1], INLINES)]
    ends = [*starts[1:], box[1]]
    return [
        Block.of(answer_inlines, order=order, first=first, end=end, box=box, folder=folder.absolute())
        for first, end in zip(starts, ends, strict=True)
    ]


def _quietly(
    work: Generator[Progress | Notice | BlockDone, None, None],
) -> Generator[Progress | Notice, None, None]:
    """Without the ends of blocks: what they made lies on the disk."""
    return filtered(work, lambda event: not isinstance(event, BlockDone))
