"""Who speaks on screen: the reflectors that carry the strokes, the network that learns them, or both together."""

from __future__ import annotations

from enum import Enum

from seisviewer.predictions import fusion

LAYERS = "layers"  # the name of the layer model, in every pass of the window


class Speaker(Enum):
    """Who has given an answer."""

    LAYERS = "layers"
    NETWORK = "network"
    BOTH = "both"


def speaker_of(model: str) -> Speaker:
    """Whose answer a pass is, from the name of its model."""
    return {LAYERS: Speaker.LAYERS, fusion.NAME: Speaker.BOTH}.get(model, Speaker.NETWORK)


def leading(layers: int | None, network: int | None, both: int | None, network_is_better: bool) -> Speaker:
    """Who speaks. layers, network, both: the version of the newest labels that each has answered with, None for one
    that has not answered. network_is_better: alone, than the layers, on strokes that neither has learned; not where
    nothing tells.

    Both together answer only where that was found to be no worse than either. What has learned takes the place of the
    layers once it knows all strokes that those carry.
    """
    if layers is None:
        return Speaker.BOTH if both is not None else Speaker.NETWORK if network is not None else Speaker.LAYERS
    if both is not None and both >= layers:
        return Speaker.BOTH
    if network is not None and network >= layers and network_is_better:
        return Speaker.NETWORK
    return Speaker.LAYERS
