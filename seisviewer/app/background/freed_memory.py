"""Memory that the window has freed goes back to the system while the window is open."""

from __future__ import annotations

import threading

from PyQt6.QtCore import QObject, QTimer

from seisviewer.memory import release_freed_memory

INTERVAL = 30_000  # ms; little is freed meanwhile, so that each turn is short


class FreedMemory(QObject):
    """Returns freed memory every `interval` ms until `release`: reading, training and closed surveys free a lot."""

    def __init__(self, parent: QObject | None = None, interval: int = INTERVAL) -> None:
        super().__init__(parent)
        self._thread: threading.Thread | None = None
        self._timer = QTimer(self, interval=interval, timeout=self._start)
        self._timer.start()

    def release(self) -> None:
        """Stop, and wait for the turn that may be under way."""
        self._timer.stop()
        if self._thread is not None:
            self._thread.join()

    def _start(self) -> None:
        # In a thread of its own: the window goes on meanwhile.
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=release_freed_memory, name="seisviewer freed memory", daemon=True)
            self._thread.start()
