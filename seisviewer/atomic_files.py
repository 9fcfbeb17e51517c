"""Files that are there whole or not at all: written beside their place, flushed to the disk, then put in place."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from seisviewer.translation import tr

FULL = {errno.ENOSPC, errno.EDQUOT} if hasattr(errno, "EDQUOT") else {errno.ENOSPC}


@contextmanager
def replacing(path: str | Path, failure: Callable[[str], Exception]) -> Iterator[Path]:
    """An empty temporary file in the folder of `path`; what the block writes to it takes the place of `path`.

    A kill or a power cut at any moment leaves the old file or the new one. Where the block raises, the temporary file
    is removed and `path` stays as it was. A file that is replaced keeps its permissions; a link goes on pointing at the
    file that it names. failure: makes the exception that is raised, from a sentence, where `path` cannot be written.
    """
    path = Path(path)
    with telling(path, failure):
        if path.exists() and not path.is_file():  # a device or a pipe holds nothing that could be kept
            yield path
            return
        path = path.resolve()
        with _temporary_beside(path) as temporary:
            yield temporary
            _flush(temporary)
            os.replace(temporary, path)
        flush_folder(path.parent)


@contextmanager
def replacing_folder(path: Path, failure: Callable[[str], Exception]) -> Iterator[Path]:
    """As `replacing`, with a folder: an empty one beside `path`, which takes its place with all that the block writes into
    it. A kill while one takes the place of the other may leave the old one under a hidden name beside it."""
    with telling(path, failure):
        path = path.resolve()
        mark = uuid.uuid4().hex[:12]
        temporary, old = (path.with_name(f".{path.name[:40]}.{mark}.{end}") for end in ("part", "old"))
        temporary.mkdir()
        try:
            yield temporary
            for file in temporary.rglob("*"):
                if file.is_file():
                    _flush(file)
            if path.exists():
                os.replace(path, old)
            os.replace(temporary, path)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
            if old.exists() and not path.exists():
                os.replace(old, path)
            shutil.rmtree(old, ignore_errors=True)
        flush_folder(path.parent)


@contextmanager
def telling(path: Path, failure: Callable[[str], Exception]) -> Iterator[None]:
    """Raise what `failure` makes of a sentence where the block cannot write to a file or folder."""
    try:
        yield
    except OSError as error:
        raise failure(not_written(path, error)) from error


def not_written(path: Path, error: OSError) -> str:
    """The sentence for a file or folder that could not be written."""
    if error.errno in FULL:
        return tr(
            "{path} cannot be written: its disk is full. Make room there, or choose a place on another disk."
        ).format(path=path)
    return tr("{path} cannot be written: {strerror}.").format(path=path, strerror=error.strerror or error)


def write_whole(path: str | Path, content: bytes, failure: Callable[[str], Exception]) -> None:
    """Write a file in one step; see `replacing`."""
    with replacing(path, failure) as temporary:
        temporary.write_bytes(content)


def flush_folder(folder: Path) -> None:
    """Have the disk remember which files lie in a folder; does nothing where the system cannot be asked to."""
    with suppress(OSError):  # Windows opens no folders, and some network disks flush none
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def _temporary_beside(path: Path) -> Iterator[Path]:
    # Part of the name only: with all of it the name could be longer than the disk allows.
    temporary = path.with_name(f".{path.name[:40]}.{uuid.uuid4().hex[:12]}.part")
    old = path.stat() if path.exists() else None
    if old is not None and not os.access(path, os.W_OK):
        raise PermissionError(None, tr("it is protected against writing"))
    temporary.touch(exist_ok=False)
    try:
        if old is not None:
            temporary.chmod(stat.S_IMODE(old.st_mode))
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)


def _flush(path: Path) -> None:
    with path.open("r+b") as file:
        os.fsync(file.fileno())
