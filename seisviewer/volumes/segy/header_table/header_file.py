"""The headers of one SEG-Y file, read where they lie: a million traces are never read to show a few of them."""

from __future__ import annotations

import math
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from seisviewer.progress import Progress
from seisviewer.translation import tr
from seisviewer.volumes.far.far_file import opened_file
from seisviewer.volumes.segy.header_table.header_words import BINARY_WORDS, TRACE_WORDS, HeaderWord
from seisviewer.volumes.segy.segy_format import decode_text, read_layout
from seisviewer.volumes.segy.segy_headers import header_word
from seisviewer.volumes.segy.segy_layout import SegyLayout
from seisviewer.volumes.segy.trace_framing import BINARY_BYTES, TEXT_BYTES

AT_ONCE = 20_000  # headers in memory while all are looked through
MOST_TEXTS = 50  # extended text headers that are shown


@dataclass(frozen=True)
class TextHeader:
    """encoding: "EBCDIC" or "ASCII". lines: as they stand in the file, without blanks at their ends."""

    title: str
    encoding: str
    lines: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True)
class WordSummary:
    """What a word holds in all traces. smallest, largest: NaN in a file without traces."""

    word: HeaderWord
    smallest: float
    largest: float

    @property
    def varies(self) -> bool:
        return self.smallest != self.largest


class HeaderFile:
    """layout: as it was read, or as the survey on the desk was. Any number of threads may read; whoever made it closes it.

    Raises UnreadableFile for what is no SEG-Y file, or was cut off since it was opened.
    """

    def __init__(self, path: Path, layout: SegyLayout | None = None) -> None:
        self.layout = layout or read_layout(path)
        self._traces = self.layout.open_traces()
        self._front = opened_file(path)

    @property
    def traces(self) -> int:
        return self.layout.traces

    def texts(self) -> tuple[TextHeader, ...]:
        """The text header, and the extended ones that stand before the traces."""
        made = [_text(tr("Text header"), self._bytes(0, TEXT_BYTES))]
        first = TEXT_BYTES + BINARY_BYTES
        count = min(MOST_TEXTS, (self.layout.first_trace - first) // TEXT_BYTES)
        for number in range(count):
            raw = self._bytes(first + number * TEXT_BYTES, TEXT_BYTES)
            made.append(_text(tr("Extended text header {number}").format(number=number + 1), raw))
        return tuple(made)

    def binary(self) -> tuple[tuple[HeaderWord, float], ...]:
        """Every word of the binary header with its number."""
        raw, order = self._bytes(TEXT_BYTES, BINARY_BYTES), self.layout.binary_order
        found = []
        for word in BINARY_WORDS:
            dtype = np.dtype(f"{order}{word.kind}")
            value = np.frombuffer(raw, dtype, 1, word.byte - 1 - TEXT_BYTES)[0]
            found.append((word, value.item()))
        return tuple(found)

    def values(self, words: Sequence[HeaderWord], start: int, stop: int) -> np.ndarray:
        """float64 (traces, words) of the traces `start` up to `stop`, counted from 0 in the order of the file. A double holds
        every number of these words exactly."""
        return self._decoded(words, self._traces.headers(start, stop))

    def values_of(self, words: Sequence[HeaderWord], traces: np.ndarray) -> np.ndarray:
        """The same of any traces, in their order."""
        return self._decoded(words, self._traces.headers_of(traces))

    def summaries(self) -> Generator[Progress, None, tuple[WordSummary, ...]]:
        """Look through all traces for the smallest and the largest number of every word."""
        low, high = np.full(len(TRACE_WORDS), np.nan), np.full(len(TRACE_WORDS), np.nan)
        for start in range(0, self.traces, AT_ONCE):
            yield Progress(start, self.traces, tr("Reading trace headers"))
            values = self.values(TRACE_WORDS, start, start + AT_ONCE)
            low, high = np.fmin(low, values.min(axis=0)), np.fmax(high, values.max(axis=0))
        yield Progress(self.traces, self.traces, tr("Reading trace headers"))
        return tuple(WordSummary(*each) for each in zip(TRACE_WORDS, low.tolist(), high.tolist(), strict=True))

    def find(self, word: HeaderWord, number: float, after: int = -1) -> Generator[Progress, None, int | None]:
        """The first trace behind `after` that has this number; None where no other one has."""
        for start in range(after + 1, self.traces, AT_ONCE):
            yield Progress(start, self.traces, tr("Searching trace headers"))
            found = np.flatnonzero(self.values((word,), start, start + AT_ONCE)[:, 0] == number)
            if len(found):
                return start + int(found[0])
        return None

    def close(self) -> None:
        """Give the file back; a second call does nothing."""
        self._traces.close()
        self._front.close()

    def _bytes(self, place: int, count: int) -> bytes:
        return self._front.run(place, np.dtype(np.uint8), (count,)).tobytes()

    def _decoded(self, words: Sequence[HeaderWord], headers: np.ndarray) -> np.ndarray:
        order, odd = self.layout.byte_order, self.layout.odd_words
        made = np.empty((len(headers), len(words)))
        for column, word in enumerate(words):
            if word.kind == "i4" and word.byte in odd:
                made[:, column] = self.layout.word_values(headers, word.byte)
            else:
                made[:, column] = header_word(headers, word.byte, order, word.kind)
        return made


def shown_number(value: float) -> str:
    """A whole number as one, another with the digits that tell it."""
    return str(int(value)) if math.isfinite(value) and value == int(value) else f"{value:.9g}"


def _text(title: str, raw: bytes) -> TextHeader:
    # As `decode_text` decides it.
    ebcdic = raw.count(b"\x40") >= raw.count(b"\x20")
    return TextHeader(title, "EBCDIC" if ebcdic else "ASCII", tuple(decode_text(raw).splitlines()))
