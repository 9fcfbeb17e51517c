"""Folders that killed test runs have left behind."""

from __future__ import annotations

import shutil
import time
from contextlib import suppress
from pathlib import Path

DAY = 24 * 3600.0  # seconds; no run takes as long


def remove_old_folders(place: Path, prefix: str) -> None:
    """Remove what begins with `prefix` in a folder and was made more than a day ago."""
    for folder in place.glob(f"{prefix}*"):
        with suppress(OSError):
            if time.time() - folder.stat().st_mtime > DAY:
                shutil.rmtree(folder, ignore_errors=True)
