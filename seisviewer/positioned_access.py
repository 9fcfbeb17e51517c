"""Reading and writing at a position of an open file, by any number of threads at once."""

from __future__ import annotations

import os
import threading


def read_some(number: int, target: memoryview, position: int, turn: threading.Lock) -> int:
    """Fill the beginning of `target` with the bytes from `position` on; returns how many, 0 at the end of the file.

    number: of the open file. turn: of those who use it, for systems that know only one position at a time (Windows).
    """
    if hasattr(os, "preadv"):
        return os.preadv(number, [target], position)
    with turn:
        os.lseek(number, position, os.SEEK_SET)
        content = os.read(number, len(target))
    target[: len(content)] = content
    return len(content)


def write_some(number: int, content: memoryview, position: int, turn: threading.Lock) -> int:
    """Write the beginning of `content` from `position` on; returns how many bytes. number, turn: as in `read_some`."""
    if hasattr(os, "pwrite"):
        return os.pwrite(number, content, position)
    with turn:
        os.lseek(number, position, os.SEEK_SET)
        return os.write(number, content)
