"""Networks for sections that plugins build."""

from __future__ import annotations

from torch import Tensor, nn

from seisviewer.networks.encoder import Encoder
from seisviewer.plugins.found import Plugin, calling, load, wrong
from seisviewer.translation import tr


class PluginNetwork(nn.Module):
    """A plugin's network, looked at whenever it answers: amplitudes (B, in_channels, H, W) → logits (B, classes, H, W)."""

    def __init__(self, plugin: Plugin, encoder: Encoder, classes: int) -> None:
        super().__init__()
        make = load(plugin)
        with calling(plugin, tr("building its network")):
            inner = make(encoder, classes)
        if not isinstance(inner, nn.Module) or getattr(inner, "encoder", None) is not encoder:
            raise wrong(plugin, tr("gave no network that holds the encoder as its “encoder”"))
        self.plugin, self.classes, self.inner = plugin, classes, inner

    @property
    def encoder(self) -> Encoder:
        return self.inner.encoder

    def head_parameters(self) -> list[nn.Parameter]:
        """Every parameter that is not the encoder's."""
        return [each for name, each in self.inner.named_parameters() if not name.startswith("encoder.")]

    def forward(self, image: Tensor) -> Tensor:
        with calling(self.plugin, tr("answering for a section")):
            logits = self.inner(image)
        wanted = (image.shape[0], self.classes, *image.shape[2:])
        if not isinstance(logits, Tensor) or logits.shape != wanted:
            given = tuple(logits.shape) if isinstance(logits, Tensor) else type(logits).__name__
            raise wrong(self.plugin, tr("answered {given} in place of {wanted}").format(given=given, wanted=wanted))
        return logits
