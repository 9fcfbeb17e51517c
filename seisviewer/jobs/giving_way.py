"""A thread that computes gives way to the one that answers the user."""

from __future__ import annotations

import os
import sys
import threading

# Of the 20 steps there are: the window goes first, and other programs do not starve what holds Python's lock. While a
# network learned, steps through a survey of 30 GB took half the time, and jumps too (two cores).
STEPS, LAST = 5, 19


def give_way() -> None:
    """Lower the priority of the calling thread, and of threads that libraries start from it, for as long as it lives.
    Linux alone has a priority for each thread that Python can set; elsewhere nothing happens."""
    if sys.platform == "linux":
        thread = threading.get_native_id()
        try:
            os.setpriority(os.PRIO_PROCESS, thread, min(LAST, os.getpriority(os.PRIO_PROCESS, thread) + STEPS))
        except OSError:
            return  # a sandbox may forbid it
