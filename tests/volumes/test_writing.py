"""SEG-Y that seisviewer writes, read back by itself and by segyio."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import segyio

from seisviewer.errors import BadRequest, UnreadableFile
from seisviewer.progress import drive
from seisviewer.volumes.geometry import Direction, SectionId
from seisviewer.volumes.open_choices import ArrayAxes
from seisviewer.volumes.opening import open_volume
from seisviewer.volumes.survey_writing import write_segy
from seisviewer.volumes.volume import Volume


def some_classes(volume: Volume, line: int) -> np.ndarray:
    """Class numbers (crosslines, samples) of an inline index, different on every line."""
    return np.random.default_rng(line).integers(0, 10, volume.geometry.shape[1:], np.uint8)


@pytest.mark.parametrize("name", ["f3/f3_sections.sgy", "segy/f3_crop_little_endian.sgy", "segy/missing_traces.sgy"])
def test_classes_lie_on_the_traces_of_the_survey(data_dir: Path, tmp_path: Path, name: str) -> None:
    """Same geometry, same header words, in the same order of traces; the samples are the classes."""
    volume = open_volume(data_dir / name)
    out = tmp_path / "facies.sgy"
    drive(write_segy(out, volume, partial(some_classes, volume), text="FACIES OF RUN 3", sample_format="int8"))
    written = open_volume(out)
    assert written.geometry == volume.geometry
    np.testing.assert_allclose(written.geometry.affine, volume.geometry.affine)
    assert written.scan.layout.text.startswith("C 1 FACIES OF RUN 3")
    assert written.scan.layout.format.name == "1-byte integer"
    here = np.flatnonzero(volume.geometry.live.sum(axis=1))[3]
    section = written.section(volume.geometry.section(Direction.INLINE, here))
    traces = written.geometry.live[here]
    np.testing.assert_array_equal(section[traces], some_classes(volume, here)[traces])
    endian = "little" if "little" in name else "big"
    with (
        segyio.open(data_dir / name, ignore_geometry=True, endian=endian) as source,
        segyio.open(out, ignore_geometry=True, endian=endian) as copy,
    ):
        for trace in (0, source.tracecount - 1):
            changed = {key for key, value in source.header[trace].items() if copy.header[trace][key] != value}
            assert changed <= {segyio.TraceField.TRACE_SAMPLE_COUNT}
            assert copy.header[trace][115] == volume.geometry.samples.count
    assert list(tmp_path.iterdir()) == [out]


def test_confidence_as_float(small_survey: Path, tmp_path: Path) -> None:
    volume = open_volume(small_survey)
    values = np.random.default_rng(0).random(volume.geometry.shape).astype(np.float32)
    values[5, 5] = np.nan
    drive(write_segy(tmp_path / "confidence.sgy", volume, lambda line: values[line]))
    with segyio.open(tmp_path / "confidence.sgy", strict=True) as file:
        np.testing.assert_array_equal(segyio.tools.cube(file), np.nan_to_num(values))


def test_no_class_becomes_minus_one(small_survey: Path, tmp_path: Path) -> None:
    volume = open_volume(small_survey)
    classes = np.full(volume.geometry.shape, 255, np.uint8)
    classes[:, :, 0] = 3
    drive(write_segy(tmp_path / "none.sgy", volume, lambda line: classes[line], sample_format="int8"))
    assert (open_volume(tmp_path / "none.sgy").section(SectionId(Direction.TIME, 1)) == -1).all()


def test_a_trace_of_class_0_is_there_and_one_without_class_is_missing(small_survey: Path, tmp_path: Path) -> None:
    volume = open_volume(small_survey)
    classes = np.zeros(volume.geometry.shape, np.uint8)
    classes[3, 4] = 255
    drive(write_segy(tmp_path / "classes.sgy", volume, lambda line: classes[line], text="Facies", sample_format="int8"))
    written = open_volume(tmp_path / "classes.sgy")
    assert (~written.geometry.live).sum() == 1 and not written.geometry.live[3, 4]
    assert np.nanmax(np.abs(written.section(SectionId(Direction.TIME, 9)))) == 0
    with pytest.raises(UnreadableFile, match="no class number"):
        drive(write_segy(tmp_path / "n.sgy", volume, lambda line: 0 * classes[line] + 255, sample_format="int8"))
        open_volume(tmp_path / "n.sgy")


def test_the_survey_itself_is_never_written_over(small_survey: Path, tmp_path: Path) -> None:
    survey = tmp_path / "survey.sgy"
    survey.write_bytes(small_survey.read_bytes())
    (tmp_path / "link.sgy").symlink_to(survey)
    volume = open_volume(survey)
    for name in ("survey.sgy", "link.sgy", f"../{tmp_path.name}/survey.sgy"):
        with pytest.raises(BadRequest, match="the survey itself"):
            drive(write_segy(tmp_path / name, volume, lambda line: np.zeros((50, 64), np.float32)))
    assert survey.read_bytes() == small_survey.read_bytes()


def test_a_full_disk_is_said_before_anything_is_written(small_survey: Path, tmp_path: Path, monkeypatch) -> None:
    volume = open_volume(small_survey)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=500_000))
    with pytest.raises(BadRequest, match=r"Writing out.sgy takes 0.000996 GB, but .* has 0.0005 GB free"):
        drive(write_segy(tmp_path / "out.sgy", volume, lambda line: np.zeros((50, 64), np.float32)))
    assert not list(tmp_path.iterdir())


def test_the_headers_say_what_the_survey_was_opened_with(small_survey: Path, tmp_path: Path) -> None:
    """A wrong interval and no sample count in the binary header, and another interval named by the user."""
    raw = bytearray(small_survey.read_bytes())
    raw[3216:3218], raw[3220:3222] = (9000).to_bytes(2, "big"), bytes(2)
    wrong = tmp_path / "wrong.sgy"
    wrong.write_bytes(raw)
    volume = open_volume(wrong, interval=2.5)
    out = tmp_path / "out.sgy"
    drive(write_segy(out, volume, lambda line: np.arange(1, 3201, dtype=np.float32).reshape(50, 64)))
    written = open_volume(out)
    assert written.geometry == volume.geometry and written.notices == ()
    with segyio.open(out) as file:
        assert (file.bin[3217], file.bin[3221], file.header[0][117]) == (2500, 64, 2500)


def test_an_array_survey_becomes_revision_1(tmp_path: Path) -> None:
    cube = np.random.default_rng(0).random((4, 5, 30)).astype(np.float32) + 1
    cube[2, 3] = 0
    np.save(tmp_path / "cube.npy", cube)
    axes = ArrayAxes(inline_start=7, inline_step=3, crossline_start=-2, interval=2.0, start=100.5)
    volume = open_volume(tmp_path / "cube.npy", axes=axes)
    drive(write_segy(tmp_path / "cube.sgy", volume, lambda line: cube[line]))
    written = open_volume(tmp_path / "cube.sgy")
    assert written.geometry == volume.geometry and (written.geometry.live == volume.geometry.live).all()
    np.testing.assert_array_equal(
        written.section(SectionId(Direction.TIME, 29)), volume.section(SectionId(Direction.TIME, 29))
    )
    with segyio.open(tmp_path / "cube.sgy", ignore_geometry=True) as file:
        assert file.tracecount == 19 and file.bin[3501] in (1, 256)


def test_a_2d_line_keeps_its_traces(data_dir: Path, tmp_path: Path) -> None:
    volume = open_volume(data_dir / "segy" / "line2d_penobscot_xl1155.sgy")
    drive(write_segy(tmp_path / "line.sgy", volume, partial(some_classes, volume), sample_format="int8"))
    written = open_volume(tmp_path / "line.sgy")
    assert written.geometry == volume.geometry
    np.testing.assert_array_equal(written.geometry.trace_xy, volume.geometry.trace_xy)


def test_nothing_is_left_when_writing_stops(small_survey: Path, tmp_path: Path) -> None:
    """Stopped, or failing half way, it leaves the old file and no other."""
    volume = open_volume(small_survey)
    out = tmp_path / "out.sgy"
    out.write_text("the old file")
    stopped = write_segy(out, volume, lambda line: np.zeros((50, 64), np.float32))
    next(stopped), next(stopped)
    stopped.close()
    with pytest.raises(ZeroDivisionError):
        drive(write_segy(out, volume, lambda line: 1 // 0))
    assert [path.read_text() for path in tmp_path.iterdir()] == ["the old file"]


def test_what_cannot_be_written_is_said(small_survey: Path, tmp_path: Path) -> None:
    volume = open_volume(small_survey)
    values = np.zeros((50, 64), np.float32)
    with pytest.raises(BadRequest, match="cannot be written"):
        drive(write_segy(tmp_path / "no folder" / "out.sgy", volume, lambda line: values))
    with pytest.raises(BadRequest, match="float32 or int8"):
        drive(write_segy(tmp_path / "out.sgy", volume, lambda line: values, sample_format="float16"))
