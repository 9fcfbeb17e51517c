"""The panel that shows and steers live training."""

from __future__ import annotations

from typing import Any

from PyQt6.QtWidgets import (
    QGridLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from seisviewer.app.chosen_answer.answer_box import AnswerBox
from seisviewer.app.chosen_answer.answer_on_screen import AnswerOnScreen
from seisviewer.app.live.doubts.doubt_box import DoubtBox
from seisviewer.app.live.doubts.doubt_controller import DoubtController
from seisviewer.app.live.drop_question import ask_to_drop
from seisviewer.app.live.durations import duration
from seisviewer.app.live.filling.fill_box import FillBox
from seisviewer.app.live.filling.stored_source import StoredSource
from seisviewer.app.live.held_back_line import HeldBackLine
from seisviewer.app.live.layer_box import LayerBox
from seisviewer.app.live.layer_controller import LayerController
from seisviewer.app.live.layer_warning import LayerWarning
from seisviewer.app.live.live_controller import LiveController
from seisviewer.app.live.loss_curve import LossCurve
from seisviewer.app.live.round_sentences import MORE, round_cut_off, round_result
from seisviewer.app.live.training_status import LiveStatus, Phase
from seisviewer.app.section_state import SectionState
from seisviewer.app.widgets.controls import check_box, form, quiet_button, sentence, thin_bar
from seisviewer.app.widgets.elided_label import ElidedLabel
from seisviewer.app.widgets.folded_part import FoldedPart
from seisviewer.app.widgets.plain_text import as_plain
from seisviewer.learning.bootstrap_interval import ENOUGH_STROKES
from seisviewer.learning.events import Loss
from seisviewer.translation import tr
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.runs.model_names import round_name

IMPROVE_TIP = tr(
    "Start a round of self-training (ST++) on the labels as they are now, or go on with one that was cut off (I)"
)
BUTTONS = (
    (
        "start",
        tr("Start"),
        tr("Learn from the strokes while you paint, or end that (L; it goes on where training is paused)"),
    ),
    ("pause", tr("Pause"), tr("Learn nothing for now, but go on predicting what is shown")),
    (
        "improve",
        tr("Improve"),
        IMPROVE_TIP,
    ),
    (
        "finish",
        tr("Finish the round"),
        tr("Learn nothing new, bring the self-training round to its end, then only predict"),
    ),
    ("drop", tr("Drop the round"), tr("Give the self-training round up and go on learning live")),
)
# Row, column, rows and columns: two beside each other fit a narrow panel in large letters.
PLACES = {
    "start": (0, 0, 1, 1),
    "pause": (0, 1, 1, 1),
    "improve": (1, 0, 1, 2),
    "finish": (2, 0, 1, 1),
    "drop": (2, 1, 1, 1),
}
FIGURES = ("stage", "step", "loss", "score", "left", "model", "device")
NAMES = (tr("Stage"), tr("Step"), tr("Loss"), tr("Held-back score"), tr("Time left"), tr("Network"), tr("Computes on"))
SENTENCES = {
    "score": tr(
        "Of the strokes held back, which no model learns: the share found of each class, "
        "averaged over the classes. A class of which nothing is held back is not in it, nor is "
        "what nobody painted"
    ),
    "device": tr("What training and predictions are computed on, and why"),
}
DETAILS_TIP = tr("When training starts by itself, its figures and its loss curve")
NOTHING = "–"
TOO_LITTLE = tr("Not enough held back to tell")
PAUSED = tr("Paused: predicts, learns nothing")


class TrainingPanel(QWidget):
    """The buttons that steer training, who speaks on screen and which strokes are doubted; folded away, the figures of
    training."""

    def __init__(
        self,
        state: SectionState,
        controller: LiveController,
        layers: LayerController,
        doubts: DoubtController,
        stored: StoredSource,
        answers: AnswerOnScreen | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """answers: whose answer is on screen; always the live one where None."""
        super().__init__(parent)
        self._answers = answers
        self._state = state
        self._controller = controller
        self._layers = layers
        self._doubts = doubts
        self._stored = stored
        self._was_on = False
        self._buttons = {name: quiet_button(text, tip) for name, text, tip in BUTTONS}
        self._figures = {name: _figure(name) for name in FIGURES}
        self._now = sentence()
        self._bar = thin_bar()
        self._curve = LossCurve()
        self._auto = check_box(
            tr("Start by itself at the second class"),
            tr("Live training starts as soon as a second class has been painted"),
        )
        self._auto.setChecked(controller.auto_start)
        self._auto_rounds = check_box(
            tr("Rounds start by themselves"),
            tr(
                "A round of self-training starts when no stroke has come for a minute; otherwise only "
                "Improve starts one"
            ),
        )
        self._auto_rounds.setChecked(controller.auto_rounds)
        self._round = sentence(
            tip=tr("What became of the last round of self-training; scores are means over the classes")
        )
        self._lay_out()
        self._connect()
        self._show(controller.status)

    def _lay_out(self) -> None:
        buttons = QGridLayout()
        for name, place in PLACES.items():
            buttons.addWidget(self._buttons[name], *place)
        figures = form(*((text, self._figures[name]) for name, text in zip(FIGURES, NAMES, strict=True)))
        figures.setVerticalSpacing(2)
        details = QVBoxLayout()
        details.addWidget(self._auto)
        details.addWidget(self._auto_rounds)
        details.addLayout(figures)
        details.addWidget(HeldBackLine(self._state))
        details.addWidget(self._curve, 1)
        self.details = FoldedPart(tr("Details"), DETAILS_TIP, details, "training/details")
        layout = QVBoxLayout(self)
        if self._answers is not None:
            layout.addWidget(AnswerBox(self._state, self._answers))
        # What is clicked comes before what grows and shrinks.
        layout.addLayout(buttons)
        for part in (
            *(self._now, self._bar, LayerBox(self._state, self._layers, self._controller, self._answers)),
            FillBox(self._state, self._stored),
            *(DoubtBox(self._state, self._doubts), LayerWarning(self._state, self._layers), self._round),
        ):
            layout.addWidget(part)
        layout.addWidget(self.details, 1)
        layout.addStretch()

    def _connect(self) -> None:
        controller = self._controller
        self._buttons["start"].clicked.connect(
            lambda: controller.stop() if controller.status.is_on else controller.start()
        )
        self._buttons["pause"].clicked.connect(
            lambda: controller.set_paused(controller.status.phase is not Phase.PAUSED)
        )
        self._buttons["improve"].clicked.connect(controller.improve)
        self._buttons["finish"].clicked.connect(controller.finish_round)
        self._buttons["drop"].clicked.connect(lambda: ask_to_drop(controller, self.window()))
        self._auto.toggled.connect(controller.set_auto_start)
        self._auto_rounds.toggled.connect(controller.set_auto_rounds)
        controller.status_changed.connect(self._show)
        controller.happened.connect(self._happened)
        controller.auto_start_changed.connect(self._auto.setChecked)
        self._state.volume_changed.connect(self._set_volume)

    def _happened(self, event: Any) -> None:
        if isinstance(event, Loss):
            self._curve.add(event)

    def _set_volume(self, volume: Volume | None) -> None:
        """What was learned about another survey is not shown."""
        self._curve.clear_curves()
        self._show(self._controller.status)

    def _show(self, status: LiveStatus) -> None:
        if status.is_on and not self._was_on:
            self._curve.clear_curves()
        self._was_on = status.is_on
        self._show_buttons(status)
        self._show_bar(status)
        self._now.setText(headline(status))
        self._round.setText(round_line(status))
        self._round.setVisible(bool(self._round.text()))
        for name, text in figures(status).items():
            self._figures[name].setText(text)

    def _show_buttons(self, status: LiveStatus) -> None:
        self._buttons["start"].setText(tr("Stop") if status.is_on else tr("Start"))
        self._buttons["start"].setEnabled(self._state.volume is not None and status.phase is not Phase.STOPPING)
        self._buttons["pause"].setText(tr("Go on") if status.phase is Phase.PAUSED else tr("Pause"))
        self._buttons["pause"].setEnabled(status.can_pause)
        self._buttons["improve"].setText(improve_text(status))
        self._buttons["improve"].setToolTip(as_plain(improve_tip(status)))
        self._buttons["improve"].setEnabled(self._state.volume is not None and status.can_improve)
        self._buttons["finish"].setEnabled(status.can_finish)
        self._buttons["drop"].setEnabled(status.can_drop)
        for name in ("finish", "drop"):
            self._buttons[name].setVisible(status.in_round or status.cut_off is not None)

    def _show_bar(self, status: LiveStatus) -> None:
        self._bar.setVisible(status.is_on and status.phase is not Phase.PAUSED)
        self._bar.setRange(0, status.steps)  # 0 to 0 is Qt's way to say that something goes on without an end in sight
        self._bar.setValue(status.step if status.steps else 0)


def headline(status: LiveStatus) -> str:
    """One line: what training does, or what it waits for."""
    if not status.is_on and len(status.paint.classes) < 2:
        return tr("Training is off.")
    if not status.is_on:
        return tr("Training is off: Start lets a network learn, too.")
    if status.phase is Phase.PAUSED:
        return status.progress or PAUSED
    if status.waiting:
        return status.waiting[:1].upper() + status.waiting[1:]
    if status.progress or not (status.in_round and status.stage):
        return status.progress or tr(status.phase.value).capitalize()
    told = status.seconds_left is not None
    left = tr(", {duration} left of the round").format(duration=duration(status.seconds_left)) if told else ""
    if told and status.slower:
        left = tr(", {duration} left of the round, as steps became slower").format(
            duration=duration(status.seconds_left)
        )
    return tr("{stage} ({stage_number} of {stage_count}){left}").format(
        stage=tr(status.stage).capitalize(), stage_number=status.stage_number, stage_count=status.stage_count, left=left
    )


def improve_text(status: LiveStatus) -> str:
    """The button, with how long it takes where that is known and no round is on."""
    if status.outlook is None or status.in_round or status.cut_off is not None:
        return tr("Improve")
    return tr("Improve (about {duration})").format(duration=duration(status.outlook))


def improve_tip(status: LiveStatus) -> str:
    """What it does, how long it takes, and whether its result can take the screen."""
    takes = (
        tr(
            "It takes minutes to an hour; how long is timed on this computer, and told, some seconds "
            "after two classes are painted."
        )
        if status.outlook is None
        else tr("It takes about {duration} on this computer, and can be left alone.").format(
            duration=duration(status.outlook)
        )
    )
    if status.outlook is not None and status.slower:
        takes = tr(
            "It takes about {duration} on this computer: longer than told at first, as steps became slower. It can be "
            "left alone."
        ).format(duration=duration(status.outlook))
    too_little = status.held_back is not None and not status.held_back.is_enough
    warned = (
        tr(
            " Its result will not take the screen: too little is held back to tell whether it is better. {more}."
        ).format(more=MORE)
        if too_little
        else ""
    )
    return f"{IMPROVE_TIP}. {takes}{warned}"


def round_line(status: LiveStatus) -> str:
    """What became of the last round, or where the one stopped that waits to be taken up; "" without any."""
    if status.cut_off is not None:
        return round_cut_off(status.cut_off, status.paint)
    return round_result(status.last_round, status.held_back) if status.last_round is not None else ""


def figures(status: LiveStatus) -> dict[str, str]:
    """The texts of the figures by name, NOTHING where there is none."""
    stage = tr(status.stage).capitalize()
    if status.stage_count:
        stage += tr(" ({stage_number} of {stage_count})").format(
            stage_number=status.stage_number, stage_count=status.stage_count
        )
    return {
        "stage": stage or NOTHING,
        "step": (
            tr("{step} of {steps}").format(step=status.step, steps=status.steps) if status.steps else str(status.step)
        )
        if status.step
        else NOTHING,
        "loss": NOTHING if status.loss is None else f"{status.loss:.3f}",
        "score": score_text(status),
        "left": NOTHING
        if status.seconds_left is None
        else tr("{duration} of the whole round").format(duration=duration(status.seconds_left)),
        "model": tr("{model}, version {version}").format(model=round_name(status.model), version=status.version)
        if status.model
        else NOTHING,
        "device": status.device or NOTHING,
    }


def score_text(status: LiveStatus) -> str:
    """How good the model on screen is on paint that it did not learn, and on how much of it that was seen."""
    if status.held_back is not None and not status.held_back.is_enough:
        return tr("{too_little}: {strokes} strokes are, {enough_strokes} of two classes are needed. {more}").format(
            too_little=TOO_LITTLE, strokes=status.held_back.strokes, enough_strokes=ENOUGH_STROKES, more=MORE
        )
    text = NOTHING if status.score is None else f"{100 * status.score:.0f} %"
    if status.score is not None and (interval := status.score_interval) is not None:
        text += f" (95 %: {100 * interval.low:.0f}–{100 * interval.high:.0f} %)"
    if status.score is not None and status.held_back is not None:
        voxels, classes = sum(status.held_back.voxels.values()), len(status.held_back.voxels)
        strokes = status.held_back.strokes
        text += tr(" of {voxels:,} voxels of {strokes} strokes in {classes} of {painted} classes").format(
            voxels=voxels, strokes=strokes, classes=classes, painted=status.held_back.painted
        )
    if status.refused is not None:
        text += tr("; {model} kept back with {score:.0f} %").format(
            model=round_name(status.refused.model), score=100 * status.refused.score
        )
    return text


def _figure(name: str) -> QLabel:
    """A line that is cut, or a sentence that goes on in the next line."""
    if name not in SENTENCES:
        return ElidedLabel()
    return sentence(tip=SENTENCES[name])
