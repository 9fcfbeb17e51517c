"""What one voxel of the label volume stores, in an int8: its class, and whether that paint is held back.

-1 (UNLABELLED): nothing was painted. n, 0 to 126: class n, to be learned. -2 - n: class n, held back to score models on.
"""

from __future__ import annotations

from typing import TypeVar

import numpy as np

from seisviewer.labels.stroke import UNLABELLED

CLASSES = 127
Number = TypeVar("Number", int, np.ndarray)


def held_code(number: Number) -> Number:
    """The code of a class that is held back; of each, for an int8 array."""
    return -2 - number


def classes_of(codes: np.ndarray) -> np.ndarray:
    """Int8 class numbers, UNLABELLED where nothing was painted."""
    return np.maximum(codes, np.int8(-2) - codes)


def are_held(codes: np.ndarray) -> np.ndarray:
    """Bool: where paint is held back."""
    return codes < UNLABELLED


def class_counts(codes: np.ndarray) -> np.ndarray:
    """Int64 (2, 127): voxels of each class number that are learned, and those that are held back."""
    found = np.bincount(codes.ravel().view(np.uint8), minlength=256)
    return np.stack([found[:CLASSES], found[256 + held_code(0) : CLASSES : -1]])


def renumbered(codes: np.ndarray, old: int, new: int) -> np.ndarray:
    """The codes with class `old` turned into `new` (UNLABELLED: taken away), held back where it was."""
    changed = np.where(codes == old, np.int8(new), codes)
    return np.where(codes == held_code(old), np.int8(new if new == UNLABELLED else held_code(new)), changed)
