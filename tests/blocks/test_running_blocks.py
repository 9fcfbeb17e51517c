"""Blocks give the same wherever they run, outlive the loss of a worker, and stop when they are told to."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from seisviewer.blocks.block import Block
from seisviewer.blocks.running import BlockDone, run_blocks
from seisviewer.blocks.workers import ALONE, Workers
from seisviewer.errors import BadRequest, SeisviewerError
from seisviewer.progress import Notice, Progress

sys.path.insert(0, str(Path(__file__).parent))  # processes that are started anew get this path too

import block_functions
from dask_processes import dask_cluster

TWO = Workers(processes=2)


def results(blocks: list[Block], workers: Workers) -> tuple[dict[int, object], list[object]]:
    values, others = {}, []
    for event in run_blocks(blocks, workers, "Squaring"):
        if isinstance(event, BlockDone):
            assert event.number not in values, "a block is done once"
            values[event.number] = event.value
        else:
            others.append(event)
    return values, others


@pytest.mark.parametrize("workers", [ALONE, TWO], ids=["here", "processes"])
def test_every_block_is_done_once_and_progress_counts_them(workers: Workers, tmp_path: Path) -> None:
    blocks = [Block.of(block_functions.squared, number=number, folder=tmp_path) for number in range(7)]
    values, others = results(blocks, workers)
    assert {number: value[0] for number, value in values.items()} == {number: number**2 for number in range(7)}
    assert others[-1] == Progress(7, 7, "Squaring")
    processes = {value[1] for value in values.values()}
    assert (os.getpid() in processes) == workers.is_alone
    assert len(list(tmp_path.iterdir())) == 7


@pytest.mark.parametrize("workers", [ALONE, TWO], ids=["here", "processes"])
def test_an_error_of_a_block_is_the_users_sentence(workers: Workers) -> None:
    blocks = [Block.of(block_functions.refusing, number=number) for number in range(4)]
    with pytest.raises(BadRequest, match="Two is refused"):
        results(blocks, workers)


def test_a_process_that_is_killed_costs_no_block(tmp_path: Path) -> None:
    blocks = [Block.of(block_functions.dying_once, number=number, folder=tmp_path) for number in range(8)]
    values, others = results(blocks, TWO)
    assert values == {number: number for number in range(8)}
    assert any(isinstance(event, Notice) and "A process ended" in event.text for event in others)


def test_blocks_that_always_kill_their_process_are_given_up() -> None:
    with pytest.raises(SeisviewerError, match="fewer --workers"):
        results([Block.of(block_functions.dying, number=1)], TWO)


def test_stopping_ends_the_processes_in_the_middle_of_their_blocks(tmp_path: Path) -> None:
    work = run_blocks(
        [Block.of(block_functions.sleeping, number=number, folder=tmp_path) for number in range(4)], TWO, "Sleeping"
    )
    while len(list(tmp_path.glob("*.begun"))) < 2:
        next(work)
    began = time.monotonic()
    work.close()
    assert time.monotonic() - began < 5
    for mark in tmp_path.glob("*.begun"):
        with pytest.raises(ProcessLookupError):
            os.kill(int(mark.stem), 0)


def test_only_plain_values_travel() -> None:
    assert Block.of(block_functions.refusing, number=1, place=Path("/a"), pair=(1, 2)).arguments == {
        "number": 1, "place": "/a", "pair": [1, 2],
    }  # fmt: skip
    with pytest.raises(TypeError, match="object is no plain value"):
        Block.of(block_functions.refusing, number=object())


@pytest.mark.parametrize("workers", [
    Workers(processes=0), Workers(processes=2, scheduler="tcp://a:1"), Workers(scheduler="here"),
    Workers(scheduler="tcp://a:port"),
])  # fmt: skip
def test_workers_that_cannot_be_are_refused(workers: Workers) -> None:
    with pytest.raises(BadRequest):
        workers.check()


@pytest.mark.slow
def test_a_scheduler_that_is_not_there_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("seisviewer.blocks.dask_cluster.PATIENCE", 1.0)
    with pytest.raises(BadRequest, match="No Dask scheduler answers"):
        results([Block.of(block_functions.refusing, number=1)], Workers(scheduler="tcp://127.0.0.1:9"))


@pytest.mark.slow
def test_dask_does_the_blocks_of_a_killed_worker_again(tmp_path: Path) -> None:
    """And an error of a block is the user's sentence there too."""
    pytest.importorskip("distributed")
    with dask_cluster(tmp_path) as cluster:
        workers = Workers(scheduler=cluster.address)
        (tmp_path / "made").mkdir()
        blocks = [Block.of(block_functions.squared, number=number, folder=tmp_path / "made") for number in range(200)]
        values, killed = {}, False
        for event in run_blocks(blocks, workers, "Squaring"):
            if isinstance(event, BlockDone):
                values[event.number] = event.value[0]
                if len(values) == 20 and not killed:
                    cluster.kill_worker(0)
                    killed = True
        assert killed and values == {number: number**2 for number in range(200)}
        with pytest.raises(BadRequest, match="Two is refused"):
            results([Block.of(block_functions.refusing, number=number) for number in range(4)], workers)
