"""Where the window writes what went wrong."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

from seisviewer.user_folders import user_log_folder

FILE_NAME = "seisviewer.log"
SHOWN = 64 << 10  # bytes at its end


def start_log() -> logging.Handler:
    """Write what goes wrong to a small rotating file; without a writable folder to standard error."""
    try:
        user_log_folder().mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = RotatingFileHandler(
            user_log_folder() / FILE_NAME, maxBytes=500_000, backupCount=2, encoding="utf-8", delay=True
        )
    except OSError:
        handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(handler)
    return handler


def last_lines(path: Path) -> str:
    """The end of a log file, from the start of a line on; "" where there is none."""
    try:
        with path.open("rb") as file:
            start = max(file.seek(0, 2) - SHOWN, 0)
            file.seek(start)
            text = file.read().decode("utf-8", errors="replace")
    except OSError:
        return ""
    return text.partition("\n")[2] if start else text
