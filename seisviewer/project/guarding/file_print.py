"""A fingerprint of a file that SQLite holds open, by which another content of the same size is noticed.

The file is read through the handle that SQLite has: to open and close it anew would give up every lock that this process
holds on it.
"""

from __future__ import annotations

import os
import zlib
from contextlib import suppress
from pathlib import Path

WHOLE = 1 << 22  # bytes up to which a file is read whole; of a larger one as many are read, spread over it
PIECE = 1 << 14  # bytes that are read at once
HANDLES = 1024  # that are looked at


def fingerprint(file: Path) -> int | None:
    """Of the content as it is now; None where this process has no handle of the file, or the system cannot read by it."""
    handle = _handle_of(file)
    if handle is None:
        return None
    size = os.fstat(handle).st_size
    step = PIECE if size <= WHOLE else -(-size // (WHOLE // PIECE))
    print_ = size
    for place in range(0, size, step):
        print_ = zlib.crc32(os.pread(handle, PIECE, place), print_)
    return print_


def _handle_of(file: Path) -> int | None:
    """A number by which this process has the file open."""
    if not hasattr(os, "pread"):  # Windows keeps others from writing to it
        return None
    try:
        wanted = file.stat()
    except OSError:
        return None
    for handle in range(HANDLES):
        with suppress(OSError):
            if os.path.samestat(os.fstat(handle), wanted):
                return handle
    return None
