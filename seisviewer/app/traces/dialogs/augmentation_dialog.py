"""What each augmentation does to the record in use: before and after, draw by draw."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from seisviewer.app.background.background_jobs import Background
from seisviewer.app.traces.dialogs.augmentation_plots import HistogramPlot, WindowPlot
from seisviewer.app.traces.trace_state import TraceState
from seisviewer.app.widgets.controls import Standard, dialog_buttons
from seisviewer.app.widgets.plain_text import PlainLabel, as_plain
from seisviewer.errors import SeisviewerError
from seisviewer.jobs.job import Job
from seisviewer.learning.phases.waveform_augmentation import REGISTRY
from seisviewer.learning.phases.waveform_augmentation.augmentation_preview import Preview, preview
from seisviewer.learning.phases.waveform_augmentation.examples import Examples, gather
from seisviewer.learning.phases.waveform_augmentation.histogram import Histogram
from seisviewer.networks.loading import load_libraries
from seisviewer.picks.pick import Review
from seisviewer.translation import tr


class AugmentationDialog(QDialog):
    """Stays open beside the window and follows the record in use. What it computes is computed in the background."""

    def __init__(self, state: TraceState, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Augmentations"))
        self.resize(1080, 700)
        self._state = state
        self._background = background
        self._examples: Examples | None = None
        self._gathered = 0  # how often the windows went out of date: what is gathered is kept only if it did not since
        self._job: Job | None = None
        self._wanted = False  # something was asked for while the job ran
        self.names = QListWidget()
        self.names.setFixedWidth(190)
        self.names.setSpacing(2)
        self.explains, self.source, self.remark = PlainLabel(), PlainLabel(), PlainLabel()
        self.before, self.after = WindowPlot(tr("Before")), WindowPlot(tr("After"))
        self.counts_before, self.counts_after = HistogramPlot(""), HistogramPlot("")
        self.seed = QSpinBox(minimum=0, maximum=1_000_000, keyboardTracking=False)  # each seed takes a draw
        self.next = QPushButton(tr("&Next draw"))
        self._lay_out()
        self._fill()
        self._connect()
        self.names.setCurrentRow(0)

    @property
    def name(self) -> str:
        """The augmentation that is shown."""
        item = self.names.currentItem()
        return item.data(Qt.ItemDataRole.UserRole) if item else ""

    def _lay_out(self) -> None:
        self.source.setObjectName("faint")
        for label in (self.explains, self.remark):
            label.setWordWrap(True)
        self.seed.setToolTip(tr("The same seed gives the same draw"))
        pictures = QGridLayout()
        pictures.addWidget(self.before, 0, 0)
        pictures.addWidget(self.after, 0, 1)
        pictures.addWidget(self.counts_before, 1, 0)
        pictures.addWidget(self.counts_after, 1, 1)
        pictures.setRowStretch(0, 5)
        pictures.setRowStretch(1, 3)
        buttons = dialog_buttons(self, Standard.Close)
        below = QHBoxLayout()
        below.addWidget(PlainLabel(tr("Seed")))
        below.addWidget(self.seed)
        below.addWidget(self.next)
        below.addWidget(self.remark, 1)
        below.addWidget(buttons)
        right = QVBoxLayout()
        right.addWidget(self.explains)
        right.addWidget(self.source)
        right.addLayout(pictures, 1)
        right.addLayout(below)
        layout = QHBoxLayout(self)
        layout.addWidget(self.names)
        layout.addLayout(right, 1)

    def _fill(self) -> None:
        for name, augmentation in REGISTRY.items():
            item = QListWidgetItem(augmentation.title, self.names)
            item.setData(Qt.ItemDataRole.UserRole, name)
            item.setToolTip(as_plain(augmentation.explains))

    def _connect(self) -> None:
        state = self._state
        self.names.currentItemChanged.connect(self._show)
        self.seed.valueChanged.connect(self._show)
        self.next.clicked.connect(lambda: self.seed.setValue(self.seed.value() + 1))
        state.archive_changed.connect(self._gather)
        state.current_changed.connect(self._gather)
        state.picks_changed.connect(self._gather)

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        self._gather()

    def _gather(self) -> None:
        """Take the windows anew: another record, or other picks."""
        self._examples = None
        self._gathered += 1
        self._show()

    def _show(self) -> None:
        """Ask for the picture that is wanted now; one is computed at a time, and what was asked meanwhile comes next."""
        if not self.isVisible() or not self.name:
            return
        self.explains.setText(REGISTRY[self.name].explains)
        self.source.setText(REGISTRY[self.name].source)
        self._wanted = self._job is not None and not self._job.done
        if not self._wanted and self._state.archive is not None:
            self._job = self._background.run(tr("Augmentation"), self._work(), self._take, self._fail)

    def _work(self) -> Callable[[], Generator[Any, None, tuple[int, Examples, Preview]]]:
        """The work as it is wanted now; later changes on the desk do not reach it."""
        state, name, seed, kept = self._state, self.name, self.seed.value(), self._examples
        archive, key, around, gathered = state.archive, state.current, state.span.middle, self._gathered
        picks = tuple(pick for pick in state.shown_picks if pick.review is not Review.REJECTED)

        def work() -> Generator[Any, None, tuple[int, Examples, Preview]]:
            load_libraries()  # first, so that the window does not stand still
            examples = kept or (yield from gather(archive, picks, key, around))
            return gathered, examples, preview(examples, name, seed)

        return work

    def _take(self, result: tuple[int, Examples, Preview]) -> None:
        gathered, examples, shown = result
        if gathered == self._gathered:
            self._examples = examples
        if self._wanted:
            self._show()
            return
        self.before.show_sample(shown.before)
        self.after.show_sample(shown.after)
        self._count(shown.histogram)
        self.remark.setText(self._remark(shown))

    def _count(self, histogram: Histogram | None) -> None:
        if histogram is None:
            self.counts_before.show_counts(None, {}, "")
            self.counts_after.show_counts(None, {}, "")
        else:
            self.counts_before.show_counts(histogram.edges, histogram.before, histogram.label)
            self.counts_after.show_counts(histogram.edges, histogram.after, histogram.label)

    def _remark(self, shown: Preview) -> str:
        if REGISTRY[shown.name].weigh is not None:
            if shown.histogram is None:
                return tr("It cannot be said of the windows at hand, so all are drawn equally often.")
            return tr("It changes how often a window is drawn, not the window.")
        if not shown.changed:
            return tr("This draw left the window as it was.")
        if shown.histogram is None:
            return tr("With P and S picked, the histogram shows where arrivals stand in the training windows.")
        return ""

    def _fail(self, error: BaseException) -> bool:
        """A sentence for the user is shown here instead of the window's error bar."""
        if not isinstance(error, SeisviewerError):
            return False
        if self._wanted:
            self._show()
            return True
        for plot in (self.before, self.after):
            plot.show_sample(None)
        self._count(None)
        self.remark.setText(str(error))
        return True
