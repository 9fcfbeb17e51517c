"""Class numbers as output channels of a network."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

IGNORE = 255  # the channel of what nobody knows


def channels_of(labels: np.ndarray, classes: Sequence[int]) -> np.ndarray:
    """Uint8 output channels of int8 class numbers; IGNORE for unlabelled voxels and for classes the network lacks."""
    table = np.full(256, IGNORE, np.uint8)
    for channel, number in enumerate(classes):
        table[number] = channel
    return table[labels.astype(np.uint8)]
