"""Records to ObsPy and back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from seisviewer.errors import BadRequest, SeisviewerError
from seisviewer.progress import drive
from seisviewer.waveforms.files.record_reading import read_waveforms
from seisviewer.waveforms.record import Component, Record, Segment
from seisviewer.waveforms.station import StationId
from seisviewer.waveforms.streams import to_stream, write_mseed
from seisviewer.waveforms.synthetic_records import START, synthetic_record

GAP = (START + 20.0, START + 25.0)


def test_a_gap_makes_two_traces_of_a_component() -> None:
    stream = to_stream(synthetic_record(seconds=60.0, gaps=[GAP]).record)
    assert len(stream) == 6 and {trace.data.dtype for trace in stream} == {np.dtype(np.float32)}
    assert [trace.stats.starttime.timestamp for trace in stream[:2]] == [START, GAP[1]]


def test_a_part_of_a_record_keeps_its_times() -> None:
    record = synthetic_record(seconds=60.0, gaps=[GAP]).record
    stream = to_stream(record, START + 10.0, START + 22.0)
    assert [(trace.id, trace.stats.npts) for trace in stream] == [
        ("XX.SYN..HHZ", 1000),
        ("XX.SYN..HHN", 1000),
        ("XX.SYN..HHE", 1000),
    ]
    assert stream[0].stats.starttime.timestamp == START + 10.0


def test_a_stream_may_be_changed_without_changing_the_record() -> None:
    record = synthetic_record(seconds=60.0).record
    before = record.window(START, 6000)
    for trace in to_stream(record):
        trace.data *= 0
    np.testing.assert_array_equal(record.window(START, 6000), before)


def test_miniseed_holds_the_same_samples(tmp_path: Path) -> None:
    record = synthetic_record(seconds=60.0, gaps=[GAP]).record
    write_mseed(record, tmp_path / "a.mseed")
    (back,) = drive(read_waveforms([tmp_path / "a.mseed"])).records
    assert back.components[0].segments[0].samples.dtype == np.int32
    np.testing.assert_array_equal(back.window(START, 6000), record.window(START, 6000))
    with pytest.raises(SeisviewerError, match="cannot be written"):
        write_mseed(record, tmp_path / "no" / "such" / "folder.mseed")


def test_miniseed_holds_integers_that_are_too_long_for_it(tmp_path: Path) -> None:
    record = synthetic_record(seconds=1.0).record
    long = replace(record.components[0], segments=(Segment(START, np.array([2**40, -1, 2])),))
    write_mseed(replace(record, components=(long,)), tmp_path / "long.mseed")
    (read,) = drive(read_waveforms([tmp_path / "long.mseed"])).records
    assert read.components[0].segments[0].samples.tolist() == [2**40, -1, 2]


@pytest.mark.parametrize("station, channel, says", [
    (StationId("XX", "N.ABCH", "", "HH"), "HHZ", "station code “N.ABCH”"),
    (StationId("XXX", "AAA", "", "HH"), "HHZ", "network code “XXX”"),
    (StationId("XX", "AAA", "", "VER"), "VERT", "channel code “VERT”"),
])  # fmt: skip
def test_codes_that_miniseed_would_cut_off_are_refused(
    tmp_path: Path, station: StationId, channel: str, says: str
) -> None:
    segment = Segment(START, np.arange(100, dtype=np.int32))
    with pytest.raises(BadRequest, match=says):
        write_mseed(Record(station, (Component("Z", channel, 100.0, (segment,)),)), tmp_path / "a.mseed")
    assert not (tmp_path / "a.mseed").exists()
