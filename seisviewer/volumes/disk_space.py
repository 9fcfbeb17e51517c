"""Asks for room on the disk before a file is mapped into memory: writing past a full disk would end the program."""

from __future__ import annotations

import shutil
from pathlib import Path

from seisviewer.errors import BadRequest
from seisviewer.translation import tr


def require_space(folder: Path, size: int, what: str) -> None:
    """Raise BadRequest where the disk of `folder` has less than `size` bytes free. what: begins the sentence."""
    free = shutil.disk_usage(folder).free
    if free < size:
        raise BadRequest(
            tr(
                "{what} takes {size:.3g} GB, but the disk of {folder} has {free:.3g} GB free: make room "
                "there, or write to another disk."
            ).format(what=what, size=size / 1000000000.0, folder=folder, free=free / 1000000000.0)
        )
