"""Small files written so that a reader sees the old one or the new one, never half of it; and where users keep data."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from seisviewer.atomic_files import write_whole
from seisviewer.errors import ProjectError


def write_json(path: Path, content: Any) -> None:
    """Write JSON in one step; raises ProjectError."""
    text = json.dumps(content, indent=2, ensure_ascii=False) + "\n"
    write_whole(path, text.encode("utf-8"), ProjectError)


def user_data_folder() -> Path:
    """Where the system wants programs to keep what users make; it may not exist yet."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local"
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(base) / "seisviewer"
