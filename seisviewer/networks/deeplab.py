"""DeepLabv3+ (Chen et al. 2018), plain or with dual attention before its pyramid and ECA in its decoder."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from seisviewer.networks.aspp import AtrousPyramid
from seisviewer.networks.attention import DualAttention
from seisviewer.networks.eca import EfficientChannelAttention
from seisviewer.networks.encoder import STRIDE, Encoder
from seisviewer.networks.layers import ConvNorm, conv3, initialise, size


class DeepLabV3Plus(nn.Module):
    """Amplitudes (B, in_channels, H, W) → logits (B, classes, H, W) for any H, W ≥ 1.

    encoder and head are apart so that a trainer can give them learning rates of their own:
    `encoder.parameters()` and `head_parameters()`.
    """

    def __init__(self, encoder: Encoder, classes: int, *, attention: bool) -> None:
        super().__init__()
        plan = encoder.head
        self.attention = DualAttention(encoder.channels) if attention else nn.Identity()
        self.pyramid = AtrousPyramid(encoder.channels, plan)
        self.low = nn.Sequential(
            EfficientChannelAttention(encoder.low_channels) if attention else nn.Identity(),
            ConvNorm(encoder.low_channels, plan.low, plan.norm),
        )
        self.refine = nn.Sequential(
            conv3(plan.aspp + plan.low, plan.decoder, plan.norm, separable=plan.separable),
            conv3(plan.decoder, plan.decoder, plan.norm, separable=plan.separable),
        )
        self.classify = nn.Conv2d(plan.decoder, classes, 1)
        initialise(self)
        nn.init.normal_(self.classify.weight, std=0.01)
        self.encoder = encoder

    def forward(self, image: Tensor) -> Tensor:
        height, width = size(image)
        padded, top, left = pad_to_grid(image)
        low, deep = self.encoder(padded)
        deep = self.pyramid(self.attention(deep))
        features = self.refine(torch.cat([_resize(deep, size(low)), self.low(low)], dim=1))
        logits = _resize(self.classify(features), size(padded))
        return logits[..., top : top + height, left : left + width]

    def head_parameters(self) -> list[nn.Parameter]:
        """Every parameter that is not the encoder's."""
        return [each for name, each in self.named_parameters() if not name.startswith("encoder.")]


def plain(encoder: Encoder, classes: int) -> DeepLabV3Plus:
    """DeepLabv3+ as published."""
    return DeepLabV3Plus(encoder, classes, attention=False)


def with_attention(encoder: Encoder, classes: int) -> DeepLabV3Plus:
    """DeepLabv3+ with dual attention on the encoder's output and ECA on the low-level features."""
    return DeepLabV3Plus(encoder, classes, attention=True)


def pad_to_grid(image: Tensor) -> tuple[Tensor, int, int]:
    """Zeros around the image up to 16 n + 1 (n ≥ 1) in height and width; also how many rows and columns came before it.

    At that size feature i of every stride lies exactly on a pixel, so that features of both depths and the logits are
    resized corner to corner without a shift, and a mirrored section gives mirrored features.
    """
    height, width = size(image)
    below, right = (_grid(height) - height, _grid(width) - width)
    top, left = below // 2, right // 2
    return F.pad(image, (left, right - left, top, below - top)), top, left


def _grid(length: int) -> int:
    return max(STRIDE, -(-(length - 1) // STRIDE) * STRIDE) + 1


def _resize(features: Tensor, shape: tuple[int, int]) -> Tensor:
    return F.interpolate(features, size=shape, mode="bilinear", align_corners=True)
