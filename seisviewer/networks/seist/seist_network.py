"""SeisT in its three sizes: a stem, four stages, and a head that draws curves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from torch import Tensor, nn
from torch.nn import functional

from seisviewer.networks.seist.seist_blocks import Aggregation, MixedConvolutions, Stem, TwoPaths, padded

COMPONENTS = 3
STEM_CHANNELS, STEM_KERNELS, STEM_STRIDES = (16, 8, 16, 16), (11, 5, 5, 7), (2, 1, 1, 2)
STAGE_RATIO = 2  # samples that become one at the beginning of a stage
ATTENTION_RATIOS = (8, 4, 2, 1)  # samples that attention takes together, in each stage
CURVES = 3  # detection, P, S


@dataclass(frozen=True)
class Size:
    """channels, blocks, attentive, widths: for each stage its channels, its blocks, how many of these (the last ones)
    attend, and the channels of a head. kernels: of the mixed convolutions. ratio: of the perceptrons. path: of the last
    block that is left out in training; drop: of everything else."""

    channels: tuple[int, ...]
    blocks: tuple[int, ...]
    attentive: tuple[int, ...]
    widths: tuple[int, ...]
    kernels: tuple[int, ...]
    ratio: int
    drop: float


SIZES = {
    "s": Size((16, 24, 32, 64), (2, 2, 3, 2), (1, 1, 1, 1), (8, 8, 8, 16), (5, 7), 2, 0.1),
    "m": Size((24, 32, 64, 96), (2, 3, 6, 2), (1, 1, 1, 1), (8, 8, 16, 32), (5, 7), 2, 0.2),
    "l": Size((32, 32, 64, 128), (2, 3, 6, 3), (1, 1, 2, 1), (8, 8, 16, 32), (3, 5, 7, 11), 3, 0.3),
}


def stem() -> nn.Sequential:
    channels = (COMPONENTS, *STEM_CHANNELS)
    return nn.Sequential(
        *(
            Stem(before, after, kernel, stride)
            for before, after, kernel, stride in zip(channels, STEM_CHANNELS, STEM_KERNELS, STEM_STRIDES, strict=False)
        )
    )


def stages(size: Size) -> nn.ModuleList:
    """Deeper blocks are left out more often in training."""
    paths = iter(np.linspace(0.0, size.drop, sum(size.blocks)).tolist())
    made, before = nn.ModuleList(), STEM_CHANNELS[-1]
    for number, channels in enumerate(size.channels):
        width, blocks = size.widths[number], [Aggregation(before, channels, STAGE_RATIO)]
        for block in range(size.blocks[number]):
            if block < size.blocks[number] - size.attentive[number]:
                blocks.append(MixedConvolutions(channels, width, size.kernels, size.ratio, next(paths), size.drop))
            else:
                ratio = ATTENTION_RATIOS[number]
                blocks.append(TwoPaths(channels, width, ratio, size.ratio, next(paths), size.drop))
        made.append(nn.Sequential(*blocks))
        before = channels
    return made


class CurvesHead(nn.Module):
    """From the features back to the samples of the window, step by step, each as much longer as the one before."""

    def __init__(self, size: Size) -> None:
        super().__init__()
        shrinking = [number for number, stride in enumerate(STEM_STRIDES) if stride > 1]
        channels = [(COMPONENTS, *STEM_CHANNELS)[number] for number in shrinking]
        channels += [STEM_CHANNELS[-1], *size.channels[:-1]]
        kernels = [STEM_KERNELS[number] for number in shrinking] + [max(size.kernels)] * len(size.channels)
        before = [size.channels[-1], *reversed(channels[1:])]
        after = [*before[1:], 2 * CURVES]
        self.up_layers = nn.ModuleList()
        for entering, leaving, kernel in zip(before, after, reversed(kernels), strict=True):
            layer = nn.Sequential()
            layer.add_module("conv", nn.Conv1d(entering, leaving, kernel))
            layer.add_module("norm", nn.BatchNorm1d(leaving))
            self.up_layers.append(layer)
        self.out_conv = nn.Conv1d(2 * CURVES, CURVES, 7, padding=3)

    def forward(self, x: Tensor, samples: int) -> Tensor:
        """Logits (windows, detection P S, samples)."""
        for layer, length in zip(self.up_layers, self._lengths(x.shape[-1], samples), strict=True):
            x = padded(functional.interpolate(x, length, mode="linear"), layer.conv.kernel_size[0])
            x = functional.gelu(layer(x))
        return self.out_conv(x)

    def _lengths(self, first: int, last: int) -> list[int]:
        factor = (last / first) ** (1 / len(self.up_layers))
        lengths = [last]
        for _ in self.up_layers[1:]:
            lengths.append(int(lengths[-1] / factor))
        return lengths[::-1]
