"""Attributes of whole surveys, written block by block."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from seisviewer.cli.main import main
from seisviewer.pictures.attribute_kinds import steepest_in_unit, trace_interval
from seisviewer.structure.attributes.trace_attributes import TRACE_ATTRIBUTES, section_attribute
from seisviewer.structure.volume_slopes import block_measures
from seisviewer.volumes.geometry import Direction
from seisviewer.volumes.opening import open_volume
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.attributes import attribute_volume
from seisviewer.workflows.attributes.attribute_slices import AttributeSlices
from seisviewer.workflows.attributes.attribute_volume import inline_values


@pytest.fixture
def path(small_survey: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(small_survey, tmp_path / "survey.sgy"))


@pytest.fixture
def volume(path: Path) -> Iterator[Volume]:
    opened = open_volume(path)
    yield opened
    opened.close()


def whole(volume: Volume) -> np.ndarray:
    geometry = volume.geometry
    return np.stack([volume.section(geometry.section(Direction.INLINE, index)) for index in range(geometry.shape[0])])


def test_dip_and_coherence_by_blocks_are_those_of_the_whole_survey_at_once(
    volume: Volume, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attribute_volume, "SLAB", (4, 7))
    monkeypatch.setattr(attribute_volume, "ACROSS", 16)
    amplitudes = whole(volume)
    inner = slice(0, amplitudes.shape[0]), slice(0, amplitudes.shape[1])
    found = block_measures(np.nan_to_num(amplitudes), inner)
    expected = {
        "coherence": found.continuity,
        "dip": steepest_in_unit(found.inline.slope, found.crossline.slope, volume.geometry),
    }
    for kind, answer in expected.items():
        of_inline = inline_values(volume, kind)
        made = np.stack([of_inline(index) for index in range(len(amplitudes))])
        assert (np.isnan(made) == np.isnan(amplitudes)).all()
        off = np.abs(made - answer)[~np.isnan(amplitudes)]
        assert np.percentile(off, 99.99) < 1e-5 * np.abs(answer).max()


@pytest.mark.parametrize("kind", TRACE_ATTRIBUTES)
def test_a_time_slice_and_a_crossline_hold_what_the_inlines_hold(kind: str, volume: Volume) -> None:
    geometry, window = volume.geometry, 11
    of_inline = inline_values(volume, kind)
    lines = np.stack([of_inline(index) for index in range(geometry.shape[0])])
    slices = AttributeSlices(volume)
    for sample in (0, 31, 32, geometry.shape[2] - 1):
        found = slices.at(kind, sample, window)
        off = np.abs(found - lines[:, :, sample])
        near = np.nanpercentile(np.minimum(off, 360 - off) if kind == "phase" else off, 99)
        assert near < 1e-3 * np.nanmax(np.abs(lines))
    section = geometry.section(Direction.CROSSLINE, 20)
    across = section_attribute(kind, volume.section(section), trace_interval(geometry.samples), window)
    np.testing.assert_array_equal(across, lines[:, 20])


def test_slices_that_nobody_wants_any_more_are_given_up(volume: Volume) -> None:
    slices = AttributeSlices(volume)
    slices.stop()
    assert slices.at("envelope", 10, 11) is None


def test_the_shell_writes_what_the_window_shows(path: Path, volume: Volume, tmp_path: Path) -> None:
    expected = np.stack([inline_values(volume, "rms", 28.0)(index) for index in range(40)])
    for name in ("rms.npy", "rms.sgy", "rms.zarr"):
        assert main(["attribute", str(path), "rms", "--window", "28", "--out", str(tmp_path / name)]) == 0
    np.testing.assert_array_equal(np.load(tmp_path / "rms.npy"), expected)
    written = open_volume(tmp_path / "rms.sgy")
    assert written.geometry.shape == volume.geometry.shape
    assert "Rms over 28 ms" in written.scan.layout.text
    np.testing.assert_array_equal(written.section(written.geometry.section(Direction.INLINE, 7)), expected[7])
    written.close()
    import zarr

    np.testing.assert_array_equal(zarr.open_group(tmp_path / "rms.zarr", mode="r")["rms"][...], expected)


def test_what_cannot_be_worked_out_is_said_and_nothing_is_written(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    for kind, out, said in (
        ("curvature", "x.npy", "no attribute “curvature”"),
        ("envelope", "x.tif", "no format"),
        ("envelope", "survey.sgy", "never changed"),
        ("layers", "x.npy", "name the project"),
    ):
        assert main(["attribute", str(path), kind, "--out", str(tmp_path / out)]) == 1
        assert said in capsys.readouterr().err
    assert [each.name for each in tmp_path.iterdir()] == ["survey.sgy"]


@pytest.mark.slow
def test_a_picture_shows_an_attribute_with_its_unit(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    out = tmp_path / "line.svg"
    asked = ["picture", str(path), "--time", "100", "--out", str(out), "--dpi", "60", "--attribute"]
    assert main([*asked, "phase", "--opacity", "0.5"]) == 0
    words = out.read_text(encoding="utf-8")
    assert "Phase, °" in words and "Amplitude" in words and "−180" in words
    assert main([*asked, "frequency"]) == 0
    words = out.read_text(encoding="utf-8")
    assert "Frequency, Hz" in words and "Amplitude" not in words
    assert main([*asked, "smell"]) == 1
    assert "no attribute “smell”" in capsys.readouterr().err
