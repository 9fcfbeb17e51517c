"""Waiting for a call that may take long, in a thread of its own, while the generator that waits goes on yielding."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator
from typing import TypeVar

from seisviewer.progress import Progress

POLL = 0.2  # s
Answer = TypeVar("Answer")


def waited(call: Callable[[], Answer], message: str) -> Generator[Progress, None, Answer]:
    """Run a call in a thread of its own, and yield until it is done; its error is raised here.

    A generator that is closed meanwhile lets the thread run out and drops its answer.
    """
    box: list[Answer] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            box.append(call())
        except BaseException as error:  # noqa: BLE001 - raised again in the thread that waits
            errors.append(error)

    thread = threading.Thread(target=run, name="waited for", daemon=True)
    thread.start()
    thread.join(POLL)
    while thread.is_alive():
        yield Progress(0, 0, message)
        thread.join(POLL)
    if errors:
        raise errors[0]
    return box[0]
