"""Reads every trace header of a SEG-Y file once and finds where each trace lies."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from seisviewer.errors import UnreadableFile
from seisviewer.progress import Progress
from seisviewer.volumes.geometry import Geometry
from seisviewer.volumes.open_choices import OpenChoices
from seisviewer.volumes.segy.coordinate_words import Coordinates, coordinates_of
from seisviewer.volumes.segy.float_words import WordKind, said_of_words
from seisviewer.volumes.segy.header_bytes import OFFSET_BYTE, HeaderBytes, NamedBytes
from seisviewer.volumes.segy.header_evidence import Kind
from seisviewer.volumes.segy.segy_format import read_layout
from seisviewer.volumes.segy.segy_headers import guess_survey, header_word
from seisviewer.volumes.segy.segy_layout import SegyLayout
from seisviewer.volumes.segy.stored_traces import StoredTraces
from seisviewer.volumes.segy.trace_placing import TraceNumbers, place_traces
from seisviewer.volumes.segy.vertical_axis import StatedTimes, vertical_axis
from seisviewer.volumes.volume import IMPOSSIBLE

CHUNK_BYTES = 16_000_000
UNDEFINED = (-999.25, -999.0, -9999.0, -99999.0)  # what programs write for no value, where a whole trace holds it
LOOKED_AT = 16  # samples in the middle of a trace: where one is not zero, the rest need not be looked at


@dataclass(frozen=True)
class SegyScan:
    """Where everything is. trace_at: int64 (inlines, crosslines), the trace's place in the file, -1 where none is.
    notices: sentences for the user about choices that were made for them."""

    layout: SegyLayout
    headers: HeaderBytes
    geometry: Geometry
    trace_at: np.ndarray = field(repr=False)
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
    alive: np.ndarray
    numberless: np.ndarray

    @property
    def heard(self) -> np.ndarray:
        """The traces whose lengths and times count: the live ones, where there are any."""
        return self.alive if self.alive.any() else ~self.alive


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
    coordinates = _coordinates(layout, words, headers, choices)
    numbers = TraceNumbers(
        words.inline,
        words.crossline,
        coordinates.x,
        coordinates.y,
        words.offset,
        words.alive,
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
    said = *layout.notices, *notices, *_said_of_empty(layout, words), *placed.notices
    return SegyScan(layout, headers, geometry, placed.trace_at, said)


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
    }
    arrays = {name: np.empty(count, kind) for name, (_, kind) in places.items()}
    words = _Words(**arrays, alive=np.empty(count, bool), numberless=np.zeros(count, bool))
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
            words.alive[start:stop] = _alive(traces, start, stop, layout)
            dead = start + np.flatnonzero(~words.alive[start:stop])
            words.numberless[dead] = _filled(traces.samples(dead), layout)
    yield Progress(count, count, f"Reading the headers of {layout.path.name}")
    return words


def _alive(traces: StoredTraces, start: int, stop: int, layout: SegyLayout) -> np.ndarray:
    """Bool (traces,), of the traces `start` up to `stop`: True where one has any sample that says something."""
    middle = max(0, layout.samples // 2 - LOOKED_AT // 2)
    looked_at = traces.parts(start, stop, middle, min(middle + LOOKED_AT, layout.samples))
    alive = _informative(looked_at, layout).any(axis=1)
    doubtful = np.flatnonzero(~alive)
    alive[doubtful] = _informative(traces.samples(start + doubtful), layout).any(axis=1)
    return alive


def _filled(stored: np.ndarray, layout: SegyLayout) -> np.ndarray:
    """Bool (traces,): True where a dead trace is not simply zero, so that it holds what is no number."""
    if not layout.format.is_float:
        return np.zeros(len(stored), bool)
    return (stored != 0).any(axis=1)


def _said_of_empty(layout: SegyLayout, words: _Words) -> list[str]:
    count = np.count_nonzero(words.numberless)
    if not count:
        return []
    traces = "1 trace" if count == 1 else f"{count:,} traces"
    holds, be = ("holds no number", "counts") if count == 1 else ("hold no numbers", "count")
    return [
        f"{traces} of {layout.path.name} {holds} (NaN, infinite, beyond {IMPOSSIBLE:.0e} or a value such as {UNDEFINED[0]}) and so {be} as missing."
    ]


def _informative(stored: np.ndarray, layout: SegyLayout) -> np.ndarray:
    """Bool, of every sample: neither zero nor infinite, NaN, impossible or undefined; of class numbers, those that are
    a class."""
    if layout.holds_classes:
        return stored >= 0
    if layout.format.is_bytes:
        return stored.any(axis=-1)
    if layout.format.is_float:
        amplitudes = layout.amplitudes(stored)
        informative = (amplitudes != 0) & (np.abs(amplitudes) < IMPOSSIBLE)
        for value in UNDEFINED:
            informative &= amplitudes != np.float32(value)
        return informative
    return stored != 0


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


def _coordinates(layout: SegyLayout, words: _Words, headers: HeaderBytes, choices: OpenChoices) -> Coordinates:
    # Whoever writes floats writes coordinates as they are; the scalar is that of other words then.
    are_floats = layout.odd_words.get(headers.x, WordKind.SWAPPED) != WordKind.SWAPPED
    return coordinates_of(
        words.x,
        words.y,
        np.ones_like(words.scalar) if are_floats else words.scalar,
        words.coordinate_unit,
        measurement_system=layout.measurement_system,
        text=layout.text,
        system=choices.crs,
        name=layout.path.name,
    )
