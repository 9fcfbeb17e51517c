"""The objects of a survey elsewhere, by blocks that are kept on this computer."""

from __future__ import annotations

import threading
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from seisviewer.byte_cache import ByteCache
from seisviewer.errors import UnreadableFile
from seisviewer.volumes.far.block_cache import BlockCache
from seisviewer.volumes.far.server import NOT_CHANGED, Part, Server

BLOCK_BYTES = 4 << 20
KEPT_BYTES = 128 << 20  # of blocks in memory
THREADS = 16


@dataclass(frozen=True)
class _Known:
    """size and version of an object, as the server said in this session."""

    size: int
    version: str


class FarObjects:
    """`StoreObjects` under an address. Any number of threads may read.

    The server is asked once a session whether an object is still what the cache holds of it; where it has changed, all of
    it is read anew. One that changes while it is read is refused. Every method raises UnreadableFile.
    """

    def __init__(self, server: Server, cache: BlockCache | None = None) -> None:
        self.server = server
        self._cache = cache or BlockCache()
        self._known: dict[str, _Known | None] = {}
        self._blocks: ByteCache[tuple[str, int]] = ByteCache(KEPT_BYTES)
        self._turn = threading.Lock()
        self._asking: defaultdict[tuple[str, int], threading.Lock] = defaultdict(threading.Lock)
        self._pool = ThreadPoolExecutor(THREADS, "far")
        self._closed = False

    def length(self, key: str) -> int | None:
        known = self._look(key)
        return None if known is None else known.size

    def version(self, key: str) -> str:
        known = self._look(key)
        return "" if known is None else known.version

    def names(self) -> list[str] | None:
        return self.server.names()

    def read(self, key: str, position: int, target: np.ndarray) -> None:
        view = memoryview(target.reshape(-1).view(np.uint8))
        known = self._look(key)
        if known is None or position + len(view) > known.size:
            raise UnreadableFile(f"{self.server.name} on {self.server.address.server} was cut off: open it again.")
        blocks = range(position // BLOCK_BYTES, -(-(position + len(view)) // BLOCK_BYTES))
        self._check_open()
        try:
            found = [self._pool.submit(self._block, key, block) for block in blocks[1:]]
        except RuntimeError:  # closed just now
            self._check_open()
            raise
        contents = [self._block(key, blocks[0]), *(each.result() for each in found)] if blocks else []
        for block, content in zip(blocks, contents, strict=True):
            first = block * BLOCK_BYTES
            start, stop = max(position, first), min(position + len(view), first + len(content))
            view[start - position : stop - position] = content[start - first : stop - first]

    def close(self) -> None:
        """Who still reads gets what they asked for."""
        self._closed = True
        self._pool.shutdown(wait=False)

    def _look(self, key: str) -> _Known | None:
        """Size and version of an object; asks the server where this session does not know them yet."""
        with self._turn:
            if key in self._known:
                return self._known[key]
            asking = self._asking[key, -1]
        with asking:
            with self._turn:
                if key in self._known:
                    return self._known[key]
            known = self._ask(key)
            with self._turn:
                self._known[key] = known
                self._asking.pop((key, -1), None)
            return known

    def _ask(self, key: str) -> _Known | None:
        self._check_open()
        address = self.server.address.text
        said = self._cache.get(address, key, "version")
        size, version = said.decode("utf-8", "replace").split(" ", 1) if said and b" " in said else ("", "")
        has_first = bool(version) and self._cache.get(address, key, version, 0) is not None
        part = self.server.part(key, 0, BLOCK_BYTES, version if has_first else "")
        if part == NOT_CHANGED and size.isdecimal():
            return _Known(int(size), version)
        if not isinstance(part, Part):
            return None
        self._keep(key, part, 0)
        if part.version:
            self._cache.put(f"{part.size} {part.version}".encode(), address, key, "version")
        return _Known(part.size, part.version)

    def _block(self, key: str, block: int) -> np.ndarray:
        with self._turn:
            found = self._blocks.get((key, block))
            asking = self._asking[key, block]
        if found is not None:
            return found
        with asking:
            with self._turn:
                found = self._blocks.get((key, block))
            found = found if found is not None else self._fetched(key, block)
        with self._turn:
            self._asking.pop((key, block), None)
        return found

    def _fetched(self, key: str, block: int) -> np.ndarray:
        known = self._look(key)
        first = block * BLOCK_BYTES
        size = min(BLOCK_BYTES, known.size - first)
        kept = self._cache.get(self.server.address.text, key, known.version, block) if known.version else None
        if kept is not None and len(kept) == size:
            return self._remember(key, block, kept)
        self._check_open()
        part = self.server.part(key, first, first + size)
        if not isinstance(part, Part) or (part.size, part.version) != (known.size, known.version):
            raise UnreadableFile(
                f"{self.server.name} was changed on {self.server.address.server} while it was open: open it again."
            )
        return self._keep(key, part, block)

    def _keep(self, key: str, part: Part, block: int) -> np.ndarray:
        """Keep what the server sent: a block, or from a server that gives no parts the whole object."""
        for first in range(0, max(1, len(part.body)), BLOCK_BYTES):
            content = part.body[first : first + BLOCK_BYTES]
            if part.version:
                self._cache.put(content, self.server.address.text, key, part.version, block + first // BLOCK_BYTES)
            self._remember(key, block + first // BLOCK_BYTES, content)
        return np.frombuffer(part.body[:BLOCK_BYTES], np.uint8)

    def _remember(self, key: str, block: int, content: bytes) -> np.ndarray:
        found = np.frombuffer(content, np.uint8)
        with self._turn:
            self._blocks[key, block] = found
        return found

    def _check_open(self) -> None:
        if self._closed:
            raise UnreadableFile(f"{self.server.name} was closed: open it again.")
