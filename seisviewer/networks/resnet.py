"""ResNet encoders (He et al. 2016) whose weights have torchvision's names, with output stride 16."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from torch import Tensor, nn

from seisviewer.networks.encoder import Encoder, HeadPlan
from seisviewer.networks.layers import batch_norm, initialise

WIDTHS = (64, 128, 256, 512)
RATES = (6, 12, 18)  # as published for output stride 16
FULL_HEAD = HeadPlan(256, 48, 256, RATES, separable=False, norm=batch_norm)
LIGHT_HEAD = HeadPlan(256, 48, 256, RATES, separable=True, norm=batch_norm)


class BasicBlock(nn.Module):
    """Two 3×3 convolutions and a shortcut."""

    expansion = 1

    def __init__(self, inputs: int, width: int, stride: int, dilation: int) -> None:
        super().__init__()
        self.conv1 = _conv3(inputs, width, stride, dilation)
        self.bn1 = nn.BatchNorm2d(width)
        self.relu = nn.ReLU(inplace=True)
        self.conv2 = _conv3(width, width, 1, dilation)
        self.bn2 = nn.BatchNorm2d(width)
        self.downsample = _shortcut(inputs, width, stride)

    def forward(self, features: Tensor) -> Tensor:
        shortcut = features if self.downsample is None else self.downsample(features)
        out = self.relu(self.bn1(self.conv1(features)))
        return self.relu(self.bn2(self.conv2(out)) + shortcut)


class Bottleneck(nn.Module):
    """1×1, 3×3, 1×1 and a shortcut; the stride is in the 3×3 (torchvision's choice, "ResNet v1.5")."""

    expansion = 4

    def __init__(self, inputs: int, width: int, stride: int, dilation: int) -> None:
        super().__init__()
        outputs = width * self.expansion
        self.conv1 = nn.Conv2d(inputs, width, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = _conv3(width, width, stride, dilation)
        self.bn2 = nn.BatchNorm2d(width)
        self.conv3 = nn.Conv2d(width, outputs, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(outputs)
        self.relu = nn.ReLU(inplace=True)
        self.downsample = _shortcut(inputs, outputs, stride)

    def forward(self, features: Tensor) -> Tensor:
        shortcut = features if self.downsample is None else self.downsample(features)
        out = self.relu(self.bn1(self.conv1(features)))
        out = self.relu(self.bn2(self.conv2(out)))
        return self.relu(self.bn3(self.conv3(out)) + shortcut)


class ResNet(Encoder):
    """Batch normalisation stays, since pretrained weights rest on it. layer4 is dilated instead of strided."""

    def __init__(
        self,
        block: type[BasicBlock | Bottleneck],
        counts: tuple[int, int, int, int],
        in_channels: int,
        head: HeadPlan,
    ) -> None:
        super().__init__()
        self.head = head
        self.low_channels = WIDTHS[0] * block.expansion
        self.channels = WIDTHS[3] * block.expansion
        self.conv1 = nn.Conv2d(in_channels, WIDTHS[0], 7, stride=2, padding=3, bias=False)
        self.bn1 = nn.BatchNorm2d(WIDTHS[0])
        self.relu = nn.ReLU(inplace=True)
        self.maxpool = nn.MaxPool2d(3, stride=2, padding=1)
        self.layer1 = _layer(block, WIDTHS[0], WIDTHS[0], counts[0], stride=1)
        self.layer2 = _layer(block, WIDTHS[0] * block.expansion, WIDTHS[1], counts[1], stride=2)
        self.layer3 = _layer(block, WIDTHS[1] * block.expansion, WIDTHS[2], counts[2], stride=2)
        self.layer4 = _layer(block, WIDTHS[2] * block.expansion, WIDTHS[3], counts[3], stride=1, dilation=2)
        initialise(self)

    def forward(self, image: Tensor) -> tuple[Tensor, Tensor]:
        features = self.maxpool(self.relu(self.bn1(self.conv1(image))))
        low = self.layer1(features)
        return low, self.layer4(self.layer3(self.layer2(low)))


def resnet18(in_channels: int) -> ResNet:
    return ResNet(BasicBlock, (2, 2, 2, 2), in_channels, LIGHT_HEAD)


def resnet34(in_channels: int) -> ResNet:
    return ResNet(BasicBlock, (3, 4, 6, 3), in_channels, LIGHT_HEAD)


def resnet50(in_channels: int) -> ResNet:
    return ResNet(Bottleneck, (3, 4, 6, 3), in_channels, FULL_HEAD)


def adapt_torchvision(state: Mapping[str, Any], in_channels: int) -> dict[str, Any]:
    """torchvision's ResNet weights without the classifier, the first convolution made for `in_channels` planes.

    A grey image shows the same value in all three colours, so one plane sees the sum of the three kernels; of several
    planes each sees its share of that sum. Three stay as they are.
    """
    kept = {name: value for name, value in state.items() if not name.startswith("fc.")}
    first = kept.get("conv1.weight")
    if isinstance(first, Tensor) and first.ndim == 4 and first.shape[1] != in_channels:
        kept["conv1.weight"] = first.sum(1, keepdim=True).expand(-1, in_channels, -1, -1) / in_channels
    return kept


def _layer(
    block: type[BasicBlock | Bottleneck], inputs: int, width: int, count: int, *, stride: int, dilation: int = 1
) -> nn.Sequential:
    # As torchvision does where a stride is replaced: the first block keeps the dilation of the layer before.
    first = block(inputs, width, stride, 1)
    rest = [block(width * block.expansion, width, 1, dilation) for _ in range(count - 1)]
    return nn.Sequential(first, *rest)


def _conv3(inputs: int, outputs: int, stride: int, dilation: int) -> nn.Conv2d:
    return nn.Conv2d(inputs, outputs, 3, stride, padding=dilation, dilation=dilation, bias=False)


def _shortcut(inputs: int, outputs: int, stride: int) -> nn.Sequential | None:
    if stride == 1 and inputs == outputs:
        return None
    return nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))
