"""The part of the training panel about reflectors that carry the strokes."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QVBoxLayout, QWidget

from seisviewer.app.chosen_answer.answer_on_screen import AnswerOnScreen
from seisviewer.app.live.layer_controller import LayerController
from seisviewer.app.live.layer_sentences import LIVE_ANSWER, ON_SCREEN, speaker_details, speaker_sentence
from seisviewer.app.live.live_controller import LiveController
from seisviewer.app.live.reliability_dialog import show_reliability
from seisviewer.app.section_state import SectionState
from seisviewer.app.widgets.controls import check_box, quiet_button, sentence, thin_bar
from seisviewer.app.widgets.plain_text import as_plain
from seisviewer.predictions.leading_answer import Speaker
from seisviewer.translation import tr

TIP = tr(
    "As soon as two classes are painted, reflectors carry the strokes over the survey, "
    "without a network and without Start (R)"
)
TRUST_TIP = tr(
    "How often the answer on screen is right where it is so sure, on strokes that were held out (Learn menu)"
)


class LayerBox(QWidget):
    """The switch, who speaks on screen, and the way to how far that can be trusted."""

    def __init__(
        self,
        state: SectionState,
        layers: LayerController,
        live: LiveController,
        answers: AnswerOnScreen | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """answers: says whether the live answer is the one on screen; it is where None."""
        super().__init__(parent)
        self._state, self._layers, self._live, self._answers = state, layers, live, answers
        self._on = check_box(tr("Carry strokes along reflectors"), TIP)
        self._speaker = sentence(lines=2)
        self._bar = thin_bar()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for part in (self._on, self._speaker, self._bar):
            layout.addWidget(part)
        self.trust = quiet_button(tr("How far to trust it…"), TRUST_TIP)
        layout.addWidget(self.trust, 0, Qt.AlignmentFlag.AlignLeft)
        self.trust.clicked.connect(lambda: show_reliability(layers, live, self.window()))
        self._on.toggled.connect(layers.set_on)
        for signal in (
            *(layers.status_changed, layers.on_changed, live.status_changed, live.predictions.speaker_changed),
            *((answers.changed,) if answers is not None else ()),
            state.prediction_changed,
            *(state.classes_changed, state.project_changed, state.volume_changed),
        ):
            signal.connect(self._show)
        self._show()

    def _show(self, *_: object) -> None:
        self._on.setChecked(self._layers.on)
        status, speaker, live = self._layers.status, self._live.predictions.speaker, self._live.status
        is_shown = self._layers.on and self._state.volume is not None
        covered = self._answers is not None and self._answers.shown is not None
        where = LIVE_ANSWER if covered else ON_SCREEN
        self._speaker.setText(
            speaker_sentence(status, speaker, live.fusion, bool(self._live.predictions), where) if is_shown else ""
        )
        self._speaker.setToolTip(as_plain(speaker_details(speaker, live.fusion)))
        self._speaker.setVisible(is_shown)
        self.trust.setVisible(is_shown and (status.solved is not None or speaker is not Speaker.LAYERS))
        follows = status.progress
        self._bar.setVisible(follows is not None)
        if follows is not None:
            self._bar.setRange(0, follows.total)  # 0 to 0 where no end is in sight
            self._bar.setValue(follows.done)
