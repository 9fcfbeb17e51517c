"""The part of the training panel about an earlier run over the sections."""

from __future__ import annotations

from PyQt6.QtWidgets import QGridLayout, QWidget

from seisviewer.app.chosen_answer.answer_on_screen import AnswerOnScreen
from seisviewer.app.section_state import SectionState
from seisviewer.app.widgets.controls import check_box, quiet_button, sentence
from seisviewer.translation import tr

FLIP_TIP = tr("Show the other one of the two answers (Q)")
ONLY_TIP = tr("Draw the answer only where the other one names another class (Shift+Q)")
BACK_TIP = tr("Show what the strokes of now give again, and let no earlier run answer in exports and reports")


class AnswerBox(QWidget):
    """Which run is shown and what it is compared with, and the way back; hidden while the live answer is shown alone."""

    def __init__(self, state: SectionState, answers: AnswerOnScreen, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state, self._answers = state, answers
        self.said = sentence()
        self.flip = quiet_button(tr("Flip"), FLIP_TIP)
        self.only = check_box(tr("Only differences"), ONLY_TIP)
        self.back = quiet_button(tr("Back to the live answer"), BACK_TIP)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.said, 0, 0, 1, 2)
        layout.addWidget(self.flip, 1, 0)
        layout.addWidget(self.only, 1, 1)
        layout.addWidget(self.back, 2, 0, 1, 2)
        self.flip.clicked.connect(answers.flip)
        self.only.toggled.connect(answers.set_only_differences)
        self.back.clicked.connect(answers.back)
        for signal in (answers.changed, state.labels_changed):
            signal.connect(self._show)
        self._show()

    def _show(self, *_: object) -> None:
        self.setVisible(self._answers.is_chosen)
        if self._answers.is_chosen:
            self.said.setText(shown_sentence(self._answers, self._state))
            self.only.setChecked(self._answers.only_differences)


def shown_sentence(answers: AnswerOnScreen, state: SectionState) -> str:
    """What lies on top, what it does not know, and what is under it."""
    shown, project = answers.shown, state.project
    said = tr("On screen: {shown}").format(shown=answers.name_of(shown))
    if shown is not None and project is not None:
        behind = project.labels_version - shown.labels_version
        if behind > 0:
            said += (
                tr(", which does not know the last {behind} changes of the labels").format(behind=behind)
                if behind > 1
                else (tr(", which does not know the last change of the labels"))
            )
    return tr("{said}. Compared with: {other}.").format(said=said, other=answers.name_of(answers.other))
