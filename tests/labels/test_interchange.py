from __future__ import annotations

import pickle

import numpy as np
import pytest

from seisviewer.errors import LabelsError
from seisviewer.labels.classes import default_table
from seisviewer.labels.label_edits import cropped_stroke
from seisviewer.labels.label_files import read_sections, write_sections
from seisviewer.labels.label_volume import LabelVolume
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.volumes.geometry import Direction, SectionId


def empty(shape: tuple[int, int]) -> np.ndarray:
    return np.full(shape, 255, np.uint8)


def test_what_is_written_reads_back_the_same(tmp_path, geometry):
    rng = np.random.default_rng(0)
    volume = LabelVolume(geometry)
    for section in (SectionId(Direction.INLINE, 130), SectionId(Direction.TIME, 7)):
        shape = geometry.section_shape(section.direction)
        stroke = cropped_stroke(np.full(shape, -1, np.int8), section, rng.random(shape) < 0.3, 5)
        volume.apply(stroke)
    snapshot = volume.snapshot(1, default_table())
    assert write_sections(tmp_path / "out.npz", snapshot) == 2
    with np.load(tmp_path / "out.npz") as file:
        assert sorted(file.files) == ["inline_130", "time_7"]
        assert file["inline_130"].dtype == np.uint8 and set(np.unique(file["inline_130"])) == {5, 255}
    for section, labels in read_sections(tmp_path / "out.npz", geometry).items():
        np.testing.assert_array_equal(labels, snapshot.section(section.direction, geometry.index(section)))


def test_confidences_beside_the_classes_are_passed_over_and_minus_one_is_unlabelled(tmp_path, geometry):
    signed = np.full((90, 130), -1, np.int64)
    signed[3, 4] = 9
    np.savez(tmp_path / "a.npz", inline_100=signed, inline_100_confidence=np.ones((90, 130), np.float32))
    (read,) = read_sections(tmp_path / "a.npz", geometry).values()
    assert read.dtype == np.int8 and read[3, 4] == 9 and (read == UNLABELLED).sum() == 90 * 130 - 1


def test_a_wrong_shape_is_refused_naming_both(tmp_path, geometry):
    np.savez(tmp_path / "a.npz", crossline_310=empty((130, 70)))
    with pytest.raises(LabelsError, match=r"\(130, 70\).*\(70, 130\)"):
        read_sections(tmp_path / "a.npz", geometry)


@pytest.mark.parametrize(
    ("arrays", "said"),
    [
        ({"inline_101": empty((90, 130))}, "inline_101.*no line 101"),
        ({"facies": empty((90, 130))}, "“facies”"),
        ({"inline_100": np.zeros((90, 130), np.float32)}, "whole numbers"),
        ({"inline_100": np.full((90, 130), 127, np.uint8)}, "label 127"),
        ({"inline_100": np.full((90, 130), -2, np.int16)}, "label -2"),
        ({}, "no sections"),
    ],
)
def test_what_does_not_fit_is_refused_with_the_reason(tmp_path, geometry, arrays, said):
    np.savez(tmp_path / "a.npz", **arrays)
    with pytest.raises(LabelsError, match=said):
        read_sections(tmp_path / "a.npz", geometry)


def test_other_files_are_refused_and_run_no_code(tmp_path, geometry):
    class Trap:
        def __reduce__(self):
            return (pytest.fail, ("a file was unpickled",))

    (tmp_path / "a.npz").write_text("no archive")
    (tmp_path / "b.npz").write_bytes(pickle.dumps(Trap()))
    np.savez(tmp_path / "c.npz", inline_100=np.array([1, "two", None], dtype=object))
    np.save(tmp_path / "d.npy", empty((90, 130)))
    for name in ("a.npz", "b.npz", "c.npz", "d.npy", "missing.npz"):
        with pytest.raises(LabelsError, match=name):
            read_sections(tmp_path / name, geometry)


def test_a_damaged_archive_is_refused(tmp_path, geometry):
    path = tmp_path / "a.npz"
    noise = np.random.default_rng(0).integers(0, 5, (90, 130)).astype(np.uint8)
    np.savez_compressed(path, inline_100=noise)
    raw = bytearray(path.read_bytes())
    for damaged in (slice(100, 140), slice(2000, 2040)):
        path.write_bytes(raw[: damaged.start] + b"\xff" * 40 + raw[damaged.stop :])
        with pytest.raises(LabelsError, match="cannot be read as labels"):
            read_sections(path, geometry)


def test_exporting_nothing_is_refused_and_leaves_no_file(tmp_path, geometry):
    with pytest.raises(LabelsError, match="no labels"):
        write_sections(tmp_path / "out.npz", LabelVolume(geometry).snapshot(0, default_table()))
    assert not list(tmp_path.iterdir())
