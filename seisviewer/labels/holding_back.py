"""Which strokes are held back: whole ones, decided when they are made, never learned, so that models can be scored on
them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping

from seisviewer.labels.label_volume import LabelVolume
from seisviewer.labels.stroke import UNLABELLED

SHARE = 0.15


class HoldingBack:
    """Decides stroke after stroke: of each class a SHARE of the strokes, rounded, is held back.

    So the first three strokes of a class never are; the fourth is, and then about every seventh. made, held: how many
    strokes each class number has, and how many of them are held back.
    """

    def __init__(self, made: Mapping[int, int] | None = None, held: Mapping[int, int] | None = None) -> None:
        self._made = Counter(made or {})
        self._held = Counter(held or {})

    def decide(self, label: int, labels: LabelVolume) -> bool:
        """Whether the next stroke, with this label, is held back; it is counted as made.

        labels: as they are before the stroke. A class of which nothing is learned (any more) holds no new stroke back.
        """
        if label == UNLABELLED:
            return False
        self._made[label] += 1
        due = self._held[label] < math.floor(SHARE * self._made[label] + 0.5)
        hold = due and labels.learns(label)
        self._held[label] += hold
        return hold
