"""Small parts that every network here is made of."""

from __future__ import annotations

from collections.abc import Callable

from torch import Tensor, nn

Norm = Callable[[int], nn.Module]

CHANNELS_PER_GROUP = 8


def batch_norm(channels: int) -> nn.Module:
    """Batch normalisation: what pretrained ResNets were trained with."""
    return nn.BatchNorm2d(channels)


def group_norm(channels: int) -> nn.Module:
    """Group normalisation (Wu & He 2018), 8 channels a group: the same in training and prediction, at any batch size.

    Statistics come from the one image at hand, so a batch of one or two crops is as good as a large one, an averaged
    copy of the weights needs no averaged statistics, and the first prediction does not wait for them to settle.
    """
    return nn.GroupNorm(max(1, channels // CHANNELS_PER_GROUP), channels)


class ConvNorm(nn.Sequential):
    """Convolution that keeps the size (at stride 1), normalisation and, unless told otherwise, ReLU."""

    def __init__(
        self,
        inputs: int,
        outputs: int,
        norm: Norm,
        *,
        kernel: int = 1,
        stride: int = 1,
        dilation: int = 1,
        groups: int = 1,
        activate: bool = True,
    ) -> None:
        padding = dilation * (kernel // 2)
        layers: list[nn.Module] = [
            nn.Conv2d(inputs, outputs, kernel, stride, padding, dilation, groups, bias=False),
            norm(outputs),
        ]
        if activate:
            layers.append(nn.ReLU(inplace=True))
        super().__init__(*layers)


class SeparableConv(nn.Sequential):
    """3×3 convolution split into one filter a channel and a 1×1 mix (Chollet 2017), some eight times cheaper."""

    def __init__(self, inputs: int, outputs: int, norm: Norm, *, dilation: int = 1) -> None:
        super().__init__(
            nn.Conv2d(inputs, inputs, 3, padding=dilation, dilation=dilation, groups=inputs, bias=False),
            ConvNorm(inputs, outputs, norm),
        )


def conv3(inputs: int, outputs: int, norm: Norm, *, separable: bool, dilation: int = 1) -> nn.Module:
    """A 3×3 convolution with normalisation and ReLU, in one or split in two."""
    if separable:
        return SeparableConv(inputs, outputs, norm, dilation=dilation)
    return ConvNorm(inputs, outputs, norm, kernel=3, dilation=dilation)


def initialise(module: nn.Module) -> None:
    """He initialisation (He et al. 2015, fan out) of every convolution; normalisations begin as the identity."""
    for layer in module.modules():
        if isinstance(layer, nn.Conv2d):
            nn.init.kaiming_normal_(layer.weight, mode="fan_out", nonlinearity="relu")
            if layer.bias is not None:
                nn.init.zeros_(layer.bias)


def size(image: Tensor) -> tuple[int, int]:
    """Height and width of (…, height, width)."""
    height, width = image.shape[-2:]
    return int(height), int(width)
