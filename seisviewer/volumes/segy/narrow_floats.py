"""IBM or IEEE floats where samples have too few exponents for these to tell: velocities, densities, classes, a constant.

What tells then is a hole where no IBM float can lie, and how plain the numbers are in either format: what people and
programs make of few exponents is mostly 2500, 2.35 or a class, and hardly ever 312.5, 10.35 or 115712.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from seisviewer.translation import tr
from seisviewer.volumes.segy.sample_formats import FORMATS, IBM, IEEE, decoded

FEW_EXPONENTS = 2  # bytes that hold the exponent, with a hundredth of the samples each
LOOKED_AT = 500  # different values
PLAIN = 5.0  # decimal digits, up to which numbers are plain
FAR_PLAINER, PLAINER = 1.5, 0.4  # digits fewer
ON_BOTH_SIDES = 10  # different values on either side of a hole
MOST_DIGITS = 9
VELOCITIES = 1000.0, 30_000.0  # metres or feet a second
ONE = 0x41100000  # as an IBM float
LARGEST_CLASS = 15
UPPER, DIGIT = 24, 20  # bits below the exponent of an IBM float, and below the first digit of its fraction


@dataclass(frozen=True)
class _Reading:
    """The different values in one format, absolute, rising; and the decimal digits that they have on average."""

    code: int
    values: np.ndarray
    digits: float

    @classmethod
    def of(cls, words: np.ndarray, code: int) -> _Reading:
        values = np.abs(decoded(words.astype(">u4").view(">f4"), FORMATS[code], ">").astype(np.float64))
        return cls(code, np.sort(values), float(_digits(values, _precision(words, values, code)).mean()))

    @property
    def range(self) -> str:
        low, high = (f"{value:.6g}" for value in (self.values[0], self.values[-1]))
        return low if low == high else tr("{low} to {high}").format(low=low, high=high)

    @property
    def are_whole(self) -> bool:
        return bool((self.values == np.rint(self.values)).all())

    @property
    def are_velocities(self) -> bool:
        return bool(VELOCITIES[0] <= self.values[0] and self.values[-1] <= VELOCITIES[1])


def has_hole_of_ibm(words: np.ndarray) -> bool:
    """Whether many values lie on either side of a range that IEEE floats have and IBM floats have not, and none in it.
    words: uint32, none of which is zero."""
    sizes = np.unique(words & np.uint32(0x7FFFFFFF))
    digits, counts = np.unique(sizes >> np.uint32(DIGIT), return_counts=True)
    found = dict(zip(digits.tolist(), counts.tolist(), strict=True))
    edges = [digit for digit in found if digit & 0xF == 1 and found.get(digit - 2, 0) >= ON_BOTH_SIDES]
    return any(found[edge] >= ON_BOTH_SIDES and edge - 1 not in found for edge in edges)


def plainer_format(words: np.ndarray, stated: int) -> int:
    """The code of the format in which the values are far plainer numbers; that stated where neither is. stated: IBM or
    IEEE. words: uint32, none of which is zero."""
    if not _are_few(words):
        return stated
    sizes = _different(words)
    as_stated, other = _readings(sizes, stated)
    if not _can_be(sizes, other.code):
        return stated
    if other.digits <= PLAIN and other.digits <= as_stated.digits - FAR_PLAINER:
        return other.code
    if other.are_whole and not as_stated.are_whole and len(sizes) >= ON_BOTH_SIDES:
        return other.code
    if stated == IEEE and int(sizes[0]) == ONE and other.are_whole and other.values[-1] <= LARGEST_CLASS:
        return other.code
    return stated


def said_of_either(words: np.ndarray, stated: int, name: str) -> str:
    """That samples may be in the other format than the one that they are read in, "" where that is not likely."""
    if not _are_few(words):
        return ""
    sizes = _different(words)
    as_stated, other = _readings(sizes, stated)
    plainer = other.digits <= PLAIN and other.digits <= as_stated.digits - PLAINER
    if not _can_be(sizes, other.code) or not (plainer or other.are_velocities and not as_stated.are_velocities):
        return ""
    return tr(
        "The samples of {name} are {range} as {name2}s, and would be {range2} as {name3}s, which "
        "is as possible: choose that format if it is right."
    ).format(
        name=name, range=as_stated.range, name2=FORMATS[stated].name, range2=other.range, name3=FORMATS[other.code].name
    )


def _readings(sizes: np.ndarray, stated: int) -> tuple[_Reading, _Reading]:
    return _Reading.of(sizes, stated), _Reading.of(sizes, IEEE if stated == IBM else IBM)


def _are_few(words: np.ndarray) -> bool:
    counts = np.bincount(words >> np.uint32(UPPER) & np.uint32(0x7F), minlength=128)
    return bool(len(words)) and np.count_nonzero(counts > 0.01 * len(words)) <= FEW_EXPONENTS


def _different(words: np.ndarray) -> np.ndarray:
    """Some of the different sizes, rising, the smallest and the largest among them."""
    sizes = np.unique(words & np.uint32(0x7FFFFFFF))
    return sizes[np.unique(np.linspace(0, len(sizes) - 1, min(LOOKED_AT, len(sizes))).astype(np.int64))]


def _can_be(sizes: np.ndarray, code: int) -> bool:
    """IBM floats have no fraction that begins with a zero."""
    return code == IEEE or not ((sizes >> np.uint32(DIGIT) & np.uint32(0xF)) == 0).any()


def _precision(sizes: np.ndarray, values: np.ndarray, code: int) -> np.ndarray:
    """By how much a value may differ from the number that was written."""
    if code == IBM:  # some writers cut the last digit off
        return 16.0 ** ((sizes >> np.uint32(UPPER)).astype(np.float64) - 64 - 6)
    return 0.51 * np.spacing(values.astype(np.float32)).astype(np.float64)


def _digits(values: np.ndarray, precision: np.ndarray) -> np.ndarray:
    """How many decimal digits each value has."""
    needed = np.full(len(values), float(MOST_DIGITS))
    values = np.where(np.isfinite(values), values, 0.0)
    exponent = np.floor(np.log10(np.maximum(values, 1e-300)))
    for count in range(MOST_DIGITS - 1, 0, -1):
        unit = 10.0 ** (exponent - count + 1)
        needed[np.abs(np.rint(values / unit) * unit - values) <= precision] = count
    return needed
