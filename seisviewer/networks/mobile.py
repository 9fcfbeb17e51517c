"""A light encoder for machines without a GPU: inverted residuals with separable convolutions (Sandler et al. 2018).

The parts of a block stand in the order of ConvNeXt (Liu et al. 2022): one filter a channel, normalise, widen, narrow.
Filtering and normalising before widening touches a quarter of the numbers, and memory is what a CPU waits for.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from seisviewer.networks.encoder import Encoder, HeadPlan
from seisviewer.networks.layers import PlaceNorm, initialise

EXPANSION = 4
KERNEL = 5
STEM = 16
WIDTHS = (32, 64, 96)  # at strides 4, 8 and 16
BLOCKS = (2, 2)
DILATIONS = (1, 1, 2, 2)  # of the blocks at stride 16
# A crop of 128 or 256 pixels has 9 or 17 places of deep features. Whatever looks farther than that would be untrained
# when it meets a whole section, hence narrow rates and a window.
HEAD = HeadPlan(aspp=64, low=24, decoder=64, rates=(2, 4, 6), window=17, separable=True, norm=PlaceNorm)


class InvertedResidual(nn.Module):
    """Filter each channel by 5×5, normalise, widen by 1×1, narrow by 1×1, add the input."""

    def __init__(self, channels: int, dilation: int = 1) -> None:
        super().__init__()
        padding = dilation * (KERNEL // 2)
        self.filter = nn.Conv2d(channels, channels, KERNEL, 1, padding, dilation, groups=channels, bias=False)
        self.norm = PlaceNorm(channels)
        self.widen = nn.Conv2d(channels, channels * EXPANSION, 1)
        self.narrow = nn.Conv2d(channels * EXPANSION, channels, 1)

    def forward(self, features: Tensor) -> Tensor:
        wide = torch.relu_(self.widen(self.norm(self.filter(features))))
        return features + self.narrow(wide)

    def begin_small(self) -> None:
        """Start near the identity, so that a new network passes amplitudes on to the decoder from the first step."""
        nn.init.trunc_normal_(self.filter.weight, std=1 / KERNEL)
        with torch.no_grad():
            self.narrow.weight.mul_(0.3)


class MobileEncoder(Encoder):
    """Trained from scratch on few strokes with small batches of small crops: nothing in it depends on their size."""

    def __init__(self, in_channels: int) -> None:
        super().__init__()
        self.low_channels, self.channels, self.head = WIDTHS[0], WIDTHS[-1], HEAD
        self.low = nn.Sequential(
            nn.Conv2d(in_channels, STEM, 3, stride=2, padding=1),
            PlaceNorm(STEM),
            nn.ReLU(inplace=True),
            nn.Conv2d(STEM, WIDTHS[0], 3, stride=2, padding=1),
            PlaceNorm(WIDTHS[0]),
            *(InvertedResidual(WIDTHS[0]) for _ in range(BLOCKS[0])),
        )
        self.deep = nn.Sequential(
            *_halve(WIDTHS[0], WIDTHS[1]),
            *(InvertedResidual(WIDTHS[1]) for _ in range(BLOCKS[1])),
            *_halve(WIDTHS[1], WIDTHS[2]),
            *(InvertedResidual(WIDTHS[2], dilation) for dilation in DILATIONS),
            PlaceNorm(WIDTHS[2]),
        )
        initialise(self)
        for block in self.modules():
            if isinstance(block, InvertedResidual):
                block.begin_small()

    def forward(self, image: Tensor) -> tuple[Tensor, Tensor]:
        low = self.low(image)
        return low, self.deep(low)


def _halve(inputs: int, outputs: int) -> tuple[nn.Module, nn.Module]:
    return PlaceNorm(inputs), nn.Conv2d(inputs, outputs, 3, stride=2, padding=1)
