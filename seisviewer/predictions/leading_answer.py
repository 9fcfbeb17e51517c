"""Which of two models speaks on screen: the reflectors that carry the strokes, or the network that learns them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Speaker(Enum):
    """Who has given an answer."""

    LAYERS = "layers"
    NETWORK = "network"


@dataclass(frozen=True)
class Standing:
    """What is known of a model that has answered. labels_version: of the newest labels in its answers. score: the share that
    it gets right of paint that was held out, mean over the classes; None where nothing tells."""

    labels_version: int
    score: float | None = None


def leading(layers: Standing | None, network: Standing | None) -> Speaker:
    """Who speaks; None stands for one that has not answered.

    The network takes the place of the layers once it has learned all strokes that they carry and is known to be better.
    """
    if network is None or layers is None:
        return Speaker.LAYERS if network is None else Speaker.NETWORK
    as_new = network.labels_version >= layers.labels_version
    better = network.score is not None and layers.score is not None and network.score > layers.score
    return Speaker.NETWORK if as_new and better else Speaker.LAYERS
