"""A threshold for each phase, with what it lets through, and the buttons that walk through the review."""

from __future__ import annotations

import numpy as np
from PyQt6.QtCore import QPointF, QSignalBlocker, QSize, Qt, QTimer
from PyQt6.QtGui import QPainter, QPaintEvent
from PyQt6.QtWidgets import QDoubleSpinBox, QGridLayout, QGroupBox, QSlider, QVBoxLayout, QWidget

from seisviewer.app.traces.page.trace_colours import TraceColours, see_through
from seisviewer.app.traces.reviewing.review_walk import ReviewWalk, standing
from seisviewer.app.traces.trace_state import FLOOR, TraceState
from seisviewer.app.widgets.controls import quiet_button, sentence
from seisviewer.app.widgets.plain_text import as_plain
from seisviewer.picks.pick import PHASES, UNREVIEWED, Origin
from seisviewer.translation import tr

STEPS = 100  # of a slider, one for each hundredth of probability
BINS = 30
SOON = 50  # ms: a key that is held down is not slowed by the counting of thousands of picks


class ThresholdPanel(QWidget):
    """Sliders of P and S, how many picks stay and go, and how the review stands."""

    def __init__(self, state: TraceState, walk: ReviewWalk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._walk = walk
        self._soon = QTimer(self, singleShot=True, interval=SOON, timeout=self._count)
        self._sorted_for: object = None  # the picks that were sorted last; the desk replaces them, never changes them
        self.rows = {phase: _ThresholdRow(state, phase) for phase in PHASES}
        self.standing = sentence()
        layout = QVBoxLayout(self)
        for row in self.rows.values():
            layout.addWidget(row)
        layout.addWidget(self._review_box())
        layout.addStretch(1)
        state.shown_picks_changed.connect(self._soon.start)
        self._count()

    def _review_box(self) -> QGroupBox:
        box = QGroupBox(tr("Review"))
        grid = QGridLayout(box)
        buttons = (
            (tr("Accept"), tr("Accept the selected pick and go to the next one (Enter)"), self._walk.accept_and_next),
            (tr("Reject"), tr("Reject the selected pick and go to the next one (R)"), self._walk.reject_and_next),
            (tr("Back"), tr("Return to the pick before (Backspace)"), self._walk.back),
            (tr("Next"), tr("Go to the next pick without saying anything about this one"), lambda: self._walk.next()),
        )
        for place, (text, tip, command) in enumerate(buttons):
            button = quiet_button(text, tip)
            button.clicked.connect(lambda _=False, command=command: command())
            grid.addWidget(button, place // 2, place % 2)
        grid.addWidget(self.standing, 2, 0, 1, 2)
        return box

    def _count(self) -> None:
        picks = self._state.picks
        if picks is not self._sorted_for:
            self._sort()
        for row in self.rows.values():
            row.say()
        self.standing.setText(standing(self._state).text if picks else tr("No picks yet."))

    def _sort(self) -> None:
        """Look through the picks once: what the thresholds decide about, and what somebody looked at."""
        picks = self._sorted_for = self._state.picks
        undecided: dict[str, list[float]] = {phase: [] for phase in PHASES}
        decided = dict.fromkeys(PHASES, 0)
        manual = Origin.MANUAL
        for pick in picks:
            review, probability, phase = pick.review, pick.probability, pick.phase[:1]
            if phase not in undecided or pick.origin is manual:
                continue
            if review is UNREVIEWED and probability is not None:
                undecided[phase].append(probability)
            else:
                decided[phase] += 1
        for phase, row in self.rows.items():
            row.show_picks(np.sort(undecided[phase]), decided[phase])


class _ThresholdRow(QGroupBox):
    """One phase: slider, number, histogram of the probabilities and what the threshold lets through."""

    def __init__(self, state: TraceState, phase: str) -> None:
        super().__init__(tr("{phase} threshold").format(phase=phase))
        self._state = state
        self._phase = phase
        self._undecided = np.zeros(0)
        self._decided = 0
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(round(FLOOR * STEPS), STEPS)
        self.slider.setPageStep(5)
        self.slider.setToolTip(
            as_plain(
                tr("Show automatic {phase} picks from this probability on; nothing is deleted").format(phase=phase)
            )
        )
        self.number = QDoubleSpinBox(minimum=FLOOR, maximum=1.0, singleStep=0.01, decimals=2)
        self.number.setKeyboardTracking(False)
        self.number.setToolTip(self.slider.toolTip())
        self.histogram = Histogram(phase)
        self.said = sentence()
        grid = QGridLayout(self)
        grid.addWidget(self.histogram, 0, 0, 1, 2)
        grid.addWidget(self.slider, 1, 0)
        grid.addWidget(self.number, 1, 1)
        grid.addWidget(self.said, 2, 0, 1, 2)
        self.slider.valueChanged.connect(lambda value: state.set_threshold(phase, value / STEPS))
        self.number.valueChanged.connect(lambda value: state.set_threshold(phase, value))
        state.thresholds_changed.connect(lambda _: self._show_value())
        self._show_value()

    def show_picks(self, undecided: np.ndarray, decided: int) -> None:
        """undecided: the probabilities that the threshold decides about, rising. decided: how many automatic picks stay
        whatever it says, as somebody looked at them."""
        self._undecided, self._decided = undecided, decided
        self.histogram.show_values(undecided)

    def say(self) -> None:
        """Count what the threshold lets through."""
        count = len(self._undecided)
        above = count - int(np.searchsorted(self._undecided, self._state.thresholds[self._phase]))
        text = tr("{above} of {count} automatic picks shown").format(above=above, count=count)
        self.said.setText(text + (tr("; {decided} reviewed").format(decided=self._decided) if self._decided else ""))

    def _show_value(self) -> None:
        value = self._state.thresholds[self._phase]
        with QSignalBlocker(self.slider), QSignalBlocker(self.number):
            self.slider.setValue(round(value * STEPS))
            self.number.setValue(value)
        self.histogram.show_threshold(value)


class Histogram(QWidget):
    """How many picks have which probability; those below the threshold are faint."""

    def __init__(self, phase: str) -> None:
        super().__init__()
        self._phase = phase
        self._counts = [0] * BINS
        self._threshold = FLOOR
        self.setToolTip(tr("How many automatic picks have which probability"))

    def show_values(self, values: np.ndarray) -> None:
        counts, _ = np.histogram(np.clip(values, FLOOR, 1.0), BINS, (FLOOR, 1.0))
        self._counts = counts.tolist()
        self.update()

    def show_threshold(self, value: float) -> None:
        self._threshold = value
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(160, 44)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, 44)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = TraceColours.of(self.palette())
        strong = colours.of_phase(self._phase)
        faint = see_through(strong, 0.3)
        wide, high, most = self.width() / BINS, self.height() - 1, max(self._counts) or 1
        for place, count in enumerate(self._counts):
            if count:
                tall = max(1.0, count / most * (high - 2))
                middle = FLOOR + (place + 0.5) / BINS * (1 - FLOOR)
                colour = strong if middle >= self._threshold else faint
                painter.fillRect(round(place * wide), round(high - tall), max(1, round(wide) - 1), round(tall), colour)
        painter.setPen(colours.ink)
        painter.drawLine(0, high, self.width(), high)
        x = (self._threshold - FLOOR) / (1 - FLOOR) * self.width()
        painter.drawLine(QPointF(x, 0), QPointF(x, high))
        painter.end()
