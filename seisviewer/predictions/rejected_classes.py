"""An answer is never a class that the user rejected in that place: the next best one is given there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np


def are_rejected(classes: np.ndarray, rejected: Mapping[int, np.ndarray]) -> np.ndarray:
    """Bool in the shape of `classes` (uint8 numbers): where the class is one that is rejected there.

    rejected: as `LabelSnapshot.rejected` gives it.
    """
    found = np.zeros(classes.shape, bool)
    for number, where in rejected.items():
        found |= where & (classes == number)
    return found


def without_rejected(shares: np.ndarray, channels: Sequence[int], rejected: Mapping[int, np.ndarray]) -> np.ndarray:
    """Probabilities, or sums of them, (channels, …), with 0 for a class where it is rejected; the others stay as they are,
    so that the next best one is no surer than the model was of it. A copy, but where nothing changes.

    channels: the class number of each channel. rejected: by class number, bool in the shape of a channel.
    """
    changed = {channel: rejected[number] for channel, number in enumerate(channels) if number in rejected}
    if not any(where.any() for where in changed.values()):
        return shares
    left = shares.copy()
    for channel, where in changed.items():
        left[channel][where] = 0
    return left
