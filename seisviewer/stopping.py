"""Reading that takes long, and that nobody waits for any more when it is half done: between two pieces whoever reads asks
whether to go on."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_held = threading.local()


class Stopped(Exception):
    """Nobody waits any more for what is being read. It ends in the thread that reads, and is told to nobody."""


@contextmanager
def while_wanted(is_wanted: Callable[[], bool]) -> Iterator[None]:
    """What this thread reads within may be stopped, once `is_wanted` says no. That may be asked from any thread."""
    before = getattr(_held, "is_wanted", None)
    _held.is_wanted = is_wanted
    try:
        yield
    finally:
        _held.is_wanted = before


def stop_check() -> Callable[[], None]:
    """What raises Stopped once nobody waits any more for what this thread reads; others that help it may call it too."""
    is_wanted: Callable[[], bool] | None = getattr(_held, "is_wanted", None)

    def check() -> None:
        if is_wanted is not None and not is_wanted():
            raise Stopped

    return check
