"""The store of a survey made by several workers, a slab a block."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from pathlib import Path
from typing import Any

from seisviewer.blocks.block import Block
from seisviewer.blocks.running import BlockDone, run_blocks
from seisviewer.blocks.workers import Workers
from seisviewer.errors import UnreadableFile
from seisviewer.progress import Notice
from seisviewer.translation import tr
from seisviewer.volumes.store.block_threads import BlockStored
from seisviewer.volumes.store.build_record import read_record
from seisviewer.volumes.store.building import MakeBlocks
from seisviewer.volumes.store.byte_source import FolderSource
from seisviewer.volumes.store.store_block import write_block
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.by_blocks.survey_at_work import SurveyOrder, survey_at_work


def store_slab(order: Mapping[str, Any], folder: str, slab: int) -> int:
    """Write the files of a slab of the store that was begun in a folder, each whole or not at all; returns its number."""
    record = read_record(FolderSource(Path(folder)))
    if record is None:
        raise UnreadableFile(
            tr("A worker sees no store in {folder}: give all machines the same files under the same paths.").format(
                folder=folder
            )
        )
    write_block(survey_at_work(order), Path(folder), record.plan, slab)
    return slab


def by_workers(volume: Volume, folder: Path, workers: Workers) -> MakeBlocks:
    """What makes the blocks of a store in `build_store`, by workers that see the survey and the folder under the same
    paths."""

    def make(slabs: Sequence[int]) -> Generator[float | Notice | BlockStored, None, None]:
        order, done = SurveyOrder.of(volume).plain(), 0
        blocks = [Block.of(store_slab, order=order, folder=folder.absolute(), slab=slab) for slab in slabs]
        for event in run_blocks(blocks, workers, "storing"):
            if isinstance(event, BlockDone):
                done += 1
                yield BlockStored(slabs[event.number])
            else:
                yield event if isinstance(event, Notice) else float(done)

    return make
