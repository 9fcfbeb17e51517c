"""What lies beside painted sections in a label file: boundaries, faults and verdicts."""

from __future__ import annotations

import numpy as np
import pytest

from seisviewer.errors import LabelsError
from seisviewer.labels.boundary_stroke import BoundaryStroke
from seisviewer.labels.classes import default_table
from seisviewer.labels.fault_stick import FaultStick
from seisviewer.labels.label_files import SectionFile, write_sections
from seisviewer.labels.label_volume import LabelVolume
from seisviewer.labels.stroke_verdict import StrokeVerdict, Verdict
from seisviewer.volumes.geometry import Direction, Geometry, SectionId

INLINE, CROSSLINE = SectionId(Direction.INLINE, 130), SectionId(Direction.CROSSLINE, 310)


def line(row: int, depth: float, verdict: Verdict = Verdict.OPEN) -> BoundaryStroke:
    return BoundaryStroke(INLINE, 1, -1, row, depth + np.arange(6, dtype=np.float32) / 3, verdict=verdict)


def test_a_line_that_is_set_aside_and_one_that_is_kept_stay_so(tmp_path, geometry):
    lines = (line(3, 40.2, Verdict.ASIDE), line(20, 50, Verdict.KEPT), line(40, 60))
    write_sections(tmp_path / "a.npz", LabelVolume(geometry, boundaries=lines).snapshot(1, default_table()))
    with SectionFile(tmp_path / "a.npz", geometry) as file:
        read = file.boundaries(INLINE)
    assert read == lines and all(np.array_equal(one.depths, other.depths) for one, other in zip(read, lines))


def test_lines_of_which_nothing_was_said_are_written_as_ever(tmp_path, geometry):
    """A program of the version before reads them."""
    write_sections(tmp_path / "a.npz", LabelVolume(geometry, boundaries=[line(3, 40)]).snapshot(1, default_table()))
    with np.load(tmp_path / "a.npz") as file:
        assert file.files == ["inline_130_boundaries"] and file["inline_130_boundaries"].shape == (6, 5)


def test_sticks_of_several_faults_come_back_sample_by_sample(tmp_path, geometry):
    places = np.linspace(10, 12.7, 9, dtype=np.float32)
    sticks = (
        FaultStick(CROSSLINE, 7, 5, places),
        FaultStick(CROSSLINE, 7, 40, places[:4]),
        FaultStick(INLINE, 2, 0, places),
    )
    write_sections(tmp_path / "a.npz", LabelVolume(geometry, faults=sticks).snapshot(1, default_table()))
    with SectionFile(tmp_path / "a.npz", geometry) as file:
        assert set(file.faulted_sections) == {INLINE, CROSSLINE} and file.sections == ()
        read = (*file.faults(CROSSLINE), *file.faults(INLINE))
    assert read == sticks and all(np.array_equal(one.traces, other.traces) for one, other in zip(read, sticks))


def test_strokes_of_which_something_was_said_keep_their_shape(tmp_path, geometry):
    mask = np.eye(5, dtype=bool)
    said = StrokeVerdict(INLINE, 3, 60, 100, mask, Verdict.ASIDE), StrokeVerdict(INLINE, 4, 62, 99, ~mask, Verdict.KEPT)
    write_sections(tmp_path / "a.npz", LabelVolume(geometry, verdicts=said).snapshot(1, default_table()))
    with SectionFile(tmp_path / "a.npz", geometry) as file:
        read = file.verdicts(INLINE)
    assert read == said and all(np.array_equal(one.mask, other.mask) for one, other in zip(read, said))


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("boundaries", np.zeros((3, 4))),
        ("boundaries", np.full((3, 6), 3.0)),
        ("faults", np.zeros((3, 4))),
        ("faults", np.full((3, 4), np.inf)),
        ("verdicts", np.ones((3, 4), np.int32)),
        ("verdicts", np.array([[0, 1, 3, 2, 2]])),
        ("verdicts", np.array([[0, 1, 1, 2, 130]])),
        ("verdicts", np.array([[0, 127, 1, 2, 2]])),
    ],
)
def test_a_table_of_another_form_is_refused_by_name(tmp_path, geometry: Geometry, name, table):
    np.savez(tmp_path / "bad.npz", **{f"inline_130_{name}": table})
    with SectionFile(tmp_path / "bad.npz", geometry) as file:
        with pytest.raises(LabelsError, match=f"bad.npz holds no {name} in inline_130_{name}: each row needs"):
            getattr(file, name)(INLINE)
