"""How much memory sections of a survey may take: what the user says, or a quarter of the machine's."""

from __future__ import annotations

from PyQt6.QtCore import QSettings
from PyQt6.QtWidgets import QInputDialog, QWidget

from seisviewer.memory import total_memory
from seisviewer.translation import tr

KEY = "memory/survey_mib"
LEAST = 256  # MiB
MIB = 1 << 20


class MemoryChoice:
    """Holds from the next survey on that is opened."""

    def __init__(self, settings: QSettings, window: QWidget) -> None:
        self._settings, self._window = settings, window

    @property
    def bytes(self) -> int:
        stored = self._settings.value(KEY, 0)
        try:
            mib = int(stored)
        except (TypeError, ValueError):
            mib = 0
        return MIB * min(max(mib, LEAST), total_memory() // MIB) if mib > 0 else total_memory() // 4

    def ask(self) -> None:
        """A number in a dialog; it is kept."""
        most = total_memory() // MIB
        mib, agreed = QInputDialog.getInt(
            self._window,
            tr("Memory for surveys"),
            tr(
                "MiB that a survey on the desk may take (this machine has {most:,}). It holds from the "
                "next survey on that is opened; one that does not fit is read from its store."
            ).format(most=most),
            self.bytes // MIB,
            LEAST,
            max(LEAST, most),
            256,
        )
        if agreed:
            self.set_mib(mib)

    def set_mib(self, mib: int) -> None:
        """Remember it."""
        self._settings.setValue(KEY, mib)
