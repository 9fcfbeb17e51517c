"""Reads every trace header of a SEG-Y file once and finds where each trace lies."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from seisviewer.errors import UnreadableFile
from seisviewer.progress import Progress
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Geometry
from seisviewer.volumes.open_choices import OpenChoices
from seisviewer.volumes.segy.float_words import said_of_words
from seisviewer.volumes.segy.header_bytes import HeaderBytes, NamedBytes
from seisviewer.volumes.segy.header_evidence import Kind
from seisviewer.volumes.segy.segy_format import read_layout
from seisviewer.volumes.segy.scan_words import ScanWords
from seisviewer.volumes.segy.segy_headers import guess_survey
from seisviewer.volumes.segy.segy_layout import SegyLayout
from seisviewer.volumes.segy.trace_placing import TraceNumbers, place_traces

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


def scan_segy(path: Path, choices: OpenChoices = OpenChoices()) -> Generator[Progress, None, SegyScan]:
    """Find the geometry of a post-stack file. Raises UnreadableFile or UnknownGeometry."""
    path = Path(path)
    layout = read_layout(path, choices.format)
    headers, kind = choices.headers, Kind.UNKNOWN
    if not isinstance(headers, HeaderBytes):
        headers, kind = guess_survey(layout, headers or NamedBytes(), one_line=choices.line is not None)
    words = yield from _read_words(layout, headers)
    samples, notices = words.vertical_axis(layout, choices)
    notices += words.drop_copied_numbers(path.name)
    coordinates = words.coordinates(layout, headers, choices)
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
        nothing = tr("no class number") if layout.holds_classes else tr("nothing but zeros")
        raise UnreadableFile(
            tr("{path_name} holds {nothing}: choose another file.").format(path_name=path.name, nothing=nothing)
        )
    notices += said_of_words(path.name, vars(headers), layout.odd_words)
    said_of_empty = words.contents.said(path.name, words.identity, layout.swings)
    said = *layout.notices, *notices, *said_of_empty, *placed.notices
    return SegyScan(layout, headers, geometry, placed.trace_at, coordinates.scalar, said)


def _read_words(layout: SegyLayout, headers: HeaderBytes) -> Generator[Progress, None, ScanWords]:
    count = layout.traces
    chunk = max(1, CHUNK_BYTES // layout.trace_dtype.itemsize)
    words = ScanWords.unread(count)
    with closing(layout.open_traces()) as traces:
        for start in range(0, count, chunk):
            yield Progress(
                start, count, tr("Reading the headers of {layout_path_name}").format(layout_path_name=layout.path.name)
            )
            stop = min(start + chunk, count)
            words.put(start, traces.headers(start, stop), layout, headers)
            words.contents.read(traces, start, stop, layout)
    yield Progress(
        count, count, tr("Reading the headers of {layout_path_name}").format(layout_path_name=layout.path.name)
    )
    return words
