"""The part of the training panel about strokes that the answer does not honour."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QGridLayout, QListWidget, QVBoxLayout, QWidget

from seisviewer.app.live.doubts.doubt_controller import DoubtController
from seisviewer.app.live.doubts.doubt_sentences import heading, where
from seisviewer.app.section_state import SectionState
from seisviewer.app.widgets.controls import quiet_button, sentence
from seisviewer.app.widgets.plain_text import as_plain
from seisviewer.labels.stroke_verdict import Verdict
from seisviewer.translation import tr
from seisviewer.workflows.doubt_words import name_of, state_of, why

ROWS = 3  # of the list that are seen; always as many, so that the buttons stay where they are
BUTTONS = (
    ("go", tr("Go there"), tr("Set the crosshair on the stroke (Y goes to the next one)")),
    ("keep", tr("Keep it"), tr("The stroke is right: it always counts, and what contradicts it is left out (Shift+Y)")),
    (
        "aside",
        tr("Set aside"),
        tr("The stroke is wrong: nothing learns it; it stays on screen and can be taken back (Alt+Y)"),
    ),
    ("back", tr("Take back"), tr("Say nothing of the stroke; one that was set aside is painted again (Alt+Shift+Y)")),
)


class DoubtBox(QWidget):
    """A list of them with what can be done about the one that is chosen; hidden where there are none."""

    def __init__(self, state: SectionState, doubts: DoubtController, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state, self._doubts = state, doubts
        self._heading = sentence(
            tip=tr("What the boundaries that the reflectors give pass over, and what you said of it")
        )
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Doubted strokes"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.buttons = {name: quiet_button(text, tip) for name, text, tip in BUTTONS}
        self._lay_out()
        self._connect()
        self._show()

    def _lay_out(self) -> None:
        buttons = QGridLayout()
        for place, button in enumerate(self.buttons.values()):
            buttons.addWidget(button, place // 2, place % 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._heading)
        layout.addWidget(self.list)
        layout.addLayout(buttons)

    def _connect(self) -> None:
        doubts = self._doubts
        for name, act in (
            *(("go", doubts.go_there), ("keep", doubts.keep)),
            *(("aside", doubts.set_aside), ("back", doubts.take_back)),
        ):
            self.buttons[name].clicked.connect(lambda _, act=act: act())
        self.list.currentRowChanged.connect(doubts.choose)
        self.list.itemActivated.connect(lambda _: doubts.go_there())
        for signal in (doubts.changed, self._state.classes_changed):
            signal.connect(self._show)

    def _show(self, *_: object) -> None:
        doubts, project = self._doubts.doubts, self._state.project
        self.setVisible(bool(doubts))
        if not doubts or project is None:
            return
        self._heading.setText(heading(doubts))
        self.list.blockSignals(True)
        while self.list.count() > len(doubts):
            self.list.takeItem(self.list.count() - 1)
        for row, doubt in enumerate(doubts):
            name, place = name_of(doubt, project.classes), where(doubt, project.geometry)
            if row == self.list.count():
                self.list.addItem("")
            item = self.list.item(row)  # one that is chosen tells so just now: it must not be taken away
            item.setText(f"{name}, {place}: {state_of(doubt)}")
            item.setToolTip(as_plain(f"{name}, {place}. {why(doubt)}"))
        self.list.setCurrentRow(self._doubts.current)
        self.list.blockSignals(False)
        self.list.setFixedHeight(self.list.sizeHintForRow(0) * ROWS + 2 * self.list.frameWidth() + 2)
        verdict = self._doubts.chosen.verdict if self._doubts.chosen is not None else None
        self.buttons["keep"].setEnabled(verdict is Verdict.OPEN or verdict is Verdict.ASIDE)
        self.buttons["aside"].setEnabled(verdict is Verdict.OPEN or verdict is Verdict.KEPT)
        self.buttons["back"].setEnabled(verdict is Verdict.KEPT or verdict is Verdict.ASIDE)
