"""Where the window writes what went wrong."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler

from seisviewer.user_folders import user_log_folder

FILE_NAME = "seisviewer.log"


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
