"""Files and folders become records, and what is wrong with them is said."""

from __future__ import annotations

import os
import pickle
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import numpy as np
import obspy
import pytest
from obspy import Stream, Trace, UTCDateTime

from seisviewer.errors import SeisviewerError, UnreadableFile
from seisviewer.progress import Notice, drive
from seisviewer.waveforms.describe_records import describe
from seisviewer.waveforms.files import record_reading
from seisviewer.waveforms.files.record_reading import read_waveforms
from seisviewer.waveforms.record import Archive

START = 1577836800.0
OBSPY = Path(obspy.__file__).parent
ODD = sorted(OBSPY.glob("io/*/tests/data/**/*"))


def trace(channel: str, samples: np.ndarray, start: float = START, rate: float = 100.0, station: str = "AAA") -> Trace:
    header = {"network": "XX", "station": station, "location": "", "channel": channel, "sampling_rate": rate}
    return Trace(samples, {**header, "starttime": UTCDateTime(start)})


def write(path: Path, *traces: Trace) -> Path:
    Stream(list(traces)).write(str(path), format="MSEED")
    return path


def counts(length: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).integers(-1000, 1000, length).astype(np.int32)


def opened(*paths: Path, **options) -> tuple[Archive, list[str]]:
    notices: list[str] = []
    archive = drive(
        read_waveforms(paths, **options),
        lambda event: notices.append(event.text) if isinstance(event, Notice) else None,
    )
    return archive, notices


def test_channels_become_records_in_the_order_z_n_e(tmp_path: Path) -> None:
    for channel in ("HHE", "HHZ", "HHN", "HNZ"):
        write(tmp_path / f"{channel}.mseed", trace(channel, counts(500)))
    write(tmp_path / "other.mseed", trace("HHZ", counts(500), station="BBB"))
    archive, notices = opened(tmp_path)
    assert [(record.key, record.codes) for record in archive.records] == [
        ("XX.AAA..HH", "ZNE"),
        ("XX.AAA..HN", "Z"),
        ("XX.BBB..HH", "Z"),
    ]
    assert notices == []
    assert archive.records[0].components[0].segments[0].samples.dtype == np.int32


def test_samples_are_those_of_the_file_and_cannot_be_changed(tmp_path: Path) -> None:
    samples = counts(500)
    archive, _ = opened(write(tmp_path / "a.mseed", trace("HHZ", samples)))
    segment = archive.records[0].components[0].segments[0]
    np.testing.assert_array_equal(segment.samples, samples)
    assert segment.start == START
    with pytest.raises(ValueError):
        segment.samples[0] = 1


def test_files_that_touch_are_one_segment_and_a_gap_stays_a_gap(tmp_path: Path) -> None:
    samples = counts(900)
    write(tmp_path / "1.mseed", trace("HHZ", samples[:300]))
    write(tmp_path / "2.mseed", trace("HHZ", samples[300:600], START + 3.0))
    write(tmp_path / "3.mseed", trace("HHZ", samples[600:], START + 10.0))
    archive, notices = opened(tmp_path)
    component = archive.records[0].components[0]
    assert [(segment.start, len(segment.samples)) for segment in component.segments] == [
        (START, 600),
        (START + 10, 300),
    ]
    window = component.window(START, 1300)
    np.testing.assert_array_equal(window[:600], samples[:600])
    assert np.isnan(window[600:1000]).all()
    (gap,) = describe(archive)["records"][0]["channels"][0]["gaps"]
    assert gap == ["2020-01-01T00:00:05.990000Z", "2020-01-01T00:00:10.000000Z"]
    assert notices == []


def test_an_overlap_of_the_same_samples_is_kept_once(tmp_path: Path) -> None:
    samples = counts(900)
    write(tmp_path / "1.mseed", trace("HHZ", samples[:600]))
    write(tmp_path / "2.mseed", trace("HHZ", samples[400:], START + 4.0))
    archive, notices = opened(tmp_path)
    (segment,) = archive.records[0].components[0].segments
    np.testing.assert_array_equal(segment.samples, samples)
    assert notices == []


def test_a_contradiction_keeps_what_began_first_and_is_said(tmp_path: Path) -> None:
    first, second = counts(600, 1), counts(500, 2)
    write(tmp_path / "1.mseed", trace("HHZ", first))
    write(tmp_path / "2.mseed", trace("HHZ", second, START + 4.0))
    archive, notices = opened(tmp_path)
    window = archive.records[0].components[0].window(START, 900)
    np.testing.assert_array_equal(window, np.concatenate([first, second[200:]]))
    (notice,) = notices
    assert "XX.AAA..HHZ" in notice and "2.mseed" in notice and "2020-01-01 00:00:04" in notice
    assert describe(archive)["records"][0]["channels"][0]["gaps"] == [], "no sample is missing"


