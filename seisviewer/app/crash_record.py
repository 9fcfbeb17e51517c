"""What Python was doing when the process was ended by a fault in C code, kept for the next start.

Such an end (SIGSEGV, SIGABRT, a stack overflow) raises no exception, so nothing else can say where it happened.
"""

from __future__ import annotations

import faulthandler
import logging
import os
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from seisviewer.memory import resident_memory
from seisviewer.translation import tr
from seisviewer.user_folders import user_log_folder

PREFIX, ENDING = "crash-", ".txt"
MOST = 64 << 10  # bytes of one record that are read
log = logging.getLogger(__name__)


class CrashRecord:
    """Where the calls of all threads are written to if this process crashes; the file is removed when it ends well."""

    def __init__(self) -> None:
        self._path = user_log_folder() / f"{PREFIX}{os.getpid()}{ENDING}"
        self._file: TextIO | None = None

    def start(self) -> None:
        """Watch from now on; without a writable folder nothing is watched."""
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self._path.open("w", encoding="utf-8")
            faulthandler.enable(self._file)

    def stop(self) -> None:
        """Stop watching and remove the file."""
        if self._file is None:
            return
        faulthandler.disable()
        self._file.close()
        self._file = None
        with suppress(OSError):
            self._path.unlink()


def take_earlier_crashes() -> int:
    """Move what crashed programs left into the log; how many there were. Files of programs that still run stay."""
    crashes = 0
    for path in sorted(user_log_folder().glob(f"{PREFIX}*{ENDING}")):
        with suppress(OSError):
            with path.open("rb") as file:
                text = file.read(MOST).decode("utf-8", errors="replace").strip()
            if not text and _runs(path):
                continue
            path.unlink()
            if text:  # none: the process was killed, which is no fault of its own
                log.error(tr("an earlier run crashed:\n%s"), text)
                crashes += 1
    return crashes


def _runs(path: Path) -> bool:
    number = path.name[len(PREFIX) : -len(ENDING)]
    return number.isdecimal() and resident_memory(int(number)) > 0
