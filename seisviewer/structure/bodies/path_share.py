"""How far a path through textures answers beside the layers, as long as no stroke can be held out to tell which is right.

What is known then is on how many traces texture finds each class, from a stroke or two of it. Where that alone chose
between the two, one stroke more could turn the whole answer over; so both answer, each as far as it is likely to be right.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

# Log-odds of the path where each class is found on many traces, and where one is on none.
EVERYWHERE, NOWHERE = -3.0, 1.0


def path_share(presence: Mapping[int, float], least: Mapping[int, float]) -> float:
    """Share of the path in the answer, between 0 and 1. presence, least: by class number, on which share of all traces it is
    found, and a layer should be at least."""
    rarity = max((1 - min(share / (2 * least[number]), 1.0) for number, share in presence.items()), default=0.0)
    return 1 / (1 + float(np.exp(-(EVERYWHERE + (NOWHERE - EVERYWHERE) * rarity))))
