"""Functions that tests run as blocks, in this process and in others."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from seisviewer.errors import BadRequest


def squared(number: int, folder: str) -> list[int]:
    """The square and the process that worked it out; a file says that it was."""
    Path(folder, f"{number}-{os.getpid()}-{time.monotonic_ns()}").touch()
    time.sleep(0.02)
    return [number * number, os.getpid()]


def refusing(number: int) -> int:
    if number == 2:
        raise BadRequest("Two is refused: choose another.")
    return number


def dying_once(number: int, folder: str) -> int:
    """The process dies of block 3 the first time."""
    mark = Path(folder, "died")
    if number == 3 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def dying(number: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return number


def sleeping(number: int, folder: str) -> int:
    """Says which process sleeps."""
    Path(folder, f"{os.getpid()}.begun").touch()
    time.sleep(600)
    return number
