"""What became of a round of self-training, in a sentence for the panel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seisviewer.learning.events import HeldBackPaint, RoundCutOff, RoundEnded
from seisviewer.translation import tr
from seisviewer.workflows.runs.model_names import round_name

if TYPE_CHECKING:
    from seisviewer.app.live.training_status import PaintNow

MORE = tr("Mark a painted section as for checking only (Alt+H), or paint more")
TRAININGS = ("teacher", "first student", "final student")  # the stages that learn


def round_result(ended: RoundEnded, held_back: HeldBackPaint | None = None) -> str:
    """Whether the student took the screen, and against what it was compared. held_back: what the scores rest on."""
    name = round_name(ended.name).capitalize()
    if not ended.finished:
        return tr("{name} was dropped").format(name=name)
    if not ended.could_tell:
        return tr(
            "{name}: kept the model before, since too little is held back to tell whether the student is better. {more}"
        ).format(name=name, more=MORE)
    if ended.score is None or ended.shown_score is None:
        return tr("{name}: student now on screen; no held-back strokes to compare it on").format(name=name)
    on = tr("held-back strokes") if held_back is None or held_back.is_enough else tr("too little held back to tell")
    compared = tr("student {score:.2f} against {shown_score:.2f} on {on}").format(
        score=ended.score, shown_score=ended.shown_score, on=on
    )
    return (
        tr("{name}: {compared}, now on screen").format(name=name, compared=compared)
        if ended.shown
        else tr("{name}: kept the model before: {compared}").format(name=name, compared=compared)
    )


def round_cut_off(waiting: RoundCutOff, paint: PaintNow | None = None) -> str:
    """Where a round stopped, and what Improve does with it on the labels as they are now. paint: None where unknown."""
    name = round_name(waiting.round.name).capitalize()
    stopped = tr("{name} was cut off in the {stage} (stage {waiting_number} of {count}): ").format(
        name=name, stage=tr(waiting.stage), waiting_number=waiting.number, count=waiting.count
    )
    if paint is None or paint.version == waiting.round.labels_version:
        return tr("{stopped}Improve goes on with it").format(stopped=stopped)
    if not set(paint.classes) <= set(waiting.round.classes):
        return tr(
            "{stopped}a class was painted since that its network does not know, so Improve begins the round anew"
        ).format(stopped=stopped)
    if waiting.stage in TRAININGS:
        return tr(
            "{stopped}its labels have changed since, so Improve begins that training anew on those of now"
        ).format(stopped=stopped)
    return tr("{stopped}its labels have changed since; Improve goes on with it on those of now").format(stopped=stopped)
