"""Where the objects of a Zarr store come from: as for stores of our own, and the members of a zip file."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from typing import Protocol

import numpy as np

from seisviewer.errors import UnreadableFile
from seisviewer.translation import tr
from seisviewer.volumes.store.byte_source import ByteSource

METADATA_BYTES = 32 << 20  # of the description of a whole store, a hundred times what one takes


class StoreObjects(ByteSource, Protocol):
    """Objects by their keys, such as `amplitude/c/0/0/0`."""

    def names(self) -> list[str] | None:
        """What lies at the top of the store; None where that cannot be asked."""


class ZipObjects:
    """The members of a zip file; the store may lie in it at the top, or in a folder of its own."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._zip = zipfile.ZipFile(path)
        except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise UnreadableFile(
                tr("{path_name} is no zip file, or it is damaged: choose another file.").format(path_name=path.name)
            ) from error
        self._sizes = {info.filename: info.file_size for info in self._zip.infolist() if not info.is_dir()}
        tops = {name.split("/")[0] for name in self._sizes}
        self._top = f"{next(iter(tops))}/" if len(tops) == 1 and all("/" in name for name in self._sizes) else ""

    def length(self, key: str) -> int | None:
        return self._sizes.get(self._top + key)

    def read(self, key: str, position: int, target: np.ndarray) -> None:
        view = memoryview(target.reshape(-1).view(np.uint8))
        try:
            with self._zip.open(self._top + key) as file:
                file.seek(position)
                done = 0
                while done < len(view) and (count := file.readinto(view[done:])):
                    done += count
        except (
            OSError,
            ValueError,
            zipfile.BadZipFile,
            zlib.error,
            RuntimeError,
            NotImplementedError,
            EOFError,
        ) as error:
            raise UnreadableFile(
                tr("{key} of {path_name} is damaged or can no longer be read.").format(
                    key=key, path_name=self._path.name
                )
            ) from error
        if done < len(view):
            raise UnreadableFile(
                tr("{key} of {path_name} is shorter than it says: the file is damaged.").format(
                    key=key, path_name=self._path.name
                )
            )

    def names(self) -> list[str]:
        inside = (name.removeprefix(self._top) for name in self._sizes)
        return sorted({name.split("/")[0] for name in inside if "/" in name})

    def close(self) -> None:
        self._zip.close()


def whole_object(objects: StoreObjects, key: str, most: int = METADATA_BYTES) -> bytes | None:
    """All bytes of an object, None where there is none; raises UnreadableFile where it is larger than `most`."""
    size = objects.length(key)
    if size is None:
        return None
    if size > most:
        raise UnreadableFile(
            tr("{key} takes {size:,} bytes, more than it can: the store is damaged.").format(key=key, size=size)
        )
    content = np.empty(size, np.uint8)
    if size:
        objects.read(key, 0, content)
    return content.tobytes()
