"""Every odd file at hand opens rightly, or is refused with one clear sentence."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import segyio

from seisviewer.errors import SeisviewerError, UnknownGeometry, UnreadableFile
from seisviewer.volumes.describe_survey import describe
from seisviewer.volumes.geometry import Direction, SectionId
from seisviewer.volumes.opening import open_volume

INLINE, CROSSLINE, TIME = Direction

# File: (first, step, count) of inlines and of crosslines, then start, interval and count of samples, and live traces.
OPENS = {
    "segy/arbitrary_line_volve.sgy": ((1, 1, 1), (1, 1, 225), (4, 4, 850), 225),
    "segy/duplicate_headers.sgy": ((1, 1, 5), (20, 1, 5), (0, 4, 50), 25),
    "segy/f3_crop.sgy": ((111, 1, 23), (875, 1, 18), (4, 4, 75), 414),
    "segy/f3_crop_little_endian.sgy": ((111, 1, 23), (875, 1, 18), (4, 4, 75), 414),
    "segy/f3_dead_traces.sgy": ((111, 1, 23), (875, 1, 18), (4, 4, 75), 239),
    "segy/format01_ibm.sgy": ((111, 1, 23), (875, 1, 18), (4, 4, 75), 414),
    "segy/format03_int16.sgy": ((111, 1, 23), (875, 1, 18), (4, 4, 75), 414),
    "segy/format07_int24_misread_by_segyio.sgy": ((111, 1, 23), (875, 1, 18), (4, 4, 75), 414),
    "segy/format08_int8.sgy": ((111, 1, 23), (875, 1, 18), (4, 4, 75), 414),
    "segy/hole.sgy": ((1, 1, 5), (20, 1, 5), (0, 4, 50), 24),
    "segy/line2d_alaska_31_81.sgy": ((1, 1, 1), (101, 1, 534), (0, 4, 1501), 534),
    "segy/line2d_penobscot_xl1155.sgy": ((1155, 1, 1), (1000, 1, 601), (0, 4, 1501), 601),
    "segy/missing_traces.sgy": ((11352, 2, 75), (2442, 2, 71), (0, 4, 26), 4938),
    "segy/reversed_inlines.sgy": ((1, 1, 5), (20, 1, 5), (0, 4, 50), 25),
    "segy/rotated_acute.sgy": ((1, 1, 5), (20, 1, 5), (0, 4, 50), 25),
    "f3/f3_sections.sgy": ((100, 1, 601), (300, 1, 951), (0, 4, 462), 4298),
    "parihaka/parihaka_crop.sgy": ((1380, 1, 256), (4440, 1, 256), (180, 3, 300), 65536),
}
REFUSED = {
    "broken.sgy": (UnreadableFile, "cut off or damaged"),
    "one_inline.sgy": (UnreadableFile, "is prestack"),
    "prestack_small.sgy": (UnreadableFile, "is prestack"),
    "shot_gather.sgy": (UnknownGeometry, "shot gathers"),
}
TWO_D = {"arbitrary_line_volve", "line2d_alaska_31_81", "line2d_penobscot_xl1155"}


def test_no_file_is_forgotten(data_dir: Path) -> None:
    found = {path.name for path in (data_dir / "segy").glob("*.sgy")}
    assert found == {Path(name).name for name in OPENS if name.startswith("segy/")} | set(REFUSED)


@pytest.mark.parametrize("name", OPENS)
def test_geometry(data_dir: Path, name: str) -> None:
    inlines, crosslines, samples, live = OPENS[name]
    geometry = open_volume(data_dir / name).geometry
    for axis, expected in ((geometry.inlines, inlines), (geometry.crosslines, crosslines)):
        assert (axis.start, axis.step, axis.count) == expected
    assert (geometry.samples.start, geometry.samples.interval, geometry.samples.count) == samples
    assert geometry.live.sum() == live
    assert geometry.is_2d == (Path(name).stem in TWO_D)


@pytest.mark.parametrize("name", OPENS)
def test_amplitudes_are_those_of_segyio(data_dir: Path, name: str) -> None:
    """Every live trace, cut as an inline, as a crossline and as time slices, is the trace segyio reads."""
    volume = open_volume(data_dir / name)
    geometry = volume.geometry
    endian = "little" if "little" in name else "big"
    # The same survey in another format, where segyio misreads this one.
    read = name if "misread_by_segyio" not in name else "segy/format03_int16.sgy"
    with segyio.open(data_dir / read, ignore_geometry=True, endian=endian) as file:
        raw = file.trace.raw[:].astype(np.float32)
        numbers = {byte: file.attributes(byte)[:] for byte in (21, 189, 193)}
    trace_at = np.full(geometry.shape[:2], -1)
    if geometry.is_2d:
        along = numbers[189] if "penobscot" in name else numbers[21]
        trace_at[0, along - geometry.crosslines.start] = np.arange(len(raw))
    else:
        axes = ((189, geometry.inlines), (193, geometry.crosslines))
        places = [(numbers[byte] - axis.start) // axis.step for byte, axis in axes]
        trace_at[*places] = np.arange(len(raw))
    np.testing.assert_array_equal(geometry.live, trace_at >= 0)
    raw = np.concatenate([raw, np.full_like(raw[:1], np.nan)])  # the last one, -1, is the missing trace
    few = np.random.default_rng(0)
    for axis, direction in enumerate(Direction):
        for index in few.choice(geometry.count(direction), min(20, geometry.count(direction)), replace=False):
            section = volume.section(geometry.section(direction, index))
            assert section.dtype == np.float32 and section.shape == geometry.section_shape(direction)
            expected = raw[trace_at, index] if axis == 2 else raw[trace_at.take(index, axis)]
            np.testing.assert_array_equal(section, expected)


@pytest.mark.parametrize("name", REFUSED)
def test_refused_with_one_sentence(data_dir: Path, name: str) -> None:
    error, words = REFUSED[name]
    with pytest.raises(error, match=words) as caught:
        open_volume(data_dir / "segy" / name)
    assert name in str(caught.value) and "\n" not in str(caught.value) and str(caught.value).endswith(".")


def test_missing_traces_are_missing(data_dir: Path) -> None:
    volume = open_volume(data_dir / "segy" / "hole.sgy")
    geometry = volume.geometry
    [[inline, crossline]] = np.argwhere(~geometry.live)
    assert np.isnan(volume.section(geometry.section(INLINE, inline))[crossline]).all()
    assert np.isnan(volume.section(geometry.section(CROSSLINE, crossline))[inline]).all()
    assert np.isnan(volume.section(SectionId(TIME, 3))[inline, crossline])
    assert np.isfinite(volume.section(SectionId(TIME, 3))).sum() == 24


def test_coordinates(data_dir: Path) -> None:
    """The grid's coordinates are those of the headers, scalar applied, to the rounding of the file."""
    path = data_dir / "f3" / "f3_sections.sgy"
    geometry = open_volume(path).geometry
    with segyio.open(path, ignore_geometry=True) as file:
        for trace in (0, 1000, 4297):
            header = file.header[trace]
            x, y = geometry.xy(geometry.inlines.index(header[189]), geometry.crosslines.index(header[193]))
            assert (x, y) == pytest.approx((header[181] / 10, header[185] / 10), abs=0.1)
    line = open_volume(data_dir / "segy" / "arbitrary_line_volve.sgy").geometry
    assert line.xy(0, 0) == (434245.37, 6478564.17)


