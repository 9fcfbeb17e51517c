"""What stands on a section: the classes, how sure they are, and what of it may be changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import numpy as np

from seisviewer.labels.stroke import UNLABELLED


@dataclass(frozen=True, eq=False)
class SectionClasses:
    """All arrays in the section's shape.

    classes: int16 class numbers, UNLABELLED where there is none. sure: float32 0–1, 1 where it is a label. free: bool, what
    may change. allowed: numbers of the classes that may be given. rejected: as `LabelSnapshot.rejected` gives it.
    """

    classes: np.ndarray = field(repr=False)
    sure: np.ndarray = field(repr=False)
    free: np.ndarray = field(repr=False)
    allowed: Collection[int] = ()
    rejected: Mapping[int, np.ndarray] = field(default_factory=dict, repr=False)

    def may_be(self, wanted: np.ndarray) -> np.ndarray:
        """Bool: where `wanted`, int16 class numbers, may be given."""
        possible = self.free & np.isin(wanted, tuple(self.allowed))
        for number, where in self.rejected.items():
            possible &= ~(where & (wanted == number))
        return possible

    def permitted(self, wanted: np.ndarray) -> np.ndarray:
        """`wanted` where it may be given, what stands there now elsewhere."""
        return np.where(self.may_be(wanted), wanted, self.classes)

    def numbers(self) -> list[int]:
        """The classes that there are, ascending."""
        return [number for number in np.unique(self.classes).tolist() if number != UNLABELLED]
