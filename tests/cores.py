"""How many processor cores the tests may use. Imports nothing that counts cores itself when it is imported."""

from __future__ import annotations

import os
from pathlib import Path

MOST_WORKERS = 8  # each holds Qt and torch, some 800 MB
_QUOTA = Path("/sys/fs/cgroup/cpu.max")  # microseconds of processor time in each period, or "max": a container's limit


def worker_count() -> int:
    """How many worker processes run tests side by side under `-n auto`."""
    return min(MOST_WORKERS, usable_cores())


def threads_each(workers: int) -> int:
    """The threads that numpy and torch start in each of so many workers: more than cores hinder each other."""
    return max(1, usable_cores() // workers)


def usable_cores(quota: Path = _QUOTA) -> int:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        time, period = quota.read_text().split()
    except (OSError, ValueError):
        return cores
    return cores if time == "max" else max(1, min(cores, round(int(time) / int(period))))
