"""Proposals for a section: what is cleaned or copied becomes accepted labels, and what a person painted stays."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from seisviewer.cli.main import main
from seisviewer.labels.label_edits import stroke_from_mask
from seisviewer.labels.provenance import ACCEPTED_CODE, PAINTED_CODE
from seisviewer.labels.rejection import Rejection
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.predictions.cleaning.class_cleaning import CleaningRules
from seisviewer.predictions.section_prediction import NO_CLASS
from seisviewer.progress import drive
from seisviewer.project.project import Project
from seisviewer.volumes.geometry import Direction, SectionId
from seisviewer.volumes.open_choices import ArrayAxes
from seisviewer.workflows.proposals.section_proposals import answer_as_labels, cleaning_proposal
from seisviewer.workflows.survey_opening import ingest, open_path

from ...structure.layered_lines import SHAPE as SURVEY
from ...structure.layered_lines import line, strokes

SECTION = SectionId(Direction.INLINE, 4)
SHAPE = 30, 60
DEAD = 29  # a crossline without a trace
RULES = CleaningRules(smallest=20, holes=20)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    cube = np.ones((8, *SHAPE), np.float32)
    cube[:, DEAD] = np.nan
    np.save(tmp_path / "survey.npy", cube)
    opened = drive(
        ingest(tmp_path / "survey.npy", tmp_path / "s.seis", axes=ArrayAxes(inline_start=0, crossline_start=0))
    )
    paint(opened.project, slice(10, 12), slice(10, 12), 3)
    yield opened.project
    opened.project.close()
    opened.volume.close()


def paint(project: Project, rows: slice, columns: slice, number: int) -> None:
    mask = np.zeros(SHAPE, bool)
    mask[rows, columns] = True
    project.commit([stroke_from_mask(project.label_section(SECTION), SECTION, mask, number)])


@pytest.fixture
def answer() -> tuple[np.ndarray, np.ndarray]:
    """Class 1 above 2, with three specks of class 3, one of them where it was painted; unknown where no trace is."""
    classes = np.repeat([1, 2], 30).astype(np.uint8)[None].repeat(SHAPE[0], 0)
    for row, column in ((10, 10), (20, 10), (20, 40)):
        classes[row : row + 3, column : column + 3] = 3
    classes[DEAD] = NO_CLASS
    confidence = np.full(SHAPE, 0.9, np.float16)
    confidence[:, 45:] = 0.4
    return classes, confidence


def test_a_cleaned_section_keeps_paint_and_is_one_undo(project: Project, answer) -> None:
    before = project.label_section(SECTION)
    found = cleaning_proposal(project.snapshot(), SECTION, *answer, RULES)
    assert found.counts == {(3, 1): 9, (3, 2): 9} and found.places == 2 and found.samples == 18
    assert (project.label_section(SECTION) == before).all(), "a proposal is nothing yet"
    wide = cleaning_proposal(project.snapshot(), SECTION, *answer, CleaningRules(holes=100))
    assert (wide.classes[DEAD] == UNLABELLED).all(), "no trace, no label"
    project.commit(found.strokes())
    labels, codes = project.label_section(SECTION), project.snapshot().provenance(SECTION.direction, 4)
    assert (labels[20:23, 10:13] == 1).all() and (labels[20:23, 40:43] == 2).all()
    assert (codes[20:23, 10:13] == ACCEPTED_CODE).all() and (labels[10:12, 10:12] == 3).all()
    assert (codes != 0).sum() == 18 + 4 and (codes == PAINTED_CODE).sum() == 4
    assert not cleaning_proposal(project.snapshot(), SECTION, *answer, RULES).samples, "nothing is left to clean"
    drive(project.undo_steps())
    assert (project.label_section(SECTION) == before).all()


def test_accepted_labels_are_cleaned_too_unless_their_class_is_locked(project: Project, answer) -> None:
    drive(project.undo_steps())
    project.commit(answer_as_labels(project.snapshot(), SECTION, *answer).strokes())
    found = cleaning_proposal(project.snapshot(), SECTION, None, None, RULES)
    assert found.counts == {(3, 1): 18, (3, 2): 9}, "of the labels alone, without any model"
    project.set_classes(project.classes.lock(3, True))
    assert not cleaning_proposal(project.snapshot(), SECTION, None, None, RULES).samples
    project.set_classes(project.classes.lock(3, False).lock(2, True))
    assert cleaning_proposal(project.snapshot(), SECTION, None, None, RULES).counts == {(3, 1): 18}


def test_a_rejected_class_does_not_come_back_by_cleaning(project: Project, answer) -> None:
    mask = np.ones((3, 3), bool)
    project.commit([Rejection(SECTION, 1, 20, 10, mask)])
    assert cleaning_proposal(project.snapshot(), SECTION, *answer, RULES).counts == {(3, 2): 9}


def test_an_answer_becomes_labels_as_a_whole_or_above_a_confidence(project: Project, answer) -> None:
    classes, _ = answer
    whole = answer_as_labels(project.snapshot(), SECTION, *answer)
    assert whole.samples == SHAPE[0] * SHAPE[1] - 60 - 4, "all but the missing trace and what is painted"
    sure = answer_as_labels(project.snapshot(), SECTION, *answer, above=0.5)
    assert (sure.classes[:, 45:] == UNLABELLED).all() and sure.samples == 29 * 45 - 4
    project.commit(whole.strokes())
    labels = project.label_section(SECTION)
    assert (labels[:DEAD] == classes[:DEAD]).all() and (labels[DEAD] == UNLABELLED).all()
    drive(project.undo_steps())
    assert (project.label_section(SECTION) != UNLABELLED).sum() == 4


@pytest.mark.slow
def test_the_shell_tells_cleans_and_copies(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    np.save(tmp_path / "layers.npy", np.stack([line("inline", number).amplitudes for number in range(SURVEY[0])]))
    paint = {
        name: np.where((found := strokes(line(*name.split("_")[:1], int(name.split("_")[1])))) < 0, 255, found)
        for name in ("inline_10", "crossline_30")
    }
    np.savez(tmp_path / "strokes.npz", **{name: each.astype(np.uint8) for name, each in paint.items()})
    folder, section = tmp_path / "layers.seis", "inline_20"
    opened = drive(ingest(tmp_path / "layers.npy", folder, axes=ArrayAxes(inline_start=0, crossline_start=0)))
    opened.project.close()
    opened.volume.close()
    assert main(["labels", "import", str(folder), str(tmp_path / "strokes.npz")]) == 0
    assert main(["train", str(folder), "--method", "layers"]) == 0

    def labelled() -> np.ndarray:
        again = drive(open_path(folder))
        found = again.project.snapshot().provenance(Direction.INLINE, 20)
        again.project.close()
        again.volume.close()
        return found

    before = labelled()
    assert main(["review", "clean", str(folder), section, "--smooth", "4", "--order", "--dry-run"]) == 0
    assert "would change" in capsys.readouterr().out and (labelled() == before).all()
    assert main(["review", "clean", str(folder), section, "--smooth", "4", "--order"]) == 0
    cleaned = labelled()
    assert (cleaned == ACCEPTED_CODE).sum() > 10 and (cleaned == PAINTED_CODE).sum() == (before == PAINTED_CODE).sum()
    assert main(["review", "copy", str(folder), section]) == 0
    assert (labelled() != 0).all()
    assert "Nothing changes" not in capsys.readouterr().out
    assert main(["review", "copy", str(folder), section]) == 0
    assert "Nothing changes" in capsys.readouterr().out
