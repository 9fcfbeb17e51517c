"""Which of several processes this one is, where torchrun started it: the variables that it sets."""

from __future__ import annotations

import os


def process_count() -> int:
    """How many processes train together; 1 where this program was not started by torchrun."""
    return _number("WORLD_SIZE", 1) if "TORCHELASTIC_RUN_ID" in os.environ else 1


def process_number() -> int:
    """Which of them this is; 0 writes and prints."""
    return _number("RANK", 0) if process_count() > 1 else 0


def process_on_machine() -> int:
    """Which of those on this machine: the GPU that it takes."""
    return _number("LOCAL_RANK", 0)


def _number(name: str, default: int) -> int:
    try:
        return int(os.environ.get(name, default))
    except ValueError:
        return default
