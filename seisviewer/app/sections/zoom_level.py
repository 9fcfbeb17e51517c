"""How much of a section one pixel of the screen covers, and when that has changed enough to draw anew."""

from __future__ import annotations

from PyQt6.QtCore import QObject, QTimer, pyqtSignal

from seisviewer.app.sections.oriented_box import OrientedBox

SETTLE_MS = 40
NEW_PIXEL = 1.05


class PixelSize(QObject):
    """changed: zoomed or resized by more than a twentieth, at most once in 40 ms."""

    changed = pyqtSignal()

    def __init__(self, box: OrientedBox) -> None:
        super().__init__(box)
        self._box = box
        self._told = (1.0, 1.0)
        self._timer = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._timer.timeout.connect(self._tell)
        box.sigRangeChanged.connect(self._look)
        box.sigResized.connect(self._look)

    @property
    def now(self) -> tuple[float, float]:
        """Rows and columns of the section that one pixel covers."""
        if self._box.width() <= 0 or self._box.height() <= 0:
            return 1.0, 1.0
        rows, columns = self._box.cell_size
        return rows or 1.0, columns or 1.0

    def _look(self, *_: object) -> None:
        if max(max(new, old) / min(new, old) for new, old in zip(self.now, self._told, strict=True)) > NEW_PIXEL:
            self._timer.start()

    def _tell(self) -> None:
        self._told = self.now
        self.changed.emit()
