"""A file whose room on the disk is taken before anything is written, so that a full disk is told at once.

Writing to a memory map of a file on a full disk ends the program; a write raises.
"""

from __future__ import annotations

import errno
import os
import shutil
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

WITHOUT_RESERVING = {errno.EOPNOTSUPP, errno.EINVAL, errno.ENOSYS}  # file systems that take room only when written to


class ReservedFile:
    """A new file of `size` bytes, all zero at first. Any number of threads may write and read it.

    Every method raises OSError; with ENOSPC where the disk is full.
    """

    def __init__(self, path: Path, size: int) -> None:
        self._number = -1
        self._turn = threading.Lock()
        self._number = os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o666)
        try:
            _reserve(self._number, path, size)
        except BaseException:
            self.close()
            raise

    def write(self, position: int, content: np.ndarray) -> None:
        """Put the bytes of a contiguous array at a position."""
        view = memoryview(content.reshape(-1).view(np.uint8))
        done = 0
        while done < len(view):
            done += self._write_some(view[done:], position + done)

    def read(self, position: int, dtype: np.dtype, shape: tuple[int, ...]) -> np.ndarray:
        """An array that lies in the file without gaps."""
        values = np.empty(shape, dtype)
        view = memoryview(values.reshape(-1).view(np.uint8))
        done = 0
        while done < len(view):
            content = self._read_some(len(view) - done, position + done)
            if not content:
                raise OSError(errno.EIO, "it is shorter than what was written to it")
            view[done : done + len(content)] = content
            done += len(content)
        return values

    def close(self) -> None:
        """Give the file back; a second call does nothing."""
        if self._number >= 0:
            os.close(self._number)
            self._number = -1

    def __del__(self) -> None:
        self.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _write_some(self, view: memoryview, position: int) -> int:
        if hasattr(os, "pwrite"):
            return os.pwrite(self._number, view, position)
        with self._turn:  # Windows knows only one position at a time
            os.lseek(self._number, position, os.SEEK_SET)
            return os.write(self._number, view)

    def _read_some(self, size: int, position: int) -> bytes:
        if hasattr(os, "pread"):
            return os.pread(self._number, size, position)
        with self._turn:
            os.lseek(self._number, position, os.SEEK_SET)
            return os.read(self._number, size)


def _reserve(number: int, path: Path, size: int) -> None:
    """Make the file `size` bytes long and take its room; where the system cannot, see that there is as much."""
    if size and hasattr(os, "posix_fallocate"):
        try:
            os.posix_fallocate(number, 0, size)
            return
        except OSError as error:
            if error.errno not in WITHOUT_RESERVING:
                raise
    if shutil.disk_usage(path.absolute().parent).free < size:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    os.ftruncate(number, size)
