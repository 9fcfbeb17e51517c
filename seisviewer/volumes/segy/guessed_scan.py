"""The geometry of a large regular SEG-Y file, guessed from a sample of its trace headers.

A file whose traces fill a rectangle of lines, row after row, is known by its first rows: the number of every trace then
follows from its place in the file. The guess is held against headers at the ends of the file and of rows, in runs and one
by one all over it; whatever differs anywhere makes it none, and the whole file is scanned as any other. Headers between may
still say otherwise, so a guess is for looking only, until `scan_segy` has read them all.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from seisviewer.errors import SeisviewerError
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Geometry, LineAxis
from seisviewer.volumes.open_choices import OpenChoices
from seisviewer.volumes.segy.header_bytes import HeaderBytes, NamedBytes
from seisviewer.volumes.segy.header_evidence import Kind
from seisviewer.volumes.segy.scan_words import ScanWords
from seisviewer.volumes.segy.segy_format import read_layout
from seisviewer.volumes.segy.segy_headers import guess_survey
from seisviewer.volumes.segy.segy_layout import SegyLayout
from seisviewer.volumes.segy.segy_scan import SegyScan
from seisviewer.volumes.segy.stored_traces import StoredTraces
from seisviewer.volumes.survey_coordinates import fit_affine

# Traces at the beginning, runs spread over the rest, traces of each. The second is tried where the first leaves it open
# which words number the lines: rows may be longer than the first traces.
SAMPLES = ((2_000, 40, 50), (12_000, 50, 100))
ROWS, SINGLES = 32, 192  # whose ends, and traces that, are looked at besides
FEWEST_LINES = 2


@dataclass(frozen=True)
class _Rows:
    """How numbers follow from the place in the file. fast, slow: first number and step of the word that changes from trace
    to trace, and of the other. length: traces of a row. inline_is_slow: rows are inlines."""

    slow: tuple[int, int]
    fast: tuple[int, int]
    length: int
    inline_is_slow: bool

    def agree(self, traces: np.ndarray, inline: np.ndarray, crossline: np.ndarray) -> bool:
        """Whether traces, by their places in the file, have the numbers that are expected there."""
        slow, fast = (inline, crossline) if self.inline_is_slow else (crossline, inline)
        row, place = np.divmod(traces, self.length)
        expected = (self.slow[0] + self.slow[1] * row, self.fast[0] + self.fast[1] * place)
        return bool(np.array_equal(slow, expected[0]) and np.array_equal(fast, expected[1]))


def guess_scan(path: Path, choices: OpenChoices = OpenChoices()) -> SegyScan | None:
    """What `scan_segy` will probably find; None where the file is not as regular, or cannot be read. Every trace is taken
    for a live one."""
    if choices.line is not None:
        return None
    try:
        layout = read_layout(path, choices.format)
        with closing(layout.open_traces()) as traces:
            return _guessed(layout, traces, choices)
    except SeisviewerError:
        return None  # the whole scan says what is wrong


def _guessed(layout: SegyLayout, traces: StoredTraces, choices: OpenChoices) -> SegyScan | None:
    for first, runs, length in SAMPLES:
        if layout.traces < 2 * (first + runs * length):
            return None
        places = _sampled(layout.traces, first, runs, length)
        at = np.concatenate([np.arange(start, stop) for start, stop in places])
        traces.bring_headers(at)
        sampled = np.concatenate([traces.headers(start, stop) for start, stop in places])
        headers = _header_bytes(layout, sampled, choices)
        if headers is not None:
            return _from_sample(layout, traces, headers, (at, sampled), choices)
    return None


def _sampled(count: int, first: int, runs: int, length: int) -> list[tuple[int, int]]:
    """Where the runs begin and end: the beginning, the end, and as many between, unevenly so that no stride hides a row."""
    edges = np.linspace(first, count - length, runs + 1).astype(np.int64)
    random = np.random.default_rng(count)
    starts = [
        int(random.integers(low, max(low + 1, high - length))) for low, high in zip(edges, edges[1:], strict=False)
    ]
    return [(0, first), *((start, start + length) for start in starts), (count - length, count)]


def _header_bytes(layout: SegyLayout, sampled: np.ndarray, choices: OpenChoices) -> HeaderBytes | None:
    if isinstance(choices.headers, HeaderBytes):
        return choices.headers
    try:
        headers, kind = guess_survey(layout, choices.headers or NamedBytes(), sampled=sampled)
    except SeisviewerError:
        return None
    return headers if kind in (Kind.GRID, Kind.UNKNOWN) else None  # unknown: the user named both


def _from_sample(
    layout: SegyLayout,
    traces: StoredTraces,
    headers: HeaderBytes,
    sample: tuple[np.ndarray, np.ndarray],
    choices: OpenChoices,
) -> SegyScan | None:
    """sample: places of traces in the file, ascending and the last trace among them, and their headers."""
    at, sampled = sample
    words = _words(layout, headers, sampled)
    rows = _rows(layout.traces, at, words)
    if rows is None or not rows.agree(at, words.inline, words.crossline):
        return None
    more = _further(layout.traces, rows.length)
    at = np.concatenate([at, more])
    words = _words(layout, headers, np.concatenate([sampled, traces.headers_of(more)]))
    if not rows.agree(at, words.inline, words.crossline):
        return None
    samples, notices = words.vertical_axis(layout, choices)
    notices += words.drop_copied_numbers(layout.path.name)
    coordinates = words.coordinates(layout, headers, choices)
    inlines, crosslines, trace_at = _grid(rows, layout.traces // rows.length)
    places = (words.inline - inlines.start) // inlines.step, (words.crossline - crosslines.start) // crosslines.step
    affine = fit_affine(*places, coordinates.x, coordinates.y)
    live = np.ones(trace_at.shape, bool)
    geometry = Geometry(inlines, crosslines, samples, live, affine, reference=coordinates.reference)
    return SegyScan(layout, headers, geometry, trace_at, coordinates.scalar, (*layout.notices, *notices))


def _words(layout: SegyLayout, headers: HeaderBytes, sampled: np.ndarray) -> ScanWords:
    words = ScanWords.unread(len(sampled))
    words.put(0, sampled, layout, headers)
    for name in ("inline", "crossline"):
        setattr(words, name, getattr(words, name).astype(np.int64))
    words.contents.alive[:] = True  # dead traces are found by the whole scan
    return words


def _rows(count: int, at: np.ndarray, words: ScanWords) -> _Rows | None:
    """What the first two traces and the last make of the file; None where that is no filled rectangle."""
    numbers = np.stack([words.inline, words.crossline])
    step = numbers[:, 1] - numbers[:, 0]
    if np.count_nonzero(step) != 1 or at[1] != 1 or at[-1] != count - 1:
        return None
    fast = int(np.flatnonzero(step)[0])
    slow = 1 - fast
    along = numbers[fast, -1] - numbers[fast, 0]
    length, rest = divmod(int(along), int(step[fast]))
    length += 1
    if rest or length < FEWEST_LINES or count % length or count // length < FEWEST_LINES:
        return None
    between, rest = divmod(int(numbers[slow, -1] - numbers[slow, 0]), count // length - 1)
    if rest or not between:
        return None
    return _Rows((int(numbers[slow, 0]), between), (int(numbers[fast, 0]), int(step[fast])), length, slow == 0)


def _further(count: int, length: int) -> np.ndarray:
    """Traces at the ends of some rows, and single ones anywhere."""
    random = np.random.default_rng(count + 1)
    rows = random.integers(1, count // length, ROWS)
    return np.unique(np.concatenate([rows * length, rows * length - 1, random.integers(0, count, SINGLES)]))


def _grid(rows: _Rows, count: int) -> tuple[LineAxis, LineAxis, np.ndarray]:
    """Inlines, crosslines, and the trace at every position of the grid."""
    trace_at = np.arange(count * rows.length, dtype=np.int64).reshape(count, rows.length)
    slow, fast = _axis(rows.slow, count), _axis(rows.fast, rows.length)
    trace_at = trace_at[:: 1 if rows.slow[1] > 0 else -1, :: 1 if rows.fast[1] > 0 else -1]
    if rows.inline_is_slow:
        return slow, fast, np.ascontiguousarray(trace_at)
    return fast, slow, np.ascontiguousarray(trace_at.T)


def _axis(numbers: tuple[int, int], count: int) -> LineAxis:
    start, step = numbers
    return LineAxis(start, step, count) if step > 0 else LineAxis(start + step * (count - 1), -step, count)


def said_of_difference(guess: SegyScan, found: SegyScan) -> str:
    """One sentence on what all headers say otherwise than the guess; "" where that changes nothing on screen."""
    name, one, other = found.layout.path.name, guess.geometry, found.geometry
    if (one.inlines, one.crosslines, one.is_2d) != (other.inlines, other.crosslines, other.is_2d):
        lines = ", ".join(
            f"{what} {axis.start}–{axis.stop}"
            + (tr(" in steps of {step}").format(step=axis.step) if axis.step > 1 else "")
            for what, axis in (("inlines", other.inlines), ("crosslines", other.crosslines))
        )
        return tr(
            "All trace headers of {name} say otherwise than the first look at some of them: it has {lines}."
        ).format(name=name, lines=lines)
    there = other.live & one.live
    moved = np.count_nonzero(guess.trace_at[there] != found.trace_at[there])
    if moved:
        traces = tr("1 trace lies") if moved == 1 else tr("{moved:,} traces lie").format(moved=moved)
        return tr(
            "All trace headers of {name} are read now: {traces} elsewhere than the first look at some of them said."
        ).format(name=name, traces=traces)
    if missing := np.count_nonzero(one.live & ~other.live):
        traces = tr("1 position holds") if missing == 1 else tr("{missing:,} positions hold").format(missing=missing)
        return tr("All traces of {name} are looked at now: {traces} no data, and so count as missing.").format(
            name=name, traces=traces
        )
    if one.samples != other.samples or one.reference != other.reference or not _lie_alike(one, other):
        return tr(
            "All trace headers of {name} are read now: its times or coordinates are others than the first look said."
        ).format(name=name)
    return ""


def _lie_alike(one: Geometry, other: Geometry) -> bool:
    """Whether the corners of the two, which have the same lines, lie within half a bin of each other."""
    if one.affine is None or other.affine is None:
        return one.affine is other.affine
    rows, columns = (np.array([0, 0, axis.count, axis.count]) for axis in (other.inlines, other.crosslines))
    corners = np.stack([rows, np.roll(columns, 1), np.ones(4)])
    bin_size = np.linalg.norm(other.affine[:, :2], axis=0).max()
    return bool(np.linalg.norm((one.affine - other.affine) @ corners, axis=0).max() <= 0.5 * bin_size)
