"""What a decoder must know about an encoder."""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor, nn

from seisviewer.networks.layers import Norm

STRIDE = 16


@dataclass(frozen=True)
class HeadPlan:
    """What head an encoder wants behind it.

    aspp, low, decoder: channels of the pyramid, of the low-level features and of the decoder. rates: dilations of the
    pyramid, in places of the deep features.
    """

    aspp: int
    low: int
    decoder: int
    rates: tuple[int, int, int]
    separable: bool
    norm: Norm
    dropout: float = 0.1


class Encoder(nn.Module):
    """Base of the encoders. forward: image (B, in_channels, 16 m + 1, 16 n + 1) → low-level features
    (B, low_channels, 4 m + 1, 4 n + 1) and deep features (B, channels, m + 1, n + 1).
    """

    channels: int
    low_channels: int
    head: HeadPlan

    def forward(self, image: Tensor) -> tuple[Tensor, Tensor]:
        raise NotImplementedError
