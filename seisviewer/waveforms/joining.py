"""From ObsPy's traces to the segments of one channel: joined where they touch, apart where there is a gap."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from obspy import Trace

from seisviewer.waveforms.record import Segment

TOUCHING = 0.5  # of a sample interval: traces that miss each other by no more are one


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
    """The stretches of a trace that hold numbers; masked samples and NaN are gaps. Empty where there is none."""
    data = trace.data
    rate = float(trace.stats.sampling_rate)
    if rate <= 0 or not np.isfinite(rate) or np.ndim(data) != 1 or np.asarray(data).dtype.kind not in "iuf":
        return []
    known = ~np.ma.getmaskarray(data) if np.ma.isMaskedArray(data) else None
    samples = _native(np.ma.getdata(data))
    if samples.dtype.kind == "f":
        finite = np.isfinite(samples)
        known = finite if known is None else known & finite
    start = trace.stats.starttime.timestamp
    if known is None or known.all():
        return [Piece(start, rate, samples, file)] if len(samples) else []
    steps = np.flatnonzero(np.diff(np.concatenate(([False], known, [False])).astype(np.int8)))
    return [Piece(start + first / rate, rate, samples[first:end], file) for first, end in zip(steps[::2], steps[1::2])]


def join(pieces: list[Piece]) -> Joined:
    """Put the pieces of one channel in order.

    Where two of them say the same about the same time, it is kept once. Where they contradict each other, what began
    first is kept (of two that began together, the one read first) and the place is listed. A channel has one rate: the
    one most of its time was recorded with; what has another one is listed and left out.
    """
    rate = _prevailing_rate(pieces)
    fitting = [piece for piece in pieces if _same_rate(piece, rate)]
    others = sorted((piece for piece in pieces if not _same_rate(piece, rate)), key=lambda piece: piece.start)
    line = _Line(rate)
    for piece in sorted(fitting, key=lambda piece: piece.start):
        line.add(piece)
    return Joined(
        rate,
        tuple(line.segments()),
        tuple(line.overlaps),
        tuple(Conflict(piece.start, piece.file) for piece in others),
    )


class _Line:
    """Segments under construction. Pieces come in the order of their starts, so that only what was put down last can
    overlap with the next one."""

    def __init__(self, rate: float) -> None:
        self.rate = rate
        self.overlaps: list[Conflict] = []
        self._stretches: list[tuple[float, list[np.ndarray], int]] = []  # start, parts, samples in them

    def add(self, piece: Piece) -> None:
        if not self._stretches:
            self._begin(piece.start, piece.samples)
            return
        start, _, count = self._stretches[-1]
        late = lateness(start, count, piece.start, self.rate)
        if late > TOUCHING:
            self._begin(piece.start, piece.samples)
        elif late >= -TOUCHING:
            self._extend(piece.samples)
        else:
            self._overlap(piece, round(-late))

    def segments(self) -> list[Segment]:
        segments = []
        for start, parts, _ in self._stretches:
            samples = parts[0] if len(parts) == 1 else np.concatenate(parts)
            samples = samples.view()
            samples.flags.writeable = False
            segments.append(Segment(start, samples))
        return segments

    def _begin(self, start: float, samples: np.ndarray) -> None:
        self._stretches.append((start, [samples], len(samples)))

    def _extend(self, samples: np.ndarray) -> None:
        start, parts, count = self._stretches[-1]
        parts.append(samples)
        self._stretches[-1] = (start, parts, count + len(samples))

    def _overlap(self, piece: Piece, shared: int) -> None:
        """`shared`: how many samples of the piece lie before the end of what is already there."""
        agrees = self._agrees(piece, min(shared, len(piece.samples)))
        rest = piece.samples[shared:]
        if not agrees:
            self.overlaps.append(Conflict(piece.start, piece.file))
        if len(rest) and agrees:
            self._extend(rest)
        elif len(rest):
            self._begin(piece.start + shared / self.rate, rest)

    def _agrees(self, piece: Piece, shared: int) -> bool:
        """Whether the first `shared` samples of the piece are the ones already there."""
        for start, parts, count in reversed(self._stretches):
            first = round((piece.start - start) * self.rate)  # place of the piece's first sample in this stretch
            if first >= count:
                break
            begin, end = max(first, 0), min(first + shared, count)
            if begin < end and not np.array_equal(
                _between(parts, begin, end), piece.samples[begin - first : end - first]
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


def _prevailing_rate(pieces: list[Piece]) -> float:
    seconds: dict[float, float] = {}
    for piece in pieces:
        seconds[piece.rate] = seconds.get(piece.rate, 0.0) + len(piece.samples) / piece.rate
    return max(seconds, key=lambda rate: seconds[rate])


def _same_rate(piece: Piece, rate: float) -> bool:
    """Whether no sample of the piece would be drawn further than half an interval from its place."""
    return abs(piece.rate - rate) / rate * len(piece.samples) <= 0.5


def _native(samples: np.ndarray) -> np.ndarray:
    """In this machine's byte order."""
    return samples if samples.dtype.isnative else samples.astype(samples.dtype.newbyteorder("="))
