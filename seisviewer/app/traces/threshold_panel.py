"""A threshold for each phase, with what it lets through, and the buttons that walk through the review."""

from __future__ import annotations

from PyQt6.QtCore import QPointF, QSignalBlocker, QSize, Qt, QTimer
from PyQt6.QtGui import QPainter, QPaintEvent
from PyQt6.QtWidgets import QDoubleSpinBox, QGridLayout, QGroupBox, QLabel, QPushButton, QSlider, QVBoxLayout, QWidget

from seisviewer.app.traces.colours import TraceColours, see_through
from seisviewer.app.traces.desk import FLOOR, TraceDesk
from seisviewer.app.traces.editing import PickEditor
from seisviewer.picks.pick import PHASES, Origin, Pick, Review

STEPS = 100  # of a slider, one for each hundredth of probability
BINS = 30


class ThresholdPanel(QWidget):
    """Sliders of P and S, how many picks stay and go, and how the review stands."""

    def __init__(self, desk: TraceDesk, editor: PickEditor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._editor = editor
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._count)
        self.rows = {phase: _ThresholdRow(desk, phase) for phase in PHASES}
        self.standing = QLabel()
        self.standing.setWordWrap(True)
        layout = QVBoxLayout(self)
        for row in self.rows.values():
            layout.addWidget(row)
        layout.addWidget(self._review_box())
        layout.addStretch(1)
        for signal in (desk.picks_changed, desk.thresholds_changed, desk.archive_changed):
            signal.connect(lambda *_: self._soon.start())
        self._count()

    def _review_box(self) -> QGroupBox:
        box = QGroupBox("Review")
        grid = QGridLayout(box)
        buttons = (
            ("Accept", "Accept the selected pick and go to the next one (Enter)", self._editor.accept_and_next),
            ("Reject", "Reject the selected pick and go to the next one (R)", self._editor.reject_and_next),
            ("Back", "Return to the pick before (Backspace)", self._editor.back),
            ("Next", "Go to the next pick without saying anything about this one", lambda: self._editor.next()),
        )
        for place, (text, tip, command) in enumerate(buttons):
            button = QPushButton(text)
            button.setToolTip(tip)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _=False, command=command: command())
            grid.addWidget(button, place // 2, place % 2)
        grid.addWidget(self.standing, 2, 0, 1, 2)
        return box

    def _count(self) -> None:
        picks = self._desk.picks
        for row in self.rows.values():
            row.show_picks(picks)
        left = len(self._editor.waiting)
        found = {review: sum(pick.review is review for pick in picks) for review in Review}
        parts = [
            f"{found[review]} {review.value}" for review in Review if found[review] and review is not Review.UNREVIEWED
        ]
        self.standing.setText("; ".join([f"{left} to review", *parts]) if picks else "No picks yet.")


class _ThresholdRow(QGroupBox):
    """One phase: slider, number, histogram of the probabilities and what the threshold lets through."""

    def __init__(self, desk: TraceDesk, phase: str) -> None:
        super().__init__(f"{phase} threshold")
        self._desk = desk
        self._phase = phase
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(round(FLOOR * STEPS), STEPS)
        self.slider.setPageStep(5)
        self.slider.setToolTip(f"Show automatic {phase} picks from this probability on; nothing is deleted")
        self.number = QDoubleSpinBox(minimum=FLOOR, maximum=1.0, singleStep=0.01, decimals=2)
        self.number.setToolTip(self.slider.toolTip())
        self.histogram = Histogram(phase)
        self.said = QLabel()
        self.said.setWordWrap(True)
        grid = QGridLayout(self)
        grid.addWidget(self.histogram, 0, 0, 1, 2)
        grid.addWidget(self.slider, 1, 0)
        grid.addWidget(self.number, 1, 1)
        grid.addWidget(self.said, 2, 0, 1, 2)
        self.slider.valueChanged.connect(lambda value: desk.set_threshold(phase, value / STEPS))
        self.number.valueChanged.connect(lambda value: desk.set_threshold(phase, value))
        desk.thresholds_changed.connect(lambda _: self._show_value())
        self._show_value()

    def show_picks(self, picks: tuple[Pick, ...]) -> None:
        """Count what the threshold decides about: what a person set or looked at stays whatever it says."""
        mine = [pick for pick in picks if pick.phase.startswith(self._phase) and pick.origin is not Origin.MANUAL]
        undecided = [pick for pick in mine if not pick.is_reviewed and pick.probability is not None]
        above = sum(self._desk.is_shown(pick) for pick in undecided)
        reviewed = len(mine) - len(undecided)
        text = f"{above} of {len(undecided)} automatic picks shown"
        self.said.setText(text + (f"; {reviewed} reviewed" if reviewed else ""))
        self.histogram.show_values([pick.probability for pick in undecided])

    def _show_value(self) -> None:
        value = self._desk.thresholds[self._phase]
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
        self.setToolTip("How many automatic picks have which probability")

    def show_values(self, values: list[float]) -> None:
        counts = [0] * BINS
        for value in values:
            place = int((value - FLOOR) / (1 - FLOOR) * BINS)
            counts[min(max(place, 0), BINS - 1)] += 1
        self._counts = counts
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
