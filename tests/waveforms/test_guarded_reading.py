"""Files that bring the reader of their format down cost one sentence each, and nothing else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np
import obspy
import psutil
import pytest
from obspy import Trace

from seisviewer import guarded_files, guarded_process
from seisviewer.errors import SeisviewerError, UnreadableFile
from seisviewer.progress import Notice, drive
from seisviewer.waveforms.files import guarded_reading, record_reading
from seisviewer.waveforms.files.formats import read_traces
from seisviewer.waveforms.files.guarded_reading import read_guarded, read_stations_guarded
from seisviewer.waveforms.files.header_facts import event_in, marks_in, place_in, rate_of, unit_of
from seisviewer.waveforms.files.record_reading import read_waveforms
from tests.waveforms.damaged_files import OBSPY, crashing_gse2, endless_dmx, swelling_archive

ROOM = 2**30
FORMATS = sorted(path for path in OBSPY.glob("io/*/tests/data/*") if path.is_file())


def good(path: Path) -> Path:
    samples = np.arange(500, dtype=np.int32)
    Trace(samples, {"station": "GOOD", "channel": "HHZ"}).write(str(path), format="MSEED")
    return path


def readers(process: int | None = None) -> list[psutil.Process]:
    """The readers that a program has started and that live."""
    found = []
    for child in psutil.Process(process).children(recursive=True):
        with suppress(psutil.Error):  # one that has ended is asked in vain
            if child.status() != psutil.STATUS_ZOMBIE and "foreign" in " ".join(child.cmdline()):
                found.append(child)
    return found


def comes_true(condition: Callable[[], bool], seconds: float = 30.0) -> bool:
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    return condition()


def opened_beside(tmp_path: Path) -> list[str]:
    """What is said of the damaged file in a folder in which good ones lie before and behind it."""
    good(tmp_path / "a.mseed")
    good(tmp_path / "z.mseed")
    notices = []
    archive = drive(
        read_waveforms([tmp_path]), lambda event: notices.append(event.text) if isinstance(event, Notice) else None
    )
    assert [record.station.station for record in archive.records] == ["GOOD"]
    return notices


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_what_crashes_its_reader_is_one_sentence(tmp_path: Path, seed: int) -> None:
    crashing_gse2(tmp_path / "broken.gse2", seed)
    (said,) = opened_beside(tmp_path)
    assert said.startswith("broken.gse2 cannot be read (it is damaged")


@pytest.mark.slow
def test_what_never_ends_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(guarded_reading.SECONDS, "traces", 1.0)
    endless_dmx(tmp_path / "endless.dmx")
    (said,) = opened_beside(tmp_path)
    assert said.startswith("endless.dmx cannot be read") and "does not come to an end" in said


@pytest.mark.slow
def test_what_unpacks_to_more_than_there_is_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_reading, "available_memory", lambda: 2**25)
    swelling_archive(tmp_path / "large.zip", 600_000_000)
    (said,) = opened_beside(tmp_path)
    assert said.startswith("large.zip is not read: it takes more than the memory that there is to spare (16 MiB)")


@pytest.mark.slow
def test_a_file_that_is_refused_leaves_no_reader_that_refuses_the_next(tmp_path: Path) -> None:
    """What a reader still holds of the file before does not count."""
    whole = swelling_archive(tmp_path / "whole.zip", 400_000_000)
    drive(read_guarded(whole, ROOM))
    content = drive(read_guarded(good(tmp_path / "small.mseed"), 100_000))
    assert len(content.stream) == 1


@pytest.mark.slow
def test_a_sound_file_opens_though_its_reader_dies(tmp_path: Path) -> None:
    """What was read before had done it harm, or the system took its memory away."""
    path = good(tmp_path / "a.mseed")
    drive(read_guarded(path, ROOM))
    (reader,) = readers()
    reader.suspend()
    reading = read_guarded(path, ROOM)
    next(reading)
    reader.kill()
    assert len(drive(reading).stream[0]) == 500


def test_one_reader_reads_many_files(tmp_path: Path) -> None:
    for number in range(20):
        good(tmp_path / f"{number}.mseed")
    drive(read_waveforms([tmp_path]))
    before = readers()
    drive(read_waveforms([tmp_path]))
    assert len(before) == 1 and readers() == before


@pytest.mark.slow
def test_a_reader_ends_when_nobody_has_needed_it_for_a_while(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarded_process, "IDLE", 0.2)
    monkeypatch.setattr(guarded_process, "LOOK", 0.2)
    drive(read_waveforms([good(tmp_path / "a.mseed")]))
    assert comes_true(lambda: not readers())
    drive(read_waveforms([tmp_path / "a.mseed"]))


def test_giving_up_a_reading_ends_its_reader(tmp_path: Path) -> None:
    reading = read_waveforms([endless_dmx(tmp_path / "endless.dmx")])
    while not readers():
        next(reading)
    for _ in range(3):
        next(reading)
    reading.close()
    assert comes_true(lambda: not readers(), 2.0)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no signals")
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT] if sys.platform != "win32" else [])
def test_a_program_that_ends_takes_its_reader_along(tmp_path: Path, end: signal.Signals) -> None:
    code = (
        "from seisviewer.progress import drive; from seisviewer.waveforms.files.record_reading import read_waveforms; "
        f"drive(read_waveforms([{str(endless_dmx(tmp_path / 'endless.dmx'))!r}]))"
    )
    program = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.DEVNULL)
    assert comes_true(lambda: bool(readers(program.pid)))
    child = readers(program.pid)[0]
    program.send_signal(end)
    program.wait(30)
    assert comes_true(lambda: not child.is_running(), 60.0)


def test_a_program_in_one_bundle_starts_its_readers_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Such a program has no Python: it starts itself."""
    itself = tmp_path / "bundle"
    itself.write_text(f'#!/bin/sh\nexec {sys.executable} -m seisviewer "$@"\n')
    itself.chmod(0o755)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(itself))
    with guarded_process.lent_process() as kept:  # so that none is at hand
        kept.kill()
    content = drive(read_guarded(good(tmp_path / "a.mseed"), ROOM))
    assert content.stream[0].stats.station == "GOOD"
    assert any(guarded_process.SERVICE_OPTION in child.cmdline() for child in readers())


