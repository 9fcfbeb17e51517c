"""Statistics of the amplitudes from sections that several workers read, a section a block."""

from __future__ import annotations

import tempfile
from collections.abc import Generator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from seisviewer.atomic_files import replacing, telling
from seisviewer.blocks.block import Block
from seisviewer.blocks.running import BlockDone, run_blocks
from seisviewer.blocks.workers import ALONE, Workers
from seisviewer.errors import BadRequest, CacheError
from seisviewer.progress import Notice, Progress
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction
from seisviewer.volumes.statistics import (
    SECTIONS,
    AmplitudeStatistics,
    sampled_section,
    spread_sections,
    statistics_steps,
    summarise,
)
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.by_blocks.survey_at_work import SurveyOrder, survey_at_work


def store_samples(order: Mapping[str, Any], direction: str, index: int, number: int, seed: int, folder: str) -> int:
    """Put samples of the section of an index into a `_samples_file`; number: which of all it is. Returns how many."""
    volume = survey_at_work(order)
    section = volume.geometry.section(Direction(direction), index)
    values = sampled_section(volume, section, seed, number)
    with replacing(_samples_file(Path(folder), number), CacheError) as temporary, temporary.open("wb") as file:
        np.save(file, values)
    return len(values)


def statistics_by(
    volume: Volume, folder: Path, workers: Workers = ALONE, seed: int = 0
) -> Generator[Progress | Notice, None, AmplitudeStatistics]:
    """The same as `statistics_steps`, by workers that see the survey and a folder, for files of a moment, under the same
    paths."""
    workers.check()
    if workers.is_alone:
        return (yield from statistics_steps(volume, seed=seed))
    chosen, geometry = spread_sections(volume, SECTIONS, seed), volume.geometry
    order = SurveyOrder.of(volume).plain()
    with telling(folder, BadRequest):
        folder.mkdir(parents=True, exist_ok=True)
        scratches = tempfile.TemporaryDirectory(prefix=".statistics-", dir=folder)
    with scratches as scratch:
        blocks = [
            Block.of(
                store_samples,
                order=order,
                direction=str(section.direction),
                index=geometry.index(section),
                number=number,
                seed=seed,
                folder=Path(scratch).absolute(),
            )
            for number, section in enumerate(chosen)
        ]
        for event in run_blocks(blocks, workers, tr("Estimating the amplitudes")):
            if not isinstance(event, BlockDone):
                yield event
        files = [_samples_file(Path(scratch), number) for number in range(len(chosen))]
        return summarise(np.concatenate([np.load(file, allow_pickle=False) for file in files]))


def _samples_file(folder: Path, number: int) -> Path:
    return folder / f"section-{number:03d}.npy"
