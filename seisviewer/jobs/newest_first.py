"""Reads sections off the GUI thread: the newest request first, stale requests dropped, neighbours when idle."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable, Iterable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class NewestFirst(Generic[Key, Value]):
    """Threads that answer requests, the newest first.

    Every client wants one thing at a time: a newer request of the same client replaces one that nobody has begun, so
    that scrolling never waits for what has already scrolled past. When no client wants anything, what lies ahead of
    the newest request is read.

    read: called in a reading thread with a key. deliver: called in the same thread with the key and the value, or the
    exception that `read` raised.
    """

    def __init__(
        self, read: Callable[[Key], Value], deliver: Callable[[Key, Value | Exception], None], threads: int = 1
    ) -> None:
        self._read, self._deliver = read, deliver
        self._wanted: dict[Hashable, Key] = {}
        self._ahead: list[Key] = []
        self._busy: set[Key] = set()
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
            self._wanted.pop(client, None)
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
            self._wanted.pop(client, None)

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

    def _run(self) -> None:
        while (key := self._next()) is not None:
            try:
                answer: Value | Exception = self._read(key)
            except Exception as error:  # noqa: BLE001 -- the top of a thread: the error is the answer
                answer = error
            with self._change:
                self._busy.discard(key)
                # Whoever asked for it meanwhile is answered by this reading.
                self._wanted = {client: wanted for client, wanted in self._wanted.items() if wanted != key}
                closed = self._closed
            if not closed:
                self._deliver(key, answer)

    def _next(self) -> Key | None:
        """The next key to read; waits for one, and returns None once closed."""
        with self._change:
            while not self._closed:
                key = self._pick()
                if key is not None:
                    self._busy.add(key)
                    return key
                self._change.wait()
            return None

    def _pick(self) -> Key | None:
        while self._wanted:
            _, key = self._wanted.popitem()  # the newest: `want` puts a client at the end
            if key not in self._busy:
                return key
        while self._ahead:
            key = self._ahead.pop(0)
            if key not in self._busy:
                return key
        return None
