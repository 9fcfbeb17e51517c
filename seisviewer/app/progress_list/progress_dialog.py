"""The list of all long work: how far each is, how long it still takes, and a button that stops it."""

from __future__ import annotations

from PyQt6.QtCore import Qt, QTimer
from PyQt6.QtWidgets import QDialog, QFrame, QGridLayout, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from seisviewer.app.live.durations import duration
from seisviewer.app.progress_list.long_work import LongWork, LongWorks
from seisviewer.app.widgets.controls import Standard, dialog_buttons, sentence, tool_button
from seisviewer.app.widgets.plain_text import PlainLabel
from seisviewer.translation import tr

LOOK = 500  # ms
STEPS = 1000
NOTHING = tr(
    "Nothing long is going on. Opening, exporting, training, picking and what is worked out "
    "in the background stand here while they run."
)


class ProgressDialog(QDialog):
    """Looks at what goes on twice a second while it is open."""

    def __init__(self, works: LongWorks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("What is going on"))
        self.resize(480, 300)
        self._works = works
        self._rows: dict[str, _Row] = {}
        self._nothing = sentence(NOTHING)
        inside = QWidget()
        self._list = QVBoxLayout(inside)
        self._list.addWidget(self._nothing)
        self._list.addStretch(1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(inside)
        layout = QVBoxLayout(self)
        layout.addWidget(area)
        layout.addWidget(dialog_buttons(self, Standard.Close))
        self._timer = QTimer(self, interval=LOOK, timeout=self.refresh)
        self._timer.start()
        self.refresh()

    def refresh(self) -> None:
        """Show what goes on now; a row stays where it is for as long as its work does."""
        works = {work.name: work for work in self._works.now()}
        for name in [name for name in self._rows if name not in works]:
            self._rows.pop(name).deleteLater()
        for name, work in works.items():
            if name not in self._rows:
                self._rows[name] = row = _Row()
                self._list.insertWidget(self._list.count() - 1, row)
            self._rows[name].show_work(work)
        self._nothing.setVisible(not works)


class _Row(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._name, self._said = PlainLabel(), sentence()
        self._said.setObjectName("faint")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(10)
        self._stop = tool_button(tr("Stop"), tr("Stop this work; what was finished before stays"))
        self._stop.clicked.connect(self._end)
        self._work: LongWork | None = None
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 4, 0, 8)
        grid.addWidget(self._name, 0, 0)
        grid.addWidget(self._bar, 1, 0)
        grid.addWidget(self._said, 2, 0)
        grid.addWidget(self._stop, 0, 1, 3, 1, Qt.AlignmentFlag.AlignVCenter)

    def show_work(self, work: LongWork) -> None:
        self._work = work
        self._name.setText(work.name)
        self._bar.setRange(0, STEPS if work.share is not None else 0)
        self._bar.setValue(round(STEPS * (work.share or 0)))
        self._said.setText(said(work))
        self._said.setVisible(bool(self._said.text()))

    def _end(self) -> None:
        if self._work is not None:
            self._work.stop()


def said(work: LongWork) -> str:
    """“Reading lines · 40 % · about 3 min left”, of what is known."""
    share = "" if work.share is None else f"{100 * work.share:.0f} %"
    left = "" if work.left is None else tr("about {duration} left").format(duration=duration(work.left))
    return " · ".join(part for part in (work.detail, share, left) if part)
