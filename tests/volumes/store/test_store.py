"""A store holds a survey exactly and its levels for display; what is damaged, cut off or of another file is not trusted."""

from __future__ import annotations

import errno
import json
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from seisviewer.errors import BadRequest, UnreadableFile
from seisviewer.progress import Progress, drive
from seisviewer.volumes.display_cube import to_levels
from seisviewer.volumes.geometry import Direction, Geometry, LineAxis, SampleAxis
from seisviewer.volumes.opening import open_volume
from seisviewer.volumes.store import building, store_block, store_plan
from seisviewer.volumes.store.build_record import BLOCKS_FILE, read_record
from seisviewer.volumes.store.building import BlockStored, build_store
from seisviewer.volumes.store.byte_source import FolderSource
from seisviewer.volumes.store.display_store import DisplayStore
from seisviewer.volumes.store.levels import halved
from seisviewer.volumes.store.shards import ShardWriter
from seisviewer.volumes.store.store_block import block_files
from seisviewer.volumes.store.store_plan import StorePlan
from seisviewer.volumes.store.store_volume import StoreVolume, open_store
from seisviewer.volumes.survey_writing import write_survey
from seisviewer.volumes.volume import Volume

SHAPE = (21, 19, 33)
LIMIT = 2.0


@pytest.fixture
def live() -> np.ndarray:
    """Some traces are missing: at an edge, and one in the middle."""
    found = np.ones(SHAPE[:2], bool)
    found[:9, :3] = found[12, 7] = False
    return found


@pytest.fixture
def survey(tmp_path: Path, live: np.ndarray) -> Iterator[Volume]:
    yield from opened(tmp_path, live)


def opened(folder: Path, live: np.ndarray) -> Iterator[Volume]:
    values = np.random.default_rng(0).standard_normal((*live.shape, SHAPE[2])).astype(np.float32)
    values[~live] = np.nan
    affine = np.array([[0.0, 12.5, 600_000.0], [25.0, 0.0, 6_000_000.0]])
    geometry = Geometry(
        LineAxis(100, 2, live.shape[0]), LineAxis(300, 1, live.shape[1]), SampleAxis(100, 4.0, SHAPE[2]), live, affine
    )
    drive(write_survey(folder / "odd.sgy", geometry, lambda index: values[index], text="TEST"))
    volume = open_volume(folder / "odd.sgy")
    yield volume
    volume.close()


