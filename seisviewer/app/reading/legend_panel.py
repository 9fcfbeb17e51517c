"""The legend: what each colour and each map over the sections means."""

from __future__ import annotations

from html import escape

from PyQt6.QtCore import QTimer
from PyQt6.QtGui import QColor
from PyQt6.QtWidgets import QVBoxLayout, QWidget

from seisviewer.app.chosen_answer.answer_on_screen import AnswerOnScreen
from seisviewer.app.live.layer_controller import LayerController
from seisviewer.app.live.live_controller import LiveController
from seisviewer.app.live.map_scale import confidence_scale, stability_scale
from seisviewer.app.live.prediction_caption import DISAGREEMENT, WHY_DISAGREEING
from seisviewer.app.live.prediction_layer import PINK
from seisviewer.app.live.reliability_dialog import checked_answers
from seisviewer.app.painting.label_editor import LabelEditor
from seisviewer.app.reading import legend_sentences as says
from seisviewer.app.section_state import SectionState
from seisviewer.app.widgets.controls import sentence
from seisviewer.app.widgets.plain_text import PlainLabel, RichLabel
from seisviewer.translation import tr

DELAY_MS = 200  # a stroke comes on screen first
BOX = '<span style="color:{}">■</span>&nbsp;{}'


class LegendPanel(QWidget):
    """Follows the classes of the survey and what is known about how often the answer is right."""

    def __init__(
        self,
        state: SectionState,
        label_editor: LabelEditor,
        layers: LayerController,
        live: LiveController,
        answers: AnswerOnScreen,
    ) -> None:
        super().__init__()
        self._label_editor, self._layers, self._live, self._answers = label_editor, layers, live, answers
        self.classes = RichLabel()
        self.classes.setWordWrap(True)
        self.sure = sentence()
        pink = RichLabel(BOX.format(QColor(*PINK).name(), tr("inline and crossline differ")))
        parts: tuple[tuple[str, tuple[QWidget, ...]], ...] = (
            (
                tr("Classes"),
                tuple([self.classes, *map(sentence, (says.CLASSES, says.REJECTED, says.FAINT, says.BOUNDARIES))]),
            ),
            (tr("Confidence"), (confidence_scale(), sentence(says.CONFIDENCE), self.sure, sentence(says.FADE))),
            (tr("Stability"), (stability_scale(), sentence(says.STABILITY))),
            (tr("Disagreement"), (pink, sentence(DISAGREEMENT), sentence(WHY_DISAGREEING))),
        )
        column = QVBoxLayout(self)
        for title, widgets in parts:
            column.addWidget(_title(title))
            for widget in widgets:
                column.addWidget(widget)
        column.addStretch(1)
        self._later = QTimer(self, singleShot=True, interval=DELAY_MS, timeout=self._show)
        for signal in (
            *(state.classes_changed, state.project_changed, state.volume_changed),
            *(layers.status_changed, live.status_changed, live.predictions.speaker_changed, answers.changed),
        ):
            signal.connect(lambda *_: self._later.isActive() or self._later.start())
        self._show()

    def _show(self) -> None:
        boxes = (BOX.format(each.colour, escape(each.name)) for each in self._label_editor.classes)
        self.classes.setText(" &ensp; ".join(boxes))
        speaker = self._live.predictions.speaker
        shown = self._answers.shown
        if shown is not None:
            self.sure.setText(says.sure_of_run(shown.run.name))
            return
        self.sure.setText(says.sure_sentence(checked_answers(speaker, self._layers, self._live), speaker))


def _title(text: str) -> PlainLabel:
    title = PlainLabel(text)
    font = title.font()
    font.setBold(True)
    title.setFont(font)
    return title
