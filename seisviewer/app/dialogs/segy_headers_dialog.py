"""Say which header bytes of a SEG-Y file hold inline, crossline, X and Y, and see at once what that gives."""

from __future__ import annotations

from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

from PyQt6.QtCore import QTimer
from PyQt6.QtGui import QColor, QPalette
from PyQt6.QtWidgets import (
    QComboBox,
    QDialog,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QSpinBox,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from seisviewer.app.widgets.controls import Standard, dialog_buttons, form, sentence
from seisviewer.progress import Progress
from seisviewer.volumes.open_choices import UNITS
from seisviewer.volumes.segy.trace_framing import TRACE_HEADER_BYTES
from seisviewer.volumes.segy_headers import (
    CANDIDATE_WORDS,
    LINE_NUMBER_PAIRS,
    HeaderBytes,
    HeaderPreview,
    WordRange,
    guess_headers,
    preview,
)

WORDS = {"inline": "Inline", "crossline": "Crossline", "x": "X", "y": "Y"}
UNCHANGED = "as the file says"
TYPING = 250  # ms without a change before the file is looked at again

Run = Callable[..., Any]


class SegyHeadersDialog(QDialog):
    """run: `Background.run`, which reads the preview off the GUI thread. reason: why the user is asked, or "".

    headers: the bytes to begin with; None for those that opening the file would guess.
    """

    def __init__(
        self,
        path: Path,
        run: Run,
        parent: QWidget | None = None,
        *,
        reason: str = "",
        headers: HeaderBytes | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"Header bytes of {path.name}")
        self.resize(860, 560)
        self._path = path
        self._run = run
        self._answered = False
        self.bytes: dict[str, QSpinBox] = {name: self._byte_box(name) for name in WORDS}
        self.ranges: dict[str, QLabel] = {name: QLabel() for name in WORDS}
        self.presets = QComboBox()
        self.presets.addItem("Usual places…")
        self.presets.addItems([f"{inline} and {crossline}" for inline, crossline in LINE_NUMBER_PAIRS])
        self.presets.activated.connect(self._use_preset)
        self.unit = QComboBox()
        self.unit.addItem(UNCHANGED)
        for unit in UNITS:
            self.unit.addItem(unit, unit)
        self.interval = QDoubleSpinBox(decimals=4, minimum=0.0, maximum=1000.0, singleStep=0.5)
        self.interval.setSpecialValueText(UNCHANGED)
        self.verdict = sentence()
        self.table = QTableWidget()
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(22)
        self._place(reason)
        self._typing = QTimer(self, singleShot=True, interval=TYPING, timeout=self._look)
        if headers is None:
            self._run(f"Looking at {path.name}", lambda: _guessing(path), self._begin, self._begin_unknown)
        else:
            self._begin(headers)

    @property
    def headers(self) -> HeaderBytes:
        """The bytes as they are chosen now."""
        return HeaderBytes(**{name: box.value() for name, box in self.bytes.items()})

    @property
    def choices(self) -> dict[str, Any]:
        """What to hand to the workflow that opens the file; None for what the user did not choose."""
        return {
            "headers": self.headers,
            "unit": self.unit.currentData(),
            "interval": self.interval.value() or None,
        }

    def done(self, result: int) -> None:
        """Accepted or rejected: a preview that is still read comes too late."""
        self._answered = True
        self._typing.stop()
        super().done(result)

    def _byte_box(self, name: str) -> QSpinBox:
        box = QSpinBox(minimum=1, maximum=TRACE_HEADER_BYTES - 3, value=getattr(HeaderBytes(), name), prefix="byte ")
        box.setToolTip("First byte of a four-byte number; the first byte of a trace header is 1")
        box.valueChanged.connect(lambda: self._typing.start())
        return box

    def _place(self, reason: str) -> None:
        words = {name: QHBoxLayout() for name in WORDS}
        for name, row in words.items():
            row.addWidget(self.bytes[name])
            row.addWidget(self.ranges[name], 1)
        rows = form(
            *((f"{title}:", words[name]) for name, title in WORDS.items()),
            ("Inline and crossline:", self.presets),
            ("Vertical axis in:", self.unit),
            ("Sample interval:", self.interval),
        )
        layout = QVBoxLayout(self)
        if reason:
            layout.addWidget(sentence(reason))
        layout.addLayout(rows)
        layout.addWidget(self.verdict)
        layout.addWidget(QLabel("The first traces; the columns in colour are the bytes chosen:"))
        layout.addWidget(self.table, 1)
        layout.addWidget(dialog_buttons(self, Standard.Open | Standard.Cancel))

    def _use_preset(self, row: int) -> None:
        if row:
            for name, byte in zip(("inline", "crossline"), LINE_NUMBER_PAIRS[row - 1], strict=True):
                self.bytes[name].setValue(byte)

    def _begin(self, headers: HeaderBytes) -> None:
        """Start from these bytes, unless the user was faster."""
        if self._answered:
            return
        if self.headers == HeaderBytes():
            for name, box in self.bytes.items():
                box.setValue(getattr(headers, name))
        self._look()

    def _begin_unknown(self, error: BaseException) -> bool:
        if not self._answered:
            self._look()
        return True

    def _look(self) -> None:
        headers = self.headers
        self._run(f"Looking at {self._path.name}", lambda: _looking(self._path, headers), self._show, self._refuse)

    def _show(self, seen: HeaderPreview) -> None:
        if self._answered or seen.headers != self.headers:
            return
        for name in WORDS:
            self.ranges[name].setText(_told(getattr(seen, name)))
        self.verdict.setText(_verdict(seen))
        self._fill_table(seen)

    def _refuse(self, error: BaseException) -> bool:
        if not self._answered:
            self.verdict.setText(f"<b>{error}</b>")
        return True

    def _fill_table(self, seen: HeaderPreview) -> None:
        self.table.setColumnCount(len(seen.names))
        self.table.setRowCount(len(seen.rows))
        self.table.setHorizontalHeaderLabels([name.replace(": ", "\n") for name in seen.names])
        tint = QColor(self.palette().color(QPalette.ColorRole.Highlight))
        tint.setAlpha(70)
        chosen = set(vars(seen.headers).values())
        for row, values in enumerate(seen.rows):
            for column, (byte, value) in enumerate(zip(CANDIDATE_WORDS, values, strict=True)):
                item = QTableWidgetItem(str(value))
                if byte in chosen:
                    item.setBackground(tint)
                self.table.setItem(row, column, item)
        self.table.resizeColumnsToContents()
        columns = [column for column, byte in enumerate(CANDIDATE_WORDS) if byte in chosen]
        if columns:
            self.table.scrollToItem(self.table.item(0, max(columns)))


def _guessing(path: Path) -> Generator[Progress, None, HeaderBytes]:
    yield Progress(0, 0, f"Looking at {path.name}")
    return guess_headers(path)


def _looking(path: Path, headers: HeaderBytes) -> Generator[Progress, None, HeaderPreview]:
    yield Progress(0, 0, f"Looking at {path.name}")
    return preview(path, headers)


def _told(word: WordRange) -> str:
    if word.different == 1:
        return f"always {word.first}"
    return f"{word.first} – {word.last}, step {word.step}, {word.different:,} different"


def _verdict(seen: HeaderPreview) -> str:
    looked = "all" if seen.traces_read == seen.traces else f"{seen.traces_read:,} of"
    text = f"Judged from {looked} {seen.traces:,} traces: "
    if seen.kind == "3D":
        text += f"<b>a 3D survey</b>, {100 * seen.filled:.0f} % of its grid filled."
    elif seen.kind == "2D line":
        text += "<b>a 2D line</b>."
    elif seen.kind == "prestack":
        text += "<b>prestack</b>; only stacked data can be opened."
    else:
        text += "<b>these bytes make no survey</b>."
    return text + (f" {seen.duplicates:,} traces share a position with another." if seen.duplicates else "")