@pytest.fixture
def small_slabs(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that even a small survey has several blocks."""
    monkeypatch.setattr(store_plan, "SLAB_CELLS", 1)


@pytest.fixture
def folder(survey: Volume, small_slabs: None, tmp_path: Path) -> Path:
    made = tmp_path / "odd.zarr"
    drive(build_store(survey, made, StorePlan.of(survey.geometry, LIMIT), {}))
    return made


def store(folder: Path) -> StoreVolume:
    return open_store(FolderSource(folder), folder)


def sections(geometry: Geometry) -> Iterator[tuple[Direction, int]]:
    for direction in Direction:
        for index in (0, geometry.count(direction) // 2, geometry.count(direction) - 1):
            yield direction, index


def test_every_section_is_the_same_to_the_last_bit(survey, folder):
    made = store(folder)
    assert made.geometry == survey.geometry and np.array_equal(made.geometry.live, survey.geometry.live)
    np.testing.assert_array_equal(made.geometry.affine, survey.geometry.affine)
    for direction, index in sections(survey.geometry):
        section = survey.geometry.section(direction, index)
        np.testing.assert_array_equal(made.section(section), survey.section(section))
    np.testing.assert_array_equal(made.box(range(5, 18), range(2, 11)), survey.box(range(5, 18), range(2, 11)))


def test_the_levels_are_those_of_the_display_cube_and_each_is_the_half_of_the_one_before(survey, folder):
    display = store(folder).display
    for direction, index in sections(survey.geometry):
        whole = to_levels(survey.section(survey.geometry.section(direction, index)), LIMIT)
        np.testing.assert_array_equal(display.section(direction, index), whole)
        for level in (1, 2):
            whole = halved(whole[None])[0]
            np.testing.assert_array_equal(display.section(direction, index, level), whole)


def test_halving_averages_what_is_there_and_leaves_missing_only_what_is_missing_whole():
    levels = np.array([[[10, 20, 0, 0, 7], [30, 40, 0, 90, 9], [5, 5, 5, 5, 5]]], np.uint8)
    assert halved(levels)[0].tolist() == [[25, 90, 8], [5, 5, 5]]


def test_xarray_opens_it_by_line_numbers_and_times(survey, folder):
    xarray = pytest.importorskip("xarray")
    data = xarray.open_zarr(folder)
    section = survey.geometry.section(Direction.INLINE, 5)
    np.testing.assert_array_equal(data.amplitude.sel(inline=110).values, survey.section(section))
    assert data.twt.values.tolist() == survey.geometry.samples.values.tolist() and data.attrs["complete"]
    assert (float(data.x[3, 4]), float(data.y[3, 4])) == survey.geometry.xy(3, 4)
    shown = xarray.open_zarr(folder, group="display")
    stored = shown["time_0"][4].values
    wanted = survey.section(survey.geometry.section(Direction.TIME, 4))
    np.testing.assert_allclose(stored, np.clip(wanted, -LIMIT, LIMIT), atol=LIMIT / 127)
    assert shown["crossline_1"].dims == ("crossline", "inline_by_2", "twt_by_2")


def test_a_survey_of_lone_lines_is_not_made_dense(tmp_path):
    live = np.zeros((200, 160), bool)
    live[3], live[:, 50] = True, True
    for survey in opened(tmp_path, live):
        plan = StorePlan.of(survey.geometry, LIMIT)
        drive(build_store(survey, tmp_path / "odd.zarr", plan, {}))
        made = store(tmp_path / "odd.zarr")
        size = sum(file.stat().st_size for file in (tmp_path / "odd.zarr").glob("amplitude/c/*/0/0"))
        assert made.display is None and size < 2 * 4 * live.sum() * SHAPE[2]
        for direction, index in sections(survey.geometry):
            section = survey.geometry.section(direction, index)
            np.testing.assert_array_equal(made.section(section), survey.section(section))


def test_a_store_that_was_begun_is_gone_on_with_and_not_begun_anew(survey, small_slabs, tmp_path):
    folder, plan = tmp_path / "odd.zarr", StorePlan.of(survey.geometry, LIMIT)
    work = build_store(survey, folder, plan, {})
    for event in work:
        if isinstance(event, BlockStored):
            break
    work.close()
    with pytest.raises(UnreadableFile, match="is not whole yet: open the survey"):
        store(folder)
    first = block_files(folder, plan, 0)[0].stat().st_mtime_ns
    display = DisplayStore(FolderSource(folder), plan, read_record(FolderSource(folder)).finished)
    assert display.has(Direction.INLINE, 0) and not display.has(Direction.INLINE, 20) and not display.has(Direction.TIME, 0)
    drive(build_store(survey, folder, plan, {}))
    assert block_files(folder, plan, 0)[0].stat().st_mtime_ns == first and store(folder)


@pytest.mark.slow
def test_who_does_not_go_on_with_it_has_it_rest_and_who_stops_it_finds_no_halves(survey, small_slabs, tmp_path, monkeypatch):
    folder, plan = tmp_path / "odd.zarr", StorePlan.of(survey.geometry, LIMIT)
    put, written = ShardWriter.put, []

    def slowly(writer: ShardWriter, *given: object) -> None:
        written.append(writer)
        time.sleep(0.01)
        put(writer, *given)

    monkeypatch.setattr(ShardWriter, "put", slowly)
    monkeypatch.setattr(store_block, "BATCH_BYTES", 1)
    work = build_store(survey, folder, plan, {})
    blocks = 0
    for event in work:
        blocks += isinstance(event, BlockStored)
        if blocks == 1 and isinstance(event, Progress):  # the second block is being finished
            break
    time.sleep(0.1)  # what was under way when it was asked for the last time
    before = len(written)
    time.sleep(0.2)
    assert len(written) == before
    work.close()
    assert not list(folder.rglob("*.part"))
    monkeypatch.undo()
    assert read_record(FolderSource(folder)).finished == {0}
    drive(build_store(survey, folder, plan, {}))
    assert store(folder)


def test_a_line_of_the_record_that_was_cut_off_counts_for_nothing(survey, folder):
    (folder / BLOCKS_FILE).write_bytes(b"0\n1\n2")
    with pytest.raises(UnreadableFile, match="not whole yet"):
        store(folder)
    drive(build_store(survey, folder, StorePlan.of(survey.geometry, LIMIT), {}))
    assert store(folder)


def test_a_full_disk_ends_in_a_sentence_and_what_is_whole_is_gone_on_with(survey, small_slabs, tmp_path, monkeypatch):
    folder, plan = tmp_path / "odd.zarr", StorePlan.of(survey.geometry, LIMIT)
    finish, written = ShardWriter.finish, []

    def full(writer: ShardWriter) -> None:
        written.append(writer)
        if len(written) > 15:
            raise OSError(errno.ENOSPC, "no space")
        finish(writer)

    with monkeypatch.context() as patched:
        patched.setattr(ShardWriter, "finish", full)
        with pytest.raises(BadRequest, match=r"stopped at 33 %; what is whole is kept .* its disk is full"):
            drive(build_store(survey, folder, plan, {}))
    assert read_record(FolderSource(folder)).finished == {0} and not list(folder.rglob("*.part"))
    drive(build_store(survey, folder, plan, {}))
    assert store(folder)


def test_half_a_file_that_a_kill_left_is_removed_once_it_is_old(survey, folder):
    old, new = (folder / "amplitude" / "c" / f".0.{name}.part" for name in ("old", "new"))
    for part in (old, new):
        part.write_bytes(b"half")
    os.utime(old, (1, 1))
    drive(build_store(survey, folder, StorePlan.of(survey.geometry, LIMIT), {}))
    assert not old.exists() and new.exists()


def test_too_little_room_is_said_before_anything_is_written(survey, tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: shutil._ntuple_diskusage(10**12, 10**12, 1000))
    with pytest.raises(BadRequest, match="The store of odd.sgy takes .* GB, but the disk"):
        drive(build_store(survey, tmp_path / "odd.zarr", StorePlan.of(survey.geometry, LIMIT), {}))
    assert not list((tmp_path / "odd.zarr").rglob("c/*/*/*"))


def test_a_survey_that_is_written_to_meanwhile_leaves_no_store(survey, small_slabs, tmp_path):
    folder = tmp_path / "odd.zarr"
    with pytest.raises(UnreadableFile, match="odd.sgy was written to while its store was made"):
        for event in build_store(survey, folder, StorePlan.of(survey.geometry, LIMIT), {}):
            if isinstance(event, BlockStored):
                with survey.path.open("ab") as file:
                    file.write(b"\0")
    assert not folder.exists()


def test_a_store_of_an_older_state_of_the_file_is_made_anew(survey, folder):
    content = bytearray(survey.path.read_bytes())
    content[4000] ^= 1
    survey.path.write_bytes(content)
    stored = []
    for event in build_store(survey, folder, StorePlan.of(survey.geometry, LIMIT), {}):
        stored += [event] if isinstance(event, BlockStored) else []
    assert len(stored) == 3


def test_what_is_no_store_is_never_removed(survey, tmp_path):
    folder = tmp_path / "odd.zarr"
    folder.mkdir()
    (folder / "mine.txt").write_text("mine")
    with pytest.raises(BadRequest, match="holds something else"):
        drive(build_store(survey, folder, StorePlan.of(survey.geometry, LIMIT), {}))
    with pytest.raises(BadRequest, match="no store that seisviewer made"):
        building.remove_store(folder)
    assert (folder / "mine.txt").read_text() == "mine"


@pytest.mark.parametrize("size", [0, 3, 200, -1])
def test_a_shard_that_was_cut_off_is_told_and_nothing_is_shown(survey, folder, size):
    for file in block_files(folder, StorePlan.of(survey.geometry, LIMIT), 1):
        content = file.read_bytes()
        file.write_bytes(content[:size] if size >= 0 else content[:-20] + b"x" + content[-19:])
    made = store(folder)
    with pytest.raises(UnreadableFile, match="damaged: make the store anew"):
        made.section(survey.geometry.section(Direction.INLINE, 9))
    for direction in Direction:
        with pytest.raises(UnreadableFile, match="damaged: make the store anew"):
            made.display.section(direction, 9)


@pytest.mark.parametrize(
    "change",
    [
        lambda said: said.update(shape=[10**12, 19, 33]),
        lambda said: said.update(shape=["a", 19, 33]),
        lambda said: said.update(codecs=[{"name": "blosc"}]),
        lambda said: said.update(data_type="object"),
        lambda said: said["chunk_grid"]["configuration"].update(chunk_shape=[0, 8, 33]),
        lambda said: said.clear(),
    ],
)
def test_metadata_that_cannot_be_is_told(folder, change):
    place = folder / "live" / "zarr.json"
    said = json.loads(place.read_text())
    change(said)
    place.write_text(json.dumps(said))
    with pytest.raises(UnreadableFile, match="make the store anew|make it anew"):
        store(folder)