def test_description_is_json(data_dir: Path) -> None:
    """What `info` prints, checked on files of three kinds."""
    little = describe(open_volume(data_dir / "segy" / "f3_crop_little_endian.sgy"))
    assert little["byte_order"] == "little" and little["sample_format"]["code"] == 3
    assert little["sample_interval"] == 4.0 and little["unit"] == "ms" and little["live_traces"] == 414
    assert len(little["corners"]) == 4 and little["header_bytes"]["inline"] == 189
    assert little["text_header"][0].startswith("C 1 Cropped F3")
    line = describe(open_volume(data_dir / "segy" / "line2d_penobscot_xl1155.sgy"))
    assert line["kind"] == "2D" and line["text_header"][1].startswith("C02  Survey: 'Penobscot'")
    sparse = describe(open_volume(data_dir / "f3" / "f3_sections.sgy"))
    assert sparse["grid_traces"] == 601 * 951 and sparse["live_traces"] == 4298
    assert sparse["amplitudes"]["percentiles"]["99.5"] == pytest.approx(7500, rel=0.1)
    assert json.loads(json.dumps([little, line, sparse], allow_nan=False)) == [little, line, sparse]


@pytest.mark.slow
def test_damage_never_escapes_as_another_error(data_dir: Path, tmp_path: Path) -> None:
    """Random bytes in the headers, and random ends, give a survey or a sentence, never a crash."""
    whole = bytearray((data_dir / "segy" / "f3_crop.sgy").read_bytes())
    random, refused = np.random.default_rng(0), 0
    path = tmp_path / "damaged.sgy"
    for trial in range(60):
        damaged = bytearray(whole)
        first, last = ((3200, 3600), (3600, 3840), (3200, len(whole)))[trial % 3]
        for place in random.integers(first, last, 12):
            damaged[place] = random.integers(256)
        path.write_bytes(damaged[: random.integers(3000, len(whole))] if trial % 4 == 0 else damaged)
        try:
            volume = open_volume(path)
            volume.section(volume.geometry.section(INLINE, 0))
        except SeisviewerError as error:
            refused += 1
            assert "\n" not in str(error)
    assert 10 < refused < 60
