"""Reads every trace header of a SEG-Y file once and finds where each trace lies."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from seisviewer.errors import UnreadableFile
from seisviewer.progress import Progress
from seisviewer.volumes.coordinate_reference import system_in_text, system_named
from seisviewer.volumes.geometry import Geometry
from seisviewer.volumes.open_choices import OpenChoices
from seisviewer.volumes.segy.coordinate_scalars import for_floats
from seisviewer.volumes.segy.coordinate_words import Coordinates, CoordinateWords, coordinates_of
from seisviewer.volumes.segy.empty_traces import TraceContents
from seisviewer.volumes.segy.float_words import WordKind, said_of_words
from seisviewer.volumes.segy.header_bytes import OFFSET_BYTE, HeaderBytes, NamedBytes
from seisviewer.volumes.segy.header_evidence import Kind
from seisviewer.volumes.segy.segy_format import read_layout
from seisviewer.volumes.segy.segy_headers import guess_survey, header_word
from seisviewer.volumes.segy.segy_layout import SegyLayout
from seisviewer.volumes.segy.trace_placing import TraceNumbers, place_traces
from seisviewer.volumes.segy.vertical_axis import StatedTimes, vertical_axis

CHUNK_BYTES = 16_000_000


@dataclass(frozen=True)
class SegyScan:
    """Where everything is. trace_at: int64 (inlines, crosslines), the trace's place in the file, -1 where none is.
    coordinate_scalar: as in bytes 71–72, of most traces or the user's. notices: sentences for the user about choices that were made for them."""

    layout: SegyLayout
    headers: HeaderBytes
    geometry: Geometry
    trace_at: np.ndarray = field(repr=False)
    coordinate_scalar: int
    notices: tuple[str, ...] = ()


@dataclass
class _Words:
    """The header words of all traces, filled chunk by chunk."""

    inline: np.ndarray
    crossline: np.ndarray
    x: np.ndarray
    y: np.ndarray
    offset: np.ndarray
    scalar: np.ndarray
    coordinate_unit: np.ndarray
    delay: np.ndarray
    time_scalar: np.ndarray
    samples: np.ndarray
    interval: np.ndarray
    identity: np.ndarray
    contents: TraceContents

    @property
    def heard(self) -> np.ndarray:
        """The traces whose lengths and times count: the live ones, where there are any."""
        alive, _ = self.contents.without_dead(self.identity)
        return alive if alive.any() else ~alive


def scan_segy(path: Path, choices: OpenChoices = OpenChoices()) -> Generator[Progress, None, SegyScan]:
    """Find the geometry of a post-stack file. Raises UnreadableFile or UnknownGeometry."""
    path = Path(path)
    layout = read_layout(path, choices.format)
    headers, kind = choices.headers, Kind.UNKNOWN
    if not isinstance(headers, HeaderBytes):
        headers, kind = guess_survey(layout, headers or NamedBytes(), one_line=choices.line is not None)
    words = yield from _read_words(layout, headers)
    _check_lengths(layout, words)
    stated = StatedTimes(*(values[words.heard] for values in (words.delay, words.time_scalar, words.interval)))
    samples, notices = vertical_axis(layout, stated, choices)
    if _repeat_numbers(words):
        words.x[:] = words.y[:] = 0
        notices.append(f"The coordinates in {path.name} repeat its line numbers and are not taken for any.")
    coordinates = _coordinates(layout, words, headers, choices)
    numbers = TraceNumbers(
        words.inline,
        words.crossline,
        coordinates.x,
        coordinates.y,
        words.offset,
        words.contents.without_dead(words.identity)[0],
        np.arange(layout.traces),
    )
    placed = place_traces(path.name, numbers, samples, several=kind is Kind.LINES, line=choices.line)
    geometry = replace(placed.geometry, reference=coordinates.reference)
    if geometry.xy(0, 0) is not None:
        notices += coordinates.said
    if not geometry.live.any():
        nothing = "no class number" if layout.holds_classes else "nothing but zeros"
        raise UnreadableFile(f"{path.name} holds {nothing}: choose another file.")
    notices += said_of_words(path.name, vars(headers), layout.odd_words)
    said_of_empty = words.contents.said(path.name, words.identity, layout.swings)
    said = *layout.notices, *notices, *said_of_empty, *placed.notices
    return SegyScan(layout, headers, geometry, placed.trace_at, coordinates.scalar, said)


def _read_words(layout: SegyLayout, headers: HeaderBytes) -> Generator[Progress, None, _Words]:
    order, count = layout.byte_order, layout.traces
    chunk = max(1, CHUNK_BYTES // layout.trace_dtype.itemsize)
    places = {
        "inline": (headers.inline, "i4"),
        "crossline": (headers.crossline, "i4"),
        "x": (headers.x, "f8"),
        "y": (headers.y, "f8"),
        "offset": (OFFSET_BYTE, "i4"),
        "scalar": (71, "i2"),
        "coordinate_unit": (89, "i2"),
        "delay": (109, "i2"),
        "time_scalar": (215, "i2"),
        "samples": (115, "u2"),
        "interval": (117, "u2"),
        "identity": (29, "i2"),
    }
    arrays = {name: np.empty(count, kind) for name, (_, kind) in places.items()}
    words = _Words(**arrays, contents=TraceContents.unread(count))
    with closing(layout.open_traces()) as traces:
        for start in range(0, count, chunk):
            yield Progress(start, count, f"Reading the headers of {layout.path.name}")
            stop = min(start + chunk, count)
            block = traces.headers(start, stop)
            plain = layout.plain_headers(block)
            for name, (byte, kind) in places.items():
                if kind == "f8":
                    arrays[name][start:stop] = layout.word_values(block, byte)
                else:
                    arrays[name][start:stop] = header_word(plain if kind == "i4" else block, byte, order, kind)
            words.contents.read(traces, start, stop, layout)
    yield Progress(count, count, f"Reading the headers of {layout.path.name}")
    return words


def _check_lengths(layout: SegyLayout, words: _Words) -> None:
    """Dead traces, which often stand for missing ones, may state anything. Raises UnreadableFile."""
    stated = words.samples[words.heard & (words.samples > 0)]
    if len(stated) and stated.min() != stated.max():
        raise UnreadableFile(
            f"{layout.path.name} holds traces of different lengths ({stated.min()} to {stated.max()} samples): "
            "export it with one trace length."
        )
    delay = words.delay[words.heard]
    if delay.min() != delay.max():
        raise UnreadableFile(
            f"The traces of {layout.path.name} start at different times ({delay.min()} to {delay.max()} ms "
            "in bytes 109–110): export it with one start time."
        )


def _repeat_numbers(words: _Words) -> bool:
    """Whether X and Y are the line numbers, written once more."""
    numbers = words.inline, words.crossline
    both = (any(np.array_equal(values, each) for each in numbers) for values in (words.x, words.y))
    return bool(np.ptp(words.x) and np.ptp(words.y)) and all(both)


def _coordinates(layout: SegyLayout, words: _Words, headers: HeaderBytes, choices: OpenChoices) -> Coordinates:
    are_floats = layout.odd_words.get(headers.x, WordKind.SWAPPED) != WordKind.SWAPPED
    return coordinates_of(
        CoordinateWords(
            words.x,
            words.y,
            for_floats(words.x, words.y, words.scalar) if are_floats else words.scalar,
            words.coordinate_unit,
            layout.measurement_system,
            layout.revision,
            layout.path.name,
        ),
        system_named(choices.crs) if choices.crs else system_in_text(layout.text),
        by_user=choices.crs is not None,
        chosen_scalar=choices.coordinate_scalar,
    )
