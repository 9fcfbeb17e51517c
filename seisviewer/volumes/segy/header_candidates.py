"""Every sensible choice of header words for the line numbers of a file, each with its evidence."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from seisviewer.volumes.line_numbers import LARGEST_NUMBER, count_positions, follows_path, unnumbered
from seisviewer.volumes.segy.header_bytes import (
    CDP_BYTE,
    COORDINATE_WORDS,
    COUNTERS,
    OTHER_PAIRS,
    STANDARD_PAIRS,
    HeaderBytes,
    NamedBytes,
)
from seisviewer.volumes.segy.header_evidence import (
    HeaderEvidence,
    HeaderSample,
    Numbering,
    grid_evidence,
    line_evidence,
    lines_evidence,
    offsets_repeat,
)

LARGEST_HALF = 2**15 - 1  # of a two-byte integer; beyond it, the halves of a running number fill a grid too
FILLED_BY_HALVES = 0.9  # share of the grid
MOST_SHARED = 0.6  # positions for each trace, where most positions hold several
LEAST_UNIQUE = 0.95  # share of traces with a position of their own: a few may have been written twice
# Words that say where a trace lies; the running numbers, which are in every trace, do not.
PLACING_WORDS = (17, 21, 25, 73, 77, 81, 85, 181, 185, 189, 193, 197, 221, 225)
ALONG_LINES = (21, 193, 189, 17, 25, 13, 5, 1)  # words that number the traces of 2D lines, best first
LINE_NAMES = (189, 9, 193, 17, 21, 25, 5, 1, 13, 197, 221, 225)  # words that may name 2D lines, best first


def without_blanks(sample: HeaderSample) -> HeaderSample:
    """Without the traces whose headers do not say where they lie, where those of most others do."""
    placed = np.any([sample.words[byte] != 0 for byte in PLACING_WORDS], axis=0)
    return sample.where(placed) if 0.1 <= placed.mean() < 1 else sample


def grid_candidates(sample: HeaderSample, named: NamedBytes) -> Iterator[HeaderEvidence]:
    """3D surveys; of words that number the traces alike only the best known."""
    seen = set()
    for inline, crossline in _pairs(sample, named):
        first, second = sample.numberings.get(inline), sample.numberings.get(crossline)
        if first is None or second is None or not _may_be_numbers(sample, (inline, crossline)):
            continue
        if (alike := frozenset((first.key, second.key))) in seen or len(alike) == 1:
            continue
        seen.add(alike)
        grid = _grid(sample, first, second)
        if grid is not None and grid.unique >= LEAST_UNIQUE:
            yield grid


def two_byte_numbers(sample: HeaderSample) -> HeaderEvidence | None:
    """A filled grid that the two halves of one word make, which nobody reads as such; its headers name the word alone."""
    for byte in sample.numberings:
        first, second = sample.words[byte] >> 16, sample.words[byte] & 0xFFFF
        if min(first.min(), second.min()) < 1 or second.max() > LARGEST_HALF or not (np.ptp(first) and np.ptp(second)):
            continue
        grid = grid_evidence(sample, Numbering.of(byte, first), Numbering.of(byte, second))
        if grid is not None and grid.unique == 1 and grid.filled >= FILLED_BY_HALVES:
            return grid
    return None


def shares_positions(sample: HeaderSample) -> bool:
    """Whether words in the usual places make a grid most of whose positions hold several traces: whatever tells these
    apart is not known, and they are no 2D line."""
    for pair in STANDARD_PAIRS:
        if not set(pair) <= set(sample.numberings):
            continue
        positions = count_positions(*(sample.words[byte] for byte in pair))
        lines = [sample.numberings[byte].different for byte in pair]
        if min(lines) >= 3 and positions <= MOST_SHARED * sample.traces and positions >= 0.5 * lines[0] * lines[1]:
            return True
    return False


def line_candidates(sample: HeaderSample, named: NamedBytes) -> Iterator[HeaderEvidence]:
    """Single 2D lines: one word is the same everywhere and the other tells all traces apart, or both go along a path."""
    pairs = _pairs(sample, named, with_constants=True)
    lines = [_line(sample, pair) for pair in pairs if pair == STANDARD_PAIRS[0]]
    lines += [_line(sample, pair) for pair in pairs if len(set(pair) & set(sample.numberings)) == 1]
    lines += [_line(sample, pair) for pair in pairs if pair in STANDARD_PAIRS]
    yield from (line for line in lines if line is not None and line.unique >= LEAST_UNIQUE)


def lines_candidates(sample: HeaderSample, named: NamedBytes) -> Iterator[HeaderEvidence]:
    """Several 2D lines, named by a word or told apart by where their numbers start again."""
    names = [byte for byte in _allowed(LINE_NAMES, named.inline) if byte in sample.numberings]
    names += [byte for byte in _allowed((_constant(sample),), named.inline) if byte not in sample.numberings]
    for along in _allowed(ALONG_LINES, named.crossline):
        for name in names if along in sample.numberings else ():
            if name is not None and name != along:
                lines = lines_evidence(sample, (name, along), sample.numberings[along])
                if lines is not None:
                    yield lines


def prestack_headers(sample: HeaderSample, named: NamedBytes) -> HeaderBytes | None:
    """Words under which most positions hold several traces that their offsets tell apart; None where there are none."""
    for pair in _pairs(sample, named, with_constants=True):
        if pair not in STANDARD_PAIRS or not {CDP_BYTE, 189, 193} & set(pair) & set(sample.numberings):
            continue
        if offsets_repeat(*(sample.words[byte] for byte in pair), sample.offset):
            return HeaderBytes(*pair, *sample.usual_coordinates)
    return None


def _may_be_numbers(sample: HeaderSample, pair: tuple[int, int]) -> bool:
    return all(np.abs(sample.words[byte].astype(np.int64)).max() <= LARGEST_NUMBER for byte in pair)


def _grid(sample: HeaderSample, inline: Numbering, crossline: Numbering) -> HeaderEvidence | None:
    pair = inline.byte, crossline.byte
    missing = unnumbered(*(sample.words[byte] for byte in pair))
    if missing.any():
        sample = sample.where(~missing)
        if any(byte not in sample.numberings for byte in pair):
            return None  # a line, with padding
        inline, crossline = (sample.numberings[byte] for byte in pair)
    return grid_evidence(sample, inline, crossline)


def _line(sample: HeaderSample, pair: tuple[int, int]) -> HeaderEvidence | None:
    missing = unnumbered(*(sample.words[byte] for byte in pair))
    if missing.any():
        sample = sample.where(~missing)
    varied = [byte for byte in pair if byte in sample.numberings]
    if len(varied) == 1 and varied[0] not in COORDINATE_WORDS:
        return line_evidence(sample, pair, sample.numberings[varied[0]])
    if len(varied) == 2 and follows_path(*(sample.words[byte] for byte in pair)):
        return line_evidence(sample, pair, Numbering.of(0, np.arange(sample.traces)))
    return None


def _pairs(sample: HeaderSample, named: NamedBytes, *, with_constants: bool = False) -> list[tuple[int, int]]:
    """Words of inline and crossline, the best known pairs first, then all others; the one that changes less often is
    taken for the inline. Running numbers come later, and coordinates, which number the lines of many surveys, last."""
    numbers = sorted(sample.numberings.values(), key=lambda each: (each.changes, each.byte))
    pairs = [*STANDARD_PAIRS, *OTHER_PAIRS]
    if named.inline or named.crossline:
        pairs = [(named.inline or inline, named.crossline or crossline) for inline, crossline in pairs]
    for place, slow in enumerate(numbers):
        pairs += [(slow.byte, fast.byte) for fast in numbers[place + 1 :]]
        pairs += [(fast.byte, slow.byte) for fast in numbers[place + 1 :] if named.inline or named.crossline]
    if with_constants and (constant := _constant(sample)):
        pairs += [(constant, each.byte) for each in numbers]
    pairs.sort(key=lambda pair: (bool(set(pair) & COORDINATE_WORDS), _place(pair), bool(set(pair) & set(COUNTERS))))
    return [
        pair
        for pair in dict.fromkeys(pairs)
        if pair[0] != pair[1]
        and all(byte in sample.words for byte in pair)
        and named.inline in (None, pair[0])
        and named.crossline in (None, pair[1])
    ]


def _place(pair: tuple[int, int]) -> int:
    known = (*STANDARD_PAIRS, *OTHER_PAIRS)
    return known.index(pair) if pair in known else len(known)


def _constant(sample: HeaderSample) -> int | None:
    """A word that is the same in all traces, and so may stand for the number of the only line."""
    return next((byte for byte in (*LINE_NAMES, *sample.words) if byte not in sample.numberings), None)


def _allowed(words: tuple[int | None, ...], named: int | None) -> tuple[int | None, ...]:
    return words if named is None else (named,)
