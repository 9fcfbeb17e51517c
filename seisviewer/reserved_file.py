"""A file whose room on the disk is taken before anything is written, so that a full disk is told at once.

Writing to a memory map of a file on a full disk ends the program; a write raises.
"""

from __future__ import annotations

import errno
import os
import shutil
import threading
from pathlib import Path

import numpy as np

from seisviewer.positioned_access import read_some, write_some
from seisviewer.translation import tr

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
            done += write_some(self._number, view[done:], position + done, self._turn)

    def read(self, position: int, dtype: np.dtype, shape: tuple[int, ...]) -> np.ndarray:
        """An array that lies in the file without gaps."""
        values = np.empty(shape, dtype)
        view = memoryview(values.reshape(-1).view(np.uint8))
        done = 0
        while done < len(view):
            count = read_some(self._number, view[done:], position + done, self._turn)
            if not count:
                raise OSError(errno.EIO, tr("it is shorter than what was written to it"))
            done += count
        return values

    def close(self) -> None:
        """Give the file back; a second call does nothing."""
        if self._number >= 0:
            os.close(self._number)
            self._number = -1

    def __del__(self) -> None:
        self.close()


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
