"""A light encoder for machines without a GPU: inverted residuals with separable convolutions (Sandler et al. 2018)."""

from __future__ import annotations

from torch import Tensor, nn

from seisviewer.networks.encoder import Encoder, HeadPlan
from seisviewer.networks.layers import ConvNorm, group_norm, initialise

EXPANSION = 4
# Channels, blocks, stride of the first block, dilation; the strides with that of the stem multiply to 4, then to 16.
LOW_STAGES = ((16, 1, 1, 1), (24, 2, 2, 1))
DEEP_STAGES = ((40, 3, 2, 1), (80, 3, 2, 1), (112, 2, 1, 2))
STEM = 16
HEAD = HeadPlan(aspp=64, low=24, decoder=64, rates=(6, 12, 18), separable=True, norm=group_norm)


class InvertedResidual(nn.Module):
    """Widen by 1×1, filter each channel by 3×3, narrow by 1×1; add the input where the shapes allow."""

    def __init__(self, inputs: int, outputs: int, *, expansion: int, stride: int, dilation: int) -> None:
        super().__init__()
        wide = inputs * expansion
        layers = [ConvNorm(inputs, wide, group_norm)] if expansion > 1 else []
        self.body = nn.Sequential(
            *layers,
            ConvNorm(wide, wide, group_norm, kernel=3, stride=stride, dilation=dilation, groups=wide),
            ConvNorm(wide, outputs, group_norm, activate=False),
        )
        self.residual = stride == 1 and inputs == outputs

    def forward(self, features: Tensor) -> Tensor:
        return features + self.body(features) if self.residual else self.body(features)


class MobileEncoder(Encoder):
    """Trained from scratch on few strokes with batches of one or two crops: hence group normalisation throughout."""

    def __init__(self, in_channels: int) -> None:
        super().__init__()
        self.low_channels = LOW_STAGES[-1][0]
        self.channels = DEEP_STAGES[-1][0]
        self.head = HEAD
        self.stem = ConvNorm(in_channels, STEM, group_norm, kernel=3, stride=2)
        self.low = _stages(STEM, LOW_STAGES)
        self.deep = _stages(self.low_channels, DEEP_STAGES)
        initialise(self)

    def forward(self, image: Tensor) -> tuple[Tensor, Tensor]:
        low = self.low(self.stem(image))
        return low, self.deep(low)


def _stages(inputs: int, stages: tuple[tuple[int, int, int, int], ...]) -> nn.Sequential:
    blocks: list[nn.Module] = []
    for stage, (outputs, count, stride, dilation) in enumerate(stages):
        # The very first block works at the highest resolution, where widening would cost more than all others together.
        expansion = 1 if inputs == STEM and outputs == STEM and stage == 0 else EXPANSION
        for block in range(count):
            blocks.append(
                InvertedResidual(
                    inputs,
                    outputs,
                    expansion=expansion,
                    stride=stride if block == 0 else 1,
                    dilation=dilation,
                )
            )
            inputs = outputs
    return nn.Sequential(*blocks)