def test_a_changed_rate_is_left_out_and_said(tmp_path: Path) -> None:
    write(tmp_path / "1.mseed", trace("HHZ", counts(3000)))
    write(tmp_path / "2.mseed", trace("HHZ", counts(200), START + 30.0, rate=40.0))
    archive, notices = opened(tmp_path)
    component = archive.records[0].components[0]
    assert (component.rate, component.count) == (100.0, 3000)
    (notice,) = notices
    assert "2.mseed" in notice and "100 samples per second" in notice


def test_components_of_different_rates_stay_as_they_are(tmp_path: Path) -> None:
    archive, notices = opened(
        write(tmp_path / "a.mseed", trace("HHZ", counts(1000)), trace("HHN", counts(400), rate=40.0))
    )
    assert [component.rate for component in archive.records[0].components] == [100.0, 40.0]
    assert notices == []
    with pytest.raises(SeisviewerError, match="40 and 100"):
        _ = archive.records[0].rate


def test_nan_is_a_gap(tmp_path: Path) -> None:
    samples = counts(300).astype(np.float32)
    samples[100:150] = np.nan
    archive, _ = opened(write(tmp_path / "a.mseed", trace("HHZ", samples)))
    segments = archive.records[0].components[0].segments
    assert [(round(segment.start - START, 6), len(segment.samples)) for segment in segments] == [(0.0, 100), (1.5, 150)]


def test_a_bad_file_is_said_and_the_others_open(tmp_path: Path) -> None:
    write(tmp_path / "good.mseed", trace("HHZ", counts(500)))
    (tmp_path / "notes.txt").write_text("no waveforms here")
    sac = trace("HHN", counts(500).astype(np.float32))
    sac.write(str(tmp_path / "short.sac"), format="SAC")
    (tmp_path / "short.sac").write_bytes((tmp_path / "short.sac").read_bytes()[:-200])
    archive, notices = opened(tmp_path)
    assert [record.codes for record in archive.records] == ["Z"]
    assert len(notices) == 2
    assert any("short.sac" in notice for notice in notices) and any("notes.txt" in notice for notice in notices)


@pytest.mark.parametrize("missing", [1, 1000, 2048, 4000, 4095])
def test_a_truncated_miniseed_file_gives_what_is_whole_and_says_so(tmp_path: Path, missing: int) -> None:
    """ObsPy says it in three ways, or not at all."""
    path = write(tmp_path / "a.mseed", trace("HHZ", counts(20000)))
    path.write_bytes(path.read_bytes()[:-missing])
    archive, notices = opened(path)
    assert 10000 < archive.records[0].components[0].count < 20000
    (notice,) = notices
    assert "a.mseed" in notice and "it ends in the middle of a record; what comes before is shown" in notice


@pytest.mark.parametrize("content, says", [(b"", "empty"), (b"hello", "neither"), (b"\x00" * 4096, "zeros.mseed")])
def test_nothing_to_read_is_one_sentence_naming_the_file(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "zeros.mseed"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match=says) as raised:
        opened(path)
    assert "zeros.mseed" in str(raised.value) and "\n" not in str(raised.value)


def test_what_is_wrong_with_a_lone_file_is_said_once(tmp_path: Path) -> None:
    (tmp_path / "empty.mseed").write_bytes(b"")
    steps, said = read_waveforms([tmp_path / "empty.mseed"]), []
    with pytest.raises(UnreadableFile, match="empty"):
        said.extend(step.text for step in steps if isinstance(step, Notice))
    assert said == []


def test_a_missing_file_and_an_empty_folder_are_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="There is no file"):
        opened(tmp_path / "gone.mseed")
    with pytest.raises(UnreadableFile, match="no waveforms in"):
        opened(tmp_path)


def test_a_pickled_stream_is_not_opened(tmp_path: Path) -> None:
    """ObsPy would unpickle it, and with that run whatever code it holds."""

    class Bomb:
        def __reduce__(self):
            return os.mkdir, (str(tmp_path / "it_ran"),)

    path = tmp_path / "gift.mseed"
    path.write_bytes(pickle.dumps({"obspy.core.stream": Bomb()}))
    with pytest.raises(UnreadableFile):
        opened(path)
    assert not (tmp_path / "it_ran").exists()


def test_more_than_memory_holds_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "a.mseed", trace("HHZ", counts(50000)))
    monkeypatch.setattr(record_reading, "available_memory", lambda: 100_000)
    with pytest.raises(UnreadableFile, match="more than half of the free memory"):
        opened(path)


