"""How much memory there is to fill."""

from __future__ import annotations

import psutil


def available_memory() -> int:
    """Bytes that can be had without swapping."""
    return psutil.virtual_memory().available
