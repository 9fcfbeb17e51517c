"""Who speaks on screen: the reflectors that carry the strokes, the network that learns them, or both together."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Speaker(Enum):
    """Who has given an answer."""

    LAYERS = "layers"
    NETWORK = "network"
    BOTH = "both"


@dataclass(frozen=True)
class Standing:
    """What is known of a model that has answered. labels_version: of the newest labels in its answers. score: the share that
    it gets right of paint that was held out, mean over the classes; None where nothing tells."""

    labels_version: int
    score: float | None = None


def leading(layers: Standing | None, network: Standing | None, both: Standing | None = None) -> Speaker:
    """Who speaks; None stands for one that has not answered.

    Both together answer only where that was found to be no worse than either; they take the place of the layers once they know
    all strokes that those carry. The network takes it where it is known to be better, too.
    """
    if layers is None:
        return Speaker.BOTH if both is not None else Speaker.NETWORK if network is not None else Speaker.LAYERS
    if both is not None:
        return Speaker.BOTH if both.labels_version >= layers.labels_version else Speaker.LAYERS
    if network is None:
        return Speaker.LAYERS
    as_new = network.labels_version >= layers.labels_version
    better = network.score is not None and layers.score is not None and network.score > layers.score
    return Speaker.NETWORK if as_new and better else Speaker.LAYERS
