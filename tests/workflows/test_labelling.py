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
from seisviewer.labels.boundary_stroke import BoundaryStroke
from seisviewer.labels.fault_stick import FaultStick
from seisviewer.labels.stroke import UNLABELLED, Stroke
from seisviewer.labels.stroke_verdict import StrokeVerdict, Verdict
from seisviewer.progress import Notice, drive
from seisviewer.project.project import Project
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


def everything(project: Project) -> tuple:
    """All that a project says of its survey."""
    snapshot = project.snapshot()
    geometry = snapshot.geometry
    lines = [(each.section, each.classes, each.row, each.depths.tolist(), each.verdict) for each in snapshot.boundaries]
    sticks = [(each.section, each.fault, each.column, each.traces.tolist()) for each in snapshot.faults]
    said = [
        (each.section, each.label, each.verdict, each.on(geometry.section_shape(each.section.direction)).tobytes())
        for each in snapshot.verdicts
    ]
    cube = [snapshot.section(Direction.INLINE, at).tobytes() for at in range(geometry.inlines.count)]
    return sorted(lines), sorted(sticks), sorted(said), cube, snapshot.counts()


@pytest.fixture
def judged(state, tmp_path) -> Opened:
    """Labels with drawn lines, faults, and strokes that are kept, set aside, or set aside and painted over since."""
    np.savez(tmp_path / "strokes.npz", **sections(state))
    drive(import_labels(state.project, state.volume, tmp_path / "strokes.npz"))
    inline, crossline = (SectionId.parse(name) for name in sections(state))
    project, mask = state.project, np.ones((4, 3), bool)
    depths = np.linspace(20, 24, 9, dtype=np.float32)
    project.commit(
        [
            BoundaryStroke(inline, 0, 7, 3, depths, verdict=Verdict.ASIDE),
            BoundaryStroke(crossline, 7, UNLABELLED, 5, depths),
            FaultStick(inline, 3, 10, depths),
        ]
    )
    for row, verdict in ((32, Verdict.ASIDE), (40, Verdict.ASIDE)):
        project.commit([Stroke(inline, 1, row, 40, mask, np.full(mask.shape, UNLABELLED, np.int8))])
        project.commit([StrokeVerdict(inline, 1, row, 40, mask, verdict)])
    project.commit([Stroke(inline, 2, 41, 40, mask[:2], np.full((2, 3), UNLABELLED, np.int8))])
    kept = StrokeVerdict(inline, 0, 10, 10, np.ones((20, 10), bool), Verdict.KEPT)
    project.commit([kept])
    return state


def test_what_was_drawn_and_said_comes_back_with_the_labels(judged, tmp_path):
    project = judged.project
    before = everything(project)
    assert len(before[0]) == 2 and len(before[1]) == 1 and len(before[2]) == 3
    drive(export_labels(project, judged.volume, tmp_path / "out.npz"))
    while project.can_undo:
        project.undo()
    assert everything(project)[:3] == ([], [], [])
    drive(import_labels(project, judged.volume, tmp_path / "out.npz"))
    assert everything(project) == before
    inline = SectionId.parse(next(iter(sections(judged))))
    project.commit([StrokeVerdict(inline, 1, 40, 40, np.ones((4, 3), bool), Verdict.OPEN)])
    labels = project.label_section(inline)[40:44, 40:43]
    assert (labels[[0, 3]] == 1).all() and (labels[1:3] == 2).all(), "taken back, it covers nothing painted since"
    project.undo()
    project.undo()
    assert not project.can_undo


def test_imported_again_nothing_changes(judged, tmp_path):
    before = everything(judged.project)
    drive(export_labels(judged.project, judged.volume, tmp_path / "out.npz"))
    drive(import_labels(judged.project, judged.volume, tmp_path / "out.npz"))
    assert everything(judged.project) == before


def test_a_stroke_set_aside_elsewhere_takes_no_other_paint_away(judged, tmp_path):
    project = judged.project
    drive(export_labels(project, judged.volume, tmp_path / "out.npz"))
    while project.can_undo:
        project.undo()
    inline = SectionId.parse(next(iter(sections(judged))))
    project.commit([Stroke(inline, 5, 32, 41, np.ones((4, 1), bool), np.full((4, 1), UNLABELLED, np.int8))])
    drive(import_labels(project, judged.volume, tmp_path / "out.npz"))
    assert (project.label_section(inline)[32:36, 41] == 5).all()


def test_faults_alone_are_exported_and_join_those_of_the_project(judged, tmp_path):
    project, geometry = judged.project, judged.volume.geometry
    while project.can_undo:
        project.undo()
    inline = geometry.section(Direction.INLINE, 4)
    project.commit([FaultStick(inline, 3, 10, np.full(9, 20, np.float32))])
    drive(export_labels(project, judged.volume, tmp_path / "out.npz"))
    project.undo()
    project.commit([FaultStick(geometry.section(Direction.INLINE, 6), 3, 10, np.full(9, 20, np.float32))])
    said = []
    drive(import_labels(project, judged.volume, tmp_path / "out.npz"), said.append)
    assert len(project.snapshot().faults) == 2
    assert any("fault 3 belong to a fault of the project" in str(each) for each in said)
