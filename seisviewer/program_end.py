"""How the program ends: on Ctrl+C, SIGTERM or SIGHUP at any moment, and without Python's own clearing up."""

from __future__ import annotations

import atexit
import os
import signal
import sys
from contextlib import suppress
from types import FrameType
from typing import NoReturn

from seisviewer.translation import tr

INTERRUPTED = 130
SENTENCE = tr("seisviewer: Stopped.")
SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


class Interrupted(BaseException):
    """Ctrl+C, SIGTERM or a terminal that closes, where no work listens for them. Not KeyboardInterrupt: the command line would
    make another error of that."""


def end_on_interrupt() -> None:
    """From now on these signals raise Interrupted in the main thread; while a library loads, and the second time, they end
    the program at once: libraries pass it by, or make errors of their own of it."""
    interrupt = _Interrupt()
    for number in SIGNALS:
        if signal.getsignal(number) != signal.SIG_IGN:  # as in the background of a script, or as `nohup` wants it
            signal.signal(number, interrupt)


def leave(code: int) -> NoReturn:
    """End the program. Python would take down its modules under the threads that may still be inside C code, and crash."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    with suppress(Exception):  # each of them has been told of its own; the exit code is that of the work
        atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):  # nobody reads any more, or it was closed
            stream.flush()
    os._exit(code)


class _Interrupt:
    def __init__(self) -> None:
        self._came = False

    def __call__(self, number: int, frame: FrameType | None) -> None:
        if self._came or _is_loading(frame):
            with suppress(OSError):
                os.write(2, f"{SENTENCE}\n".encode())
            os._exit(INTERRUPTED)
        self._came = True
        raise Interrupted


def _is_loading(frame: FrameType | None) -> bool:
    """Whether a module is being imported there."""
    while frame is not None:
        if frame.f_globals.get("__name__") == "importlib._bootstrap":
            return True
        frame = frame.f_back
    return False
