"""Closing what threads may still use, once all of them have let go of it; nobody has to wait for that."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from typing import Protocol

log = logging.getLogger(__name__)


class Ending(Protocol):
    """What comes to an end by itself: a job, a lane, reading threads."""

    def wait(self, timeout: float | None = None) -> bool:
        """Block until it has ended, at most `timeout` seconds; returns whether it has."""
        ...


class Closeable(Protocol):
    def close(self) -> None: ...


class LateClosing:
    """Closes things in a thread of its own, in their order, when all of their users have ended."""

    def __init__(self, users: Sequence[Ending], things: Sequence[Closeable]) -> None:
        self._users, self._things = tuple(users), tuple(things)
        # A daemon, as the threads it waits for are: work that is stuck cannot keep a closed program alive.
        self._thread = threading.Thread(target=self._run, name="seisviewer closing", daemon=True)
        self._thread.start()

    def wait(self, timeout: float | None = None) -> bool:
        """Block until everything is closed, at most `timeout` seconds; returns whether it is."""
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        for user in self._users:
            user.wait()
        for thing in self._things:
            try:
                thing.close()
            except Exception:  # the others are closed all the same, and nobody is left who could mend it
                log.exception("%s was not closed", thing)
        self._users = self._things = ()
