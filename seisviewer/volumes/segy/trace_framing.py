"""Where the traces of a SEG-Y file begin, how long each is and in which byte order: every number that the file states is
tried, and the one is taken under which its trace headers lie where they should.

Field positions are those of revisions 1, 2.0 and 2.1 (SEG Technical Standards Committee).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np

from seisviewer.volumes.far.far_file import bring

TEXT_BYTES = 3200
BINARY_BYTES = 400
TRACE_HEADER_BYTES = 240
LOOKED_AT = 100  # trace headers, spread over the file
BYTE_ORDER_CONSTANT = 0x01020304  # of revision 2, in bytes 3297–3300
USUAL_INTERVALS = range(100, 32_001)  # microseconds
MOST_EXTRA_HEADERS = 100
MOST_TEXTS = 10_000
ALIKE = 0.1  # difference of agreement that decides nothing
POOR = 0.6  # agreement below which headers are looked for where nothing states them
GOOD = 0.7  # agreement of headers that were found so
TELLING = 5  # bytes that are not zero, fewer of which tell no header from others


@dataclass(frozen=True)
class Front:
    """The first 3600 bytes but the text, and the size of the file in bytes."""

    binary: bytes
    size: int

    def word(self, order: str, byte: int, kind: str) -> int:
        """kind: a letter of `struct`. byte: as the standard counts, from 3201."""
        return struct.unpack_from(f"{order}{kind}", self.binary, byte - 3201)[0]

    @property
    def major_revision(self) -> int:
        """Some writers put it into the second byte."""
        return self.binary[300] or self.binary[301]


@dataclass(frozen=True)
class Framing:
    """first_trace: position of the first trace in the file. header_bytes: of one trace, with additional headers. samples:
    of a trace. traces: whole ones in the file; rest: bytes behind them that belong to none."""

    first_trace: int
    header_bytes: int
    samples: int
    traces: int
    rest: int
    trace_bytes: int


def byte_order(front: Front, *, format_known: bool, known_codes: frozenset[int]) -> str:
    """ ">" or "<", by what the words of the binary header would be in each; big-endian where nothing tells.

    format_known: the user named the format, so that its word counts for nothing.
    """
    evidence = {}
    for order in (">", "<"):
        revision_2 = front.word(order, 3297, "I") == BYTE_ORDER_CONSTANT
        names_format = not format_known and front.word(order, 3225, "h") in known_codes
        usual_interval = front.word(order, 3217, "H") in USUAL_INTERVALS
        few_samples = 0 < front.word(order, 3221, "H") < 10_000
        evidence[order] = 4 * revision_2 + 2 * names_format + usual_interval + few_samples
    return max(evidence, key=lambda order: evidence[order])


def best_framing(file: BinaryIO, front: Front, order: str, width: int) -> Framing | None:
    """The framing that fits the length of the file and under which its trace headers agree best; one that does not fit
    where none does, None where the file states no number of samples. width: bytes a sample."""
    stated = list(_stated_framings(file, front, order, width))
    fitting = [framing for framing in stated if not framing.rest]
    best, agreement = _most_alike(file, fitting)
    if agreement < POOR:
        wrapped = [framing for framing in _wrapped_framings(stated, front, width) if not framing.rest]
        for found in (*wrapped, *_repeating_framings(file, front, order, width)):
            multiple = best is not None and found.trace_bytes % best.trace_bytes == 0
            if not multiple and _agreement(file, found) >= max(GOOD, agreement + ALIKE):
                return found
    return best or _most_alike(file, stated)[0]


def order_of_traces(file: BinaryIO, framing: Framing, order: str, interval: int) -> str:
    """The byte order of the trace headers: that of the binary header, unless the numbers of samples and the sample
    intervals in the traces are those of the file in the other order. interval: of the binary header."""
    other = {">": "<", "<": ">"}[order]
    votes, places = 0, _spread(framing)
    bring(file, places, TRACE_HEADER_BYTES)
    for place in places:
        header = _read(file, place, TRACE_HEADER_BYTES)
        for byte, stated in ((115, framing.samples), (117, interval)):
            as_it_is, swapped = (struct.unpack_from(f"{each}H", header, byte - 1)[0] for each in (order, other))
            votes += (swapped == stated) - (as_it_is == stated)
    return other if votes > len(places) else order


def samples_in_first_trace(file: BinaryIO, framing: Framing, order: str) -> int:
    """What the header of the first trace states; 0 for nothing."""
    return int(struct.unpack(f"{order}H", _read(file, framing.first_trace + 114, 2))[0])


def _stated_framings(file: BinaryIO, front: Front, order: str, width: int) -> Iterator[Framing]:
    """Every combination of what the headers state, those of the newest words first."""
    seen = set()
    for first_trace in _first_traces(file, front, order):
        header = _read(file, first_trace, 2 * TRACE_HEADER_BYTES)
        if len(header) < TRACE_HEADER_BYTES:
            continue
        for extra in _extra_headers(front, order):
            for samples in _sample_counts(front, header, order):
                for end in _ends(front, order):
                    framing = _framing(first_trace, TRACE_HEADER_BYTES * (1 + extra), samples, end, width)
                    if framing.traces > 0 and framing not in seen:
                        seen.add(framing)
                        yield framing


def _framing(first_trace: int, header_bytes: int, samples: int, end: int, width: int) -> Framing:
    trace_bytes = header_bytes + samples * width
    traces, rest = divmod(max(0, end - first_trace), trace_bytes)
    return Framing(first_trace, header_bytes, samples, traces, rest, trace_bytes)


def _first_traces(file: BinaryIO, front: Front, order: str) -> Iterator[int]:
    """Where the traces may begin: where the headers say so, or behind further text headers that stand there."""
    for start in _stated_starts(file, front, order):
        for _ in range(MOST_TEXTS):
            if not _is_text(_read(file, start, TRACE_HEADER_BYTES)):
                break
            start += TEXT_BYTES
        yield start


def _stated_starts(file: BinaryIO, front: Front, order: str) -> Iterator[int]:
    plain = TEXT_BYTES + BINARY_BYTES
    texts = front.word(order, 3505, "h")
    if front.major_revision >= 2:
        stated = front.word(order, 3521, "Q")
        if plain < stated < front.size:
            yield stated
    if 0 < texts <= MOST_TEXTS:
        yield plain + TEXT_BYTES * texts
    elif texts == -1:
        yield from _behind_last_text(file, front)
    yield plain


def _behind_last_text(file: BinaryIO, front: Front) -> Iterator[int]:
    """Behind the extended text header that says it is the last."""
    for number in range(MOST_TEXTS):
        start = TEXT_BYTES + BINARY_BYTES + number * TEXT_BYTES
        text = _read(file, start, TEXT_BYTES)
        if len(text) < TEXT_BYTES:
            return
        if any("((SEG:ENDTEXT))" in text.decode(code).upper().replace(" ", "") for code in ("latin-1", "cp037")):
            yield start + TEXT_BYTES
            return


def _extra_headers(front: Front, order: str) -> list[int]:
    """Additional trace headers of a trace, as revision 2 states them, or none."""
    stated = front.word(order, 3507, "i")
    return [stated, 0] if 0 < stated <= MOST_EXTRA_HEADERS else [0]


def _sample_counts(front: Front, header: bytes, order: str) -> list[int]:
    """Numbers of samples that the binary header and the first trace state. header: of that trace, with what follows."""
    counts = [
        front.word(order, 3269, "i"),
        front.word(order, 3221, "H"),
        struct.unpack_from(f"{order}H", header, 114)[0],
    ]
    if header[472:480] == b"SEG00001":  # the name of an additional trace header
        counts.append(struct.unpack_from(f"{order}I", header, TRACE_HEADER_BYTES + 136)[0])
    return list(dict.fromkeys(count for count in counts if count > 0))


def _ends(front: Front, order: str) -> list[int]:
    """Where the last trace may end: before the trailing records of revision 2, else with the file."""
    trailers = front.word(order, 3529, "i")
    if front.major_revision >= 2 and 0 < trailers * TEXT_BYTES < front.size:
        return [front.size - trailers * TEXT_BYTES, front.size]
    return [front.size]


def _wrapped_framings(stated: list[Framing], front: Front, width: int) -> Iterator[Framing]:
    """Numbers of which the 16 bits of an old word hold only the lower end."""
    for framing in stated:
        end = framing.first_trace + framing.traces * framing.trace_bytes + framing.rest
        most = (end - framing.first_trace) // width
        for samples in range(framing.samples + 65536, min(most, 65536 * 64), 65536):
            yield _framing(framing.first_trace, framing.header_bytes, samples, end, width)


def _repeating_framings(file: BinaryIO, front: Front, order: str, width: int) -> Iterator[Framing]:
    """Every number of samples that divides the file and has the second trace header where it is like the first, the
    smallest first."""
    for first_trace in dict.fromkeys(_first_traces(file, front, order)):
        header = _read(file, first_trace, TRACE_HEADER_BYTES)
        behind = front.size - first_trace
        if len(header) < TRACE_HEADER_BYTES or len(header) - header.count(0) < TELLING:
            continue
        small = np.arange(1, int(behind**0.5) + 1)
        small = small[behind % small == 0]
        for trace_bytes in np.unique(np.concatenate([small, behind // small])).tolist():
            samples, rest = divmod(trace_bytes - TRACE_HEADER_BYTES, width)
            if rest or samples <= 0 or trace_bytes == behind:
                continue
            if _likeness(header, _read(file, first_trace + trace_bytes, TRACE_HEADER_BYTES)) >= GOOD:
                yield _framing(first_trace, TRACE_HEADER_BYTES, samples, front.size, width)


def _most_alike(file: BinaryIO, framings: list[Framing]) -> tuple[Framing | None, float]:
    """The framing whose trace headers are most alike, and how alike they are; the shortest traces of those that differ
    little, since headers that lie a whole number of traces apart are as much alike as neighbours."""
    if not framings:
        return None, 0.0
    if len(framings) == 1 and not framings[0].rest and framings[0].traces == 1:
        return framings[0], 1.0
    agreements = [_agreement(file, framing) for framing in framings]
    best = max(agreements)
    near = [framing for framing, value in zip(framings, agreements, strict=True) if value >= best - ALIKE]
    return min(near, key=lambda framing: (framing.trace_bytes, framing.first_trace)), best


def _agreement(file: BinaryIO, framing: Framing) -> float:
    first = _read(file, framing.first_trace, TRACE_HEADER_BYTES)
    if framing.traces == 1:
        return POOR
    places = _spread(framing)[1:]
    bring(file, places, TRACE_HEADER_BYTES)
    return float(np.mean([_likeness(first, _read(file, place, TRACE_HEADER_BYTES)) for place in places]))


def _spread(framing: Framing) -> list[int]:
    """Positions of trace headers all over the file, the first and the last among them."""
    numbers = np.unique(np.linspace(0, framing.traces - 1, min(LOOKED_AT, framing.traces)).astype(np.int64))
    return (framing.first_trace + numbers * framing.trace_bytes).tolist()


def _likeness(first: bytes, other: bytes) -> float:
    """0–1: how many bytes two headers have in common. What is zero and what is not counts for half each, since in samples
    too most may be zero."""
    if len(other) < len(first):
        return 0.0
    one, two = np.frombuffer(first, np.uint8), np.frombuffer(other, np.uint8)
    same, filled = one == two, one != 0
    shares = [same[part].mean() if part.any() else 0.0 for part in (filled, ~filled)]
    return float(np.mean(shares))


def _is_text(header: bytes) -> bool:
    """Whether what should be a trace header is an extended text header: blanks and letters, but no zeros."""
    return header.count(0) < 8 and (header.count(b" ") > 80 or header.count(b"\x40") > 80)


def _read(file: BinaryIO, start: int, count: int) -> bytes:
    file.seek(start)
    return file.read(count)
