"""How far the store of the survey is, in the status bar, with what pauses and stops it."""

from __future__ import annotations

import time

from PyQt6.QtWidgets import QHBoxLayout, QWidget

from seisviewer.app.background.time_left import TimeLeft
from seisviewer.app.stores.store_keeper import StoreKeeper
from seisviewer.app.widgets.controls import tool_button
from seisviewer.app.widgets.elided_label import ElidedLabel
from seisviewer.progress import Progress
from seisviewer.translation import tr

PAUSE_TIP = tr("Pause the store, from which large surveys are shown; sections come from the survey itself meanwhile")
STOP_TIP = tr("Stop the store; what is whole stays and is gone on with another time")
TEXT_WIDTH = 300  # pixels: "Storing NAME 12 %, about 3 min left"


class StoreBar(QWidget):
    def __init__(self, keeper: StoreKeeper) -> None:
        super().__init__()
        self._keeper, self._time_left = keeper, TimeLeft()
        self._text = ElidedLabel()
        self._text.setFixedWidth(TEXT_WIDTH)  # by itself it would give way to nothing
        self.pause = tool_button(tr("Pause"), PAUSE_TIP)
        self.stop = tool_button(tr("Stop"), STOP_TIP)
        self.pause.clicked.connect(lambda: keeper.pause(not keeper.is_paused))
        self.stop.clicked.connect(keeper.stop)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 4, 0)
        for part in (self._text, self.pause, self.stop):
            row.addWidget(part)
        keeper.progressed.connect(self._show)
        keeper.paused_changed.connect(self._show_paused)
        self.hide()

    def _show(self, progress: Progress | None) -> None:
        self.setVisible(progress is not None)
        if progress is None:
            self._time_left = TimeLeft()
        elif not self._keeper.is_paused:
            left = self._time_left.after(progress, time.monotonic())
            self._text.setText(f"{progress.message} {100 * progress.done // progress.total} %{left}")

    def _show_paused(self, paused: bool) -> None:
        self.pause.setText(tr("Go on") if paused else tr("Pause"))
        self._time_left = TimeLeft()