def test_a_reader_that_does_not_start_is_no_fault_of_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarded_process, "SERVICE", "seisviewer.nothing_of_this_name")
    with guarded_process.lent_process() as kept:
        kept.kill()
    with pytest.raises(Exception, match="did not start") as caught:
        drive(read_guarded(good(tmp_path / "a.mseed"), ROOM))
    assert not isinstance(caught.value, UnreadableFile)


def test_a_reader_that_did_not_start_is_not_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may take a while to end: until then it looks as if it lived."""
    with guarded_process.lent_process() as kept:
        kept.kill()
    lingering = [sys.executable, "-c", "import os, time; os.close(1); time.sleep(30)"]
    with monkeypatch.context() as patch:
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        patch.setattr(guarded_process, "_start", lambda: subprocess.Popen(lingering, **pipes))
        with pytest.raises(SeisviewerError, match="did not start"):
            drive(read_guarded(good(tmp_path / "a.mseed"), ROOM))
    assert len(drive(read_guarded(tmp_path / "a.mseed", ROOM)).stream) == 1


@pytest.mark.slow
@pytest.mark.parametrize("format_name", sorted({path.relative_to(OBSPY).parts[1] for path in FORMATS}))
def test_what_comes_from_a_reader_is_what_was_read(format_name: str) -> None:
    """Samples, times and all that is asked of headers, for a file of every format."""
    compared = 0
    for path in (path for path in FORMATS if path.relative_to(OBSPY).parts[1] == format_name):
        try:
            here = read_traces(path)
        except UnreadableFile:
            continue
        if here is None or compared > 3:
            continue
        there = drive(read_guarded(path, ROOM))
        assert len(there.stream) == len(here.stream) and there.remarks == here.remarks
        for one, other in zip(here.stream, there.stream):
            if one.data.dtype.kind in "iuf" and one.data.ndim == 1:
                assert one.data.dtype == other.data.dtype
                np.testing.assert_array_equal(one.data, other.data)
            for name in ("network", "station", "location", "channel", "npts", "starttime", "sampling_rate", "calib"):
                assert one.stats[name] == other.stats[name], (path, name)
            for fact in (place_in, unit_of, event_in, marks_in, rate_of):
                assert repr(fact(one)) == repr(fact(other)), path
        compared += 1


@pytest.mark.slow
def test_station_metadata_come_whole(tmp_path: Path) -> None:
    """Of a format that is not StationXML, with its responses."""
    dataless = OBSPY / "io" / "xseed" / "tests" / "data" / "dataless.seed.BW_ROTZ"
    here, there = obspy.read_inventory(str(dataless)), drive(read_stations_guarded(dataless, ROOM))
    assert there.get_contents() == here.get_contents()
    for one, other in zip(here[0][0], there[0][0]):
        assert (one.code, one.azimuth, one.dip, one.start_date) == (
            other.code,
            other.azimuth,
            other.dip,
            other.start_date,
        )
        assert one.response.instrument_sensitivity.value == other.response.instrument_sensitivity.value


@pytest.mark.slow
def test_station_xml_is_read_by_a_reader_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "stations.xml"
    obspy.read_inventory().write(str(path), format="STATIONXML")
    assert drive(read_stations_guarded(path, ROOM)).get_contents() == obspy.read_inventory(str(path)).get_contents()
    monkeypatch.setitem(guarded_reading.SECONDS, "station_text", 0.01)
    monkeypatch.setattr(guarded_files, "SECONDS_A_BYTE", 0.0)
    with pytest.raises(UnreadableFile, match="stations.xml cannot be read .*does not come to an end"):
        drive(read_stations_guarded(path, ROOM))
    with pytest.raises(UnreadableFile, match="does not come to an end"):
        drive(read_guarded(path, ROOM))


def test_station_xml_that_is_damaged_is_said_by_its_reason(tmp_path: Path) -> None:
    (tmp_path / "stations.xml").write_text("<FDSNStationXML")
    with pytest.raises(UnreadableFile) as caught:
        drive(read_stations_guarded(tmp_path / "stations.xml", ROOM))
    assert "does not survive" not in str(caught.value)


def test_a_file_is_found_wherever_the_program_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader was started in another folder, perhaps."""
    drive(read_guarded(good(tmp_path / "a.mseed"), ROOM))
    monkeypatch.chdir(tmp_path)
    odd = good(tmp_path / "Büro [1] *.mseed")
    os.rename(odd, "Büro [2] *.mseed")
    assert len(drive(read_guarded(Path("Büro [2] *.mseed"), ROOM)).stream) == 1
