"""Blocks of surveys elsewhere, kept on the disk of this computer while there is room for them."""

from __future__ import annotations

import hashlib
import os
import shutil
import threading
import zlib
from contextlib import suppress
from pathlib import Path

from seisviewer.user_folders import user_cache_folder

LIMIT_BYTES = 10 << 30
LIMIT_NAME = "SEISVIEWER_FAR_CACHE_GB"  # in the environment
SPARE_BYTES = 1 << 30  # of the disk, that stay free
CHECK_BYTES = 4
MAKE_ROOM_TO = 0.8


def cache_limit() -> int:
    """Bytes that all surveys elsewhere may take together."""
    said = os.environ.get(LIMIT_NAME, "")
    try:
        return max(0, int(float(said) * 2**30)) if said else LIMIT_BYTES
    except (ValueError, OverflowError):
        return LIMIT_BYTES


class BlockCache:
    """Any number of threads and programs may use a folder together. What cannot be kept is simply not kept."""

    def __init__(self, folder: Path | None = None, limit: int | None = None) -> None:
        self._folder = folder or user_cache_folder() / "far"
        self._limit = cache_limit() if limit is None else limit
        self._turn = threading.Lock()
        self._taken: int | None = None

    def get(self, *known_by: object) -> bytes | None:
        """The bytes that are kept under what they are known by; None where they are not there, or damaged."""
        place = self._place(known_by)
        try:
            content = place.read_bytes()
        except OSError:
            return None
        body, check = content[:-CHECK_BYTES], content[-CHECK_BYTES:]
        if len(content) < CHECK_BYTES or zlib.crc32(body).to_bytes(CHECK_BYTES, "little") != check:
            with suppress(OSError):
                place.unlink()
            return None
        with suppress(OSError):
            os.utime(place)  # those used longest ago go first
        return body

    def put(self, body: bytes, *known_by: object) -> None:
        if len(body) > self._limit:
            return
        place = self._place(known_by)
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            if shutil.disk_usage(place.parent).free < SPARE_BYTES + len(body):
                self._make_room()
                return
            # Straight to its place: whoever reads it half written sees that by the check behind it.
            place.write_bytes(body + zlib.crc32(body).to_bytes(CHECK_BYTES, "little"))
        except OSError:
            with suppress(OSError):
                place.unlink()
            return
        with self._turn:
            self._taken = (self._count() if self._taken is None else self._taken) + len(body)
            is_full = self._taken > self._limit
        if is_full:
            self._make_room()

    def _place(self, known_by: tuple[object, ...]) -> Path:
        mark = hashlib.sha256(repr(known_by).encode()).hexdigest()
        return self._folder / mark[:2] / mark[2:40]

    def _files(self) -> list[tuple[float, int, Path]]:
        """Time of the last use, size, place."""
        found = []
        for folder in self._folder.glob("??"):
            with suppress(OSError):
                for entry in os.scandir(folder):
                    with suppress(OSError):
                        status = entry.stat()
                        found.append((status.st_mtime, status.st_size, Path(entry.path)))
        return found

    def _count(self) -> int:
        return sum(size for _, size, _ in self._files())

    def _make_room(self) -> None:
        with self._turn:
            files = sorted(self._files())
            left = sum(size for _, size, _ in files)
            for _, size, place in files:
                if left <= MAKE_ROOM_TO * self._limit:
                    break
                with suppress(OSError):
                    place.unlink()
                    left -= size
            self._taken = left
