"""Runs long work in a shell: progress on stderr, results on stdout, Ctrl+C between two events."""

from __future__ import annotations

import json
import signal
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, TypeVar

import typer

from seisviewer.cli.plain_console import PlainConsole
from seisviewer.cli.progress_reporter import Reporter
from seisviewer.program_end import SIGNALS
from seisviewer.progress import drive
from seisviewer.torchrun_place import process_number
from seisviewer.translation import tr

Result = TypeVar("Result")


class Stopped(Exception):
    """The user asked the work to stop, and it has tidied up; the message says so."""


def output() -> PlainConsole:
    """Where results go. Made anew each time, so that it follows sys.stdout."""
    return PlainConsole()


def say_json(answer: Any) -> None:
    """Print `answer` as JSON that a program may read: plain, no colours, not-a-number as null."""
    typer.echo(json.dumps(plain(answer), indent=2, ensure_ascii=False, allow_nan=False))


def plain(value: Any) -> Any:
    """`value` with everything in it turned into what JSON knows."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [plain(item) for item in value]
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    if isinstance(value, float):
        return value if abs(value) < float("inf") else None
    return value if value is None or isinstance(value, (bool, int, str)) else str(value)


def run_work(work: Generator[Any, None, Result]) -> Result:
    """Drive `work` to its end and show its events; raises Stopped after Ctrl+C, once the work has tidied up."""
    speaks = process_number() == 0  # of several that train together one is enough
    with Reporter(speaks) as reporter, stop_asked() as asked:

        def on_event(event: object) -> None:
            if speaks:
                reporter.show(event)
            if asked.is_set():
                raise Stopped(tr("Stopped."))

        try:
            return drive(work, on_event)
        except KeyboardInterrupt as interrupt:  # a second Ctrl+C
            raise Stopped(tr("Stopped.")) from interrupt


@contextmanager
def stop_asked() -> Iterator[threading.Event]:
    """The first Ctrl+C (or SIGTERM, or a terminal that closes) sets the event; a second one interrupts at once. A signal
    that the shell has us ignore, as `nohup` does, stays ignored."""
    asked = threading.Event()

    def handle(number: int, frame: FrameType | None) -> None:
        if asked.is_set():
            raise KeyboardInterrupt
        asked.set()

    if threading.current_thread() is not threading.main_thread():
        yield asked
        return
    heeded = [number for number in SIGNALS if signal.getsignal(number) != signal.SIG_IGN]
    earlier = {number: signal.signal(number, handle) for number in heeded}
    try:
        yield asked
    finally:
        for number, handler in earlier.items():
            signal.signal(number, handler)
