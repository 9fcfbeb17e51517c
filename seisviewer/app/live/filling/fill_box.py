"""The part of the training panel about predicting the whole survey."""

from __future__ import annotations

from PyQt6.QtWidgets import QVBoxLayout, QWidget

from seisviewer.app.live.durations import duration
from seisviewer.app.live.filling.stored_source import StoredSource
from seisviewer.app.section_state import SectionState
from seisviewer.app.widgets.controls import check_box, sentence
from seisviewer.predictions.stored.survey_filling import SurveyFilled
from seisviewer.translation import tr

TIP = tr(
    "Predict every line in the background, those near what you look at first, and store it "
    "in the project, so that maps, time slices and exports need not wait. Strokes and what "
    "is on screen come first; it goes on where it was on another day"
)


class FillBox(QWidget):
    """The switch, and how far it has come."""

    def __init__(self, state: SectionState, stored: StoredSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state, self._stored = state, stored
        self._on = check_box(tr("Fill the whole survey"), TIP)
        self._progress = sentence()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._on)
        layout.addWidget(self._progress)
        self._on.toggled.connect(stored.set_filling)
        for signal in (stored.filling_changed, stored.filled, state.volume_changed):
            signal.connect(self._show)
        self._show()

    def _show(self, *_: object) -> None:
        self._on.blockSignals(True)  # what the survey's size decides is not what the user said
        self._on.setChecked(self._stored.filling)
        self._on.blockSignals(False)
        self._on.setEnabled(self._state.volume is not None)
        told = self._stored.progress if self._stored.filling else None
        self._progress.setVisible(told is not None)
        self._progress.setText("" if told is None else progress_sentence(told))


def progress_sentence(told: SurveyFilled) -> str:
    """How far it has come, and how long the rest takes."""
    if told.done >= told.total:
        return tr("The whole survey is predicted and stored.")
    share = tr("{done} % of the survey predicted").format(done=100 * told.done // told.total)
    return (
        share
        if told.seconds_left is None
        else tr("{share}, {duration} left").format(share=share, duration=duration(told.seconds_left))
    )
