"""Work that takes a processor only where nobody else wants it."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Generator
from contextlib import closing, suppress
from typing import Any, TypeVar

Result = TypeVar("Result")

NICENESS = 15  # of 19


def at_idle_priority(work: Generator[Any, None, Result]) -> Generator[Any, None, Result]:
    """`work`, in a thread that from now on waits for all others; the thread must be one of its own, since it stays so.

    Only Linux knows the priority of one thread; elsewhere the work runs as any other.
    """
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
    with closing(work):
        return (yield from work)
