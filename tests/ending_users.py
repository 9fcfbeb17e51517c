"""Users of a survey or a project that a test brings to their end."""

from __future__ import annotations

import threading


class User:
    """Something that comes to an end when it is told to."""

    def __init__(self) -> None:
        self.end = threading.Event()

    def wait(self, timeout: float | None = None) -> bool:
        return self.end.wait(timeout)
