"""Reads pieces of a file that others may shorten or take away meanwhile.

A memory map of such a file ends the program when somebody cuts the file off; a read says how much it got.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from seisviewer.errors import UnreadableFile
from seisviewer.positioned_access import read_some
from seisviewer.stopping import stop_check
from seisviewer.translation import tr

BUFFER_BYTES = 1 << 20  # stays in a processor's cache, so that passing over what lies between pieces costs little
NEAR_BYTES = 1 << 14  # pieces nearer to each other than this are read faster with what lies between them
MOST_PIECES = 4096  # one after the other, before one may stop
MOST_THREADS = 4
PARALLEL_BYTES = 32 << 20  # from here on one processor is the limit and not the memory


class CheckedFile:
    """A file open for reading. Any number of threads may read it.

    Every method raises UnreadableFile where the file ends too early or its disk fails.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._turn = threading.Lock()
        try:
            self._handle: _Handle | None = _Handle(path)
        except OSError as error:
            raise UnreadableFile(
                tr("{path_name} cannot be read: {strerror}.").format(
                    path_name=path.name, strerror=error.strerror or error
                )
            ) from error

    def close(self) -> None:
        """Give the file back, once those who are reading it are done; a second call does nothing."""
        self._handle = None

    def read_into(self, target: np.ndarray, position: int) -> None:
        """Fill a contiguous array with the bytes from `position` on."""
        # A local name: whoever is still reading keeps the file open after `close`.
        handle = self._open_handle()
        view = memoryview(target.reshape(-1).view(np.uint8))
        done = 0
        while done < len(view):
            try:
                count = read_some(handle.number, view[done:], position + done, self._turn)
            except OSError as error:
                raise UnreadableFile(
                    tr("{path_name} can no longer be read: {strerror}. Open it again.").format(
                        path_name=self.path.name, strerror=error.strerror or error
                    )
                ) from error
            if not count:
                raise self._cut_off()
            done += count

    def run(self, position: int, dtype: np.dtype, shape: tuple[int, ...]) -> np.ndarray:
        """An array that lies in the file without gaps."""
        values = np.empty(shape, dtype)
        self.read_into(values, position)
        return values

    def pieces(self, positions: np.ndarray, width: int) -> np.ndarray:
        """uint8 (positions, width): `width` bytes from each of the positions on."""
        handle = self._open_handle()
        if not hasattr(os, "pread"):
            found = np.empty((len(positions), width), np.uint8)
            for row, position in zip(found, positions.tolist(), strict=True):
                self.read_into(row, position)
            return found
        try:
            # A list of bytes that is joined takes fewer Python calls for each piece than rows that are filled.
            content = b"".join([os.pread(handle.number, width, position) for position in positions.tolist()])
        except OSError as error:
            raise UnreadableFile(
                tr("{path_name} can no longer be read: {strerror}. Open it again.").format(
                    path_name=self.path.name, strerror=error.strerror or error
                )
            ) from error
        if len(content) != len(positions) * width:
            raise self._cut_off()
        return np.frombuffer(content, np.uint8).reshape(len(positions), width)

    def bring(self, positions: np.ndarray, width: int) -> None:
        """What will be read here and there; a file elsewhere asks for all of it together. Here there is nothing to do."""

    def bring_spans(self, starts: np.ndarray, stops: np.ndarray) -> None:
        """The same for parts of the file that are not of one length, each from its start up to its stop."""

    def evenly(self, first: int, step: int, count: int, width: int) -> np.ndarray:
        """uint8 (count, width): `width` bytes from `first` on, from `first + step` on, and so forth. Raises Stopped where
        nobody waits for it any more."""
        found, check = np.empty((count, width), np.uint8), stop_check()
        if step > NEAR_BYTES:
            for start in range(0, count, MOST_PIECES):
                check()
                rows = np.arange(start, min(start + MOST_PIECES, count), dtype=np.int64)
                found[rows] = self.pieces(first + step * rows, width)
            return found
        # One processor is left to the window.
        threads = max(1, min(MOST_THREADS, (os.cpu_count() or 1) - 1)) if count * step > PARALLEL_BYTES else 1
        cuts = [count * part // threads for part in range(threads + 1)]
        parts = list(zip(cuts, cuts[1:], strict=False))
        if threads == 1:
            self._pass_over(found, first, step, *parts[0], check)
            return found
        with ThreadPoolExecutor(threads, "reading") as pool:
            for done in [pool.submit(self._pass_over, found, first, step, *part, check) for part in parts]:
                done.result()
        return found

    def _pass_over(
        self, found: np.ndarray, first: int, step: int, begin: int, end: int, check: Callable[[], None]
    ) -> None:
        """Fill the rows `begin` to `end` of what `evenly` returns."""
        width = found.shape[1]
        rows = max(1, BUFFER_BYTES // step)
        buffer = np.empty(rows * step, np.uint8)
        for start in range(begin, end, rows):
            check()
            here = min(rows, end - start)
            read = buffer[: (here - 1) * step + width]
            self.read_into(read, first + start * step)
            if here > 1:
                found[start : start + here - 1] = read[: (here - 1) * step].reshape(here - 1, step)[:, :width]
            found[start + here - 1] = read[(here - 1) * step :]

    def _open_handle(self) -> _Handle:
        handle = self._handle
        if handle is None:
            raise UnreadableFile(tr("{path_name} was closed: open it again.").format(path_name=self.path.name))
        return handle

    def _cut_off(self) -> UnreadableFile:
        return UnreadableFile(
            tr("{path_name} was cut off while it was open: open it again once it is whole.").format(
                path_name=self.path.name
            )
        )


class _Handle:
    """A number of the system for an open file, given back when the last who reads it lets go of it."""

    def __init__(self, path: Path) -> None:
        self.number = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))

    def __del__(self) -> None:
        number = getattr(self, "number", None)
        if number is not None:
            os.close(number)
