"""Labels into a project and out of it."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import segyio
from scipy import ndimage

from seisviewer.errors import LabelsError
from seisviewer.labels.stroke import Stroke
from seisviewer.progress import Notice, drive
from seisviewer.volumes.geometry import Direction, SectionId
from seisviewer.volumes.opening import open_volume
from seisviewer.workflows.label_exchange import export_labels, import_labels
from seisviewer.workflows.survey_opening import Opened, ingest


@pytest.fixture
def state(small_survey: Path, tmp_path: Path):
    """A small survey with an empty project."""
    survey = Path(shutil.copy2(small_survey, tmp_path / "survey.sgy"))
    shutil.copy2(small_survey.with_name("demo_facies.npy"), tmp_path / "facies.npy")
    made = drive(ingest(survey, tmp_path / "survey.seis"))
    yield made
    made.project.close()
    made.volume.close()


def sections(state: Opened) -> dict[str, np.ndarray]:
    """Two sections of labels that disagree where they cross."""
    geometry = state.volume.geometry
    inline = np.full(geometry.section_shape(Direction.INLINE), 255, np.uint8)
    inline[5:30, 10:20], inline[5:30, 20:30] = 0, 7
    crossline = np.full(geometry.section_shape(Direction.CROSSLINE), 255, np.uint8)
    crossline[:, 10:30] = 3
    return {
        str(geometry.section(Direction.INLINE, 4)): inline,
        str(geometry.section(Direction.CROSSLINE, 9)): crossline,
    }


def test_imported_labels_are_strokes_in_their_planes_and_one_undo(state, tmp_path):
    arrays = sections(state)
    np.savez(tmp_path / "strokes.npz", **arrays)
    strokes = drive(import_labels(state.project, state.volume, tmp_path / "strokes.npz"))
    assert [(str(each.section), each.label) for each in strokes] == [
        (name, label) for (name, labels) in zip(arrays, ((0, 7), (3,)), strict=True) for label in labels
    ]
    snapshot = state.project.snapshot()
    assert [str(section) for section in snapshot.labelled_sections] == list(arrays)
    assert {0, 3, 7} <= set(state.project.classes.numbers)
    inline = snapshot.section(Direction.INLINE, 4)
    assert (inline[9, 10:30] == 3).all(), "the section that comes later wins where two cross"
    assert (inline[5:9, 10:20] == 0).all() and (inline[10:30, 20:30] == 7).all()
    state.project.undo()
    assert state.project.snapshot().counts() == {} and not state.project.can_undo


def robot(facies: np.ndarray, seed: int) -> list[tuple[int, np.ndarray]]:
    """Three strokes of each class on a section, none touching another: the class and a bool mask of each."""
    random, taken, drawn = np.random.default_rng(seed), np.zeros(facies.shape, bool), []
    for label in np.unique(facies):
        for start in random.permutation(len(facies) - 8):
            mask = np.zeros(facies.shape, bool)
            for trace in range(start, start + 8):
                samples = np.flatnonzero(facies[trace] == label)
                mask[trace, samples[len(samples) // 2 :][:3]] = True
            if (
                ndimage.label(mask, np.ones((3, 3)))[1] != 1
                or (ndimage.binary_dilation(mask, np.ones((3, 3))) & taken).any()
            ):
                continue
            taken |= mask
            drawn.append((int(label), mask))
            if sum(each == label for each, _ in drawn) == 3:
                break
    return drawn


def as_drawn(strokes: Sequence[Stroke], shape: tuple[int, int]) -> set[tuple[int, bytes]]:
    """The class and the voxels of each stroke."""
    found = set()
    for stroke in strokes:
        mask = np.zeros(shape, bool)
        rows, columns = stroke.mask.shape
        mask[stroke.row : stroke.row + rows, stroke.column : stroke.column + columns] = stroke.mask
        found.add((stroke.label, mask.tobytes()))
    return found


def test_strokes_of_a_robot_come_back_as_it_drew_them(state, tmp_path):
    """A stroke is one connected piece of a class; two strokes of one class on a section stay two."""
    facies = np.load(state.volume.path.with_name("facies.npy"))
    drawn = {state.volume.geometry.section(Direction.INLINE, index): robot(facies[index], index) for index in (4, 20)}
    arrays = {}
    for section, strokes in drawn.items():
        arrays[str(section)] = labels = np.full(facies.shape[1:], 255, np.uint8)
        for label, mask in strokes:
            labels[mask] = label
    np.savez(tmp_path / "strokes.npz", **arrays)
    stored = drive(import_labels(state.project, state.volume, tmp_path / "strokes.npz"))
    for section, strokes in drawn.items():
        assert len(strokes) >= 9
        assert as_drawn([each for each in stored if each.section == section], facies.shape[1:]) == {
            (label, mask.tobytes()) for label, mask in strokes
        }
    assert len(stored) == sum(map(len, drawn.values())) and len({each.action for each in stored}) == 1


def test_what_is_exported_imports_back_the_same(state, tmp_path):
    np.savez(tmp_path / "strokes.npz", **sections(state))
    drive(import_labels(state.project, state.volume, tmp_path / "strokes.npz"))
    counts = state.project.snapshot().counts()
    drive(export_labels(state.project, state.volume, tmp_path / "out.npz"))
    state.project.undo()
    drive(import_labels(state.project, state.volume, tmp_path / "out.npz"))
    assert state.project.snapshot().counts() == counts


def test_locked_classes_and_missing_traces_are_left_out_and_said(state, tmp_path):
    project, geometry = state.project, state.volume.geometry
    section = geometry.section(Direction.INLINE, 4)
    labels = np.full(geometry.section_shape(Direction.INLINE), 1, np.uint8)
    np.savez(tmp_path / "first.npz", **{str(section): labels})
    drive(import_labels(project, state.volume, tmp_path / "first.npz"))
    project.set_classes(project.classes.lock(1))
    np.savez(tmp_path / "second.npz", **{str(section): labels + 1})
    with pytest.raises(LabelsError, match="nothing was imported"):
        drive(import_labels(project, state.volume, tmp_path / "second.npz"))
    project.set_classes(project.classes.lock(1, False))
    geometry.live[4, :10] = False
    said = []
    drive(import_labels(project, state.volume, tmp_path / "second.npz"), said.append)
    samples = geometry.samples.count
    assert project.snapshot().counts() == {1: 10 * samples, 2: 40 * samples}
    assert next(event.text for event in said if isinstance(event, Notice)).startswith(
        f"{10 * samples} labels were left out"
    )


def test_a_file_that_does_not_fit_changes_nothing(state, tmp_path):
    arrays = sections(state)
    np.savez(tmp_path / "a.npz", **arrays, inline_99999=next(iter(arrays.values())))
    with pytest.raises(LabelsError, match="inline_99999"):
        drive(import_labels(state.project, state.volume, tmp_path / "a.npz"))
    assert not state.project.can_undo and state.project.labels_version == 0


def test_labels_export_as_a_segy_volume_on_the_traces_of_the_survey(state, tmp_path):
    np.savez(tmp_path / "strokes.npz", **sections(state))
    drive(import_labels(state.project, state.volume, tmp_path / "strokes.npz"))
    drive(export_labels(state.project, state.volume, tmp_path / "labels.sgy"))
    exported = open_volume(tmp_path / "labels.sgy")
    assert exported.geometry.inlines == state.volume.geometry.inlines
    exported.close()
    with segyio.open(tmp_path / "labels.sgy") as file:
        assert b"Facies 7" in file.text[0]
        for number in (file.ilines[4], file.ilines[20]):
            labels = state.project.label_section(SectionId(Direction.INLINE, int(number)))
            np.testing.assert_array_equal(file.iline[number], labels)


def test_what_cannot_be_exported_is_refused_and_leaves_no_file(state, tmp_path):
    with pytest.raises(LabelsError, match="no labels to export"):
        drive(export_labels(state.project, state.volume, tmp_path / "out.npz"))
    np.savez(tmp_path / "strokes.npz", **sections(state))
    drive(import_labels(state.project, state.volume, tmp_path / "strokes.npz"))
    with pytest.raises(LabelsError, match=r"out\.png is of no format"):
        drive(export_labels(state.project, state.volume, tmp_path / "out.png"))
    assert not list(tmp_path.glob("out.*"))


def test_the_interpretation_of_f3_imports_whole(data_dir, tmp_path):
    made = drive(ingest(data_dir / "f3" / "f3_sections.sgy", tmp_path / "f3.seis"))
    with made.project as project, np.load(data_dir / "f3" / "f3_facies.npz") as truth:
        drive(import_labels(project, made.volume, data_dir / "f3" / "f3_facies.npz"))
        for name in truth.files:
            labels = project.label_section(SectionId.parse(name)).view(np.uint8)
            live = truth[name] != 255
            assert (labels[live] == truth[name][live]).mean() > 0.999
        assert len(project.snapshot().labelled_sections) == 6
    made.volume.close()
