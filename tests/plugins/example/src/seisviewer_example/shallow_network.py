"""One convolution on the shallow features of the encoder."""

from __future__ import annotations

from torch import Tensor, nn
from torch.nn import functional


class ShallowNetwork(nn.Module):
    def __init__(self, encoder: nn.Module, classes: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.classify = nn.Conv2d(encoder.low_channels, classes, 1)

    def forward(self, image: Tensor) -> Tensor:
        low, _ = self.encoder(image)
        return functional.interpolate(self.classify(low), size=image.shape[2:], mode="bilinear", align_corners=False)
