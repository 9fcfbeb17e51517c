"""Who speaks on screen, and how far the layers can be believed, in the words of the panel."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from seisviewer.app.live.layer_controller import LayerStatus
from seisviewer.labels.class_kind import ClassKind
from seisviewer.learning.events import FusionJudged
from seisviewer.predictions.leading_answer import Speaker
from seisviewer.structure.layer_model import HeldOut
from seisviewer.workflows.layer_run import DOUBTFUL

FAR = 3.0  # the widening from which on a user is warned


def speaker_sentence(
    status: LayerStatus, speaker: Speaker, network: float | None, fusion: FusionJudged | None = None
) -> str:
    """network: the score of the network that has answered, None where there is none or nothing tells. fusion: how good it is
    with the layers, where that was judged."""
    solved = status.solved
    if speaker is Speaker.BOTH and fusion is not None:
        return (
            f"On screen: both together, reflectors {_percent(1 - fusion.share)} and the network {_percent(fusion.share)}. Of "
            f"{fusion.strokes} strokes held out they get {_percent(fusion.together)} right, reflectors alone "
            f"{_percent(fusion.layers)}, the network alone {_percent(fusion.network)}."
        )
    if solved is None and speaker is Speaker.NETWORK:
        return "On screen: the network. Reflectors carry strokes of two classes on inlines and crosslines."
    if solved is None:
        return "Paint two classes: reflectors carry the strokes at once."
    layers = solved.score
    if speaker is Speaker.NETWORK:
        return f"On screen: the network, {_percent(network)} right on held-out paint; reflectors {_percent(layers)}."
    said = "On screen: reflectors"
    if layers is not None:
        said += f", {_percent(layers)} right on strokes held out"
    if network is not None:
        said += f"; the network {_percent(network)}"
    return f"{said}." if solved.whole else f"{said}. This is a first word, the whole survey follows."


def doubt_sentence(status: LayerStatus, name_of: Callable[[int], str]) -> str:
    """What speaks against the layers; "" where nothing does. name_of: gives the name of a class."""
    solved = status.solved
    if solved is None or (not solved.whole and solved.held_out.widening is None):
        return ""
    judged = solved if solved.whole or status.whole is None else status.whole
    if ClassKind.BODY in judged.kinds.values():
        return _doubt_of_bodies(judged.right, name_of)
    held_out: HeldOut = judged.held_out
    if held_out.widening is None:
        return "Too few strokes to hold some out: nothing says how far the layers can be believed. Paint more."
    doubtful = [number for number, share in held_out.inside.items() if share < DOUBTFUL]
    if held_out.widening <= FAR and not doubtful:
        return ""
    if not doubtful:
        return "Strokes that were held out lie far off the middle of their layers: boundaries may be one reflector off."
    shares = [f"{name_of(number)} ({_percent(held_out.inside[number])})" for number in doubtful]
    return (
        f"These may be no layers, or need more strokes; of what was held out so much lay inside: {', '.join(shares)}."
    )


def _doubt_of_bodies(right: Mapping[int, float], name_of: Callable[[int], str]) -> str:
    """Where bodies are answered it is known which classes are none, and the layers alone say nothing of the answer."""
    if not right:
        return "Too few strokes to hold some out: nothing says how far the answer can be believed. Paint more."
    doubtful = [f"{name_of(number)} ({_percent(share)})" for number, share in right.items() if share < DOUBTFUL]
    if not doubtful:
        return ""
    return f"Of the strokes that were held out so much was answered right: {', '.join(doubtful)}. Paint more of these."


def _percent(share: float | None) -> str:
    return "?" if share is None else f"{100 * share:.0f} %"
