"""Picks, events, places and units that stand in the headers of waveform files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from obspy import Trace, UTCDateTime

from seisviewer.picks.pick import Event, Pick, Polarity
from seisviewer.progress import Notice, drive
from seisviewer.workflows.traces.trace_opening import OpenedTraces, open_traces

ORIGIN = UTCDateTime(2019, 7, 4, 17, 33, 49)


def sac(path: Path, *, code: str = "HHZ", order: str = "<", start: float = 12.5, **header: object) -> Path:
    """A minute of SAC whose times count from the origin time; its first sample lies `start` seconds after it."""
    one = Trace(np.random.default_rng(0).normal(size=6000).astype(np.float32))
    one.stats.update({"network": "CI", "station": "CLC", "channel": code, "sampling_rate": 100.0, "starttime": ORIGIN})
    one.stats.sac = {"b": start, "o": 0.0, "iztype": 11, "lovrok": 1, "nvhdr": 6, **_reference()}
    one.stats.sac.update(header)
    one.stats.starttime = ORIGIN + start
    one.write(str(path), format="SAC", byteorder=order)
    return path


def _reference() -> dict[str, int]:
    time = ORIGIN
    return {"nzyear": time.year, "nzjday": time.julday, "nzhour": time.hour, "nzmin": time.minute,
            "nzsec": time.second, "nzmsec": 0}  # fmt: skip


def opened(*paths: Path) -> tuple[OpenedTraces, list[str]]:
    said: list[str] = []
    found = drive(open_traces(paths), lambda event: said.append(event.text) if isinstance(event, Notice) else None)
    return found, said


def seen(picks: tuple[Pick, ...]) -> list[tuple[str, float]]:
    return [(pick.name, round(pick.time - ORIGIN.timestamp, 3)) for pick in picks]


@pytest.mark.parametrize("order", ["<", ">"])
def test_picks_and_event_of_a_sac_header_are_read(tmp_path: Path, order: str) -> None:
    path = sac(
        tmp_path / "a.sac", order=order, a=20.25, ka="IPU0", t0=26.5, kt0="S", t1=28.0, kt1="Sg", t2=30.0, kt2="pP",
        t3=31.0, evla=35.705, evlo=-117.504, evdp=10.5, mag=6.4,
    )  # fmt: skip
    found, said = opened(path)
    assert seen(found.reference) == [("P", 20.25), ("S", 26.5), ("Sg", 28.0)] and said == []
    first = found.reference[0]
    assert (first.polarity, first.onset, str(first.station)) == (Polarity.POSITIVE, "impulsive", "CI.CLC..HH")
    (event,) = found.events
    assert isinstance(event, Event) and event.time == pytest.approx(ORIGIN.timestamp, abs=1e-3)
    assert (event.latitude, event.longitude, event.depth, event.magnitude) == (35.705, -117.504, 10.5, 6.4)


def test_a_first_arrival_without_a_name_is_p(tmp_path: Path) -> None:
    assert seen(opened(sac(tmp_path / "a.sac", a=20.25))[0].reference) == [("P", 20.25)]


def test_times_count_from_the_reference_time_whatever_the_first_sample(tmp_path: Path) -> None:
    for number, (start, kind) in enumerate(((0.0, 11), (-5.0, 9), (12.5, 5))):
        path = sac(tmp_path / f"{number}.sac", start=start, iztype=kind, a=20.25)
        assert seen(opened(path)[0].reference) == [("P", 20.25)]


def test_what_three_components_say_alike_is_one_pick_and_one_event(tmp_path: Path) -> None:
    place = {"evla": 35.705, "evlo": -117.504}
    paths = [sac(tmp_path / f"{code}.sac", code=code, a=20.25, **place) for code in ("HHZ", "HHN", "HHE")]
    found, _ = opened(*paths)
    assert seen(found.reference) == [("P", 20.25)] and len(found.events) == 1


def test_headers_that_are_not_set_say_nothing(tmp_path: Path) -> None:
    path = sac(tmp_path / "a.sac", a=-12345.0, evla=-12345.0, evlo=-12345.0, stla=-12345.0, stlo=-12345.0, o=-12345.0)
    found, said = opened(path)
    record = found.archive.records[0]
    assert (found.reference, found.events, record.coordinates, said) == ((), (), None, [])
    assert record.components[0].unit == "counts"


def test_a_pick_beside_the_record_is_none(tmp_path: Path) -> None:
    assert opened(sac(tmp_path / "a.sac", a=500.0))[0].reference == ()


@pytest.mark.parametrize("idep, unit", [(5, "counts"), (6, "nm"), (7, "nm/s"), (8, "nm/s²")])
def test_the_unit_is_that_of_the_header(tmp_path: Path, idep: int, unit: str) -> None:
    archive = opened(sac(tmp_path / "a.sac", idep=idep))[0].archive
    assert archive.records[0].components[0].unit == unit


def test_a_sac_file_without_a_date_says_so(tmp_path: Path) -> None:
    path = sac(tmp_path / "a.sac", a=20.25)
    content = bytearray(path.read_bytes())
    content[280:304] = np.full(6, -12345, np.int32).tobytes()  # year, day, hour, minute, second, millisecond
    path.write_bytes(content)
    found, said = opened(path)
    assert len(said) == 1 and "no date" in said[0] and len(found.archive.records) == 1


def test_a_project_of_files_keeps_no_second_copy_of_their_picks(tmp_path: Path) -> None:
    found, _ = opened(sac(tmp_path / "a.sac", a=20.25))
    assert found.project is None and len(found.reference) == 1
