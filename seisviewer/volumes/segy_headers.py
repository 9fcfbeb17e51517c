"""Which bytes of the trace headers hold the line numbers and coordinates: the choice, a guess, and a preview of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from seisviewer.errors import BadRequest, UnknownGeometry
from seisviewer.volumes.line_numbers import follows_path, line_axis
from seisviewer.volumes.segy.trace_framing import TRACE_HEADER_BYTES
from seisviewer.volumes.segy_format import SegyLayout, read_layout

OFFSET_BYTE = 37
FIELD_RECORD_BYTE = 9
SAMPLED_TRACES = 20_000
SAMPLED_RUNS = 50


@dataclass(frozen=True)
class HeaderBytes:
    """First bytes (1 is the first of the header) of four 4-byte integers; the defaults are those of revision 1."""

    inline: int = 189
    crossline: int = 193
    x: int = 181
    y: int = 185

    def __post_init__(self) -> None:
        _check_bytes(vars(self))


@dataclass(frozen=True)
class NamedBytes:
    """The first bytes that the user names; None is left to a guess."""

    inline: int | None = None
    crossline: int | None = None
    x: int | None = None
    y: int | None = None

    def __post_init__(self) -> None:
        _check_bytes({name: byte for name, byte in vars(self).items() if byte is not None})


def _check_bytes(named: Mapping[str, int]) -> None:
    for name, byte in named.items():
        if not 1 <= byte <= TRACE_HEADER_BYTES - 3:
            raise BadRequest(
                f"Byte {byte} for {name} is outside the trace header: choose 1 to {TRACE_HEADER_BYTES - 3}."
            )


# Pairs seen in the wild, best known first: revision 1; Kingdom and OpendTect exports; Petrel's default; older loaders.
LINE_NUMBER_PAIRS = ((189, 193), (9, 21), (5, 21), (17, 21), (193, 197), (221, 225), (189, 21), (189, 17))
COORDINATE_PAIRS = ((181, 185), (73, 77), (81, 85))
CANDIDATE_WORDS = {
    1: "trace in line",
    5: "trace in file",
    9: "field record",
    13: "trace in record",
    17: "shot point",
    21: "CDP",
    37: "offset",
    73: "source X",
    77: "source Y",
    81: "group X",
    85: "group Y",
    181: "CDP X",
    185: "CDP Y",
    189: "inline",
    193: "crossline",
    197: "shot point (rev. 1)",
    221: "byte 221",
    225: "byte 225",
}


@dataclass(frozen=True)
class WordRange:
    """What one header word holds in the traces looked at. step: greatest step that explains all values."""

    byte: int
    first: int
    last: int
    step: int
    different: int


@dataclass(frozen=True)
class HeaderPreview:
    """What a choice of header bytes would give, judged from `traces_read` of the file's traces.

    kind: "3D", "2D line", "prestack" or "unknown". filled: share of the grid that has a trace. duplicates: traces whose
    position is already taken. names, rows: the candidate words of the first traces, a table to choose from.
    """

    headers: HeaderBytes
    kind: str
    traces: int
    traces_read: int
    inline: WordRange
    crossline: WordRange
    x: WordRange
    y: WordRange
    filled: float
    duplicates: int
    names: tuple[str, ...]
    rows: tuple[tuple[int, ...], ...]


def header_word(headers: np.ndarray, byte: int, byte_order: str, kind: str = "i4") -> np.ndarray:
    """One word of every trace header; headers: uint8 (traces, 240); returns int32 (traces,), or int16 for "i2"."""
    width = np.dtype(kind).itemsize
    raw = np.ascontiguousarray(headers[:, byte - 1 : byte - 1 + width])
    return raw.view(f"{byte_order}{kind}")[:, 0].astype(kind)


def guess_headers(path: Path, named: NamedBytes = NamedBytes(), sample_format: str | None = None) -> HeaderBytes:
    """The bytes that make a survey of the file; raises UnknownGeometry when none of the known places do.

    named: bytes that are not guessed; where both of the line numbers are, whatever they hold is taken for them.
    sample_format: that the user names.
    """
    layout = read_layout(path, sample_format)
    sample = _sample_headers(layout)
    x, y = _guess_coordinates(sample, layout.byte_order)
    x, y = named.x or x, named.y or y
    pairs = [(named.inline or inline, named.crossline or crossline) for inline, crossline in LINE_NUMBER_PAIRS]
    if named.inline and named.crossline:
        return HeaderBytes(named.inline, named.crossline, x, y)
    kinds = {pair: _kind(sample, pair, layout.byte_order) for pair in pairs}
    for wanted in (("3D", "prestack"), ("2D line",), ("path",)):
        for pair, kind in kinds.items():
            if kind in wanted:
                return HeaderBytes(*pair, x, y)
    raise UnknownGeometry(_unknown_sentence(layout, sample))


def preview(path: Path, headers: HeaderBytes, rows: int = 12, *, sample_format: str | None = None) -> HeaderPreview:
    """What `headers` would make of the file, read from a sample of its traces so that a dialog can show it at once."""
    layout = read_layout(path, sample_format)
    sample = _sample_headers(layout)
    order = layout.byte_order
    inline, crossline = header_word(sample, headers.inline, order), header_word(sample, headers.crossline, order)
    positions = _count_positions(inline, crossline)
    kind = _kind(sample, (headers.inline, headers.crossline), order)
    cells = line_axis(inline).count * line_axis(crossline).count
    words = [header_word(sample[:rows], byte, order) for byte in CANDIDATE_WORDS]
    return HeaderPreview(
        headers=headers,
        kind={"path": "2D line"}.get(kind, kind),
        traces=layout.traces,
        traces_read=len(sample),
        inline=_word_range(sample, headers.inline, order),
        crossline=_word_range(sample, headers.crossline, order),
        x=_word_range(sample, headers.x, order),
        y=_word_range(sample, headers.y, order),
        filled=min(1.0, positions * layout.traces / len(sample) / cells),
        duplicates=len(sample) - positions,
        names=tuple(f"{byte}: {name}" for byte, name in CANDIDATE_WORDS.items()),
        rows=tuple(tuple(int(value) for value in row) for row in zip(*words, strict=True)),
    )


def _sample_headers(layout: SegyLayout) -> np.ndarray:
    """Headers (traces, 240) of the first traces and of as many from the rest; all of a small file.

    The rest is read in runs, since a disk gives a run of traces as fast as one trace.
    """
    traces = layout.map_traces()["header"]
    if layout.traces <= 2 * SAMPLED_TRACES:
        return np.array(traces)
    length = SAMPLED_TRACES // SAMPLED_RUNS
    starts = np.linspace(SAMPLED_TRACES, layout.traces - length, SAMPLED_RUNS).astype(np.int64)
    return np.concatenate([traces[:SAMPLED_TRACES], *(traces[start : start + length] for start in starts)])


def _kind(sample: np.ndarray, pair: tuple[int, int], order: str) -> str:
    """Whether a pair of words makes a "3D" survey, a "2D line", a "path" over a grid, "prestack", or "unknown"."""
    inline, crossline = (header_word(sample, byte, order) for byte in pair)
    lines, crosslines = len(np.unique(inline)), len(np.unique(crossline))
    if lines == crosslines == 1:
        return "unknown"
    positions = _count_positions(inline, crossline)
    if positions < len(sample):
        offset = header_word(sample, OFFSET_BYTE, order)
        gathered = len(np.unique(np.stack([inline, crossline, offset]), axis=1)[0])
        return "prestack" if gathered == len(sample) else "unknown"
    if min(lines, crosslines) == 1:
        return "2D line"
    first = slice(None, SAMPLED_TRACES)
    if follows_path(inline[first], crossline[first]):
        return "path"
    cells = line_axis(inline).count * line_axis(crossline).count
    return "3D" if cells < 2_000 * len(sample) else "unknown"


def _count_positions(inline: np.ndarray, crossline: np.ndarray) -> int:
    """Number of different pairs."""
    return len(np.unique(inline.astype(np.int64) << 32 | crossline.astype(np.int64) & 0xFFFFFFFF))


def _guess_coordinates(sample: np.ndarray, order: str) -> tuple[int, int]:
    for pair in COORDINATE_PAIRS:
        if any(np.ptp(header_word(sample, byte, order)) > 0 for byte in pair):
            return pair
    return COORDINATE_PAIRS[0]


def _unknown_sentence(layout: SegyLayout, sample: np.ndarray) -> str:
    records = np.unique(header_word(sample, FIELD_RECORD_BYTE, layout.byte_order))
    if 1 < len(records) < len(sample):
        return (
            f"{layout.path.name} looks like unstacked shot gathers (field records {records[0]}–{records[-1]}, several "
            "traces each): stack and migrate it first, or name the bytes of its inline and crossline numbers."
        )
    return (
        f"{layout.path.name} has no inline and crossline numbers in the usual bytes of its trace headers: "
        "name the bytes that hold them."
    )


def _word_range(sample: np.ndarray, byte: int, order: str) -> WordRange:
    values = header_word(sample, byte, order)
    axis = line_axis(values)
    return WordRange(byte, axis.start, axis.stop, axis.step, len(np.unique(values)))
