"""Python's collector of cyclic garbage, kept to the GUI thread.

Left alone, it runs in whichever thread happens to allocate the next object. In a thread that trains it would then take
down Qt objects that only the GUI thread may touch (a closed dialog is such garbage), which Qt answers with warnings at
best.
"""

from __future__ import annotations

import gc

from PyQt6.QtCore import QObject, QTimer

INTERVAL = 1000  # ms
FULL_EVERY = 30  # of so many collections one looks at old objects too
IMPORTING = 30_000  # more objects than this made in a second are a library being loaded, not garbage


class Garbage(QObject):
    """Collects once a second in the thread that made it; nobody else collects until `release`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._automatic = gc.isenabled()
        gc.disable()
        self._turns = 0
        self._timer = QTimer(self, interval=INTERVAL, timeout=self._collect)
        self._timer.start()

    def release(self) -> None:
        """Leave collecting to Python again."""
        self._timer.stop()
        if self._automatic:
            gc.enable()

    def _collect(self) -> None:
        self._turns += 1
        if self._turns % FULL_EVERY == 0:
            gc.collect()
        elif gc.get_count()[0] < IMPORTING:
            gc.collect(1)
