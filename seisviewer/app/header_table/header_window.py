"""The window with text header, binary header and all trace headers of the survey on the desk."""

from __future__ import annotations

import numpy as np
from PyQt6.QtCore import QItemSelectionModel, Qt
from PyQt6.QtGui import QCloseEvent, QFontDatabase
from PyQt6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QTableView,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from seisviewer.app.background.background_jobs import Background
from seisviewer.app.background.background_results import BackgroundResults
from seisviewer.app.header_table.header_model import HeaderModel
from seisviewer.app.header_table.trace_places import place_of_trace, traces_of_section, traces_through_file
from seisviewer.app.header_table.word_plot import PlottedWord, WordPlot
from seisviewer.app.main_window.window_geometry import RememberedPlace
from seisviewer.app.section_state import Position, SectionState
from seisviewer.app.widgets.controls import Standard, check_box, dialog_buttons, sentence
from seisviewer.app.widgets.plain_text import as_plain
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction, SectionId
from seisviewer.volumes.segy.header_table.header_file import HeaderFile, WordSummary, shown_number
from seisviewer.volumes.segy.header_table.header_words import TRACE_WORDS, HeaderWord, meaning
from seisviewer.volumes.segy.segy_volume import SegyVolume

ALONG_SECTION, THROUGH_FILE = tr("Along the section in use"), tr("Through the file")


