"""Trace header words that are no integers, although the standard wants them to be: floats, or numbers in the other byte
order. Read as integers they are line numbers of a thousand millions, 65,536 or 16,777,216 apart."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import numpy as np

from seisviewer.translation import tr
from seisviewer.volumes.segy.sample_formats import FORMATS, IBM, IEEE, decoded

# First bytes of the four-byte words that programs write line numbers and coordinates into.
COORDINATES = ((73, 77), (81, 85), (181, 185))
LINE_WORDS = tuple(byte for byte in range(1, 238, 4) if all(byte not in pair for pair in COORDINATES))
LARGEST_LINE = 10_000_000
LARGEST_COORDINATE = 2e9  # of any projection, in hundredths of metres or feet, and of seconds of arc
SMALLEST_COORDINATE = 1e-3
FLOAT_BITS = (0x3C000000, 0x4F000000)  # floats of 0.01 to 2e9, read as integers
SMALLEST_BITS = 1e8  # what no integer coordinate in centimetres or more needs to reach, and the bits of floats do
NEARLY_ALL = 0.98
THIN, DENSE = 100, 4  # numbers from the first line to the last for each line: too many, and usual ones
TELLING_SIZE = 4096.0  # IBM coordinates are larger, where they could be IEEE as well


class WordKind(StrEnum):
    """How a header word is stored that is no integer in the byte order of the others."""

    IEEE = "IEEE floats"
    IBM = "IBM floats"
    IEEE_SWAPPED = "IEEE floats in the other byte order"
    IBM_SWAPPED = "IBM floats in the other byte order"
    SWAPPED = "integers in the other byte order"


Kinds = Mapping[int, WordKind]


def odd_words(headers: np.ndarray, order: str, *, ibm_samples: bool) -> dict[int, WordKind]:
    """The words that are no plain integers, by their first bytes. headers: uint8 (traces, 240), from all over the file.

    ibm_samples: whether the samples are IBM floats; where a word may be either, it is what the samples are.
    """
    first, second = (IBM, IEEE) if ibm_samples else (IEEE, IBM)
    kinds = _kinds_in_turn(first, second)
    scalar = np.ascontiguousarray(headers[:, 70:72]).view(f"{order}i2")
    found = {}
    for byte in LINE_WORDS:
        kind = _line_kind(_raw(headers, byte), order, kinds)
        if kind is not None:
            found[byte] = kind
    of_lines = {kind for byte, kind in found.items() if byte in (9, 17, 21, 189, 193)}
    # Numbers as large as the bits of floats are coordinates in thousandths or less.
    for pair in COORDINATES if scalar.min(initial=0) > -1000 else ():
        raw = [_raw(headers, byte) for byte in pair]
        kind = _coordinate_kind(raw, order, [*of_lines, *(each for each in kinds if each not in of_lines)])
        if kind is not None:
            found |= dict.fromkeys(pair, kind)
    return found


def word_values(headers: np.ndarray, byte: int, order: str, kinds: Kinds) -> np.ndarray:
    """One word of every header as float64 (traces,)."""
    return _values(_raw(headers, byte), order, kinds.get(byte))


def plain_headers(headers: np.ndarray, order: str, kinds: Kinds) -> np.ndarray:
    """The headers with integers, rounded, in place of odd words."""
    if not kinds:
        return headers
    plain = np.array(headers)
    for byte in kinds:
        whole = np.rint(np.nan_to_num(word_values(headers, byte, order, kinds)))
        integers = np.clip(whole, -(2**31), 2**31 - 1).astype(f"{order}i4")
        plain[:, byte - 1 : byte + 3] = integers.view(np.uint8).reshape(len(plain), 4)
    return plain


def said_of_words(name: str, chosen: Mapping[str, int], kinds: Kinds) -> list[str]:
    """Which of the chosen words of the file called `name` are no plain integers. chosen: first bytes by what they hold."""
    odd: dict[WordKind, list[str]] = {}
    for what, byte in chosen.items():
        if byte in kinds:
            odd.setdefault(kinds[byte], []).append(tr("{what} (byte {byte})").format(what=what, byte=byte))
    return [
        tr("In the trace headers of {name} {words} {words2} stored as {kind} and read as such.").format(
            name=name, words=", ".join(words), words2="is" if len(words) == 1 else tr("are"), kind=kind
        )
        for kind, words in odd.items()
    ]


def _kinds_in_turn(first: int, second: int) -> list[WordKind]:
    names = {IBM: (WordKind.IBM, WordKind.IBM_SWAPPED), IEEE: (WordKind.IEEE, WordKind.IEEE_SWAPPED)}
    return [names[first][0], names[second][0], names[first][1], names[second][1]]


def _raw(headers: np.ndarray, byte: int) -> np.ndarray:
    """uint8 (traces, 4)."""
    return np.ascontiguousarray(headers[:, byte - 1 : byte + 3])


def _values(raw: np.ndarray, order: str, kind: WordKind | None) -> np.ndarray:
    if kind in (WordKind.IEEE_SWAPPED, WordKind.IBM_SWAPPED, WordKind.SWAPPED):
        order = {">": "<", "<": ">"}[order]
    if kind in (None, WordKind.SWAPPED):
        return raw.view(f"{order}i4")[:, 0].astype(np.float64)
    code = IBM if kind in (WordKind.IBM, WordKind.IBM_SWAPPED) else IEEE
    with np.errstate(invalid="ignore"):
        return decoded(raw.view(f"{order}f4")[:, 0], FORMATS[code], order).astype(np.float64)


def _line_kind(raw: np.ndarray, order: str, kinds: list[WordKind]) -> WordKind | None:
    """How words are stored that are far too large for line numbers but would be whole and small ones otherwise; of several
    ways the one that leaves the fewest numbers out."""
    integers = _values(raw, order, None)
    if not len(integers) or np.abs(integers).max() < LARGEST_LINE and not _leave_most_out(integers):
        return None
    possible = {}
    for kind in (*kinds, WordKind.SWAPPED):
        values = _values(raw, order, kind)
        with np.errstate(invalid="ignore"):
            fits = (np.abs(values) < LARGEST_LINE) & (values == np.rint(values))
        filled = integers != 0
        if (fits & (np.abs(values) >= 1) | ~filled).all():
            possible[kind] = _thinness(values)
    best = min(possible, key=lambda kind: possible[kind], default=None)
    is_better = best is not None and (np.abs(integers).max() >= LARGEST_LINE or possible[best] <= DENSE)
    return best if is_better else None


def _thinness(values: np.ndarray) -> float:
    """How many numbers there are from the smallest to the largest for each that there is."""
    different = np.unique(values)
    return float(np.ptp(different) + 1) / len(different)


def _leave_most_out(integers: np.ndarray) -> bool:
    """Whether all end with the byte that floats begin with, and lie hundreds apart, as floats in the other byte order
    do."""
    last = integers.astype(np.int64) & 0xFF
    ends = (last >= FLOAT_BITS[0] >> 24) & (last < FLOAT_BITS[1] >> 24)
    return bool(ends.all()) and len(np.unique(integers)) > 2 and _thinness(integers) > THIN


def _coordinate_kind(raw: list[np.ndarray], order: str, kinds: list[WordKind]) -> WordKind | None:
    """How a pair of words is stored both of which have the bits of floats and give coordinates of the Earth's size."""
    possible = [kind for kind in kinds if all(_are_coordinates(each, order, kind) for each in raw)]
    sizes = {kind: min(np.abs(_values(each, order, kind)).max() for each in raw) for kind in possible}
    for kind in possible:
        other = {WordKind.IEEE: WordKind.IBM, WordKind.IEEE_SWAPPED: WordKind.IBM_SWAPPED}.get(kind)
        # What is small as IEEE floats and large as IBM floats was written as the latter, unless the samples say otherwise.
        if other in possible and kinds.index(other) > kinds.index(kind) and sizes[kind] < TELLING_SIZE < sizes[other]:
            return other
    return possible[0] if possible else None


def _are_coordinates(raw: np.ndarray, order: str, kind: WordKind) -> bool:
    swapped = kind in (WordKind.IEEE_SWAPPED, WordKind.IBM_SWAPPED)
    words = raw.view(f"{'<' if (order == '>') == swapped else '>'}u4")[:, 0].astype(np.int64) & 0x7FFFFFFF
    filled = words != 0
    if not filled.any() or np.abs(_values(raw, order, None)).max() < SMALLEST_BITS:
        return False
    values = np.abs(_values(raw, order, kind)[filled])
    in_bits = (words[filled] >= FLOAT_BITS[0]) & (words[filled] < FLOAT_BITS[1])
    with np.errstate(invalid="ignore"):
        in_size = (values >= SMALLEST_COORDINATE) & (values <= LARGEST_COORDINATE)
    return bool((in_bits & in_size).mean() >= NEARLY_ALL)
