"""Blocks of a store in two threads: while one is brought onto the disk, the next is read."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import closing
from dataclasses import dataclass

from seisviewer.volumes.store.store_block import HalfBlock

LOOK_SECONDS = 0.05


@dataclass(frozen=True)
class BlockStored:
    """A block is whole from now on."""

    block: int


def in_two_threads(
    blocks: Iterable[int], half_steps: Callable[[int], Generator[float, None, HalfBlock | None]]
) -> Generator[float | BlockStored, None, None]:
    """Make the blocks: yields how many of them are done, with the share of those that are not, and each that is on the disk.

    Memory holds two blocks at most. Who does not go on with the generator gives both threads a rest; who closes it waits
    for a moment, and what is not whole leaves no files. Raises what the blocks raise, as soon as it is known.
    """
    done, other = 0, _Finishing()
    try:
        for block in blocks:
            half = None
            with closing(half_steps(block)) as steps:
                while True:
                    try:
                        share = next(steps)
                    except StopIteration as end:
                        half = end.value
                        break
                    yield from other.resting(done + 0.5 * other.is_busy + 0.5 * share)
            try:
                while other.is_busy:
                    if (stored := other.look()) is None:
                        yield from other.resting(done + 1.0)
                    else:
                        done += 1
                        yield from other.resting(stored)
            except BaseException:
                if half is not None:
                    half.drop()
                raise
            other.begin(block, half)
        while other.is_busy:
            if (stored := other.look()) is None:
                yield from other.resting(done + 0.5)
            else:
                done += 1
                yield stored
    finally:
        other.close()


class _Finishing:
    """The thread that finishes one block after the other."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, "store")
        self._running: tuple[int, Future[None]] | None = None
        self._may_go, self._ended = threading.Event(), threading.Event()
        self._may_go.set()

    @property
    def is_busy(self) -> bool:
        return self._running is not None

    def begin(self, block: int, half: HalfBlock | None) -> None:
        self._running = block, self._pool.submit(self._finish, half)

    def look(self) -> BlockStored | None:
        """Wait a moment for the block; it, once it is whole."""
        block, future = self._running
        if not wait([future], LOOK_SECONDS).done:
            return None
        self._running = None
        future.result()
        return BlockStored(block)

    def resting(self, event: float | BlockStored) -> Generator[float | BlockStored, None, None]:
        """Yield an event; until whoever got it asks for the next, nothing is done here."""
        self._may_go.clear()
        try:
            yield event
        finally:
            self._may_go.set()

    def close(self) -> None:
        """Give up what runs, and wait until it has."""
        self._ended.set()
        self._may_go.set()
        self._pool.shutdown()

    def _finish(self, half: HalfBlock | None) -> None:
        if half is None:
            return
        with closing(half.finish_steps()) as steps:
            for _ in steps:
                self._may_go.wait()
                if self._ended.is_set():
                    return  # closing the steps takes the files away