class HeaderWindow(QDialog):
    """Stays open beside the window; the table reads what it shows."""

    def __init__(self, state: SectionState, volume: SegyVolume, background: Background, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._state, self._volume, self._background = state, volume, background
        self.file = HeaderFile(volume.path, volume.scan.layout)
        self._summaries: dict[int, WordSummary] | None = None
        self._plots: BackgroundResults[tuple[HeaderWord, SectionId | None], PlottedWord] = BackgroundResults(self._plot)
        self._plots.begin(self._plotted)
        self.setWindowTitle(tr("Headers of {volume_path_name}").format(volume_path_name=volume.path.name))
        self.resize(1000, 620)
        RememberedPlace(self, "headers")
        self._build()
        self._connect()
        self._filter()
        self.go_to(self._at_crosshair() or 0)

    def _build(self) -> None:
        self.model = HeaderModel(self.file)
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 6)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(tr("Words with…"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setToolTip(tr("Show only the words with this in their name, or at this byte"))
        self.varying: QCheckBox = check_box(
            tr("Only words that vary"),
            tr("Leave out the words that are the same in all traces; the whole file is read for it once"),
        )
        self.word = QComboBox()
        for word in TRACE_WORDS:
            self.word.addItem(word.title, word)
        self.word.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.word.setMinimumContentsLength(18)
        self.word.setToolTip(tr("The word that is searched"))
        self.number = QLineEdit()
        self.number.setFixedWidth(90)
        self.number.setPlaceholderText(tr("number"))
        self.number.setToolTip(tr("Return finds the next trace with this number"))
        self.next = QPushButton(tr("Find next"))
        self.next.setToolTip(tr("Go to the next trace in the file that has this number in this word"))
        self.here = QPushButton(tr("To the crosshair"))
        self.here.setToolTip(tr("Go to the trace at the crosshair of the sections"))
        self.show_there = QPushButton(tr("Show on the section"))
        self.show_there.setToolTip(tr("Take the crosshair to this trace; a double click on a row does the same"))
        for button in (self.next, self.here, self.show_there):
            button.setAutoDefault(False)
        self.along = QComboBox()
        self.along.addItems([ALONG_SECTION, THROUGH_FILE])
        self.along.setToolTip(tr("What the plot below the table runs along"))
        self.plot = WordPlot()
        self.about = sentence(tip=tr("The cell in use: its trace, its word and what its number means"))
        tabs = QTabWidget()
        tabs.addTab(self._traces_page(), tr("Traces ({traces:,})").format(traces=self.file.traces))
        tabs.addTab(self._binary_page(), tr("Binary header"))
        for text in self.file.texts():
            tabs.addTab(_text_page(text.lines), f"{text.title} ({text.encoding})")
        layout = QVBoxLayout(self)
        layout.addWidget(tabs, 1)
        buttons = dialog_buttons(self, Standard.Close)
        buttons.button(Standard.Close).setAutoDefault(False)
        layout.addWidget(buttons)

    def _traces_page(self) -> QWidget:
        top, below = QHBoxLayout(), QHBoxLayout()
        for widget in (self.filter, self.varying):
            top.addWidget(widget)
        top.addStretch(1)
        for widget in (self.word, self.number, self.next):
            top.addWidget(widget)
        below.addWidget(self.about, 1)
        for widget in (self.along, self.here, self.show_there):
            below.addWidget(widget)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.addWidget(self.table)
        splitter.addWidget(self.plot)
        splitter.setSizes([340, 160])
        page = QWidget()
        column = QVBoxLayout(page)
        column.addLayout(top)
        column.addWidget(splitter, 1)
        column.addLayout(below)
        return page

    def _binary_page(self) -> QWidget:
        words = self.file.binary()
        table = QTableWidget(len(words), 4)
        table.setHorizontalHeaderLabels([tr("Bytes"), tr("Name"), tr("Number"), tr("Means")])
        table.verticalHeader().hide()
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        for row, (word, value) in enumerate(words):
            for column, text in enumerate((word.bytes, word.name, shown_number(value), meaning(word.byte, value))):
                table.setItem(row, column, QTableWidgetItem(text))
        table.resizeColumnsToContents()
        table.horizontalHeader().setStretchLastSection(True)
        return table

    def _connect(self) -> None:
        self.filter.textChanged.connect(lambda _: self._filter())
        self.varying.toggled.connect(self._choose_varying)
        self.number.returnPressed.connect(self._find_next)
        self.next.clicked.connect(self._find_next)
        self.here.clicked.connect(lambda: self.go_to(self._at_crosshair()))
        self.show_there.clicked.connect(self._show_on_section)
        self.along.currentIndexChanged.connect(lambda _: self._ask_plot())
        self.table.doubleClicked.connect(lambda _: self._show_on_section())
        self.table.selectionModel().currentChanged.connect(lambda *_: self._show_cell())
        self.model.dataChanged.connect(lambda *_: self._tell_cell())
        self.plot.chosen.connect(self.go_to)
        self._state.shown_changed.connect(lambda _: self._ask_plot())

    @property
    def trace(self) -> int:
        """The one in use, counted from 0 in the order of the file."""
        return max(0, self.table.currentIndex().row())

    def go_to(self, trace: int | None) -> None:
        """Make a trace the one in use, in the column that is in use."""
        if trace is None:
            self.about.setText(tr("There is no trace at the crosshair."))
            return
        index = self.model.index(trace, max(0, self.table.currentIndex().column()))
        self.table.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.table.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.release()
        super().closeEvent(event)

    def done(self, result: int) -> None:
        self.release()
        super().done(result)

    def release(self) -> None:
        """Read nothing more, and give the file back once its threads have let go."""
        self.model.stop()
        self._plots.end()
        for each in (self.model, self._plots):
            each.wait(1.0)
        self.file.close()

    def _filter(self) -> None:
        wanted = self.filter.text().strip().lower()
        words = [word for word in TRACE_WORDS if wanted in word.name.lower() or wanted == str(word.byte)]
        if self.varying.isChecked() and self._summaries is not None:
            words = [word for word in words if self._summaries[word.byte].varies]
        trace, before = self.trace, self._word_in_use
        self.model.show_words(words)
        self._widen(words)
        if words:
            column = words.index(before) if before in words else 0
            index = self.model.index(trace, column)
            self.table.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _widen(self, words: list[HeaderWord]) -> None:
        metrics = self.table.fontMetrics()
        for column, word in enumerate(words):
            self.table.setColumnWidth(column, max(80, metrics.horizontalAdvance(word.name) + 20))

    @property
    def _word_in_use(self) -> HeaderWord | None:
        column = self.table.currentIndex().column()
        return self.model.words[column] if 0 <= column < len(self.model.words) else None

    def _choose_varying(self, on: bool) -> None:
        if not on or self._summaries is not None:
            self._filter()
            return

        def take(found: tuple[WordSummary, ...]) -> None:
            self._summaries = {each.word.byte: each for each in found}
            if self.isVisible():
                self._filter()

        self._background.run(
            tr("Reading all headers of {volume_path_name}").format(volume_path_name=self._volume.path.name),
            self.file.summaries,
            take,
        )

    def _find_next(self) -> None:
        word: HeaderWord = self.word.currentData()
        try:
            number = float(self.number.text().replace("−", "-"))
        except ValueError:
            self.about.setText(tr("Type the number that is to be found."))
            return
        after = self.trace

        def take(found: int | None) -> None:
            if found is not None:
                self._use(word)
                self.go_to(found)
            else:
                self.about.setText(
                    tr("No trace behind trace {after:,} has {shown_number} in {title}.").format(
                        after=after + 1, shown_number=shown_number(number), title=word.title
                    )
                )

        self._background.run(
            tr("Searching {word_name}").format(word_name=word.name), lambda: self.file.find(word, number, after), take
        )

    def _use(self, word: HeaderWord) -> None:
        """Make a word the column in use, shown whatever the filter says."""
        if word not in self.model.words:
            self.filter.clear()
            self.varying.setChecked(False)
        index = self.model.index(self.trace, list(self.model.words).index(word))
        self.table.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _at_crosshair(self) -> int | None:
        position = self._state.position
        trace = int(self._volume.scan.trace_at[position.inline, position.crossline])
        return trace if trace >= 0 else None

    def _show_on_section(self) -> None:
        place = place_of_trace(self._volume, self.trace)
        if place is None:
            self.about.setText(
                tr("Trace {trace:,} lies nowhere in the grid of the survey.").format(trace=self.trace + 1)
            )
        else:
            self._state.set_position(Position(*place, self._state.position.sample))

    def _show_cell(self) -> None:
        self._tell_cell()
        self._ask_plot()

    def _tell_cell(self) -> None:
        word = self._word_in_use
        value = self.model.value(self.trace, word) if word is not None else None
        if word is None or value is None:
            return
        said = meaning(word.byte, value)
        self.about.setText(
            tr("Trace {trace:,}, {title}: {shown_number}{words}").format(
                trace=self.trace + 1,
                title=word.title,
                shown_number=shown_number(value),
                words=f" ({said})" if said else "",
            )
        )

    def _ask_plot(self) -> None:
        word = self._word_in_use
        if word is None:
            self.plot.show_word(None)
            return
        lines = [section for section in self._state.shown if section.direction is not Direction.TIME]
        section = lines[0] if self.along.currentText() == ALONG_SECTION and lines else None
        self._plots.want("plot", (word, section))

    def _plotted(self, wanted: tuple[HeaderWord, SectionId | None]) -> PlottedWord:
        word, section = wanted
        if section is None:
            places, traces, across = traces_through_file(self.file.traces)
        else:
            places, traces, across = traces_of_section(self._volume, section)
        return PlottedWord(across, word.name, places, self.file.values_of((word,), traces)[:, 0], traces)

    def _plot(self, wanted: object, plotted: PlottedWord | Exception) -> None:
        if not isinstance(plotted, Exception):
            finite = np.isfinite(plotted.values)
            kept = PlottedWord(
                plotted.across, plotted.name, plotted.places[finite], plotted.values[finite], plotted.traces[finite]
            )
            self.plot.show_word(kept)
        elif self.model.failed is None:
            self.about.setText(as_plain(str(plotted)))


def _text_page(lines: tuple[str, ...]) -> QPlainTextEdit:
    page = QPlainTextEdit("\n".join(lines))
    page.setReadOnly(True)
    page.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
    page.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
    return page
