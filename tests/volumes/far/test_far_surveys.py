"""Surveys on a server of this machine, which may be lost, change or lie."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest

from seisviewer.errors import UnreadableFile
from seisviewer.progress import drive
from seisviewer.volumes.describe_survey import describe
from seisviewer.volumes.far import far_objects, far_opening, location_file
from seisviewer.volumes.far import server as far_server
from seisviewer.volumes.far.location_file import location_of, read_location
from seisviewer.volumes.geometry import Direction, Geometry, LineAxis, SampleAxis
from seisviewer.volumes.opening import open_volume
from seisviewer.volumes.store import store_plan
from seisviewer.volumes.store.build_record import BLOCKS_FILE
from seisviewer.volumes.store.building import build_store
from seisviewer.volumes.store.store_plan import StorePlan
from seisviewer.volumes.store.store_volume import StoreVolume
from seisviewer.volumes.survey_box import SurveyBox
from seisviewer.volumes.volume import Volume
from seisviewer.volumes.zarr_writing import ZarrVariable, write_zarr

from ...range_server import RangeServer, range_server

obstore = pytest.importorskip("obstore")
CUBE = np.random.default_rng(0).normal(0, 1000, (40, 150, 300)).astype(np.float32)  # of 3 × 2 × 2 chunks
FAULTS = {
    "gone": "connection was lost",
    "short": "connection was lost",
    "long": "sends more of",
    "wrong size": "another size than it sends",
    "redirect": "from one address to another without end",
    "broken": "fault of its own",
    "forbidden": "does not let you read",
}


def write(folder: Path, cube: np.ndarray = CUBE) -> Path:
    geometry = Geometry(LineAxis(100, 2, 40), LineAxis(300, 1, 150), SampleAxis(0, 4, 300), np.ones((40, 150), bool))
    variables = {"amplitude": ZarrVariable(lambda index: cube[index], np.float32, {})}
    drive(write_zarr(folder / "f3.zarr", geometry, variables, SurveyBox.whole(geometry), {}))
    return folder / "f3.zarr"


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch) -> None:
    """No test finds what another has cached."""
    for name in ("XDG_CACHE_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))


@pytest.fixture(autouse=True)
def soon(monkeypatch) -> None:
    monkeypatch.setattr(far_server, "TRIES", 1)


@pytest.fixture
def web(tmp_path: Path) -> Iterator[RangeServer]:
    (tmp_path / "web").mkdir()
    with range_server(tmp_path / "web") as server:
        yield server


def middle(volume: Volume, direction: Direction = Direction.INLINE) -> np.ndarray:
    return volume.section(volume.geometry.section(direction, volume.geometry.count(direction) // 2))


def test_a_store_elsewhere_is_the_store(web: RangeServer) -> None:
    here = open_volume(write(web.folder))
    there = open_volume(f"{web.address}/f3.zarr/")
    assert (there.geometry, there.name, there.is_far) == (here.geometry, "f3", True)
    assert there.address == f"{web.address}/f3.zarr"
    for direction in Direction:
        np.testing.assert_array_equal(middle(there, direction), middle(here, direction))
    assert "without encryption" in there.notices[0]
    another = open_volume(f"{web.address}/f3.zarr")
    another.close()
    with pytest.raises(UnreadableFile, match="was closed"):
        middle(another)


def test_a_segy_file_elsewhere_is_the_file(web: RangeServer, small_survey: Path) -> None:
    (web.folder / "a b.sgy").write_bytes(small_survey.read_bytes())
    here, there = open_volume(small_survey), open_volume(f"{web.address}/a%20b.sgy")
    assert (there.geometry, there.name) == (here.geometry, "a b")
    for direction in Direction:
        np.testing.assert_array_equal(middle(there, direction), middle(here, direction))


def test_what_was_read_once_is_only_asked_after(web: RangeServer) -> None:
    write(web.folder)
    first = open_volume(f"{web.address}/f3.zarr")
    sections = [middle(first, direction) for direction in Direction]
    first.close()
    web.sent = 0
    again = open_volume(f"{web.address}/f3.zarr")
    for direction, section in zip(Direction, sections, strict=True):
        np.testing.assert_array_equal(middle(again, direction), section)
    assert web.sent < 2000  # answers that something is not there
    asked = len(web.asked)
    middle(again, Direction.CROSSLINE)
    assert len(web.asked) == asked
    again.close()


@pytest.mark.slow
def test_a_store_that_was_changed_is_read_anew(web: RangeServer) -> None:
    write(web.folder)
    address = f"{web.address}/f3.zarr"
    first = open_volume(address)
    middle(first)
    first.close()
    before = first.path.stat().st_mtime_ns
    time.sleep(0.02)
    write(web.folder, CUBE + 1)
    again = open_volume(address)
    np.testing.assert_array_equal(middle(again), CUBE[20] + 1)
    assert any("was changed on" in text for text in again.notices)
    assert again.path.stat().st_mtime_ns > before  # by which the project and the dips know it
    assert not any("was changed on" in text for text in open_volume(address).notices)


def test_a_file_that_changes_while_it_is_read_is_refused(web: RangeServer, small_survey: Path, monkeypatch) -> None:
    monkeypatch.setattr(far_objects, "BLOCK_BYTES", 1 << 16)
    file = web.folder / "a.sgy"
    file.write_bytes(small_survey.read_bytes())
    monkeypatch.setattr(far_objects, "KEPT_BYTES", 0)
    there = open_volume(f"{web.address}/a.sgy")
    shutil.rmtree(web.folder.parent / "XDG_CACHE_HOME")
    time.sleep(0.02)
    file.write_bytes(small_survey.read_bytes()[:-400] + bytes(400))
    with pytest.raises(UnreadableFile, match="was changed on"):
        middle(there)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_server_that_lies_or_is_lost_is_one_sentence(web: RangeServer, fault: str) -> None:
    write(web.folder)
    web.fault = fault
    memory = psutil.Process().memory_info().rss
    with pytest.raises(UnreadableFile, match=FAULTS[fault]) as raised:
        open_volume(f"{web.address}/f3.zarr")
    assert "\n" not in str(raised.value) and len(str(raised.value)) < 300
    assert psutil.Process().memory_info().rss - memory < 200e6


@pytest.mark.parametrize("fault", FAULTS)
def test_a_server_lost_in_the_middle_may_come_back(web: RangeServer, fault: str) -> None:
    write(web.folder)
    volume = open_volume(f"{web.address}/f3.zarr")
    first = middle(volume)
    volume._array._kept.clear()
    volume._objects._known.clear()
    web.fault, web.faulty = fault, "/c/"
    with pytest.raises(UnreadableFile, match=FAULTS[fault]):
        volume.section(volume.geometry.section(Direction.INLINE, 0))
    web.fault = ""
    np.testing.assert_array_equal(volume.section(volume.geometry.section(Direction.INLINE, 0)), CUBE[0])
    np.testing.assert_array_equal(middle(volume), first)


def test_a_server_without_parts_gives_small_objects_whole(web: RangeServer, monkeypatch) -> None:
    write(web.folder)
    web.fault = "no ranges"
    np.testing.assert_array_equal(middle(open_volume(f"{web.address}/f3.zarr")), CUBE[20])
    monkeypatch.setattr(far_server, "WHOLE_BYTES", 100)
    (web.folder / "f3.zarr").rename(web.folder / "f4.zarr")
    with pytest.raises(UnreadableFile, match="more of"):
        open_volume(f"{web.address}/f4.zarr")


def test_a_description_without_end_is_not_read(web: RangeServer) -> None:
    path = write(web.folder)
    os.truncate(path / "zarr.json", 40 << 20)
    with pytest.raises(UnreadableFile, match="more than it can"):
        open_volume(f"{web.address}/f3.zarr")


def test_chunks_that_are_not_there_are_traces_that_are_not_there(web: RangeServer) -> None:
    path = write(web.folder)
    root = json.loads((path / "zarr.json").read_text())
    del root["consolidated_metadata"]["metadata"]["live"]  # which would say that they are there
    (path / "zarr.json").write_text(json.dumps(root))
    for layer in (0, 1):
        (path / "amplitude" / "c" / "0" / "0" / str(layer)).unlink()
    volume = open_volume(f"{web.address}/f3.zarr")
    assert not volume.geometry.live[:16, :128].any() and volume.geometry.live.sum() == 40 * 150 - 16 * 128


@pytest.mark.parametrize("name", ["none.zarr", "none.sgy", "plain"])
def test_what_is_not_there_is_one_sentence(web: RangeServer, name: str) -> None:
    with pytest.raises(UnreadableFile, match=r"no survey that can be opened|does not exist"):
        open_volume(f"{web.address}/{name}")


def test_a_location_holds_an_address_and_no_more(web: RangeServer, tmp_path: Path) -> None:
    write(web.folder)
    volume = open_volume(f"{web.address}/f3.zarr")
    assert volume.path.name == "f3.location"
    assert volume.path == location_of(read_location(volume.path))
    for text in ("", "[]", "{}", '{"address": "file:///etc/passwd"}', '{"address": "https://me:secret@host/f3.zarr"}'):
        (tmp_path / "odd.location").write_text(text)
        with pytest.raises(UnreadableFile, match="holds no address"):
            open_volume(tmp_path / "odd.location")
    assert location_file.address_of(tmp_path / "odd.location") == ""


@pytest.mark.slow
def test_a_bucket(tmp_path: Path, monkeypatch) -> None:
    server = pytest.importorskip("moto.server", reason="moto stands in for object storage")
    import obstore.store

    bucket = server.ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    bucket.start()
    try:
        host, port = bucket.get_host_and_port()
        for name, value in {
            "AWS_ENDPOINT_URL": f"http://{host}:{port}",
            "AWS_ACCESS_KEY_ID": "somebody",
            "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_REGION": "us-east-1",
        }.items():
            monkeypatch.setenv(name, value)
        import urllib.request

        urllib.request.urlopen(urllib.request.Request(f"http://{host}:{port}/surveys", method="PUT")).close()
        store = obstore.store.S3Store.from_url("s3://surveys", client_options={"allow_http": True})
        path = write(tmp_path)
        (path / "zarr.json").write_text('{"zarr_format": 3, "node_type": "group", "attributes": {}}')  # names nothing
        for file in path.rglob("*"):
            if file.is_file():
                obstore.put(store, f"north/{file.relative_to(tmp_path)}", file.read_bytes())
        volume = open_volume("s3://surveys/north/f3.zarr")
        np.testing.assert_array_equal(middle(volume), CUBE[20])
        np.testing.assert_array_equal(middle(volume, Direction.TIME), CUBE[:, :, 150])
        kept = (tmp_path / "XDG_DATA_HOME").rglob("*")
        assert not any(b"secret" in file.read_bytes() for file in kept if file.is_file())
        with pytest.raises(UnreadableFile, match="no survey that can be opened"):
            open_volume("s3://surveys/south/f3.zarr")
    finally:
        bucket.stop()


def own_store(folder: Path) -> Path:
    """As `ingest --store` makes it, of the store that is given by the server."""
    survey = open_volume(write(folder))
    plan = StorePlan.of(survey.geometry, 3000.0, exact=True)
    drive(build_store(survey, folder / "fast.zarr", plan, {}))
    return folder / "fast.zarr"


def test_a_fast_store_elsewhere_is_the_survey(web: RangeServer) -> None:
    own_store(web.folder)
    there = open_volume(f"{web.address}/fast.zarr")
    assert isinstance(there, StoreVolume) and there.is_far
    for direction, section in zip(Direction, (CUBE[20], CUBE[:, 75], CUBE[:, :, 150]), strict=True):
        np.testing.assert_array_equal(middle(there, direction), section)
    assert describe(there)["format"] == "Zarr 3"
    again = open_volume(f"{web.address}/fast.zarr", unit="ft")
    assert again.geometry.samples.unit == "ft"
    np.testing.assert_array_equal(middle(again), CUBE[20])


@pytest.mark.slow
def test_a_fast_store_elsewhere_is_read_at_once_in_every_direction(web: RangeServer, monkeypatch) -> None:
    monkeypatch.setattr(store_plan, "SLAB_CELLS", 1)
    own_store(web.folder)
    there = open_volume(f"{web.address}/fast.zarr")
    web.delay, slabs = 0.3, there.record.plan.slabs
    assert slabs == 5
    for read in (lambda: middle(there, Direction.CROSSLINE), lambda: there.display.section(Direction.TIME, 150)):
        begun = time.perf_counter()
        read()
        assert time.perf_counter() - begun < 0.8 * 0.3 * slabs, "one after the other takes 0.3 seconds for each"


def test_a_section_of_a_fast_store_elsewhere_takes_little_more_than_its_bytes(web: RangeServer, monkeypatch) -> None:
    monkeypatch.setattr(store_plan, "SLAB_CELLS", 40 * 150 * 300)
    monkeypatch.setattr(far_opening, "OWN_BLOCK_BYTES", 1 << 13)
    own_store(web.folder)
    there = open_volume(f"{web.address}/fast.zarr")
    sent = web.sent
    there.display.section(Direction.TIME, 150)
    whole = sum(file.stat().st_size for file in (web.folder / "fast.zarr" / "display" / "time_0").rglob("*"))
    assert web.sent - sent < whole / 10


def test_a_part_of_a_fast_store_that_is_lost_is_told(web: RangeServer, monkeypatch) -> None:
    monkeypatch.setattr(store_plan, "SLAB_CELLS", 1)
    folder = own_store(web.folder)
    (folder / "amplitude" / "c" / "2" / "0" / "0").unlink()
    (folder / "display" / "time_0" / "c" / "0" / "2" / "0").unlink()
    there = open_volume(f"{web.address}/fast.zarr")
    for read in (lambda: middle(there), lambda: there.display.section(Direction.TIME, 150)):
        with pytest.raises(UnreadableFile, match="is not there any more"):
            read()


def test_a_fast_store_that_is_not_whole_is_refused(web: RangeServer) -> None:
    (own_store(web.folder) / BLOCKS_FILE).write_text("")
    with pytest.raises(UnreadableFile, match="not whole yet"):
        open_volume(f"{web.address}/fast.zarr")
