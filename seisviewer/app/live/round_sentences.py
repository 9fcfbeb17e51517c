"""What became of a round of self-training, in a sentence for the panel."""

from __future__ import annotations

from seisviewer.learning.events import HeldBackPaint, RoundCutOff, RoundEnded


def round_result(ended: RoundEnded, held_back: HeldBackPaint | None = None) -> str:
    """Whether the student took the screen, and against what it was compared. held_back: what the scores rest on."""
    name = ended.name.capitalize()
    if not ended.finished:
        return f"{name} was dropped"
    if ended.score is None or ended.shown_score is None:
        return f"{name}: student now on screen; no held-back strokes to compare it on"
    on = "held-back strokes" if held_back is None or held_back.is_enough else "too little held back to tell"
    compared = f"student {ended.score:.2f} against {ended.shown_score:.2f} on {on}"
    return f"{name}: {compared}, now on screen" if ended.shown else f"{name}: kept the model before: {compared}"


def round_cut_off(waiting: RoundCutOff) -> str:
    """Where a round stopped, and how it goes on."""
    name = waiting.name.capitalize()
    return f"{name} was cut off in the {waiting.stage} (stage {waiting.number} of {waiting.count}): Improve goes on with it"
