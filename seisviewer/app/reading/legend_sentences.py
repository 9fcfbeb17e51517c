"""What the colours over a section mean, a sentence each."""

from __future__ import annotations

import numpy as np

from seisviewer.app.live.prediction_caption import percent
from seisviewer.app.live.reliability_dialog import FEWEST, WHO
from seisviewer.predictions.leading_answer import Speaker
from seisviewer.structure.held_out_answers import HeldOutAnswers
from seisviewer.translation import tr

CLASSES = tr("Filled: the class that is most probable. With an outline: labelled by a person, which always wins.")
FAINT = tr(
    "Paler: predicted along one direction only so far. Fainter: newer strokes are not learned yet. Hatched: not known."
)
REJECTED = tr(
    "Striped: accepted in review. Crossed out in a class's colour: you said that it is not "
    "that class; what is drawn beneath is the next best one."
)
BOUNDARIES = tr("Lines in the colours of both sides: where the predicted classes meet.")
CONFIDENCE = tr("How probable whoever predicts thinks that its class is.")
FADE = tr("Fade by confidence: classes fade away towards 40 %.")
STABILITY = tr(
    "How far the model's last versions, or the checkpoints of a round, agree: a mistake that "
    "is made every time is stable too."
)
VERY_SURE = 0.9


def sure_sentence(checked: HeldOutAnswers | None, speaker: Speaker) -> str:
    """What 100 % is worth, by the strokes that were held out."""
    strokes = checked.strokes if checked is not None else 0
    if checked is None or strokes < FEWEST:
        held_out = tr("{strokes} strokes are").format(strokes=strokes) if strokes != 1 else tr("1 stroke is")
        return tr(
            "100 % means that it has no doubt, not that it is right. How often it is right nobody "
            "can tell yet: {held_out} held out, {fewest} are needed. Paint more."
        ).format(held_out=held_out, fewest=FEWEST)
    very = checked.sure >= VERY_SURE
    who = WHO[speaker]
    if not very.any():
        return tr("On {strokes} strokes held out {who} were nowhere {percent} sure, and {right}.").format(
            strokes=strokes, who=who, percent=percent(VERY_SURE), right=_right(checked.right)
        )
    return tr(
        "100 % means no doubt, not the truth: on {strokes} strokes held out, where {who} said "
        "{percent} or more, {right}."
    ).format(strokes=strokes, who=who, percent=percent(VERY_SURE), right=_right(checked.right[very]))


def sure_of_run(name: str) -> str:
    """Where that is to be read of an earlier run that is on screen."""
    return tr(
        "100 % means no doubt, not the truth: how often {name} is right stands in the runs window (Ctrl+Shift+R)."
    ).format(name=name)


def _right(right: np.ndarray) -> str:
    return tr("{percent} was right").format(percent=percent(float(right.mean())))
