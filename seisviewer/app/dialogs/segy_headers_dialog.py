"""Say what a SEG-Y file does not: which header bytes hold inline, crossline, X and Y, which is seen at once; what its
samples are; and which system its coordinates are in."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import replace
from html import escape
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
    QLineEdit,
    QListWidget,
    QSpinBox,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from seisviewer.app.dialogs.header_verdicts import offered, told, verdict
from seisviewer.app.widgets.controls import Standard, dialog_buttons, form, sentence
from seisviewer.app.widgets.plain_text import PlainLabel, RichLabel
from seisviewer.errors import BadRequest
from seisviewer.progress import Progress
from seisviewer.translation import tr
from seisviewer.volumes.open_choices import UNITS, OpenChoices
from seisviewer.volumes.segy.coordinate_scalars import LIKELY
from seisviewer.volumes.segy.header_bytes import WORD_NAMES, HeaderBytes, NamedBytes
from seisviewer.volumes.segy.header_decision import Ranking
from seisviewer.volumes.segy.header_evidence import HeaderEvidence, Kind
from seisviewer.volumes.segy.sample_formats import FORMATS
from seisviewer.volumes.segy.segy_headers import HeaderPreview, preview, weigh_headers
from seisviewer.volumes.segy.trace_framing import TRACE_HEADER_BYTES

WORDS = {"inline": tr("Inline"), "crossline": tr("Crossline"), "x": "X", "y": "Y"}
SHOWN_CANDIDATES = 4
CANDIDATES_TIP = tr(
    "How far the grid is filled, lines meet and coordinates agree gives a score up to 100; choose one to take its bytes"
)
UNCHANGED = tr("as the file says")
TYPING = 250  # ms without a change before the file is looked at again

Run = Callable[..., Any]


class SegyHeadersDialog(QDialog):
    """run: `Background.run`, which reads the preview off the GUI thread. reason: why the user is asked, or "".

    headers: the bytes to begin with; None for those that opening the file would guess. chosen: what the user chose before,
    to begin with; what they leave as it was guessed is no choice.
    """

    def __init__(
        self,
        path: Path,
        run: Run,
        parent: QWidget | None = None,
        *,
        reason: str = "",
        headers: HeaderBytes | None = None,
        chosen: OpenChoices = OpenChoices(),
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Header bytes of {path_name}").format(path_name=path.name))
        self.resize(860, 560)
        self._path = path
        self._run = run
        self._answered = False
        self._chosen = {name: byte for name, byte in vars(chosen.headers or NamedBytes()).items() if byte is not None}
        self._guessed: HeaderBytes | None = headers
        self._wanted_kind: Kind | None = None  # of the reading that was chosen
        self._wanted_line = chosen.line
        self._candidates: tuple[HeaderEvidence, ...] = ()
        self.bytes: dict[str, QSpinBox] = {name: self._byte_box(name) for name in WORDS}
        self.ranges: dict[str, QLabel] = {name: PlainLabel() for name in WORDS}
        self.candidates = QListWidget()
        self.candidates.setToolTip(CANDIDATES_TIP)
        self.candidates.setMaximumHeight((SHOWN_CANDIDATES + 1) * self.candidates.fontMetrics().lineSpacing())
        self.candidates.itemSelectionChanged.connect(self._use_candidate)
        self.line = QComboBox()
        self.line.setToolTip(tr("The file holds several 2D lines; one is opened at a time"))
        self.format = _choice({entry.name: entry.option for entry in FORMATS.values()}, chosen.format)
        self.format.setToolTip(tr("How the samples are stored, where the file says it wrongly or not at all"))
        self.format.currentIndexChanged.connect(self._weigh)
        self.unit = _choice({unit: unit for unit in UNITS}, chosen.unit)
        self.interval = QDoubleSpinBox(decimals=4, minimum=0.0, maximum=1000.0, singleStep=0.5)
        self.interval.setSpecialValueText(UNCHANGED)
        self.interval.setValue(chosen.interval or 0.0)
        self.scalar = _choice(_scalars(chosen.coordinate_scalar), chosen.coordinate_scalar)
        self.scalar.setToolTip(
            tr("What X and Y are multiplied or divided by, where bytes 71–72 say it wrongly or not at all")
        )
        self.system = QLineEdit(chosen.crs or "")
        self.system.setPlaceholderText(tr("an EPSG code or a name, such as EPSG:23031"))
        self.system.setToolTip(
            tr("Coordinate reference system of X and Y: it is shown, kept and written to what is exported")
        )
        self.verdict = RichLabel()
        self.verdict.setWordWrap(True)
        self.table = QTableWidget()
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(22)
        self._place(reason)
        self._typing = QTimer(self, singleShot=True, interval=TYPING, timeout=self._look)
        self._weigh()
        if headers is not None:
            self._begin(headers)

    @property
    def headers(self) -> HeaderBytes:
        """The bytes as they are chosen now."""
        return HeaderBytes(**{name: box.value() for name, box in self.bytes.items()})

    @property
    def choices(self) -> dict[str, Any]:
        """What to hand to the workflow that opens the file; None for what the user did not choose."""
        return {
            "headers": self._chosen_bytes(),
            "line": self.line.currentData(),
            "format": self.format.currentData(),
            "unit": self.unit.currentData(),
            "interval": self.interval.value() or None,
            "crs": self.system.text().strip() or None,
            "coordinate_scalar": self.scalar.currentData(),
        }

    def _chosen_bytes(self) -> HeaderBytes | NamedBytes | None:
        now = vars(self.headers)
        named = {
            name: byte
            for name, byte in now.items()
            if self._guessed is None or name in self._chosen or byte != getattr(self._guessed, name)
        }
        if len(named) == len(now):
            return self.headers
        return NamedBytes(**named) if named else None

    def accept(self) -> None:
        """Stays open where the system is none."""
        try:
            OpenChoices(crs=self.choices["crs"])
        except BadRequest as error:
            self._refuse(error)
            self.system.setFocus()
        else:
            super().accept()

    def done(self, result: int) -> None:
        """Accepted or rejected: a preview that is still read comes too late."""
        self._answered = True
        self._typing.stop()
        super().done(result)

    def _byte_box(self, name: str) -> QSpinBox:
        box = QSpinBox(minimum=1, maximum=TRACE_HEADER_BYTES - 3, value=getattr(HeaderBytes(), name), prefix="byte ")
        box.setToolTip(tr("First byte of a four-byte number; the first byte of a trace header is 1"))
        box.valueChanged.connect(lambda: self._typing.start())
        return box

    def _place(self, reason: str) -> None:
        words = {name: QHBoxLayout() for name in WORDS}
        for name, row in words.items():
            row.addWidget(self.bytes[name])
            row.addWidget(self.ranges[name], 1)
        rows = form(
            *((f"{title}:", words[name]) for name, title in WORDS.items()),
            (tr("2D line:"), self.line),
            (tr("Samples stored as:"), self.format),
            (tr("Vertical axis in:"), self.unit),
            (tr("Sample interval:"), self.interval),
            (tr("Coordinate scalar:"), self.scalar),
            (tr("Coordinate system:"), self.system),
        )
        self._rows = rows
        rows.setRowVisible(self.line, False)
        layout = QVBoxLayout(self)
        if reason:
            layout.addWidget(sentence(reason))
        layout.addWidget(PlainLabel(tr("What the trace headers may mean, best first, with a score up to 100:")))
        layout.addWidget(self.candidates)
        layout.addLayout(rows)
        layout.addWidget(self.verdict)
        layout.addWidget(PlainLabel(tr("The first traces; the columns in colour are the bytes chosen:")))
        layout.addWidget(self.table, 1)
        layout.addWidget(dialog_buttons(self, Standard.Open | Standard.Cancel))

    def _use_candidate(self) -> None:
        row = self.candidates.currentRow()
        if 0 <= row < len(self._candidates):
            self._wanted_kind = self._candidates[row].kind
            self._set_bytes(self._candidates[row].headers)
            self._typing.start()  # another reading of the same bytes, too, is looked at

    def _set_bytes(self, headers: HeaderBytes) -> None:
        for name, box in self.bytes.items():
            box.setValue(getattr(headers, name))

    def _weigh(self) -> None:
        """Look for what the file may be; a format of another width finds other traces."""
        option, begin = self.format.currentData(), self._guessed is None
        self._run(
            tr("Looking at {path_name}").format(path_name=self._path.name),
            lambda: _weighing(self._path, option),
            lambda ranking: self._offer(ranking, begin),
            self._begin_unknown,
        )

    def _offer(self, ranking: Ranking, begin: bool) -> None:
        """List what the file may be. begin: with what it would be opened with, or the first of several that are near."""
        if self._answered:
            return
        self._candidates = ranking.worth_showing
        self.candidates.clear()
        self.candidates.addItems([offered(candidate) for candidate in self._candidates])
        if not begin:
            self._look()
            return
        if ranking.best is not None:
            self._guessed = ranking.best.headers
        if ranking.best is not None or ranking.rivals:
            self._begin(ranking.candidates[0].headers)
        else:
            self._begin(ranking.prestack or HeaderBytes())

    def _begin(self, headers: HeaderBytes) -> None:
        """Start from these bytes, unless the user was faster."""
        if self._answered:
            return
        if self.headers == HeaderBytes():
            self._set_bytes(replace(headers, **self._chosen))
        self._look()

    def _begin_unknown(self, error: BaseException) -> bool:
        self._refuse(error)
        return True

    def _look(self) -> None:
        headers, option = self.headers, self.format.currentData()
        self._run(
            tr("Looking at {path_name}").format(path_name=self._path.name),
            lambda: _looking(self._path, headers, option),
            self._show,
            self._refuse,
        )

    def _show(self, seen: HeaderPreview) -> None:
        if self._answered or seen.headers != self.headers:
            return
        for name in WORDS:
            self.ranges[name].setText(told(getattr(seen, name)))
        self.verdict.setText(verdict(seen))
        self._fill_lines(seen)
        self._fill_table(seen)

    def _refuse(self, error: BaseException) -> bool:
        if not self._answered:
            self.verdict.setText(f"<b>{escape(str(error))}</b>")
        return True

    def _fill_lines(self, seen: HeaderPreview) -> None:
        kind, self._wanted_kind = self._wanted_kind or seen.kind, None
        wanted = self.line.currentData() if self.line.count() else self._wanted_line
        self.line.clear()
        if seen.lines and seen.may_be_grid:
            self.line.addItem(tr("all of them, as a 3D survey"), None)
        for line in seen.lines:
            self.line.addItem(f"{line.number}: {line.in_words()}", line.number)
        if seen.lines:
            first = int(seen.may_be_grid and kind is not Kind.GRID)
            place = self.line.findData(wanted) if wanted is not None and kind is not Kind.GRID else first
            self.line.setCurrentIndex(place if place >= 0 else first)
        self._rows.setRowVisible(self.line, bool(seen.lines))

    def _fill_table(self, seen: HeaderPreview) -> None:
        self.table.setColumnCount(len(seen.names))
        self.table.setRowCount(len(seen.rows))
        self.table.setHorizontalHeaderLabels([name.replace(": ", "\n") for name in seen.names])
        tint = QColor(self.palette().color(QPalette.ColorRole.Highlight))
        tint.setAlpha(70)
        chosen = set(vars(seen.headers).values())
        for row, values in enumerate(seen.rows):
            for column, (byte, value) in enumerate(zip(WORD_NAMES, values, strict=True)):
                item = QTableWidgetItem(str(value))
                if byte in chosen:
                    item.setBackground(tint)
                self.table.setItem(row, column, item)
        self.table.resizeColumnsToContents()
        columns = [column for column, byte in enumerate(WORD_NAMES) if byte in chosen]
        if columns:
            self.table.scrollToItem(self.table.item(0, max(columns)))


def _scalars(chosen: int | None) -> dict[str, int]:
    """By their names; the one that was chosen elsewhere is among them."""
    scalars = [*LIKELY, 1, 10, *([chosen] if chosen is not None else [])]
    return {_scaling(scalar): scalar for scalar in sorted(set(scalars), reverse=True)}


def _scaling(scalar: int) -> str:
    if scalar in (1, -1):
        return tr("as they are stored")
    return tr("{words} by {scalar:,}").format(
        words=tr("divided") if scalar < 0 else tr("multiplied"), scalar=abs(scalar)
    )


def _choice(entries: Mapping[str, str | int], chosen: str | int | None) -> QComboBox:
    """A box of values by their names, whose first entry leaves it to the file."""
    box = QComboBox()
    box.addItem(UNCHANGED)
    for name, value in entries.items():
        box.addItem(name, value)
    box.setCurrentIndex(max(0, box.findData(chosen)) if chosen else 0)
    return box


def _weighing(path: Path, sample_format: str | None) -> Generator[Progress, None, Ranking]:
    yield Progress(0, 0, tr("Looking at {path_name}").format(path_name=path.name))
    return weigh_headers(path, sample_format=sample_format)


def _looking(path: Path, headers: HeaderBytes, sample_format: str | None) -> Generator[Progress, None, HeaderPreview]:
    yield Progress(0, 0, tr("Looking at {path_name}").format(path_name=path.name))
    return preview(path, headers, sample_format=sample_format)
