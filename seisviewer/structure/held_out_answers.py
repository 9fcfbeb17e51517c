"""What was answered where strokes were held out, and how sure it was: what a reliability diagram is drawn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

FOLDS = 4  # parts of the strokes, of which each is held out once
NEAR = 10  # samples on either side of a boundary that are near it


@dataclass(frozen=True)
class HeldOutAnswers:
    """One entry a place on a stroke. sure: float, the probability of the class that was answered. right: bool, whether
    it is that of the stroke. near: bool, whether a boundary of the answer lies near. strokes: how many they are of."""

    sure: np.ndarray = field(repr=False)
    right: np.ndarray = field(repr=False)
    near: np.ndarray = field(repr=False)
    strokes: int

    @classmethod
    def joined(cls, parts: Sequence[HeldOutAnswers]) -> HeldOutAnswers | None:
        """All of them; None where there are none."""
        if not parts:
            return None
        arrays = (np.concatenate([getattr(part, name) for part in parts]) for name in ("sure", "right", "near"))
        return cls(*arrays, sum(part.strokes for part in parts))
