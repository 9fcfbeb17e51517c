"""Small files written so that a reader sees the old one or the new one, never half of it; and where users keep data."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from seisviewer.errors import ProjectError


def write_json(path: Path, content: Any) -> None:
    """Write JSON in one step; raises ProjectError."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with temporary.open("w", encoding="utf-8") as file:
            json.dump(content, file, indent=2, ensure_ascii=False)
            file.write("\n")
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except OSError as error:
        raise ProjectError(f"{path} cannot be written: {error.strerror or error}.") from error
    finally:
        temporary.unlink(missing_ok=True)


def user_data_folder() -> Path:
    """Where the system wants programs to keep what users make; it may not exist yet."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local"
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(base) / "seisviewer"
