"""A small network that tells the kind of an event from the spectrogram of one vertical and its P/S amplitude ratios."""

from __future__ import annotations

import torch
from torch import Tensor, nn

CHANNELS = (12, 24, 32)
RATIOS = 8
DROPPED = 0.3


class KindNetwork(nn.Module):
    """(batch, 1, frequencies, frames) and (batch, 8) → logits (batch, kinds).

    Three convolutions with pooling, whose mean and largest values over time and frequency are seen together with the ratios,
    as Kong et al. (2022) join theirs.
    """

    def __init__(self, kinds: int) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for before, after in zip((1, *CHANNELS), CHANNELS, strict=False):
            layers += [nn.Conv2d(before, after, 3, padding=1), nn.BatchNorm2d(after), nn.ReLU(), nn.MaxPool2d(2)]
        self.convolutions = nn.Sequential(*layers)
        self.ratios = nn.Sequential(nn.BatchNorm1d(RATIOS), nn.Linear(RATIOS, 16), nn.ReLU())
        self.dropout = nn.Dropout(DROPPED)
        self.classifier = nn.Linear(2 * CHANNELS[-1] + 16, kinds)

    def forward(self, spectrograms: Tensor, ratios: Tensor) -> Tensor:
        seen = self.convolutions(spectrograms)
        together = torch.cat([seen.mean((2, 3)), seen.amax((2, 3)), self.ratios(ratios)], 1)
        return self.classifier(self.dropout(together))
