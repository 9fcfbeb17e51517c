"""Probabilities are kept record by record while a picker runs; picks come first."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from seisviewer.predictions.probabilities import Curve, Probabilities
from seisviewer.progress import Notice
from seisviewer.waveforms.record import Archive, Component, Record, Segment
from seisviewer.waveforms.station import StationId
from seisviewer.workflows.traces.kept_probabilities import Picking, keeping_probabilities, kept_probabilities
from seisviewer.workflows.traces.picking import RecordPicked

START, RATE = 1562259600.0, 100.0


def archive() -> Archive:
    samples = np.zeros(6000, np.float32)
    return Archive(
        tuple(
            Record(StationId("XX", name, "", "HH"), (Component("Z", "HHZ", RATE, (Segment(START, samples),)),))
            for name in ("AAA", "BBB", "CCC")
        )
    )


def picking(records: Archive, first: float = 0.0, seconds: float = 60.0) -> Picking:
    for record in records.records:
        values = np.full(round(seconds * RATE), 0.5, np.float32)
        yield RecordPicked(Probabilities(record.key, "m", (Curve("P", START + first, RATE, values),)), ())
    return ()


def read(project: Path, records: Archive) -> tuple[Probabilities, ...]:
    work = kept_probabilities(project, records)
    while True:
        try:
            next(work)
        except StopIteration as stop:
            return stop.value


def test_what_was_done_before_a_stop_is_kept(tmp_path: Path) -> None:
    records = archive()
    assert read(tmp_path, records) == ()
    work = keeping_probabilities(picking(records), tmp_path, records, None, lambda key: None)
    next(work)
    assert read(tmp_path, records) == (), "the picks are stored first"
    next(work)
    work.close()
    assert [each.record for each in read(tmp_path, records)] == ["XX.AAA..HH", "XX.BBB..HH"]


def test_a_span_picked_after_reopening_keeps_the_rest(tmp_path: Path) -> None:
    records, span = archive(), (START + 10, START + 20)
    list(keeping_probabilities(picking(records), tmp_path, records, None, lambda key: None))
    part = keeping_probabilities(picking(records, 10.0, 10.0), tmp_path, records, span, lambda key: None)
    assert len(next(part).probabilities.curves) == 3
    list(part)
    assert len(read(tmp_path, records)[0].curves) == 3


def test_where_nothing_can_be_kept_picking_goes_on_and_says_so_once(tmp_path: Path) -> None:
    records = archive()
    (tmp_path / "probabilities").write_text("in the way")
    events = list(keeping_probabilities(picking(records), tmp_path, records, None, lambda key: None))
    assert sum(isinstance(event, RecordPicked) for event in events) == 3
    (notice,) = (event for event in events if isinstance(event, Notice))
    assert "The picks are stored" in notice.text
