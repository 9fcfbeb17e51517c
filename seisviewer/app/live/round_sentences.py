"""What became of a round of self-training, in a sentence for the panel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seisviewer.learning.events import HeldBackPaint, RoundCutOff, RoundEnded

if TYPE_CHECKING:
    from seisviewer.app.live.training_status import PaintNow

MORE = "Mark a painted section as for checking only (Alt+H), or paint more"
TRAININGS = ("teacher", "first student", "final student")  # the stages that learn


def round_result(ended: RoundEnded, held_back: HeldBackPaint | None = None) -> str:
    """Whether the student took the screen, and against what it was compared. held_back: what the scores rest on."""
    name = ended.name.capitalize()
    if not ended.finished:
        return f"{name} was dropped"
    if not ended.could_tell:
        return f"{name}: kept the model before, since too little is held back to tell whether the student is better. {MORE}"
    if ended.score is None or ended.shown_score is None:
        return f"{name}: student now on screen; no held-back strokes to compare it on"
    on = "held-back strokes" if held_back is None or held_back.is_enough else "too little held back to tell"
    compared = f"student {ended.score:.2f} against {ended.shown_score:.2f} on {on}"
    return f"{name}: {compared}, now on screen" if ended.shown else f"{name}: kept the model before: {compared}"


def round_cut_off(waiting: RoundCutOff, paint: PaintNow | None = None) -> str:
    """Where a round stopped, and what Improve does with it on the labels as they are now. paint: None where unknown."""
    name = waiting.round.name.capitalize()
    stopped = f"{name} was cut off in the {waiting.stage} (stage {waiting.number} of {waiting.count}): "
    if paint is None or paint.version == waiting.round.labels_version:
        return f"{stopped}Improve goes on with it"
    if not set(paint.classes) <= set(waiting.round.classes):
        return f"{stopped}a class was painted since that its network does not know, so Improve begins the round anew"
    if waiting.stage in TRAININGS:
        return f"{stopped}its labels have changed since, so Improve begins that training anew on those of now"
    return f"{stopped}its labels have changed since; Improve goes on with it on those of now"
