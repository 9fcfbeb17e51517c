"""The table of networks and encoders, and the one way to build a model."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from seisviewer.errors import ModelError
from seisviewer.plugins.found import plugins
from seisviewer.translation import tr

if TYPE_CHECKING:
    from seisviewer.networks.deeplab import DeepLabV3Plus
    from seisviewer.networks.plugin_network import PluginNetwork

# name: module:Object, called with (encoder, classes)
REGISTRY = {
    "deeplabv3+": "seisviewer.networks.deeplab:plain",
    "deeplabv3+da-eca": "seisviewer.networks.deeplab:with_attention",
}
# name: module:Object, called with (in_channels)
ENCODERS = {
    "mobile": "seisviewer.networks.mobile:MobileEncoder",
    "resnet18": "seisviewer.networks.resnet:resnet18",
    "resnet34": "seisviewer.networks.resnet:resnet34",
    "resnet50": "seisviewer.networks.resnet:resnet50",
}
DEFAULT_NETWORK = "deeplabv3+da-eca"
GROUP = "networks"  # of plugins, which are called as those of REGISTRY


def network_names() -> tuple[str, ...]:
    """All networks that can be built, those of plugins last."""
    return tuple(dict.fromkeys((*REGISTRY, *plugins(GROUP))))


def build(
    network: str, encoder: str, classes: int, *, in_channels: int = 1, seed: int = 0
) -> DeepLabV3Plus | PluginNetwork:
    """A new model with weights drawn from `seed`: (B, in_channels, H, W) → logits (B, classes, H, W).

    The program's own random numbers go on as if nothing had been drawn. Raises ModelError for an unknown name or
    when there is nothing to learn (fewer than two classes).
    """
    import torch

    _check_network(network)
    make_encoder = _entry(ENCODERS, encoder, "encoder")
    if classes < 2:
        raise ModelError(
            tr("A network needs at least two classes to tell apart, and was asked for {classes}.").format(
                classes=classes
            )
        )
    with torch.random.fork_rng(devices=[]):
        torch.random.default_generator.manual_seed(seed)
        built = make_encoder(in_channels)
        if network in REGISTRY:
            return _entry(REGISTRY, network, "network")(built, classes)
        from seisviewer.networks.plugin_network import PluginNetwork

        return PluginNetwork(plugins(GROUP)[network], built, classes)


def check_names(network: str, encoder: str) -> None:
    """Raise ModelError where there is no such network or encoder."""
    _check_network(network)
    _entry(ENCODERS, encoder, "encoder")


def _check_network(name: str) -> None:
    if name not in network_names():
        raise ModelError(
            tr(
                "There is no network called “{name}”: choose one of {listed}, or install the plugin that has it."
            ).format(name=name, listed=", ".join(network_names()))
        )


def _entry(table: dict[str, str], name: str, kind: str) -> Callable:
    if name not in table:
        raise ModelError(
            tr("There is no {kind} called “{name}”: choose one of {table}.").format(
                kind=kind, name=name, table=", ".join(table)
            )
        )
    module, _, attribute = table[name].partition(":")
    return getattr(importlib.import_module(module), attribute)
