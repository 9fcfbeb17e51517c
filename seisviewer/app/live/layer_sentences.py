"""Who speaks on screen, and how far the layers can be believed, in the words of the panel."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from seisviewer.app.live.layer_controller import LayerStatus
from seisviewer.labels.class_kind import ClassKind
from seisviewer.learning.bootstrap_interval import ENOUGH_STROKES
from seisviewer.learning.events import FusionJudged
from seisviewer.predictions.leading_answer import Speaker
from seisviewer.structure.layer_model import HeldOut
from seisviewer.translation import tr
from seisviewer.workflows.layer_run import DOUBTFUL

ON_SCREEN = tr("On screen")
LIVE_ANSWER = tr("Live answer, not shown")  # while an earlier run lies over the sections
FAR = 3.0  # the widening from which on a user is warned
TOO_FEW_HELD_OUT = tr("too few strokes held out to tell how good")
TOO_FEW = tr("Too few strokes to tell how good this is. Paint more.")


def speaker_sentence(
    status: LayerStatus,
    speaker: Speaker,
    fusion: FusionJudged | None = None,
    has_stored: bool = False,
    where: str = ON_SCREEN,
) -> str:
    """fusion: how good the network is beside the layers, where that was judged: scores on other strokes are not compared.
    has_stored: what was stored on another day is on screen. where: the answer is to be seen."""
    solved = status.solved
    if speaker is Speaker.BOTH and fusion is not None:
        return tr("{where}: reflectors {percent} and network {percent2} together, {right}.").format(
            where=where,
            percent=_percent(1 - fusion.share),
            percent2=_percent(fusion.share),
            right=_right(fusion.together, fusion.strokes),
        )
    if solved is None and speaker is Speaker.NETWORK:
        return tr("{where}: the network. Reflectors carry strokes of two classes on inlines and crosslines.").format(
            where=where
        )
    if solved is None and has_stored:
        return tr("{where}: what was stored. The strokes are being carried again.").format(where=where)
    if solved is None:
        return tr("Paint two classes: reflectors carry the strokes at once.")
    if speaker is Speaker.NETWORK:
        return tr("{where}: the network{compared}.").format(
            where=where, compared=_compared(fusion, fusion.network, tr("reflectors"), fusion.layers) if fusion else ""
        )
    if fusion is not None:
        said = tr("{where}: reflectors{compared}.").format(
            where=where, compared=_compared(fusion, fusion.layers, tr("the network"), fusion.network)
        )
    elif solved.score is not None:
        strokes = solved.checked.strokes if solved.checked is not None else ENOUGH_STROKES
        said = tr("{where}: reflectors, {right}.").format(where=where, right=_right(solved.score, strokes))
    else:
        said = tr("{where}: reflectors.").format(where=where)
    return said if solved.whole else tr("{said} The whole survey follows.").format(said=said)


def _compared(fusion: FusionJudged, right: float, other: str, other_right: float) -> str:
    if fusion.strokes < ENOUGH_STROKES:
        return tr(", {words}").format(words=TOO_FEW_HELD_OUT)
    return tr(", {right}; {other} {other_right}").format(
        right=_right(right, fusion.strokes), other=other, other_right=_percent(other_right)
    )


def _right(share: float, strokes: int) -> str:
    """A share of so many strokes that were held out, where they are enough to tell."""
    return (
        tr("{percent} right on strokes held out").format(percent=_percent(share))
        if strokes >= ENOUGH_STROKES
        else TOO_FEW_HELD_OUT
    )


def speaker_details(speaker: Speaker, fusion: FusionJudged | None) -> str:
    """Who can answer, and how good each of them is where that was judged."""
    if speaker is not Speaker.BOTH or fusion is None:
        return tr("Who answers what is on screen: reflectors, the network that learns, or both together")
    return tr(
        "Of {strokes} strokes held out both together get {percent} right, reflectors alone "
        "{percent2}, the network alone {percent3}"
    ).format(
        strokes=fusion.strokes,
        percent=_percent(fusion.together),
        percent2=_percent(fusion.layers),
        percent3=_percent(fusion.network),
    )


def doubt_sentence(status: LayerStatus, name_of: Callable[[int], str]) -> str:
    """What speaks against the layers; "" where nothing does. name_of: gives the name of a class."""
    solved = status.solved
    if solved is None:
        return ""
    judged = solved if solved.whole or status.whole is None else status.whole
    if not judged.whole and judged.held_out.widening is None:
        return ""
    if ClassKind.BODY in judged.kinds.values():
        return _doubt_of_bodies(judged.right, name_of)
    held_out: HeldOut = judged.held_out
    if held_out.widening is None:
        return TOO_FEW
    doubtful = [number for number, share in held_out.inside.items() if share < DOUBTFUL]
    if held_out.widening <= FAR and not doubtful:
        return ""
    if not doubtful:
        return tr("Held-out strokes lie off the middle of their layers: boundaries may be one reflector off.")
    shares = [f"{name_of(number)} ({_percent(held_out.inside[number])})" for number in doubtful]
    return tr("Too little held-out paint lies in its layer: {shares}. Paint more, or set Kind to body.").format(
        shares=", ".join(shares)
    )


def _doubt_of_bodies(right: Mapping[int, float], name_of: Callable[[int], str]) -> str:
    """Where bodies are answered it is known which classes are none, and the layers alone say nothing of the answer."""
    if not right:
        return TOO_FEW
    doubtful = [f"{name_of(number)} ({_percent(share)})" for number, share in right.items() if share < DOUBTFUL]
    if not doubtful:
        return ""
    return tr("Too little held-out paint is answered right: {doubtful}. Paint more of these.").format(
        doubtful=", ".join(doubtful)
    )


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