def test_names_with_brackets_are_no_patterns(tmp_path: Path) -> None:
    folder = tmp_path / "event [1]"
    folder.mkdir()
    archive, _ = opened(write(folder / "a*[b].mseed", trace("HHZ", counts(500))))
    assert archive.records[0].key == "XX.AAA..HH"


def test_traces_without_a_station_are_named_after_their_file_and_numbered(tmp_path: Path) -> None:
    gather = [trace("", counts(500, seed).astype(np.float32), station="") for seed in range(3)]
    for one in gather:
        one.stats.network = ""
    Stream(gather).write(str(tmp_path / "shot.segy"), format="SEGY", data_encoding=5)
    archive, notices = opened(tmp_path / "shot.segy")
    assert [record.station.station for record in archive.records] == [f"shot-segy-{n:04d}" for n in (1, 2, 3)]
    for record, one in zip(archive.records, gather):
        np.testing.assert_array_equal(record.components[0].segments[0].samples, one.data)
    assert notices == []


def test_horizontals_1_and_2_become_n_and_e_only_with_stationxml(tmp_path: Path) -> None:
    """ObsPy's own array of rotated sensors, with gaps, and what its authors made of it."""
    data = OBSPY / "core" / "tests" / "data"
    names = ("ffbx_unrotated_gaps.mseed", "ffbx_rotated.slist", "ffbx.stationxml")
    if not all((data / name).exists() for name in names):
        pytest.skip("ObsPy was installed without the data of its tests")
    for name in names:
        shutil.copy(data / name, tmp_path / name)
    bare, _ = opened(tmp_path / names[0])
    assert {record.codes for record in bare.records} == {"Z12"}
    assert bare.records[0].coordinates is None
    turned, _ = opened(tmp_path / names[0], tmp_path / names[2])
    apart, _ = opened(tmp_path / names[0], stationxml=[tmp_path / names[2]])
    expected, _ = opened(tmp_path / names[1])
    assert {record.codes for record in turned.records} == {"ZNE"} == {record.codes for record in apart.records}
    assert turned.records[0].coordinates is not None
    for record in expected.records:
        for component in record.components:
            found = turned.record(record.key).component(component.code)
            for segment in component.segments:
                window = found.window(segment.start, len(segment.samples))
                np.testing.assert_allclose(window, segment.samples, atol=0.01)


@pytest.mark.skipif(not ODD, reason="ObsPy was installed without the data of its tests")
@pytest.mark.parametrize(
    "format_name", ["mseed", "sac", "gse2", "segy", "seisan", "reftek", "css", "seg2", "win", "nied"]
)
def test_odd_files_open_or_are_refused_in_one_sentence(format_name: str) -> None:
    files = [path for path in ODD if path.is_file() and path.relative_to(OBSPY).parts[1] == format_name]
    assert files
    for path in files:
        try:
            archive, _ = opened(path)
        except UnreadableFile as error:
            assert path.name in str(error) and "\n" not in str(error)
        else:
            assert all(component.count for record in archive.records for component in record.components)


def test_the_ridgecrest_records_open_as_four_stations(data_dir: Path) -> None:
    archive, notices = opened(data_dir / "quake" / "continuous")
    assert [record.key for record in archive.records] == ["CI.CCC..HH", "CI.CLC..HH", "CI.JRC2..HH", "CI.WBS..HH"]
    assert all(record.codes == "ZNE" for record in archive.records)
    assert notices == []
    described = describe(archive)
    assert described["stations"] == 4 and described["records"][0]["channels"][0]["samples"] == 480001
    assert described["start"].startswith("2019-07-04T16:49:59.99")


def test_a_damaged_sac_header_does_not_hang(tmp_path: Path) -> None:
    path = tmp_path / "far.sac"
    sac = trace("BHZ", np.arange(100, dtype=np.float32))
    sac.stats.sac = {"stla": 35.0, "stlo": 1e30, "evla": 36.0, "evlo": -117.0, "lcalda": 1}
    sac.write(str(path), format="SAC")
    reading = "from seisviewer.waveforms.files.formats import read_traces; from pathlib import Path"
    code = f"{reading}; read_traces(Path({str(path)!r}))"
    subprocess.run([sys.executable, "-W", "ignore", "-c", code], timeout=30, check=True)


def test_a_small_file_that_unpacks_to_much_does_not_stop_the_desk(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "zeros.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("zeros.sac", bytes(30_000_000))
    times = [time.perf_counter()]
    with pytest.raises(UnreadableFile):
        drive(read_waveforms([tmp_path / "zeros.zip"]), lambda _: times.append(time.perf_counter()))
    times.append(time.perf_counter())
    assert np.diff(times).max() < 0.7
