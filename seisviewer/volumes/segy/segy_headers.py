"""Which bytes of the trace headers hold the line numbers and coordinates: the choice, a guess, and a preview of it."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from seisviewer.errors import UnknownGeometry
from seisviewer.translation import tr
from seisviewer.volumes.line_numbers import count_positions, line_axis
from seisviewer.volumes.segy.coordinate_words import comparable
from seisviewer.volumes.segy.float_words import WordKind
from seisviewer.volumes.segy.header_bytes import (
    CHANNEL_BYTE,
    COORDINATE_PAIRS,
    FIELD_RECORD_BYTE,
    LINE_WORDS,
    OFFSET_BYTE,
    WORD_NAMES,
    HeaderBytes,
    NamedBytes,
)
from seisviewer.volumes.segy.header_candidates import two_byte_numbers
from seisviewer.volumes.segy.header_decision import Ranking, judge, rank
from seisviewer.volumes.segy.header_evidence import HeaderEvidence, HeaderSample, Kind, offsets_repeat
from seisviewer.volumes.segy.segy_format import read_layout
from seisviewer.volumes.segy.segy_layout import SegyLayout
from seisviewer.volumes.segy.several_lines import LineInFile, line_of_trace, lines_in_file

SAMPLED_TRACES = 20_000
SAMPLED_RUNS = 50
READ_TRACES = 50_000
FLOATS_IN = 1e6  # parts of a unit, in which coordinates that are floats are compared: they may be degrees


@dataclass(frozen=True)
class WordRange:
    """What one header word holds in the traces looked at. step: greatest step that explains all values."""

    byte: int
    first: int
    last: int
    step: int
    different: int

    @property
    def positions(self) -> int:
        """Of the regular axis that holds all values."""
        return (self.last - self.first) // self.step + 1


@dataclass(frozen=True)
class HeaderPreview:
    """What a choice of header bytes would give, judged from `traces_read` of the file's traces.

    filled: share of the grid that has a trace. duplicates: traces whose position is already taken. may_be_grid:
    whatever else it may be. evidence: what speaks for it, where it is a survey. lines: of several 2D lines. names,
    rows: the candidate words of the first traces, a table to choose from.
    """

    headers: HeaderBytes
    kind: Kind
    traces: int
    traces_read: int
    inline: WordRange
    crossline: WordRange
    x: WordRange
    y: WordRange
    filled: float
    duplicates: int
    may_be_grid: bool
    evidence: HeaderEvidence | None
    lines: tuple[LineInFile, ...]
    names: tuple[str, ...]
    rows: tuple[tuple[int, ...], ...]


def header_word(headers: np.ndarray, byte: int, byte_order: str, kind: str = "i4") -> np.ndarray:
    """One word of every trace header; headers: uint8 (traces, 240); returns int32 (traces,), or int16 for "i2"."""
    width = np.dtype(kind).itemsize
    raw = np.ascontiguousarray(headers[:, byte - 1 : byte - 1 + width])
    return raw.view(f"{byte_order}{kind}")[:, 0].astype(kind)


def guess_headers(path: Path, named: NamedBytes = NamedBytes(), sample_format: str | None = None) -> HeaderBytes:
    """The bytes that make a survey of the file; raises UnknownGeometry where none do, or several make different ones.

    named: bytes that are not guessed; where both of the line numbers are, whatever they hold is taken for them.
    sample_format: that the user names.
    """
    return guess_survey(read_layout(path, sample_format), named)[0]


def guess_survey(
    layout: SegyLayout,
    named: NamedBytes = NamedBytes(),
    *,
    one_line: bool = False,
    sampled: np.ndarray | None = None,
) -> tuple[HeaderBytes, Kind]:
    """As `guess_headers`, and what they make of the file. one_line: one of several 2D lines is wanted. sampled: headers,
    uint8 (traces, 240), from which to guess; None for the usual ones."""
    sample = sample_words(layout, named) if sampled is None else _words_of(sampled, layout, named)
    if named.inline and named.crossline:
        x, y = sample.usual_coordinates
        return HeaderBytes(named.inline, named.crossline, x, y), Kind.UNKNOWN
    ranking = rank(sample, named, all_of_them=one_line)
    several = [each for each in ranking.candidates if each.kind is Kind.LINES]
    if one_line and several:
        return several[0].headers, Kind.LINES
    is_line = ranking.best is not None and ranking.best.kind is Kind.LINE
    if ranking.best is not None and not (is_line and two_byte_numbers(sample)):
        return ranking.best.headers, ranking.best.kind
    if ranking.prestack is not None and not ranking.rivals:
        return ranking.prestack, Kind.PRESTACK
    raise UnknownGeometry(_unknown_sentence(layout, sample, ranking), tuple(map(_option, ranking.worth_showing)))


def weigh_headers(path: Path, *, sample_format: str | None = None) -> Ranking:
    """Every choice of header bytes that may make a survey of the file, best first."""
    return rank(sample_words(read_layout(path, sample_format)))


def preview(path: Path, headers: HeaderBytes, rows: int = 12, *, sample_format: str | None = None) -> HeaderPreview:
    """What `headers` would make of the file, read from a sample of its traces so that a dialog can show it at once."""
    layout = read_layout(path, sample_format)
    sampled = _sample_headers(layout)
    sample = _words_of(sampled, layout, NamedBytes(**vars(headers)))
    readings = judge(sample, headers)
    kinds = [each.kind for each in readings]
    sampled = layout.plain_headers(sampled)
    inline, crossline, x, y = (_word_range(sampled, byte, layout.byte_order) for byte in vars(headers).values())
    positions = count_positions(sample.words[headers.inline], sample.words[headers.crossline])
    words = [header_word(sampled[:rows], byte, layout.byte_order) for byte in WORD_NAMES]
    return HeaderPreview(
        headers=headers,
        kind=kinds[0] if kinds else _kind_without_survey(sample, headers),
        may_be_grid=Kind.GRID in kinds,
        traces=layout.traces,
        traces_read=len(sampled),
        inline=inline,
        crossline=crossline,
        x=x,
        y=y,
        filled=min(1.0, positions * sample.share / (inline.positions * crossline.positions)),
        duplicates=len(sampled) - positions,
        evidence=readings[0] if readings else None,
        lines=_lines(layout, headers) if Kind.LINES in kinds else (),
        names=tuple(f"{byte}: {name}" for byte, name in WORD_NAMES.items()),
        rows=tuple(tuple(int(value) for value in row) for row in zip(*words, strict=True)),
    )


def sample_words(layout: SegyLayout, named: NamedBytes = NamedBytes()) -> HeaderSample:
    """What may be line numbers or coordinates, of some of the traces. named: words that are looked at besides."""
    return _words_of(_sample_headers(layout), layout, named)


def _words_of(sampled: np.ndarray, layout: SegyLayout, named: NamedBytes) -> HeaderSample:
    plain = layout.plain_headers(sampled)

    def word(byte: int, kind: str = "i4") -> np.ndarray:
        return header_word(plain, byte, layout.byte_order, kind)

    def coordinates(pair: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
        if layout.odd_words.get(pair[0], WordKind.SWAPPED) == WordKind.SWAPPED:
            return comparable(word(pair[0]), word(pair[1]), word(71, "i2"), unit)
        x, y = (FLOATS_IN * layout.word_values(sampled, byte) for byte in pair)
        return np.nan_to_num(x), np.nan_to_num(y)

    unit = word(89, "i2")
    pairs = [(named.x or x, named.y or y) for x, y in COORDINATE_PAIRS]
    lines = dict.fromkeys([*LINE_WORDS, *(byte for byte in (named.inline, named.crossline) if byte)])
    return HeaderSample(
        words={byte: word(byte) for byte in lines},
        coordinates={pair: coordinates(pair) for pair in dict.fromkeys(pairs)},
        offset=word(OFFSET_BYTE),
        total=layout.traces,
    )


def _sample_headers(layout: SegyLayout) -> np.ndarray:
    """Headers (traces, 240) of the first traces and of as many from the rest; all of a small file.

    The rest is read in runs, since a disk gives a run of traces as fast as one trace.
    """
    with closing(layout.open_traces()) as traces:
        if layout.traces <= 2 * SAMPLED_TRACES:
            return traces.headers()
        length = SAMPLED_TRACES // SAMPLED_RUNS
        starts = np.linspace(SAMPLED_TRACES, layout.traces - length, SAMPLED_RUNS).astype(np.int64).tolist()
        runs = [traces.headers(start, start + length) for start in starts]
        return np.concatenate([traces.headers(0, SAMPLED_TRACES), *runs])


def _lines(layout: SegyLayout, headers: HeaderBytes) -> tuple[LineInFile, ...]:
    """The 2D lines of a file, whose headers are all read for it."""
    order, parts = layout.byte_order, []
    with closing(layout.open_traces()) as traces:
        for start in range(0, layout.traces, READ_TRACES):
            block = layout.plain_headers(traces.headers(start, start + READ_TRACES))
            parts.append([header_word(block, byte, order) for byte in vars(headers).values()])
    inline, crossline, x, y = (np.concatenate(words) for words in zip(*parts, strict=True))
    return lines_in_file(line_of_trace(inline, crossline, x, y), crossline)


def _kind_without_survey(sample: HeaderSample, headers: HeaderBytes) -> Kind:
    inline, crossline = sample.words[headers.inline], sample.words[headers.crossline]
    return Kind.PRESTACK if offsets_repeat(inline, crossline, sample.offset) else Kind.UNKNOWN


def _unknown_sentence(layout: SegyLayout, sample: HeaderSample, ranking: Ranking) -> str:
    name = layout.path.name
    if (narrow := two_byte_numbers(sample)) is not None:
        return tr(
            "Bytes {inline}–{inline2} of the trace headers of {name} look like an inline and a "
            "crossline number of two bytes each ({inlines:,} × {crosslines:,} lines), which are not "
            "read: export it with numbers of four bytes, or choose what else it may be."
        ).format(
            inline=narrow.headers.inline,
            inline2=narrow.headers.inline + 3,
            name=name,
            inlines=narrow.inlines,
            crosslines=narrow.crosslines,
        )
    if ranking.rivals:
        return tr("The trace headers of {name} can be read in more than one way: choose one of them.").format(name=name)
    records = np.unique(sample.words[FIELD_RECORD_BYTE])
    told_apart = np.ptp(sample.words[CHANNEL_BYTE]) or np.ptp(sample.offset)
    if 1 < len(records) < sample.traces and told_apart:
        return tr(
            "{name} looks like unstacked shot gathers (field records {records}–{records2}, several "
            "traces each): stack and migrate it first, or name the bytes of its inline and crossline "
            "numbers."
        ).format(name=name, records=records[0], records2=records[-1])
    if ranking.worth_showing:
        return tr(
            "The trace headers of {name} leave open where its traces lie: choose one of the "
            "readings, or name other bytes."
        ).format(name=name)
    return tr(
        "{name} has no inline and crossline numbers in the usual bytes of its trace headers: "
        "name the bytes that hold them."
    ).format(name=name)


def _option(candidate: HeaderEvidence) -> str:
    """How a shell asks for it, and what it would be."""
    chosen = tr("--inline-byte {inline} --crossline-byte {crossline}").format(
        inline=candidate.headers.inline, crossline=candidate.headers.crossline
    )
    if candidate.kind is Kind.LINES:
        chosen += tr(" --line NUMBER")
    return tr("{chosen}  score {score:.0f}: {in_words}").format(
        chosen=chosen, score=candidate.score, in_words=candidate.in_words()
    )


def _word_range(sample: np.ndarray, byte: int, order: str) -> WordRange:
    values = header_word(sample, byte, order)
    axis = line_axis(values)
    return WordRange(byte, axis.start, axis.stop, axis.step, len(np.unique(values)))
