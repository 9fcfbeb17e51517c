"""The line at the bottom of the window: a sentence that passes, what runs, and what lies under the pointer."""

from __future__ import annotations

from collections.abc import Mapping

from PyQt6.QtCore import QTimer
from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import QHBoxLayout, QWidget

from seisviewer.app.widgets.elided_label import ElidedLabel, Readout

SHOWN = 10_000  # ms that a sentence stays
BETWEEN = 24  # px that a sentence and a readout need beside their texts
AGAIN = 1000  # ms until it is looked at again whether somebody still reads it


class StatusLine(QWidget):
    """The sentence comes first: where there is no room for both, the readout gives way until the sentence has gone.

    running: the widget that shows what runs in the background. readouts: what lies under the pointer, by desk.
    """

    def __init__(self, running: QWidget, readouts: Mapping[str, Readout]) -> None:
        super().__init__()
        self._running = running
        self._readouts = readouts
        self._desk = ""
        self._sentence = ElidedLabel()
        self._going = QTimer(self, singleShot=True)
        self._going.timeout.connect(self._go)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(4, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._sentence, 1)
        layout.addWidget(running)
        for readout in readouts.values():
            layout.addWidget(readout)
        self.show_desk("")

    @property
    def sentence(self) -> str:
        """The sentence on show, "" without one."""
        return self._sentence.text()

    def say(self, sentence: str) -> None:
        """Show a sentence for ten seconds, longer while the pointer rests on it."""
        self._sentence.setText(sentence)
        self._going.start(SHOWN)
        self._make_room()

    def show_desk(self, desk: str) -> None:
        """Show the readout of the desk in front."""
        self._desk = desk
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _go(self) -> None:
        if self._sentence.underMouse():
            self._going.start(AGAIN)
            return
        self._sentence.setText("")
        self._make_room()

    def _make_room(self) -> None:
        wanted = self._sentence.sizeHint().width()
        room = self.width() - (self._running.sizeHint().width() if self._running.isVisible() else 0)
        for desk, readout in self._readouts.items():
            fits, fits_narrow = (
                not self.sentence or wanted + readout.width_wanted(narrow) + BETWEEN <= room for narrow in (False, True)
            )
            readout.make_narrow(not fits)
            readout.setVisible(desk == self._desk and fits_narrow)
