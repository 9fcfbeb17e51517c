"""Where the system wants programs to keep what belongs to a user. A folder may not exist yet."""

from __future__ import annotations

import sys
from pathlib import Path

import platformdirs

NAME = "seisviewer"


def user_data_folder() -> Path:
    """What users make: the demo, and projects of surveys in folders that cannot be written to."""
    folder = platformdirs.user_data_path(NAME, appauthor=False)
    if sys.platform == "darwin":  # XDG_DATA_HOME was not looked at there once
        return _used_before(Path.home() / "Library" / "Application Support" / NAME, folder)
    return folder


def user_config_folder() -> Path:
    """What users choose for the whole program, whichever project is open."""
    return platformdirs.user_config_path(NAME, appauthor=False)


def user_cache_folder() -> Path:
    """What can be worked out again, so that it may be deleted at any time."""
    return platformdirs.user_cache_path(NAME, appauthor=False)


def user_log_folder() -> Path:
    """What the window says about its faults."""
    return _used_before(user_data_folder() / NAME, platformdirs.user_log_path(NAME, appauthor=False))


def _used_before(old: Path, new: Path) -> Path:
    """An earlier seisviewer may have kept its files elsewhere; then that stays their place."""
    return old if old.is_dir() and not new.is_dir() else new
