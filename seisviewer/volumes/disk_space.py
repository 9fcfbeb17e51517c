"""Asks for room on the disk before a file is mapped into memory: writing past a full disk would end the program."""

from __future__ import annotations

import shutil
from pathlib import Path

from seisviewer.errors import BadRequest


def require_space(folder: Path, size: int, what: str) -> None:
    """Raise BadRequest where the disk of `folder` has less than `size` bytes free. what: begins the sentence."""
    free = shutil.disk_usage(folder).free
    if free < size:
        raise BadRequest(
            f"{what} takes {size / 1e9:.3g} GB, but the disk of {folder} has {free / 1e9:.3g} GB free: "
            "make room there, or write to another disk."
        )
