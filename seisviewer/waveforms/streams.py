"""Records to ObsPy's streams and back, for pickers and for files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from obspy import Stream, Trace, UTCDateTime

from seisviewer.atomic_files import replacing
from seisviewer.errors import BadRequest, SeisviewerError
from seisviewer.translation import tr
from seisviewer.waveforms.record import Component, Record

LONGEST_CODES = {"network": 2, "station": 5, "location": 2, "channel": 3}  # letters, in miniSEED 2


def to_stream(
    record: Record, start: float | None = None, end: float | None = None, *, dtype: type | None = np.float32
) -> Stream:
    """A trace for every segment, between two times if they are given (seconds since 1970 UTC); gaps are between traces.

    Channels have the names they have in the record. dtype None: samples of the type they were read in.
    """
    stream = Stream()
    for component in record.components:
        for segment in component.segments:
            count, rate = len(segment.samples), component.rate_of(segment)
            first = 0 if start is None else max(0, int(np.ceil((start - segment.start) * rate - 1e-3)))
            last = count if end is None else min(count, int(np.floor((end - segment.start) * rate + 1e-3)) + 1)
            if first < last:
                samples = np.array(segment.samples[first:last], dtype)
                stream.append(_trace(record, component, segment.start + first / rate, rate, samples))
    return stream


def write_mseed(record: Record, path: str | Path) -> None:
    """Write a record as miniSEED, integers as integers; raises BadRequest where its codes are too long for the format,
    which would cut them off, and SeisviewerError where the file cannot be written."""
    stream = to_stream(record, dtype=None)
    for trace in stream:
        for name, longest in LONGEST_CODES.items():
            if len(trace.stats[name]) > longest:
                raise BadRequest(
                    tr(
                        "The {name} code “{stats}” of {key} is too long for miniSEED, which has room for "
                        "{longest} letters."
                    ).format(name=name, stats=trace.stats[name], key=record.key, longest=longest)
                )
        if trace.data.dtype not in (np.int32, np.float32, np.float64):  # the types that miniSEED holds
            fits = trace.data.dtype.kind in "iu" and np.array_equal(trace.data, trace.data.astype(np.int32))
            trace.data = trace.data.astype(np.int32 if fits else np.float64)
    with replacing(path, SeisviewerError) as temporary:
        stream.write(str(temporary), format="MSEED")


def _trace(record: Record, component: Component, start: float, rate: float, samples: np.ndarray) -> Trace:
    trace = Trace(samples)
    stats, station = trace.stats, record.station
    stats.network, stats.station, stats.location = station.network, station.station, station.location
    stats.channel, stats.sampling_rate, stats.starttime = component.channel, rate, UTCDateTime(start)
    return trace
