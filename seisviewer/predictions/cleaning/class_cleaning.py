"""Specks, holes and ragged boundaries of the classes on a section."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from scipy import ndimage

from seisviewer.labels.stroke import UNLABELLED
from seisviewer.predictions.cleaning.section_classes import SectionClasses
from seisviewer.predictions.cleaning.trace_order import in_order


@dataclass(frozen=True)
class CleaningRules:
    """What is cleaned, in this order; 0 or () leaves a step out.

    smallest: a body of fewer samples goes to its surroundings. holes: what one class encloses, or has no class at all, is
    filled up to this many samples. smooth: boundaries are smoothed over this many traces and samples (sigma). order:
    class numbers from top to base that every trace has to meet in this order, one that is left out may lie anywhere.
    """

    smallest: int = 0
    holes: int = 0
    smooth: float = 0.0
    order: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything is cleaned."""
        return bool(self.smallest or self.holes or self.smooth or len(self.order) > 1)

    @property
    def in_words(self) -> str:
        """What is done, in few words, for a file: a line of a SEG-Y header holds 76 letters."""
        done = []
        if self.smallest:
            done.append(f"bodies <{self.smallest}")
        if self.holes:
            done.append(f"holes <={self.holes}")
        if self.smooth:
            done.append(f"smoothed {self.smooth:g}")
        if len(self.order) > 1:
            done.append("layers in order")
        return ", ".join(done)


def cleaned(standing: SectionClasses, rules: CleaningRules) -> np.ndarray:
    """The classes of a section by the rules, int16; what is not free stays, and so does what has no permitted class."""
    steps: list[Callable[[SectionClasses], np.ndarray]] = []
    if rules.smallest:
        steps.append(lambda now: without_specks(now, rules.smallest))
    if rules.holes:
        steps.append(lambda now: without_holes(now, rules.holes))
    if rules.smooth:
        steps.append(lambda now: smoothed(now, rules.smooth))
    if len(rules.order) > 1:
        steps.append(lambda now: in_order(now, rules.order))
    now = standing
    for step in steps:
        now = replace(now, classes=now.permitted(step(now)))
    return now.classes


def without_specks(now: SectionClasses, smallest: int) -> np.ndarray:
    """Each body of fewer samples gets the classes that lie nearest; a body with a sample that must stay is left alone."""
    specks = np.zeros(now.classes.shape, bool)
    for number in now.numbers():
        specks |= _small_pieces(now.classes == number, smallest - 1, now.free)
    return _from_surroundings(now.classes, specks)


def without_holes(now: SectionClasses, largest: int) -> np.ndarray:
    """Holes of at most so many samples get the class around them, those without any class the nearest."""
    filled = now.classes.copy()
    for number in now.numbers():
        own = filled == number
        enclosed = ndimage.binary_fill_holes(own) & ~own
        filled[_small_pieces(enclosed, largest, now.free)] = number
    return _from_surroundings(filled, _small_pieces((filled == UNLABELLED) & now.free, largest, now.free))


def smoothed(now: SectionClasses, sigma: float) -> np.ndarray:
    """The class that prevails around each sample, under a Gaussian of `sigma` traces and samples."""
    best, most = now.classes.copy(), np.zeros(now.classes.shape, np.float32)
    for number in now.numbers():
        share = ndimage.gaussian_filter((now.classes == number).astype(np.float32), sigma)
        larger = share > most
        best[larger], most[larger] = number, share[larger]
    best[now.classes == UNLABELLED] = UNLABELLED
    return best


def _small_pieces(mask: np.ndarray, largest: int, free: np.ndarray) -> np.ndarray:
    """The connected pieces of a mask that have at most so many samples, all of them free."""
    pieces, _ = ndimage.label(mask)
    sizes = np.bincount(pieces.ravel())
    stay = np.bincount(pieces.ravel(), weights=~free.ravel(), minlength=len(sizes)) > 0
    small = (sizes <= largest) & ~stay
    small[0] = False
    return small[pieces]


def _from_surroundings(classes: np.ndarray, where: np.ndarray) -> np.ndarray:
    """`classes` with the nearest class from outside where `where` is True."""
    known = (classes != UNLABELLED) & ~where
    if not where.any() or not known.any():
        return classes
    nearest = ndimage.distance_transform_edt(~known, return_distances=False, return_indices=True)
    return np.where(where, classes[tuple(nearest)], classes)
