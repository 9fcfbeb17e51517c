"""From ObsPy's traces to the segments of one channel: joined where they touch, apart where there is a gap."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace

import numpy as np
from obspy import Trace

from seisviewer.waveforms.files.header_facts import rate_of
from seisviewer.waveforms.files.trace_checks import LARGEST, flaw_of, is_byte_swapped
from seisviewer.waveforms.record import Segment

TOUCHING = 0.5  # of a sample interval: between traces that miss each other by no more no sample is missing
IN_PLACE = 0.1  # of a sample interval: no sample lies further from its time where traces are made one
CLOCK = 2e-4  # s: formats write times to a tenth of a millisecond
SAME_RATE = 500e-6  # share by which clocks of one nominal rate may differ; no two nominal rates are so near


@dataclass(frozen=True)
class Piece:
    """An unbroken trace of a channel as a file has it. file: its name, for what must be said about it."""

    start: float
    rate: float
    samples: np.ndarray = field(repr=False)
    file: str = ""


@dataclass(frozen=True)
class Conflict:
    """Two pieces of a channel say different things about the same time, or a piece was left out for its rate."""

    time: float
    file: str


@dataclass(frozen=True)
class Joined:
    """What became of the pieces of a channel. overlaps: places where the samples of a later piece were left out because
    they contradict the earlier ones. other_rates: pieces left out because their rate is not that of the channel."""

    rate: float
    segments: tuple[Segment, ...] = field(repr=False)
    overlaps: tuple[Conflict, ...] = ()
    other_rates: tuple[Conflict, ...] = ()


def lateness(start: float, count: int, later: float, rate: float) -> float:
    """How many samples lie between the end of one stretch and the start of the next; below 0 they overlap.

    start, count: of the earlier stretch. later: when the next one begins. Times are seconds since 1970 UTC.
    """
    return (later - start) * rate - count


def pieces_of(trace: Trace, file: str = "") -> list[Piece]:
    """The stretches of a trace that hold numbers; masked samples, NaN and what is beyond any amplitude are gaps. Empty
    where there is none."""
    data = trace.data
    rate = rate_of(trace)
    if flaw_of(trace, rate):
        return []
    known = ~np.ma.getmaskarray(data) if np.ma.isMaskedArray(data) else None
    samples = _native(np.ma.getdata(data))
    if is_byte_swapped(samples):
        samples = samples.byteswap()
    if samples.dtype.kind == "f":
        finite = np.abs(samples) < LARGEST
        known = finite if known is None else known & finite
    start = trace.stats.starttime.timestamp
    if known is None or known.all():
        return [Piece(start, rate, samples, file)] if len(samples) else []
    steps = np.flatnonzero(np.diff(np.concatenate(([False], known, [False])).astype(np.int8)))
    return [Piece(start + first / rate, rate, samples[first:end], file) for first, end in zip(steps[::2], steps[1::2])]


def join(pieces: list[Piece]) -> Joined:
    """Put the pieces of one channel in order.

    Where two of them say the same about the same time, it is kept once. Where they contradict each other, what began
    first is kept (of two that began together, the one read first) and the place is listed. A channel has one nominal rate:
    the one most of its time was recorded with; what has another one is listed and left out. Every piece lies at its own
    start, and goes on at its own rate where the clock ran faster or slower by parts per million.
    """
    rate = _prevailing_rate(pieces)
    fitting = [piece for piece in pieces if is_same_rate(piece.rate, rate)]
    others = sorted((piece for piece in pieces if not is_same_rate(piece.rate, rate)), key=lambda piece: piece.start)
    line = _Line(rate)
    for piece in sorted(fitting, key=lambda piece: piece.start):
        line.add(piece)
    return Joined(
        rate,
        tuple(line.segments()),
        tuple(line.overlaps),
        tuple(Conflict(piece.start, piece.file) for piece in others),
    )


@dataclass
class _Stretch:
    """A segment under construction. count: samples of its parts."""

    start: float
    rate: float
    parts: list[np.ndarray]
    count: int

    @property
    def end(self) -> float:
        """When the sample after the last would have been taken."""
        return self.start + self.count / self.rate


class _Line:
    """Segments under construction. Pieces come in the order of their starts, so that only what was put down last can
    overlap with the next one."""

    def __init__(self, rate: float) -> None:
        self.rate = rate
        self.overlaps: list[Conflict] = []
        self._stretches: list[_Stretch] = []

    def add(self, piece: Piece) -> None:
        if not self._stretches:
            self._begin(piece)
            return
        last = self._stretches[-1]
        late = lateness(last.start, last.count, piece.start, last.rate)
        if late > TOUCHING:
            self._begin(piece)
        elif late >= -TOUCHING:
            self._continue(piece)
        else:
            self._overlap(piece, round((last.end - piece.start) * piece.rate))

    def segments(self) -> list[Segment]:
        segments = []
        for stretch in self._stretches:
            samples = stretch.parts[0] if len(stretch.parts) == 1 else np.concatenate(stretch.parts)
            samples = samples.view()
            samples.flags.writeable = False
            has_own = has_drifted(stretch.rate, self.rate, len(samples))
            segments.append(Segment(stretch.start, samples, stretch.rate if has_own else 0.0))
        return segments

    def _begin(self, piece: Piece) -> None:
        self._stretches.append(_Stretch(piece.start, piece.rate, [piece.samples], len(piece.samples)))

    def _continue(self, piece: Piece) -> None:
        """After what is there: in one with it where all its samples then lie at their times."""
        last = self._stretches[-1]
        in_place = abs(piece.start - last.end) * last.rate <= _in_place(last.rate)
        if in_place and not has_drifted(piece.rate, last.rate, len(piece.samples)):
            last.parts.append(piece.samples)
            last.count += len(piece.samples)
        else:
            self._begin(piece)

    def _overlap(self, piece: Piece, shared: int) -> None:
        """`shared`: how many samples of the piece lie before the end of what is already there."""
        agrees = self._agrees(piece, min(shared, len(piece.samples)))
        if not agrees:
            self.overlaps.append(Conflict(piece.start, piece.file))
        if shared >= len(piece.samples):
            return
        rest = replace(piece, start=piece.start + shared / piece.rate, samples=piece.samples[shared:])
        if agrees:
            self._continue(rest)
        else:
            self._begin(rest)

    def _agrees(self, piece: Piece, shared: int) -> bool:
        """Whether the first `shared` samples of the piece are the ones already there."""
        for stretch in reversed(self._stretches):
            first = round((piece.start - stretch.start) * stretch.rate)  # place of the piece's first sample in it
            if first >= stretch.count:
                break
            begin, end = max(first, 0), min(first + shared, stretch.count)
            if begin < end and not np.array_equal(
                _between(stretch.parts, begin, end), piece.samples[begin - first : end - first]
            ):
                return False
            if first >= 0:
                break
        return True


def _between(parts: list[np.ndarray], begin: int, end: int) -> np.ndarray:
    """Samples `begin` to `end` of the parts laid end to end."""
    found, offset = [], 0
    for part in parts:
        if offset < end and offset + len(part) > begin:
            found.append(part[max(begin - offset, 0) : end - offset])
        offset += len(part)
    return np.concatenate(found)


def is_continued(segment: Segment, later: Segment, rate: float) -> bool:
    """Whether no sample is missing between two segments that are apart for their clocks alone, and not because what was
    recorded twice contradicts itself. rate: of their component."""
    own, other = segment.own_rate or rate, later.own_rate or rate
    late = lateness(segment.start, len(segment.samples), later.start, own)
    return abs(late) <= TOUCHING and (own != other or abs(late) > _in_place(own))


def is_same_rate(rate: float, other: float) -> bool:
    """Whether two rates are one nominal rate, written or measured a little differently."""
    return abs(rate - other) <= SAME_RATE * max(rate, other)


def nominal_rate(rates: Collection[float]) -> float:
    """The one of some rates that are the same that is nearest to a whole number (of seconds, where it is below 1)."""
    return min(rates, key=_from_whole)


def has_drifted(rate: float, other: float, count: int) -> bool:
    """Whether after `count` samples of one rate the time differs from that of the other by what can be seen."""
    return abs(rate - other) / other * count > IN_PLACE


def _in_place(rate: float) -> float:
    """Sample intervals by which a piece may miss the end of another and still be one with it."""
    return max(IN_PLACE, CLOCK * rate)


def _prevailing_rate(pieces: list[Piece]) -> float:
    """The nominal rate of most of the time."""
    seconds: dict[float, float] = {}
    for piece in pieces:
        seconds[piece.rate] = seconds.get(piece.rate, 0.0) + len(piece.samples) / piece.rate
    alike = [[other for other in seconds if is_same_rate(other, rate)] for rate in seconds]
    return nominal_rate(max(alike, key=lambda rates: sum(seconds[rate] for rate in rates)))


def _from_whole(rate: float) -> float:
    whole = rate if rate >= 1 else 1 / rate
    return abs(whole - round(whole)) / whole


def _native(samples: np.ndarray) -> np.ndarray:
    """In this machine's byte order."""
    return samples if samples.dtype.isnative else samples.astype(samples.dtype.newbyteorder("="))
