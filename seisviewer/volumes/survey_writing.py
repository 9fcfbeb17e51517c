"""Writes SEG-Y: a volume that lies on the traces of another (predictions, labels), or a survey of its own."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from seisviewer.atomic_files import replacing
from seisviewer.errors import BadRequest
from seisviewer.progress import Progress
from seisviewer.reserved_file import ReservedFile
from seisviewer.translation import tr
from seisviewer.volumes.disk_space import require_space
from seisviewer.volumes.far.far_file import opened_stream
from seisviewer.volumes.geometry import Geometry, SampleAxis
from seisviewer.volumes.segy.segy_headers import header_word
from seisviewer.volumes.segy.segy_layout import CLASS_VOLUME, SegyLayout
from seisviewer.volumes.segy.segy_volume import SegyVolume
from seisviewer.volumes.segy.stored_traces import runs_of
from seisviewer.volumes.segy.trace_framing import BINARY_BYTES, TEXT_BYTES, TRACE_HEADER_BYTES
from seisviewer.volumes.segy.written_headers import copied_headers, new_trace_headers, scaled_delay, set_word
from seisviewer.volumes.survey_box import SurveyBox
from seisviewer.volumes.volume import Volume

SAMPLE_FORMATS = {"float32": (5, "f4"), "int8": (8, "i1")}
COPIED_TRACES = 20_000
HIGHEST_WORD = 65535


def write_segy(
    path: str | Path,
    template: Volume,
    inline: Callable[[int], np.ndarray],
    *,
    text: str = "",
    sample_format: str = "float32",
    box: SurveyBox | None = None,
) -> Generator[Progress, None, None]:
    """Write a volume with the traces of `template`; for a SEG-Y template the header words of every trace are copied.

    inline: gives the values of an inline index as (crosslines, samples); NaN becomes 0, and a class number of 255 (no
    class) becomes -1 in "int8". text: lines for the text header. box: what is written of the survey; all of it where None.
    The file appears at once when it is whole. Raises BadRequest where it cannot be written, or would take the place of
    the survey itself.
    """
    path = Path(path)
    check_target(path, template)
    box = box or SurveyBox.whole(template.geometry)
    geometry = box.cut(template.geometry)

    def row(index: int) -> np.ndarray:
        return inline(box.inlines[index])[box.on_inline]

    if isinstance(template, SegyVolume):
        binary = _copied_binary_header(template.scan.layout, geometry.samples, sample_format)
        traces = _copied_traces(template, box, geometry)
    else:
        binary = new_binary_header(geometry, sample_format)
        traces = _new_traces(geometry)
    if sample_format == "int8":
        first, *rest = text.splitlines() or [""]
        text = "\n".join([first, f"{CLASS_VOLUME}: -1 is no class", *rest])
    front = encode_text(_with_axes(text, geometry)) + binary
    yield from _write_atomically(path, front, traces, row, geometry.samples, sample_format)


def check_target(path: Path, survey: Volume) -> None:
    """Raise BadRequest where writing to `path` would put something else in the place of the survey, or where the lines of
    the survey are not sure."""
    if survey.unsure:
        raise BadRequest(survey.unsure)
    if path.exists() and survey.path.exists() and path.samefile(survey.path):
        raise BadRequest(
            tr("{path} is the survey itself, which is never changed: choose another name to write to.").format(
                path=path
            )
        )


def write_survey(
    path: str | Path,
    geometry: Geometry,
    inline: Callable[[int], np.ndarray],
    *,
    text: str = "",
    sample_format: str = "float32",
) -> Generator[Progress, None, None]:
    """Write a survey of its own as SEG-Y revision 1, big-endian; only live traces are written."""
    front = encode_text(_with_axes(text, geometry)) + new_binary_header(geometry, sample_format)
    yield from _write_atomically(Path(path), front, _new_traces(geometry), inline, geometry.samples, sample_format)


def _new_traces(geometry: Geometry) -> _Traces:
    headers = new_trace_headers(geometry)
    return _Traces(lambda places: headers[places], len(headers), _count_traces(geometry.live), ">")


def _copied_traces(template: SegyVolume, box: SurveyBox, part: Geometry) -> _Traces:
    """The traces of the file inside the box, in its order; of the whole survey those too that lie nowhere in the grid.
    part: the grid of the box."""
    layout, trace_at = template.scan.layout, template.scan.trace_at
    if box.is_whole(template.geometry):
        return _Traces(lambda places: copied_headers(template, places), layout.traces, trace_at, layout.byte_order)
    trace_at = trace_at[box.grid]
    copied = np.sort(trace_at[trace_at >= 0])
    placed = np.where(trace_at >= 0, np.searchsorted(copied, trace_at), -1)
    delay, scalar = scaled_delay(part.samples.start)
    if scalar != 1 and layout.revision < "1":
        raise BadRequest(
            tr(
                "{layout_path_name} is SEG-Y of revision 0, whose traces can only begin at a whole "
                "{unit}: let the box begin elsewhere than at {start:g}."
            ).format(layout_path_name=layout.path.name, unit=part.samples.unit, start=part.samples.start)
        )

    def headers(places: np.ndarray) -> np.ndarray:
        made = copied_headers(template, copied[places])
        if part.samples.start != template.geometry.samples.start:
            set_word(made, 109, "i2", delay, layout.byte_order)
            set_word(made, 215, "i2", scalar, layout.byte_order)
        return made

    return _Traces(headers, len(copied), placed, layout.byte_order)


def _with_axes(text: str, geometry: Geometry) -> str:
    """The text with what no header word says, so that the file opens as it was written."""
    samples = geometry.samples
    axis = "TWO-WAY TIME" if samples.is_time else "DEPTH"
    lines = [f"VERTICAL AXIS: {axis}, SAMPLE INTERVAL {samples.interval:g} {samples.unit.upper()}"]
    if geometry.reference.system:
        lines.append(f"COORDINATES: {geometry.reference.in_words()}")
    return "\n".join([text, *lines]).lstrip()


def encode_text(text: str) -> bytes:
    """Forty lines of 80 characters in EBCDIC, numbered C 1 to C40; what does not fit or has no letter is left out."""
    lines = text.splitlines()[:38]
    lines += [""] * (38 - len(lines)) + ["SEG Y REV1", "END TEXTUAL HEADER"]
    numbered = (f"C{number:2d} {line}"[:80].ljust(80) for number, line in enumerate(lines, start=1))
    return "".join(numbered).encode("cp037", errors="replace")


def new_binary_header(geometry: Geometry, sample_format: str) -> bytes:
    """The 400 bytes of a post-stack file of revision 1."""
    samples = geometry.samples
    interval = _interval_word(samples)
    header = np.zeros(BINARY_BYTES, np.uint8)
    words = {3201: ("i4", 1), 3205: ("i4", 1), 3209: ("i4", 1), 3213: ("i2", 1), 3217: ("u2", interval)}
    words |= {3221: ("u2", samples.count), 3225: ("i2", _format_code(sample_format)), 3227: ("i2", 1)}
    words |= {
        3229: ("i2", 4),
        3255: ("i2", 2 if "ft" in (geometry.reference.unit, samples.unit) else 1),
        3501: ("i2", 0x0100),
        3503: ("i2", 1),
    }
    for byte, (kind, value) in words.items():
        set_word(header[None], byte - 3200, kind, value)
    return header.tobytes()


@dataclass(frozen=True)
class _Traces:
    """The traces to be written. headers: gives uint8 (traces, 240) for an array of places in the file. trace_at: int64
    (inlines, crosslines), the place of each, -1 where none is. order: ">" or "<"."""

    headers: Callable[[np.ndarray], np.ndarray]
    count: int
    trace_at: np.ndarray
    order: str

    @property
    def elsewhere(self) -> np.ndarray:
        """Places of the traces that lie nowhere in the grid."""
        missing = np.ones(self.count, bool)
        missing[self.trace_at[self.trace_at >= 0]] = False
        return np.flatnonzero(missing)


def _write_atomically(
    path: Path,
    front: bytes,
    traces: _Traces,
    inline: Callable[[int], np.ndarray],
    samples: SampleAxis,
    sample_format: str,
) -> Generator[Progress, None, None]:
    """Everything goes into a file beside `path`, which takes its place when all is on the disk."""
    interval = _interval_word(samples)
    code, kind = _format_code(sample_format), SAMPLE_FORMATS[sample_format][1]
    sample = np.dtype(kind).newbyteorder(traces.order)
    dtype = np.dtype([("header", np.uint8, (TRACE_HEADER_BYTES,)), ("samples", sample, (samples.count,))])

    def records(places: np.ndarray) -> np.ndarray:
        made = np.zeros(len(places), dtype)
        header = traces.headers(places)
        stated = header_word(header, 117, traces.order, "u2")
        made["header"] = header
        set_word(made["header"], 115, "u2", samples.count, traces.order)
        set_word(made["header"], 117, "u2", np.where(stated > 0, interval, 0), traces.order)
        return made

    size = len(front) + dtype.itemsize * traces.count
    with replacing(path, BadRequest) as temporary:
        require_space(path.absolute().parent, size, tr("Writing {path_name}").format(path_name=path.name))
        with closing(ReservedFile(temporary, size)) as file:
            file.write(0, np.frombuffer(front, np.uint8))
            for places in _in_parts(traces.elsewhere):
                _put(file, len(front), records(places), places)
            for index, row in enumerate(traces.trace_at):
                yield Progress(index, len(traces.trace_at), tr("Writing {path_name}").format(path_name=path.name))
                there = row >= 0
                if there.any():
                    made = records(row[there])
                    made["samples"] = _stored(inline(index)[there], code)
                    _put(file, len(front), made, row[there])
    yield Progress(len(traces.trace_at), len(traces.trace_at), tr("Writing {path_name}").format(path_name=path.name))


def _in_parts(places: np.ndarray) -> list[np.ndarray]:
    """So many places at a time that their traces fit in memory; none where there are none."""
    return [places[start : start + COPIED_TRACES] for start in range(0, len(places), COPIED_TRACES)]


def _put(file: ReservedFile, first: int, records: np.ndarray, places: np.ndarray) -> None:
    """Write traces to their places; those that follow each other in one go."""
    begin = 0
    for run in runs_of(places):
        file.write(first + int(run[0]) * records.dtype.itemsize, records[begin : begin + len(run)])
        begin += len(run)


def _stored(values: np.ndarray, code: int) -> np.ndarray:
    if values.dtype.kind == "f":
        values = np.nan_to_num(values, nan=0.0)
    return values.astype(np.int8 if code == 8 else np.float32)


def _format_code(sample_format: str) -> int:
    if sample_format not in SAMPLE_FORMATS:
        raise BadRequest(
            tr("SEG-Y samples are written as {sample_formats}, not as {sample_format}.").format(
                sample_formats=tr(" or ").join(SAMPLE_FORMATS), sample_format=sample_format
            )
        )
    return SAMPLE_FORMATS[sample_format][0]


def _interval_word(samples: SampleAxis) -> int:
    """The sample interval as SEG-Y holds it, in thousandths of the unit; BadRequest where it cannot."""
    interval = round(samples.interval * 1000)
    if not 1 <= interval <= HIGHEST_WORD or samples.count > HIGHEST_WORD:
        raise BadRequest(
            tr(
                "SEG-Y of revision 1 cannot hold {count} samples {interval:g} {unit} apart: its limits "
                "are 65,535 samples and an interval of 65."
            ).format(count=samples.count, interval=samples.interval, unit=samples.unit)
        )
    return interval


def _copied_binary_header(layout: SegyLayout, samples: SampleAxis, sample_format: str) -> bytes:
    """The source's own, with another sample format and without its extended text headers.

    The interval and number of samples are those the survey was opened with, which the source may state wrongly.
    """
    order = layout.binary_order
    with opened_stream(layout.path) as file:
        file.seek(TEXT_BYTES)
        header = np.frombuffer(file.read(BINARY_BYTES), np.uint8).copy()
    set_word(header[None], 3217 - 3200, "u2", _interval_word(samples), order)
    set_word(header[None], 3221 - 3200, "u2", samples.count, order)
    set_word(header[None], 3225 - 3200, "i2", _format_code(sample_format), order)
    set_word(header[None], 3505 - 3200, "i2", 0, order)
    if layout.header_bytes > TRACE_HEADER_BYTES or layout.revision >= "2":
        # The words of revision 2 about what is not copied: further headers and trailers, larger counts and intervals.
        header[3269 - 3201 : 3281 - 3201] = 0
        header[3507 - 3201 : 3533 - 3201] = 0
    return header.tobytes()


def _count_traces(live: np.ndarray) -> np.ndarray:
    """int64 (inlines, crosslines): the place of each live trace in a file that holds no other; -1 elsewhere."""
    return np.where(live, np.cumsum(live).reshape(live.shape) - 1, -1)
