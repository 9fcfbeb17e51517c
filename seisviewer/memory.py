"""How much memory there is to fill, and how much programs take."""

from __future__ import annotations

import psutil


def available_memory() -> int:
    """Bytes that can be had without swapping."""
    return psutil.virtual_memory().available


def resident_memory(process: int) -> int:
    """Bytes of memory that a process takes; 0 where there is none of that number any more."""
    try:
        return psutil.Process(process).memory_info().rss
    except psutil.Error:
        return 0


def address_space() -> int:
    """Bytes of addresses that this process has taken, used or not: what the limit of a process counts."""
    return psutil.Process().memory_info().vms
