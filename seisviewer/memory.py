"""How much memory there is to fill, and how much programs take."""

from __future__ import annotations

import ctypes
import sys

import psutil


def available_memory() -> int:
    """Bytes that can be had without swapping."""
    return psutil.virtual_memory().available


def total_memory() -> int:
    """Bytes that the machine has."""
    return psutil.virtual_memory().total


def at_most(size: int, share: float) -> int:
    """Bytes: this size, or that share of the machine's memory where that is less."""
    return min(size, int(share * total_memory()))


def resident_memory(process: int) -> int:
    """Bytes of memory that a process takes; 0 where there is none of that number any more."""
    try:
        return psutil.Process(process).memory_info().rss
    except psutil.Error:
        return 0


def address_space() -> int:
    """Bytes of addresses that this process has taken, used or not: what the limit of a process counts."""
    return psutil.Process().memory_info().vms


def release_freed_memory() -> None:
    """Return to the system what this process has freed but its allocator still holds.

    That of Linux (glibc) has a heap for nearly each thread, and leaves in each of them what a later array might need: half
    as much again as is in use, where several threads make and drop arrays. Others return it themselves. May take a tenth
    of a second, in which other threads run but wait where they allocate from the heap that is just looked at.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None  # not in musl
    if trim is not None:
        trim(ctypes.c_size_t(0))  # ctypes lets go of Python's lock meanwhile
