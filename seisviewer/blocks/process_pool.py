"""Blocks in processes of this machine."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import Connection

from seisviewer.blocks.block import Block, Outcome, Runs, run_block
from seisviewer.blocks.workers import cores
from seisviewer.errors import SeisviewerError
from seisviewer.progress import Notice
from seisviewer.translation import tr

POLL = 0.2  # s between two looks for finished blocks, and at whether one is to stop
AHEAD = 2  # blocks a process that are handed over: one at work, one that waits
MOST_BREAKS = 3  # pools in a row that broke before any block was finished
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def run_in_processes(blocks: Sequence[Block], processes: int) -> Runs:
    """A process that is killed breaks its pool; what was not finished goes to a new one."""
    left, breaks = list(range(len(blocks))), 0
    while left:
        finished = set()
        for event in _one_pool(blocks, left, processes):
            if isinstance(event, tuple):
                finished.add(event[0])
            yield event
        left = [number for number in left if number not in finished]
        breaks = 0 if finished else breaks + 1
        if breaks == MOST_BREAKS:
            raise SeisviewerError(
                tr(
                    "The processes ended {most_breaks} times before a block was done, perhaps for want of "
                    "memory: use fewer --workers."
                ).format(most_breaks=MOST_BREAKS)
            )
        if left:
            yield Notice(tr("A process ended; {count:,} blocks go to new ones.").format(count=len(left)))


def _one_pool(blocks: Sequence[Block], numbers: Sequence[int], processes: int) -> Runs:
    """Blocks until they are done or the pool breaks."""
    # A process that is started anew, and not forked: threads of this one (of Qt, of PyTorch) would be torn in a fork.
    context = multiprocessing.get_context("spawn")
    # Whoever holds the other end of this pipe is alive: when it closes, the processes end at once.
    ours, theirs = context.Pipe(duplex=False)
    waiting = list(reversed(numbers))
    running: dict[Future, int] = {}
    count = min(processes, len(numbers))
    pool = ProcessPoolExecutor(count, context, initializer=_begin, initargs=(ours, max(1, cores() // count)))
    try:
        while waiting or running:
            while waiting and len(running) < AHEAD * count:
                block = blocks[waiting[-1]]
                running[pool.submit(run_block, block.operation, dict(block.arguments))] = waiting.pop()
            done, _ = wait(running, POLL, FIRST_COMPLETED)
            if not done:
                yield None
            for future in done:
                yield running.pop(future), Outcome(*future.result())
    except BrokenProcessPool:
        return
    finally:
        theirs.close()
        pool.shutdown(wait=True, cancel_futures=True)
        ours.close()


def _begin(alive: Connection, threads: int) -> None:
    """In a new process: a Ctrl+C is for the one that started it; libraries share the cores; it ends with its parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in THREADS:
        os.environ[name] = str(threads)  # nothing that reads it is imported yet
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    threading.Thread(target=_end_with, args=(alive,), daemon=True, name="seisviewer watching its parent").start()


def _end_with(alive: Connection) -> None:
    try:
        alive.recv_bytes()  # nothing is ever sent
    except (OSError, EOFError):
        pass
    os._exit(0)
