"""A SEG-Y file on a server of this machine is shown from a few of its parts; the rest of its headers come behind."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from seisviewer.cli.main import main
from seisviewer.errors import BadRequest, ServerLost
from seisviewer.progress import Progress
from seisviewer.volumes import volume as volumes
from seisviewer.volumes.far import far_file, far_objects
from seisviewer.volumes.far import server as far_server
from seisviewer.volumes.far.far_file import FarFile
from seisviewer.volumes.far.location_file import place_of
from seisviewer.volumes.geometry import Direction
from seisviewer.volumes.open_choices import OpenChoices
from seisviewer.volumes.opening import looked_at_first, open_steps, open_volume
from seisviewer.volumes.random_line import RandomLine, RandomLineVolume
from seisviewer.volumes.segy import guessed_scan, segy_headers, segy_scan, segy_volume
from seisviewer.volumes.segy.segy_volume import SegyVolume
from seisviewer.volumes.volume import Volume

from ...range_server import RangeServer, range_server

pytest.importorskip("obstore")
LINES, TRACES, SAMPLES = 50, 100, 300  # 7.2 MB
BLOCK = 1 << 14


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make_segy: Callable[..., Path]) -> Iterator[RangeServer]:
    for name in ("XDG_CACHE_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setattr(far_server, "TRIES", 0)
    monkeypatch.setattr(far_file, "BLOCK_BYTES", BLOCK)
    monkeypatch.setattr(far_objects, "REQUEST_BYTES", 16 * BLOCK)
    monkeypatch.setattr(segy_volume, "FAR_LARGE_BYTES", 0)
    monkeypatch.setattr(segy_volume, "LONG_SECONDS", -1.0)
    monkeypatch.setattr(segy_scan, "CHUNK_BYTES", 1 << 20)
    monkeypatch.setattr(segy_headers, "SAMPLED_TRACES", 500)
    monkeypatch.setattr(guessed_scan, "SAMPLES", ((300, 10, 10),))
    inline, crossline = np.repeat(100 + np.arange(LINES), TRACES), np.tile(300 + np.arange(TRACES), LINES)
    samples = np.random.default_rng(1).normal(0, 100, (inline.size, SAMPLES)).astype(np.float32)
    words = {181: ("i4", 25 * crossline), 185: ("i4", 12 * inline), 115: ("u2", SAMPLES)}
    (tmp_path / "web").mkdir()
    make_segy(inline, crossline, samples, words=words, name="web/north.sgy")
    with range_server(tmp_path / "web") as server:
        yield server


def looked_at(web: RangeServer) -> SegyVolume:
    look = looked_at_first(place_of(f"{web.address}/north.sgy"), OpenChoices())
    assert isinstance(look, SegyVolume)
    return look


def size(web: RangeServer) -> int:
    return (web.folder / "north.sgy").stat().st_size


def kept_bytes(folder: Path) -> int:
    return sum(file.stat().st_size for file in (folder / "XDG_CACHE_HOME").rglob("far/*/*"))


@pytest.mark.slow
def test_a_first_look_takes_a_few_parts_and_the_rest_comes_once(web: RangeServer) -> None:
    here = open_volume(web.folder / "north.sgy")
    with closing(looked_at(web)) as look:
        assert look.is_far and look.unsure and look.geometry.shape == here.geometry.shape
        section = here.geometry.section(Direction.INLINE, 25)
        np.testing.assert_array_equal(look.section(section), here.section(section))
        assert web.sent < 0.7 * size(web), "of a file of gigabytes some hundredths"
        with closing(open_volume(f"{web.address}/north.sgy")) as found:
            look.become_sure(found)
            for direction in Direction:
                section = here.geometry.section(direction, 33)
                np.testing.assert_array_equal(found.section(section), here.section(section))
    assert web.sent < 1.05 * size(web), "what the first look brought is not asked for again"
    web.sent = 0
    assert looked_at_first(place_of(f"{web.address}/north.sgy"), OpenChoices()) is None, "the scan is kept"
    open_volume(f"{web.address}/north.sgy").close()
    assert web.sent < BLOCK


@pytest.mark.slow
def test_the_shell_describes_it_from_a_sample_and_says_what_reading_all_of_it_brings(
    web: RangeServer, capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(volumes, "FAR_BYTES", 0)  # as of a large one, little is read for the amplitudes
    address = f"{web.address}/north.sgy"
    assert main(["info", address, "--json"]) == 0
    assert web.sent < 0.7 * size(web), "of a file of gigabytes some hundredths"
    said = json.loads(capsys.readouterr().out)
    assert (said["inlines"]["count"], said["crosslines"]["count"]) == (LINES, TRACES)
    assert said["live_traces"] is None and said["all_headers_read"] is False
    assert "sample of the trace headers" in said["notices"][-1]
    assert main(["info", address, "--json", "--all-headers"]) == 0
    whole = capsys.readouterr()
    assert json.loads(whole.out)["live_traces"] == LINES * TRACES and "all_headers_read" not in whole.out
    assert "up to 0.0072 GB come from 127.0.0.1" in " ".join(whole.err.split())
    assert main(["info", address, "--json"]) == 0
    again = capsys.readouterr()
    assert json.loads(again.out)["live_traces"] == LINES * TRACES and "come from" not in again.err, "the scan is kept"


@pytest.mark.slow
def test_what_lies_near_each_other_comes_in_one_request_and_far_apart_at_once(
    web: RangeServer, monkeypatch: pytest.MonkeyPatch, make_segy: Callable[..., Path]
) -> None:
    lines, traces = 120, 22  # 32 KB, nearly two blocks, from a trace of a crossline to the next
    samples = np.random.default_rng(2).normal(0, 100, (lines * traces, SAMPLES)).astype(np.float32)
    inline, crossline = np.repeat(np.arange(lines), traces), np.tile(np.arange(traces), lines)
    make_segy(inline, crossline, samples, words={115: ("u2", SAMPLES)}, name="web/narrow.sgy")
    monkeypatch.setattr(segy_volume, "FAR_LARGE_BYTES", 1 << 30)
    asked = {}
    for gap in (0, 2 * BLOCK):
        monkeypatch.setattr(far_objects, "GAP_BYTES", gap)
        with closing(open_volume(f"{web.address}/narrow.sgy")) as volume:
            shutil.rmtree(web.folder.parent / "XDG_CACHE_HOME", ignore_errors=True)
            volume._traces._file._objects._blocks.clear()
            web.asked.clear()
            section = volume.geometry.section(Direction.CROSSLINE, 7)
            np.testing.assert_array_equal(volume.section(section), samples.reshape(lines, traces, -1)[:, 7])
            asked[gap] = len(web.asked)
    assert asked[0] > 100 and asked[2 * BLOCK] < 20

    with closing(open_volume(f"{web.address}/north.sgy")) as volume:
        shutil.rmtree(web.folder.parent / "XDG_CACHE_HOME", ignore_errors=True)
        volume._traces._file._objects._blocks.clear()
        web.asked.clear()
        web.delay, web.most_at_once = 0.05, 0
        found = volume.box(range(LINES), range(10, 14))
        assert len(web.asked) <= LINES and web.most_at_once >= 16, "not one line after the other"
    with closing(open_volume(web.folder / "north.sgy")) as here:
        np.testing.assert_array_equal(found, here.box(range(LINES), range(10, 14)))


def test_a_random_line_brings_its_traces_and_not_the_lines_that_it_meets(web: RangeServer) -> None:
    line = RandomLine("slant", ((100, 300), (149, 399)))
    with closing(looked_at(web)) as look, closing(open_volume(web.folder / "north.sgy")) as here:
        web.sent = 0
        there, expected = RandomLineVolume(look, line), RandomLineVolume(here, line)
        np.testing.assert_array_equal(there.section(there.section_id), expected.section(expected.section_id))
        rows, places = expected.path_along.inlines, expected.path_along.crosslines
        np.testing.assert_array_equal(Volume.traces(here, rows, places), here.traces(rows, places))
        assert web.sent < 0.25 * size(web)


def test_delays_of_the_server_do_not_add_up(web: RangeServer) -> None:
    web.delay = 0.05
    with closing(looked_at(web)):
        assert len(web.asked) > 100 and web.most_at_once >= 16


@pytest.mark.slow
def test_a_server_lost_while_the_headers_are_read_is_one_sentence_and_little_is_lost(web: RangeServer) -> None:
    steps = open_steps(f"{web.address}/north.sgy")
    with pytest.raises(ServerLost, match="connection was lost") as raised:
        for event in steps:
            if isinstance(event, Progress) and event.done > LINES * TRACES // 2:
                web.fault = "gone"
    assert "\n" not in str(raised.value)
    sent, web.fault = web.sent, ""
    open_volume(f"{web.address}/north.sgy").close()
    assert sent > size(web) / 2 and web.sent < 1.05 * size(web), "it goes on where it stopped"


@pytest.mark.slow
def test_a_file_larger_than_the_cache_is_shown_and_keeps_within_it(
    web: RangeServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit = 4 << 20
    monkeypatch.setenv("SEISVIEWER_FAR_CACHE_GB", str(limit / 2**30))
    there = open_volume(f"{web.address}/north.sgy")
    with closing(there) as volume, closing(open_volume(web.folder / "north.sgy")) as here:
        section = here.geometry.section(Direction.INLINE, 7)
        np.testing.assert_array_equal(volume.section(section), here.section(section))
        with pytest.raises(BadRequest, match="Zarr store"):
            volume.section(here.geometry.section(Direction.TIME, 7))
    assert kept_bytes(tmp_path) < limit


def test_two_who_read_the_same_ask_once(web: RangeServer) -> None:
    place = place_of(f"{web.address}/north.sgy")
    with closing(FarFile(place)) as one, closing(FarFile(place)) as other:
        asked = len(web.asked)
        for file in (one, other):
            places = 0, BLOCK - 2, 5 * BLOCK
            np.testing.assert_array_equal(file.pieces(np.array(places), 4), parts(web, places))
        assert len(web.asked) == asked + 2, "two runs of blocks beside the first"
        one.close()
        assert other.run(0, np.dtype("S4"), (1,))[0] == parts(web, (0,)).tobytes().rstrip(b"\0")


def parts(web: RangeServer, places: tuple[int, ...]) -> np.ndarray:
    content = np.fromfile(web.folder / "north.sgy", np.uint8)
    return np.stack([content[place : place + 4] for place in places])
