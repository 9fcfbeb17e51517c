"""Running blocks, wherever that is done: finished ones as events, as they come."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from seisviewer.blocks.block import Block, Outcome, Runs, run_block
from seisviewer.blocks.workers import Workers
from seisviewer.progress import Notice, Progress


@dataclass(frozen=True)
class BlockDone:
    """An event: the block of this number is finished. value: what its function returned."""

    number: int
    value: Any


def run_blocks(
    blocks: Sequence[Block], workers: Workers, message: str
) -> Generator[Progress | Notice | BlockDone, None, None]:
    """Run independent blocks; yields BlockDone for each, in the order in which they finish, and Progress of all.

    A worker that is lost costs its blocks another try. Closing the generator ends the workers of this machine, and takes
    the blocks that wait back from a scheduler. Raises what a block's function raises (a SeisviewerError by its sentence),
    and SeisviewerError where workers are lost again and again.
    """
    workers.check()
    total, done = len(blocks), 0
    yield Progress(0, total, message)
    if not blocks:
        return
    with closing(_runs(blocks, workers)) as runs:
        for event in runs:
            if isinstance(event, Notice):
                yield event
            elif event is not None:
                number, outcome = event
                done += 1
                yield BlockDone(number, outcome.checked())
            yield Progress(done, total, message)


def _runs(blocks: Sequence[Block], workers: Workers) -> Runs:
    if workers.scheduler:
        from seisviewer.blocks.dask_cluster import run_on_cluster

        return run_on_cluster(blocks, workers.scheduler)
    if workers.processes > 1:
        from seisviewer.blocks.process_pool import run_in_processes

        return run_in_processes(blocks, workers.processes)
    return _one_after_another(blocks)


def _one_after_another(blocks: Sequence[Block]) -> Runs:
    for number, block in enumerate(blocks):
        yield number, Outcome(*run_block(block.operation, block.arguments))
