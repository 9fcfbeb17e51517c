"""Reads sections off the GUI thread: the newest request first, stale requests dropped, neighbours when idle."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from seisviewer.stopping import Stopped, while_wanted

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

GRACE = 0.1  # seconds: a client may let go of a key and want it again at once


@dataclass
class Begun:
    """A key that is being read. clients: who waits for it. is_ahead: begun for nobody. left: since when nobody waits."""

    clients: set[Hashable]
    is_ahead: bool
    left: float | None = None


class NewestFirst(Generic[Key, Value]):
    """Threads that answer requests, the newest first.

    Every client wants one thing at a time: a newer request of the same client replaces one that nobody has begun, so
    that scrolling never waits for what has already scrolled past. When no client wants anything, what lies ahead of
    the newest request is read.

    What was begun for a client that wants something else by now is stopped where it is read in pieces (`stopping`),
    unless it serves another.

    read: called in a reading thread with a key. deliver: called in the same thread with the key and the value, or the
    exception that `read` raised. serves: whether reading one key brings another soon as well.
    """

    def __init__(
        self,
        read: Callable[[Key], Value],
        deliver: Callable[[Key, Value | Exception], None],
        threads: int = 1,
        serves: Callable[[Key, Key], bool] = lambda read, wanted: read == wanted,
    ) -> None:
        self._read, self._deliver, self._serves = read, deliver, serves
        self._wanted: dict[Hashable, Key] = {}
        self._ahead: list[Key] = []
        self._busy: dict[Key, Begun] = {}
        self._closed = False
        self._change = threading.Condition()
        self._threads = [
            threading.Thread(target=self._run, name=f"seisviewer reading {number}", daemon=True)
            for number in range(threads)
        ]
        for thread in self._threads:
            thread.start()

    def want(self, client: Hashable, key: Key, ahead: Iterable[Key] = ()) -> None:
        """Ask for a key now, in place of what this client wanted before; then for what lies ahead, nearest first."""
        with self._change:
            self._give_up(client, but=key)
            self._wanted[client] = key
            self._ahead = list(ahead)
            self._change.notify_all()

    def look_ahead(self, keys: Iterable[Key]) -> None:
        """Read these when idle, nearest first, in place of what lay ahead before."""
        with self._change:
            self._ahead = list(keys)
            self._change.notify_all()

    def forget(self, client: Hashable) -> None:
        """This client wants nothing any more."""
        with self._change:
            self._give_up(client)

    @property
    def busy(self) -> bool:
        """Whether some client still waits for an answer."""
        with self._change:
            return bool(self._wanted) or bool(self._busy)

    def close(self) -> None:
        """Drop every request; nothing is delivered later. Does not wait: the threads end when they have read what they
        read."""
        with self._change:
            self._closed = True
            self._wanted.clear()
            self._ahead.clear()
            self._change.notify_all()

    def wait(self, timeout: float | None = None) -> bool:
        """Block until the threads have ended after `close`, at most `timeout` seconds; returns whether they have."""
        deadline = None if timeout is None else time.monotonic() + timeout
        for thread in self._threads:
            thread.join(None if deadline is None else max(0.0, deadline - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    def _give_up(self, client: Hashable, but: Key | None = None) -> None:
        self._wanted.pop(client, None)
        for key, reading in self._busy.items():
            if key != but:
                reading.clients.discard(client)

    def _is_wanted(self, key: Key) -> bool:
        """Whether to go on reading it."""
        with self._change:
            reading = self._busy[key]
            if self._closed:
                return False
            serves = any(self._serves(key, wanted) for wanted in self._wanted.values())
            if reading.is_ahead or reading.clients or serves:
                reading.left = None
                return True
            reading.left = reading.left or time.monotonic()
            return time.monotonic() - reading.left < GRACE

    def _run(self) -> None:
        while (key := self._next()) is not None:
            try:
                with while_wanted(lambda: self._is_wanted(key)):  # noqa: B023 -- called before the next key only
                    answer: Value | Exception = self._read(key)
            except Stopped:
                with self._change:
                    late = self._busy.pop(key).clients  # who came when it was too late to go on
                    if not self._closed:
                        self._wanted = dict.fromkeys(late, key) | self._wanted
                continue
            except Exception as error:  # noqa: BLE001 -- the top of a thread: the error is the answer
                answer = error
            with self._change:
                del self._busy[key]
                # Whoever asked for it meanwhile is answered by this reading.
                self._wanted = {client: wanted for client, wanted in self._wanted.items() if wanted != key}
                closed = self._closed
            if not closed:
                self._deliver(key, answer)

    def _next(self) -> Key | None:
        """The next key to read; waits for one, and returns None once closed."""
        with self._change:
            while not self._closed:
                key, client = self._pick()
                if key is not None:
                    self._busy[key] = Begun(set() if client is None else {client}, client is None)
                    return key
                self._change.wait()
            return None

    def _pick(self) -> tuple[Key | None, Hashable]:
        """And the client that wants it; None for what lies ahead."""
        while self._wanted:
            client, key = self._wanted.popitem()  # the newest: `want` puts a client at the end
            if key not in self._busy:
                return key, client
            self._busy[key].clients.add(client)
        while self._ahead:
            key = self._ahead.pop(0)
            if key not in self._busy:
                return key, None
        return None, None
