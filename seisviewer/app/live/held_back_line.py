"""The line that says which classes models are not scored on."""

from __future__ import annotations

from PyQt6.QtCore import Qt, QTimer
from PyQt6.QtWidgets import QLabel, QWidget

from seisviewer.app.section_state import SectionState
from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.translation import tr

DELAY_MS = 150  # counting waits until the stroke is on screen
RULE = tr("about one stroke in seven of a class is, from the fourth on")


class HeldBackLine(QLabel):
    """Follows the labels of the project; hidden where there is nothing to say."""

    def __init__(self, state: SectionState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setObjectName("faint")
        self.setToolTip(tr("Strokes that are held back are not learned, so that models can be compared on them"))
        self._counting = QTimer(self, singleShot=True, interval=DELAY_MS)
        self._counting.timeout.connect(self._show)
        for signal in (state.labels_changed, state.classes_changed, state.project_changed):
            signal.connect(self._counting.start)
        self._show()

    def _show(self) -> None:
        project = self._state.project
        self.setText(held_back_sentence(project.snapshot()) if project is not None else "")
        self.setVisible(bool(self.text()))


def held_back_sentence(snapshot: LabelSnapshot) -> str:
    """Which painted classes hold no stroke back, and of which nothing is left to learn; "" where there are none."""
    held, learned = snapshot.held_counts(), snapshot.learned_counts()
    painted = [each for each in snapshot.classes if each.number in held or each.number in learned]
    unscored = [each.name for each in painted if each.number not in held]
    unlearned = [each.name for each in painted if each.number not in learned]
    said = []
    if unscored:
        said.append(
            tr("No stroke of {listed} is held back to score models on: {rule}.").format(
                listed=_listed(unscored), rule=RULE
            )
        )
    if unlearned:
        said.append(
            tr("What is left of {listed} is held back and not learned: paint another stroke of it.").format(
                listed=_listed(unlearned)
            )
        )
    return " ".join(said)


def _listed(names: list[str]) -> str:
    quoted = [f"“{name}”" for name in names]
    return tr(" or ").join(filter(None, (", ".join(quoted[:-1]), quoted[-1])))
