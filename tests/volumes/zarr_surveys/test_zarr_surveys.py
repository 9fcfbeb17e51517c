"""Surveys in Zarr stores, as xarray, MDIO and seisviewer write them."""

from __future__ import annotations

import gzip
import json
import pickle
import shutil
import warnings
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest

from seisviewer.errors import BadRequest, SeveralVolumes, UnclearFile, UnreadableFile
from seisviewer.progress import drive
from seisviewer.volumes.describe_survey import describe
from seisviewer.volumes.geometry import Direction, Geometry, LineAxis, SampleAxis, SectionId
from seisviewer.volumes.opening import open_volume
from seisviewer.volumes.survey_box import SurveyBox
from seisviewer.volumes.zarr_surveys import chunked_array
from seisviewer.volumes.zarr_writing import ZarrVariable, write_zarr

xarray = pytest.importorskip("xarray")
zarr = pytest.importorskip("zarr")

CUBE = np.random.default_rng(0).integers(1, 90, (9, 10, 12)).astype(np.float32)
INLINES, CROSSLINES = np.arange(100, 118, 2), np.arange(300, 310)


def data_set(cube: np.ndarray = CUBE, times: object = None, unit: str | None = "ms", vertical: str = "twt", **more):
    samples = np.arange(12) * 4.0 + 100 if times is None else times
    coordinates = {
        "inline": INLINES,
        "crossline": CROSSLINES,
        vertical: (vertical, samples, {} if unit is None else {"units": unit}),
    }
    return xarray.Dataset({"amplitude": (("inline", "crossline", vertical), cube)}, {**coordinates, **more})


def save(folder: Path, data, version: int = 3, chunks: tuple[int, ...] = (4, 3, 5), **encoding) -> Path:
    path = folder / "f3.zarr"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        data.to_zarr(path, zarr_format=version, encoding={"amplitude": {"chunks": chunks, **encoding}})
    return path


