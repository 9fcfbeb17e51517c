"""The records that `seisviewer picture` is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from seisviewer.cli.console import run_work
from seisviewer.errors import BadRequest
from seisviewer.translation import tr

if TYPE_CHECKING:
    from seisviewer.pictures.trace_picture import TracePicture
    from seisviewer.waveforms.processing import Processing

MOST_ROWS = 60  # more cannot be told apart on a page


@dataclass(frozen=True)
class TracesAsked:
    """stations: keys of records or how they begin; none for all. start, end: UTC in ISO 8601, "" for the records' own. low,
    high: corners of a filter in Hz, None for an open one."""

    paths: tuple[Path, ...]
    stations: tuple[str, ...]
    start: str
    end: str
    low: float | None
    high: float | None
    picks: bool
    title: str
    spectrogram: bool = False


def traces_picture(asked: TracesAsked) -> TracePicture:
    """Open the records and draw what was asked for. Raises BadRequest for what cannot be drawn."""
    from seisviewer.workflows.pictures.trace_pictures import chosen_records, trace_picture
    from seisviewer.workflows.traces.trace_opening import open_traces

    opened = run_work(open_traces(asked.paths, edit=False))
    try:
        records = chosen_records(opened.archive, asked.stations)
        rows = sum(len(record.components) for record in records)
        if rows > MOST_ROWS:
            raise BadRequest(
                tr("{rows} traces do not fit on one picture: choose some of them with --station.").format(rows=rows)
            )
        start = utc_seconds(asked.start) if asked.start else min(record.start for record in records)
        end = utc_seconds(asked.end) if asked.end else max(record.end for record in records)
        picks = (opened.project.picks if opened.project is not None else opened.reference) if asked.picks else ()
        return trace_picture(
            opened.archive, records, (start, end), processing_of(asked), picks, asked.title, asked.spectrogram
        )
    finally:
        if opened.project is not None:
            opened.project.close()


def processing_of(asked: TracesAsked) -> Processing:
    from seisviewer.waveforms.processing import Processing

    kind = {(True, True): "band-pass", (True, False): "high-pass", (False, True): "low-pass"}.get(
        (asked.low is not None, asked.high is not None), "raw"
    )
    return Processing(filter=kind, low=asked.low or 1.0, high=asked.high or 1.0)


def utc_seconds(text: str) -> float:
    """Seconds since 1970 of a time in UTC; raises BadRequest for what is none."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadRequest(
            tr("“{text}” is no time: write it in UTC, such as 2019-07-06T03:19:53.").format(text=text)
        ) from error
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
