"""The objects of a survey elsewhere, by blocks that are kept on this computer."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from seisviewer.byte_cache import ByteCache
from seisviewer.errors import UnreadableFile
from seisviewer.translation import tr
from seisviewer.volumes.far.block_cache import BlockCache
from seisviewer.volumes.far.server import NOT_CHANGED, Part, Server

BLOCK_BYTES = 4 << 20
REQUEST_BYTES = 4 << 20  # of neighbouring blocks that are asked for in one request
# Between blocks that are wanted, which one request brings with them: on an ordinary network (100 ms, 12 MB/s, THREADS at
# once) as much comes in the time that one more request costs.
GAP_BYTES = 128 << 10
KEPT_BYTES = 128 << 20  # of blocks in memory
THREADS = 16
REQUESTS_AT_ONCE = 64  # of one reader; what another wants waits behind no more

Blocks = dict[int, np.ndarray]  # by their number, uint8


@dataclass(frozen=True)
class _Known:
    """size and version of an object, as the server said in this session."""

    size: int
    version: str


class FarObjects:
    """`StoreObjects` under an address. Any number of threads may read.

    The server is asked once a session whether an object is still what the cache holds of it; where it has changed, all of
    it is read anew. One that changes while it is read is refused. A block that one thread waits for is not asked for by
    another. Every method raises UnreadableFile.
    """

    def __init__(
        self, server: Server, cache: BlockCache | None = None, block_bytes: int | None = None, threads: int = THREADS
    ) -> None:
        """block_bytes: of a block; small ones for an object of which little is read here and there. threads: that ask."""
        self.server = server
        self._block_bytes = block_bytes or BLOCK_BYTES
        self._gap = GAP_BYTES // self._block_bytes
        self._cache = cache or BlockCache()
        self._known: dict[str, _Known | None] = {}
        self._blocks: ByteCache[tuple[str, int]] = ByteCache(KEPT_BYTES)
        self._coming: dict[tuple[str, int], Future[Blocks]] = {}
        self._turn = threading.Lock()
        self._asking: dict[str, threading.Lock] = {}
        self._pool = ThreadPoolExecutor(threads, "far")
        self._closed = False

    def length(self, key: str) -> int | None:
        known = self._look(key)
        return None if known is None else known.size

    def version(self, key: str) -> str:
        known = self._look(key)
        return "" if known is None else known.version

    def names(self) -> list[str] | None:
        return self.server.names()

    def read(self, key: str, position: int, target: np.ndarray, *, keep: bool = True) -> None:
        """Fill a contiguous array with the bytes of an object from `position` on. keep: on the disk of this computer."""
        view, size = memoryview(target.reshape(-1).view(np.uint8)), self._block_bytes
        self._check_inside(key, position + len(view))
        found = self._brought(key, range(position // size, -(-(position + len(view)) // size)), keep)
        for block, content in found.items():
            first = block * size
            start, stop = max(position, first), min(position + len(view), first + len(content))
            view[start - position : stop - position] = content[start - first : stop - first]

    def pieces(self, key: str, positions: np.ndarray, width: int) -> np.ndarray:
        """uint8 (positions, width): bytes of an object from each of the positions on, all asked for together."""
        found, size = np.empty((len(positions), width), np.uint8), self._block_bytes
        if not len(positions) or not width:
            return found
        self._check_inside(key, int(positions.max()) + width)
        for some in self._batches(positions // size):
            begin, end = positions[some] // size, (positions[some] + width - 1) // size
            touched = np.minimum(begin + np.arange((end - begin).max() + 1)[:, None], end)
            blocks = self._brought(key, np.unique(touched).tolist())
            for row, position in zip(found[some], positions[some].tolist(), strict=True):
                self._piece(blocks, position, row)
        return found

    def bring(self, key: str, starts: np.ndarray, stops: np.ndarray) -> None:
        """What will be read of an object: parts of it from each start up to its stop, all asked for together."""
        if not len(starts):
            return
        self._check_inside(key, int(stops.max()))
        ends = -(-stops // self._block_bytes)
        spans = zip((starts // self._block_bytes).tolist(), ends.tolist(), strict=True)
        blocks = np.unique(np.concatenate([np.arange(first, end) for first, end in spans]))
        for some in self._batches(blocks):
            self._brought(key, blocks[some].tolist())

    def close(self) -> None:
        """Who still reads gets what they asked for."""
        self._closed = True
        self._pool.shutdown(wait=False)

    def _piece(self, blocks: Blocks, position: int, row: np.ndarray) -> None:
        done = 0
        while done < len(row):
            block, inside = divmod(position + done, self._block_bytes)
            some = blocks[block][inside : inside + len(row) - done]
            row[done : done + len(some)] = some
            done += len(some)

    def _check_inside(self, key: str, end: int) -> None:
        known = self._look(key)
        if known is None or end > known.size:
            raise UnreadableFile(
                tr("{server_name} on {server} was cut off: open it again.").format(
                    server_name=self.server.name, server=self.server.address.server
                )
            )

    def _look(self, key: str) -> _Known | None:
        """Size and version of an object; asks the server where this session does not know them yet."""
        with self._turn:
            if key in self._known:
                return self._known[key]
            asking = self._asking.setdefault(key, threading.Lock())
        with asking:
            with self._turn:
                if key in self._known:
                    return self._known[key]
            known = self._ask(key)
            with self._turn:
                self._known[key] = known
                self._asking.pop(key, None)
            return known

    def _ask(self, key: str) -> _Known | None:
        self._check_open()
        address = self.server.address.text
        said = self._cache.get(address, key, "version")
        size, version = said.decode("utf-8", "replace").split(" ", 1) if said and b" " in said else ("", "")
        has_first = bool(version) and self._kept(key, version, 0) is not None
        part = self.server.part(key, 0, self._block_bytes, version if has_first else "")
        if part == NOT_CHANGED and size.isdecimal():
            return _Known(int(size), version)
        if not isinstance(part, Part):
            return None
        self._keep(key, part, 0)
        if part.version:
            self._cache.put(f"{part.size} {part.version}".encode(), address, key, "version")
        return _Known(part.size, part.version)

    def _brought(self, key: str, blocks: Sequence[int], keep: bool = True) -> Blocks:
        """Blocks (ascending) of an object: from memory, as others fetch them just now, or fetched here."""
        found: Blocks = {}
        waited: dict[int, Future[Blocks]] = {}
        wanted: list[int] = []
        self._check_open()
        with self._turn:
            for block in blocks:
                if (content := self._blocks.get((key, block))) is not None:
                    found[block] = content
                elif (coming := self._coming.get((key, block))) is not None:
                    waited[block] = coming
                else:
                    wanted.append(block)
            for run in self._runs(wanted, lambda block: (key, block) in self._blocks or (key, block) in self._coming):
                try:
                    coming = self._pool.submit(self._fetched, key, run, keep)
                except RuntimeError:  # closed just now
                    self._check_open()
                    raise
                for block in run:
                    waited[block] = self._coming[key, block] = coming
        for block, coming in waited.items():
            found[block] = coming.result()[block]
        return found

    def _runs(self, blocks: Sequence[int], is_here: Callable[[int], bool]) -> list[list[int]]:
        """Blocks (ascending) that lie near each other, as many as one request brings. What lies between them and is not here
        comes too, never more than what is wanted."""
        runs: list[list[int]] = []
        most, spare = max(1, REQUEST_BYTES // self._block_bytes), 0
        for block in blocks:
            between = range(runs[-1][-1] + 1, block) if runs else range(0)
            is_near = len(between) <= min(spare, self._gap) and not any(map(is_here, between))
            if runs and is_near and block - runs[-1][0] < most:
                runs[-1].append(block)
                spare += 1 - len(between)
            else:
                runs.append([block])
                spare = 1
        return runs

    def _batches(self, blocks: np.ndarray) -> Iterator[slice]:
        """Parts of what is read here and there that take few enough requests that nobody else waits for long, and few enough
        blocks that memory holds them. blocks: in which each piece begins."""
        most = max(1, KEPT_BYTES // (2 * self._block_bytes))
        steps = np.diff(blocks, prepend=blocks[0] - self._gap - 2)
        requests, changes = np.cumsum((steps < 0) | (steps > 1 + self._gap)), np.cumsum(steps != 0)
        batch = np.maximum((requests - 1) // REQUESTS_AT_ONCE, (changes - 1) // most)
        cuts = [0, *(np.flatnonzero(np.diff(batch)) + 1).tolist(), len(blocks)]
        yield from (slice(start, stop) for start, stop in zip(cuts, cuts[1:], strict=False))

    def _fetched(self, key: str, run: Sequence[int], keep: bool) -> Blocks:
        """In a thread of the pool: blocks of a run, from the disk or from the server."""
        try:
            known, size = self._look(key), self._block_bytes
            found: Blocks = {}
            for block in run:
                kept = self._kept(key, known.version, block) if known.version else None
                if kept is not None and len(kept) == min(size, known.size - block * size):
                    found[block] = self._remember(key, block, kept)
            for missing in self._runs([block for block in run if block not in found], found.__contains__):
                self._check_open()
                first, stop = missing[0] * size, min((missing[-1] + 1) * size, known.size)
                part = self.server.part(key, first, stop)
                if not isinstance(part, Part) or (part.size, part.version) != (known.size, known.version):
                    raise UnreadableFile(
                        tr("{server_name} was changed on {server} while it was open: open it again.").format(
                            server_name=self.server.name, server=self.server.address.server
                        )
                    )
                found |= self._keep(key, part, missing[0], keep)
            return found
        finally:
            with self._turn:
                for block in run:
                    self._coming.pop((key, block), None)

    def _kept(self, key: str, version: str, block: int) -> bytes | None:
        return self._cache.get(*self._known_by(key, version, block))

    def _known_by(self, key: str, version: str, block: int) -> tuple[object, ...]:
        size = () if self._block_bytes == BLOCK_BYTES else (self._block_bytes,)
        return self.server.address.text, key, version, block, *size

    def _keep(self, key: str, part: Part, block: int, on_disk: bool = True) -> Blocks:
        """Keep what the server sent: blocks, or from a server that gives no parts the whole object."""
        found: Blocks = {}
        for first in range(0, max(1, len(part.body)), self._block_bytes):
            content, number = part.body[first : first + self._block_bytes], block + first // self._block_bytes
            if part.version and on_disk:
                self._cache.put(content, *self._known_by(key, part.version, number))
            found[number] = self._remember(key, number, content)
        return found

    def _remember(self, key: str, block: int, content: bytes) -> np.ndarray:
        found = np.frombuffer(content, np.uint8)
        with self._turn:
            self._blocks[key, block] = found
        return found

    def _check_open(self) -> None:
        if self._closed:
            raise UnreadableFile(tr("{server_name} was closed: open it again.").format(server_name=self.server.name))