def middle(volume, direction: Direction = Direction.INLINE) -> np.ndarray:
    return volume.section(volume.geometry.section(direction, volume.geometry.count(direction) // 2))


@pytest.mark.parametrize("version", [2, 3])
@pytest.mark.parametrize("order", list(permutations(("inline", "crossline", "twt"))))
def test_what_xarray_writes_opens_with_any_order_of_axes(tmp_path: Path, order, version: int) -> None:
    volume = open_volume(save(tmp_path, data_set().transpose(*order), version))
    assert volume.geometry == Geometry(LineAxis(100, 2, 9), LineAxis(300, 1, 10), SampleAxis(100, 4, 12, "ms"), None)
    for direction, section in zip(Direction, (CUBE[4], CUBE[:, 5], CUBE[:, :, 6]), strict=True):
        np.testing.assert_array_equal(middle(volume, direction), section)
    assert (volume.name, volume.notices) == ("f3", ())
    assert describe(volume)["format"] == f"Zarr {version}"
    volume.close()


@pytest.mark.parametrize("kind", ["i1", "u2", "f2", ">f4", "f8", "i8"])
def test_any_real_type(tmp_path: Path, kind: str) -> None:
    section = middle(open_volume(save(tmp_path, data_set(CUBE.astype(kind)))))
    assert section.dtype == np.float32
    np.testing.assert_array_equal(section, CUBE[4])


@pytest.mark.parametrize(
    ("times", "unit", "vertical", "axis"),
    [
        (np.arange(12) * 0.004 + 0.1, "s", "time", SampleAxis(100, 4, 12, "ms")),
        ((np.arange(12) * 4e6).astype("m8[ns]"), None, "time", SampleAxis(0, 4, 12, "ms")),
        (np.arange(12) * 5.0, "metres", "depth", SampleAxis(0, 5, 12, "m")),
        (np.arange(12) * 10.0, "ft", "depth", SampleAxis(0, 10, 12, "ft")),
        ((np.arange(12) * 0.004).astype("f4"), "s", "time", SampleAxis(0, 4, 12, "ms")),
    ],
)
def test_units_of_times_and_depths(tmp_path: Path, times, unit, vertical: str, axis: SampleAxis) -> None:
    assert open_volume(save(tmp_path, data_set(CUBE, times, unit, vertical))).geometry.samples == axis


def test_a_unit_that_is_not_stated_is_guessed_where_it_can_be_one_only(tmp_path: Path) -> None:
    volume = open_volume(save(tmp_path, data_set(CUBE, np.arange(12) * 0.002 + 0.1, None, "time")))
    assert volume.geometry.samples == SampleAxis(100, 2, 12, "ms")
    assert "taken as s" in volume.notices[0]
    again = open_volume(volume.path, unit="ms", interval=2.0)  # as its project remembers it
    assert again.geometry.samples == volume.geometry.samples


def test_a_unit_that_could_be_two_is_asked_for(tmp_path: Path) -> None:
    path = save(tmp_path, data_set(CUBE, np.arange(12) * 5.0, None, "depth"))
    with pytest.raises(UnclearFile, match="unit") as raised:
        open_volume(path)
    assert "--unit ft" in raised.value.options
    assert open_volume(path, unit="ft").geometry.samples == SampleAxis(0, 5, 12, "ft")


def test_traces_that_say_nothing_are_missing(tmp_path: Path) -> None:
    cube = CUBE.copy()
    cube[1, 2], cube[3, 4] = 0, np.nan
    cube[5, 6, :11] = 0  # live at its end only, in the last chunk that is looked at
    cube[0, 0, 3] = np.nan
    volume = open_volume(save(tmp_path, data_set(cube)))
    assert np.argwhere(~volume.geometry.live).tolist() == [[1, 2], [3, 4]]
    assert np.isnan(volume.section(SectionId(Direction.INLINE, 102))[2]).all()
    assert volume.section(SectionId(Direction.INLINE, 100))[0, 3] == 0


def test_lines_in_any_order_and_with_gaps_lie_where_their_numbers_say(tmp_path: Path) -> None:
    data = data_set().isel(inline=[8, 0, 3, 1], crossline=slice(None, None, -1))
    volume = open_volume(save(tmp_path, data))
    assert volume.geometry.inlines == LineAxis(100, 2, 9)
    for index in (0, 1, 3, 8):
        np.testing.assert_array_equal(volume.section(SectionId(Direction.INLINE, 100 + 2 * index)), CUBE[index])
    assert np.isnan(volume.section(SectionId(Direction.INLINE, 104))).all()
    crossline = volume.section(SectionId(Direction.CROSSLINE, 302))
    np.testing.assert_array_equal(crossline[[0, 1, 3, 8]], CUBE[[0, 1, 3, 8], 2])
    assert np.isnan(crossline[[2, 4, 5, 6, 7]]).all()


def test_coordinates_follow_the_lines(tmp_path: Path) -> None:
    rows, columns = np.indices((9, 10))
    beside = {
        "cdp_x": (("inline", "crossline"), 500_000 + 25.0 * rows + 3.0 * columns, {"units": "m"}),
        "cdp_y": (("inline", "crossline"), 6_000_000 + 25.0 * columns - 3.0 * rows),
    }
    volume = open_volume(save(tmp_path, data_set(**beside)), crs="EPSG:23031")
    assert volume.geometry.xy(4, 5) == pytest.approx((500_115, 6_000_113))
    assert "23031" in volume.geometry.reference.system


def test_packed_whole_numbers_are_amplitudes(tmp_path: Path) -> None:
    cube = CUBE / 4
    cube[2, 3] = np.nan
    packed = {"dtype": "int16", "scale_factor": 0.25, "_FillValue": -32768}
    volume = open_volume(save(tmp_path, data_set(cube), **packed))
    np.testing.assert_allclose(middle(volume), cube[4])
    assert np.argwhere(~volume.geometry.live).tolist() == [[2, 3]]


def test_a_2d_line(tmp_path: Path) -> None:
    data = xarray.Dataset(
        {"amplitude": (("twt", "cdp"), CUBE[0].T)},
        {"cdp": CROSSLINES, "twt": ("twt", np.arange(12) * 4.0, {"units": "ms"})},
    )
    volume = open_volume(save(tmp_path, data, chunks=(5, 4)))
    assert volume.geometry.is_2d and volume.geometry.shape == (1, 10, 12)
    for direction, section in zip(Direction, (CUBE[0], CUBE[:1, 5], CUBE[:1, :, 6]), strict=True):
        np.testing.assert_array_equal(middle(volume, direction), section)


def own_export(folder: Path, *names: str) -> Path:
    live = np.ones((9, 10), bool)
    geometry = Geometry(LineAxis(100, 2, 9), LineAxis(300, 1, 10), SampleAxis(0, 4, 12), live)
    variables = {name: ZarrVariable(lambda index: CUBE[index].astype(np.uint8), np.int8, {}) for name in names}
    drive(write_zarr(folder / "own.zarr", geometry, variables, SurveyBox.whole(geometry), {}))
    return folder / "own.zarr"


def test_what_seisviewer_exports_opens(tmp_path: Path) -> None:
    volume = open_volume(own_export(tmp_path, "classes"))
    np.testing.assert_array_equal(middle(volume), CUBE[4])
    assert volume.geometry.samples == SampleAxis(0, 4, 12) and volume.notices == ()


def test_of_several_volumes_the_user_says_which(tmp_path: Path) -> None:
    path = own_export(tmp_path, "classes", "labels")
    with pytest.raises(SeveralVolumes) as raised:
        open_volume(path)
    assert raised.value.names == ("classes", "labels") and "--variable labels" in raised.value.options
    assert open_volume(path, variable="labels").variable == "labels"
    with pytest.raises(BadRequest, match="holds no survey “other”"):
        open_volume(path, variable="other")


def mdio_store(folder: Path) -> Path:
    """As multidimio 1.1 writes one: nothing lists its members, times have no unit, headers are no numbers."""
    path = folder / "f3.mdio"
    said = {"surveyType": "3D", "gatherType": "stacked", "defaultVariableName": "amplitude"}
    group = zarr.open_group(path, mode="w", zarr_format=3, attributes={"apiVersion": "1.1.3", "attributes": said})
    lines = ("inline", "crossline")
    kinds = {
        "amplitude": (CUBE, (*lines, "time"), {"coordinates": "cdp_x cdp_y", "_FillValue": "AAAAAAAA+H8="}),
        "inline": (INLINES.astype("i4"), ("inline",), {}),
        "crossline": (CROSSLINES.astype("i4"), ("crossline",), {}),
        "time": (np.arange(0, 48, 4, dtype="i4"), ("time",), {}),
        "cdp_x": (500_000 + 25.0 * np.indices((9, 10))[0], lines, {"unitsV1": {"length": "m"}}),
        "cdp_y": (6_000_000 + 25.0 * np.indices((9, 10))[1], lines, {"unitsV1": {"length": "m"}}),
        "trace_mask": (np.arange(90).reshape(9, 10) != 17, lines, {"coordinates": "cdp_x cdp_y"}),
    }
    for name, (values, dimensions, attributes) in kinds.items():
        chunks = tuple(min(5, length) for length in values.shape)
        made = group.create_array(
            name, shape=values.shape, chunks=chunks, dtype=values.dtype, dimension_names=dimensions, attributes=attributes,
            compressors=[zarr.codecs.BloscCodec(cname="zstd")],
        )  # fmt: skip
        made[...] = values
    headers = json.loads((path / "trace_mask" / "zarr.json").read_text())
    headers["data_type"] = {"name": "structured", "configuration": {"fields": [["trace_seq_num_line", "int32"]]}}
    (path / "headers").mkdir()
    (path / "headers" / "zarr.json").write_text(json.dumps(headers))
    return path


def test_mdio(tmp_path: Path) -> None:
    volume = open_volume(mdio_store(tmp_path))
    np.testing.assert_array_equal(middle(volume, Direction.TIME)[np.isfinite(middle(volume, Direction.TIME))].sum(),
                                  CUBE[:, :, 6].sum() - CUBE[1, 7, 6])  # fmt: skip
    assert np.argwhere(~volume.geometry.live).tolist() == [[1, 7]]  # as its mask has it
    assert volume.geometry.samples == SampleAxis(0, 4, 12)
    assert volume.geometry.xy(1, 1) == pytest.approx((500_025, 6_000_025))
    assert volume.geometry.reference.unit == "m"


@pytest.mark.parametrize("top", ["", "f3.zarr/"])
def test_a_store_in_a_zip_file(tmp_path: Path, top: str) -> None:
    path = save(tmp_path, data_set())
    packed = shutil.make_archive(str(tmp_path / "f3.zarr"), "zip", tmp_path if top else path, top.strip("/") or None)
    volume = open_volume(packed)
    np.testing.assert_array_equal(middle(volume), CUBE[4])
    assert volume.name == "f3"


def test_a_sharded_store(tmp_path: Path) -> None:
    path = save(tmp_path, data_set(), chunks=(2, 5, 6), shards=(4, 10, 12))
    np.testing.assert_array_equal(middle(open_volume(path)), CUBE[4])


def test_a_folder_of_any_name_and_the_file_that_describes_it(tmp_path: Path) -> None:
    path = save(tmp_path, data_set()).rename(tmp_path / "survey of 1990")
    np.testing.assert_array_equal(middle(open_volume(path)), CUBE[4])
    assert open_volume(path / "zarr.json").path == path


def changed(path: Path, name: str, **values) -> None:
    """Write other words into the metadata of an array, and take away what repeats it."""
    root = json.loads((path / "zarr.json").read_text())
    root.pop("consolidated_metadata", None)
    (path / "zarr.json").write_text(json.dumps(root))
    file = path / name / "zarr.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), **values}))


@pytest.mark.parametrize(
    ("times", "sentence"),
    [
        (np.arange(12) ** 2 * 1.0, "not evenly spaced"),
        (np.arange(12) * -4.0, "run upwards"),
        (np.full(12, np.nan), "damaged"),
    ],
)
def test_odd_samples_are_refused(tmp_path: Path, times: np.ndarray, sentence: str) -> None:
    with pytest.raises(UnreadableFile, match=sentence):
        open_volume(save(tmp_path, data_set(CUBE, times)))


@pytest.mark.parametrize(
    ("numbers", "sentence"),
    [
        (np.r_[100, 100:116:2], "more than once"),
        (np.r_[0:8, 9_000_000], "too far apart"),
        (np.arange(9) + 0.5, "no whole numbers"),
        (np.arange(9) * 10**9, "no line numbers"),
    ],
)
def test_odd_line_numbers_are_refused(tmp_path: Path, numbers: np.ndarray, sentence: str) -> None:
    with pytest.raises(UnreadableFile, match=sentence):
        open_volume(save(tmp_path, data_set().assign_coords(inline=numbers)))


def test_other_dimensions_are_refused_by_name(tmp_path: Path) -> None:
    data = data_set().rename(inline="shot", crossline="receiver")
    with pytest.raises(UnreadableFile, match=r"amplitude \(shot, receiver, twt\)"):
        open_volume(save(tmp_path, data))


def test_nothing_but_zeros_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="nothing but zeros"):
        open_volume(save(tmp_path, data_set(np.zeros_like(CUBE))))


def test_chunks_too_large_for_the_machine_are_refused(tmp_path: Path) -> None:
    path = save(tmp_path, data_set())
    grid = {"name": "regular", "configuration": {"chunk_shape": [1 << 20, 1 << 20, 1 << 20]}}
    changed(path, "amplitude", chunk_grid=grid)
    with pytest.raises(UnreadableFile, match="too large to be read by sections"):
        open_volume(path)


def test_more_traces_than_memory_are_refused(tmp_path: Path) -> None:
    path = save(tmp_path, data_set().drop_vars(["inline", "crossline"]))
    changed(path, "amplitude", shape=[1 << 30, 1 << 30, 12])
    with pytest.raises(UnreadableFile, match="too many for the memory"):
        open_volume(path)


class Trap:
    """What pickle would run when it is unpacked."""

    def __reduce__(self):
        return Path.touch, (Path("trap-has-run"),)


@pytest.mark.parametrize("version", [2, 3])
def test_a_codec_that_runs_code_is_never_called(tmp_path: Path, version: int, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = save(tmp_path, data_set(), version)
    if version == 3:
        changed(path, "amplitude", codecs=[{"name": "numcodecs.pickle", "configuration": {}}])
    else:
        (path / ".zmetadata").unlink()
        file = path / "amplitude" / ".zarray"
        file.write_text(json.dumps({**json.loads(file.read_text()), "filters": [{"id": "pickle"}], "compressor": None}))
    for chunk in (path / "amplitude").rglob("*"):
        if chunk.is_file() and chunk.suffix != ".json" and not chunk.name.startswith("."):
            chunk.write_bytes(pickle.dumps(Trap()))
    with pytest.raises(UnreadableFile, match="pickle"):
        open_volume(path)
    assert not Path("trap-has-run").exists()


def test_a_damaged_chunk_is_one_sentence(tmp_path: Path) -> None:
    path = save(tmp_path, data_set())
    volume = open_volume(path)
    for chunk in (path / "amplitude" / "c").rglob("*"):
        if chunk.is_file():
            chunk.write_bytes(chunk.read_bytes()[:-7])
    with pytest.raises(UnreadableFile, match=r"f3\.zarr is damaged"):
        middle(volume)


def test_a_chunk_that_is_larger_than_it_can_be_is_not_read(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(chunked_array, "SPARE_BYTES", 1000)
    path = save(tmp_path, data_set())
    volume = open_volume(path)
    for chunk in (path / "amplitude" / "c").rglob("*"):
        if chunk.is_file():
            chunk.write_bytes(bytes(100_000))
    with pytest.raises(UnreadableFile, match="larger than"):
        middle(volume)


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"zarr_format": 3}', "[" * 100_000, '{"zarr_format":3,"node_type":"array"}']
)
def test_damaged_descriptions_are_one_sentence(tmp_path: Path, text: str) -> None:
    path = save(tmp_path, data_set())
    (path / "zarr.json").write_text(text)
    with pytest.raises(UnreadableFile, match="no Zarr store"):
        open_volume(path)


def test_neighbouring_sections_read_a_chunk_once(tmp_path: Path, monkeypatch) -> None:
    volume = open_volume(save(tmp_path, data_set()))
    read = []
    monkeypatch.setattr(
        volume._array,
        "_read",
        lambda part: (
            read.append(part)
            or np.zeros((4, 3, 5), np.float32)[: 9 - part[0].start, : 10 - part[1].start, : 12 - part[2].start]
        ),
    )
    for number in (100, 102, 104, 106):
        volume.section(SectionId(Direction.INLINE, number))
    assert len(read) == len(set(map(str, read))) == 4 * 3


def packed_zeros(packer: str, size: int) -> bytes:
    """Bytes that unpack to `size` zeros, or say so."""
    if packer == "gzip":
        return gzip.compress(bytes(size))
    if packer == "blosc":
        return bytes([2, 1, 33, 4]) + size.to_bytes(4, "little") + bytes(1000)
    return b"\x28\xb5\x2f\xfd\xc0\x00" + (size << 20).to_bytes(8, "little") + bytes(1000)


@pytest.mark.parametrize("packer", ["gzip", "blosc", "zstd"])
def test_chunks_that_unpack_to_more_than_they_can_hold_are_not_unpacked(tmp_path: Path, packer: str) -> None:
    codecs = {"gzip": zarr.codecs.GzipCodec(), "blosc": zarr.codecs.BloscCodec(), "zstd": zarr.codecs.ZstdCodec()}
    path = save(tmp_path, data_set(), compressors=[codecs[packer]])
    volume = open_volume(path)
    np.testing.assert_array_equal(middle(volume), CUBE[4])
    again = open_volume(path)
    bomb = packed_zeros(packer, 50 << 20)
    for chunk in (path / "amplitude" / "c").rglob("*"):
        if chunk.is_file():
            chunk.write_bytes(bomb)
    with pytest.raises(UnreadableFile, match="unpacks to more than it can hold"):
        middle(again)


def test_a_store_packed_twice_over_is_refused(tmp_path: Path) -> None:
    twice = [zarr.codecs.GzipCodec(), zarr.codecs.GzipCodec()]
    with pytest.raises(UnreadableFile, match="2 times over"):
        open_volume(save(tmp_path, data_set(), compressors=twice))
