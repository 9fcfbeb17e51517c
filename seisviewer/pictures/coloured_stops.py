"""What a colour map is."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np


@dataclass(frozen=True)
class ColourMap:
    """A colour map from the most negative amplitude to the most positive.

    kind: "diverging" where the middle colour stands out as zero, "cyclic" where both ends have one colour, as those of an angle,
    "sequential" otherwise. stops: uint8 (stops, 3), evenly
    spaced.
    """

    name: str
    title: str
    kind: str
    stops: np.ndarray = field(repr=False, compare=False)

    def colours(self, at: np.ndarray) -> np.ndarray:
        """RGB uint8 (…, 3) at positions 0 (most negative) to 1 (most positive); others are clipped."""
        places = np.linspace(0.0, 1.0, len(self.stops))
        channels = [np.interp(at, places, self.stops[:, channel]) for channel in range(3)]
        return np.stack(channels, axis=-1).round().astype(np.uint8)
