"""Where the bytes of a store come from: a folder here; whoever reads from elsewhere gives the same three methods."""

from __future__ import annotations

import threading
from collections import OrderedDict
from pathlib import Path
from typing import Protocol

import numpy as np

from seisviewer.checked_file import CheckedFile
from seisviewer.errors import UnreadableFile
from seisviewer.translation import tr

MOST_OPEN = 200  # files at once; a process may have a thousand or so


class ByteSource(Protocol):
    """Objects by their keys, such as `display/inline_0/c/3/0/0`. Any number of threads may read. Every method raises
    UnreadableFile where the source can no longer be read."""

    def length(self, key: str) -> int | None:
        """Bytes of an object; None where there is none of that name."""

    def read(self, key: str, position: int, target: np.ndarray) -> None:
        """Fill a contiguous array with the bytes of an object from `position` on."""

    def close(self) -> None:
        """Give everything back; a second call does nothing."""


class FolderSource:
    """The files of a folder. Those used last stay open."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._turn = threading.Lock()
        self._open: OrderedDict[str, CheckedFile] = OrderedDict()
        self._closed = False

    def length(self, key: str) -> int | None:
        try:
            return (self.folder / key).stat().st_size
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise UnreadableFile(
                tr("{folder} can no longer be read: {strerror}.").format(
                    folder=self.folder, strerror=error.strerror or error
                )
            ) from error

    def read(self, key: str, position: int, target: np.ndarray) -> None:
        self._file(key).read_into(target, position)

    def names(self) -> list[str]:
        """Of the folders in it."""
        try:
            return sorted(path.name for path in self.folder.iterdir() if path.is_dir())
        except OSError as error:
            raise UnreadableFile(
                tr("{folder} cannot be read: {strerror}.").format(folder=self.folder, strerror=error.strerror or error)
            ) from error

    def forget(self, keys: list[str]) -> None:
        """These files were written anew: open them again when they are asked for."""
        with self._turn:
            for key in keys:
                self._open.pop(key, None)

    def close(self) -> None:
        with self._turn:
            self._closed = True
            self._open.clear()

    def _file(self, key: str) -> CheckedFile:
        with self._turn:
            if self._closed:
                raise UnreadableFile(
                    tr("{folder_name} was closed: open it again.").format(folder_name=self.folder.name)
                )
            file = self._open.get(key)
            if file is None:
                file = self._open[key] = CheckedFile(self.folder / key)
                while len(self._open) > MOST_OPEN:
                    self._open.popitem(last=False)  # whoever still reads it keeps it open
            self._open.move_to_end(key)
            return file


def whole_object(source: ByteSource, key: str, most: int = 1 << 26) -> bytes | None:
    """All bytes of a small object, None where there is none; raises UnreadableFile where it is larger than `most`."""
    size = source.length(key)
    if size is None:
        return None
    if size > most:
        raise UnreadableFile(tr("{key} is larger than it can be: the store is damaged, make it anew.").format(key=key))
    content = np.empty(size, np.uint8)
    source.read(key, 0, content)
    return content.tobytes()
