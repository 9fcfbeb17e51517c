"""Long work driven until something has happened."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from typing import Any


def events_until(work: Generator[Any, None, Any], wanted: Callable[[Any], bool]) -> list[Any]:
    """The events up to the first that is wanted."""
    seen: list[Any] = []
    end = time.monotonic() + 60
    while not (seen and wanted(seen[-1])):
        assert time.monotonic() < end, "not seen within a minute"
        seen.append(next(work))
    return seen
