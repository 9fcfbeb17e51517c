"""Values that are computed off the GUI thread and arrive on it, the newest request first."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Iterable
from typing import Generic, TypeVar

from PyQt6.QtCore import QObject, pyqtSignal

from seisviewer.jobs.newest_first import NewestFirst

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class _Mailbox(QObject):
    """Takes what a reading thread delivers to the GUI thread."""

    delivered = pyqtSignal(object, object, object)


class BackgroundResults(Generic[Key, Value]):
    """Computes values from one source at a time; what an earlier source still computes ends by itself and never arrives.

    arrived: called on the GUI thread with a key and its value, or the exception that computing it raised. Used on the GUI
    thread only.
    """

    def __init__(self, arrived: Callable[[Key, Value | Exception], None]) -> None:
        self._arrived = arrived
        self._mailbox = _Mailbox()
        self._mailbox.delivered.connect(self._take)
        self._threads: NewestFirst[Key, Value] | None = None
        self._ending: list[NewestFirst[Key, Value]] = []  # those of earlier sources
        self._compute: Callable[[Key], Value] | None = None

    def begin(self, compute: Callable[[Key], Value]) -> None:
        """Compute from another source from now on; its thread starts with the first request."""
        self.end()
        self._compute = compute

    def end(self) -> None:
        """Nothing is wanted any more. Does not wait: what is being computed is dropped when it is done."""
        if self._threads is not None:
            self._threads.close()
            self._ending = [threads for threads in (*self._ending, self._threads) if not threads.wait(0)]
        self._threads = self._compute = None

    def wait(self, timeout: float | None = None) -> bool:
        """Block until all threads have ended after `end`, at most `timeout` seconds; returns whether they have."""
        deadline = None if timeout is None else time.monotonic() + timeout
        for threads in self._ending:
            threads.wait(None if deadline is None else max(0.0, deadline - time.monotonic()))
        self._ending = [threads for threads in self._ending if not threads.wait(0)]
        return not self._ending

    def want(self, client: Hashable, key: Key, ahead: Iterable[Key] = ()) -> None:
        """Compute this now, in place of what the client wanted before; then what lies ahead, nearest first."""
        if self._compute is None:
            return
        if self._threads is None:
            source = self._compute
            self._threads = NewestFirst(source, lambda key, value: self._mailbox.delivered.emit(source, key, value))
        self._threads.want(client, key, ahead)

    def forget(self, client: Hashable) -> None:
        """This client wants nothing any more."""
        if self._threads is not None:
            self._threads.forget(client)

    def look_ahead(self, keys: Iterable[Key]) -> None:
        """Compute these when idle, nearest first, in place of what lay ahead before."""
        if self._threads is not None:
            self._threads.look_ahead(keys)

    @property
    def busy(self) -> bool:
        """Whether some client still waits for a value."""
        return self._threads is not None and self._threads.busy

    def _take(self, source: Callable[[Key], Value], key: Key, value: Value | Exception) -> None:
        if source is self._compute:
            self._arrived(key, value)
