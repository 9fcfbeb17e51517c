"""What the colours over a section mean, a sentence each."""

from __future__ import annotations

import numpy as np

from seisviewer.app.live.prediction_caption import percent
from seisviewer.app.live.reliability_dialog import FEWEST, WHO
from seisviewer.predictions.leading_answer import Speaker
from seisviewer.structure.held_out_answers import HeldOutAnswers

CLASSES = "Filled: the class that is most probable. With an outline: labelled by a person, which always wins."
FAINT = (
    "Paler: predicted along one direction only so far. Fainter: newer strokes are not learned yet. Hatched: not known."
)
REJECTED = (
    "Striped: accepted in review. Crossed out in a class's colour: you said that it is not that class; what is drawn "
    "beneath is the next best one."
)
BOUNDARIES = "Lines in the colours of both sides: where the predicted classes meet."
CONFIDENCE = "How probable whoever predicts thinks that its class is."
FADE = "Fade by confidence: classes fade away towards 40 %."
STABILITY = (
    "How far the model's last versions, or the checkpoints of a round, agree: a mistake that is made every time is "
    "stable too."
)
VERY_SURE = 0.9


def sure_sentence(checked: HeldOutAnswers | None, speaker: Speaker) -> str:
    """What 100 % is worth, by the strokes that were held out."""
    strokes = checked.strokes if checked is not None else 0
    if checked is None or strokes < FEWEST:
        held_out = f"{strokes} strokes are" if strokes != 1 else "1 stroke is"
        return (
            "100 % means that it has no doubt, not that it is right. How often it is right nobody can tell yet: "
            f"{held_out} held out, {FEWEST} are needed. Paint more."
        )
    very = checked.sure >= VERY_SURE
    who = WHO[speaker]
    if not very.any():
        return (
            f"On {strokes} strokes held out {who} were nowhere {percent(VERY_SURE)} sure, and {_right(checked.right)}."
        )
    return (
        f"100 % means no doubt, not the truth: on {strokes} strokes held out, where {who} said {percent(VERY_SURE)} or more, "
        f"{_right(checked.right[very])}."
    )


def sure_of_run(name: str) -> str:
    """Where that is to be read of an earlier run that is on screen."""
    return f"100 % means no doubt, not the truth: how often {name} is right stands in the runs window (Ctrl+Shift+R)."


def _right(right: np.ndarray) -> str:
    return f"{percent(float(right.mean()))} was right"
