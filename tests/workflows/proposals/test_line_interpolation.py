"""Labels interpolated between two labelled lines of surveys whose layers are known."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from scipy import ndimage

from seisviewer.cli.main import main
from seisviewer.errors import BadRequest
from seisviewer.labels.label_edits import stroke_from_mask
from seisviewer.labels.provenance import ACCEPTED_CODE, PAINTED_CODE
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.predictions.section_boundaries import SectionBoundaries
from seisviewer.progress import drive
from seisviewer.project.project import Project
from seisviewer.volumes.geometry import Direction, SectionId
from seisviewer.volumes.open_choices import ArrayAxes
from seisviewer.workflows.proposals.label_proposal import LabelProposal
from seisviewer.workflows.proposals.line_interpolation import Reflectors, interpolation, nearest_labelled
from seisviewer.workflows.survey_opening import Opened, ingest, open_path
from seisviewer.workflows.survey_slopes import work_out_slopes

from ...structure.layered_lines import SHAPE, boundary_depths, line, truth

BEFORE, BETWEEN, AFTER = 10, 23, 40  # inlines
RAMP = np.arange(SHAPE[0]) * 0.8  # samples by which everything lies deeper from inline to inline


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Layers that drop over the inlines."""
    path = tmp_path_factory.mktemp("between") / "layers.npy"
    cube = np.stack([shifted(line("inline", number).amplitudes, RAMP[number], 0.0) for number in range(SHAPE[0])])
    np.save(path, cube.astype(np.float32))
    return path


@pytest.fixture
def opened(survey: Path, tmp_path: Path) -> Iterator[Opened]:
    """Painted on two inlines."""
    found = drive(ingest(survey, tmp_path / "s.seis", axes=ArrayAxes(inline_start=0, crossline_start=0)))
    for number in (BEFORE, AFTER):
        paint(found.project, number, known(number))
    yield found
    found.project.close()
    found.volume.close()


def shifted(values: np.ndarray, down: float, beyond: float) -> np.ndarray:
    moved = np.full_like(values, beyond)
    step = round(down)
    moved[:, step:] = values[:, : values.shape[1] - step]
    return moved


def known(number: int) -> np.ndarray:
    """The classes of an inline, 1 to 4 from top to base."""
    return shifted(truth(line("inline", number)) + 1, RAMP[number], 1)


def paint(project: Project, number: int, classes: np.ndarray) -> None:
    section = SectionId(Direction.INLINE, number)
    for each in np.unique(classes[classes != UNLABELLED]).tolist():
        stroke = stroke_from_mask(project.label_section(section), section, classes == each, each)
        project.commit([stroke])


def between(opened: Opened, number: int = BETWEEN, reflectors: Reflectors | None = None) -> LabelProposal:
    section = SectionId(Direction.INLINE, number)
    return interpolation(opened.project.snapshot(), section, None, None, reflectors or Reflectors(opened.volume))


def right(proposal: LabelProposal, number: int = BETWEEN) -> float:
    proposed = proposal.classes != UNLABELLED
    return float((proposal.classes == known(number))[proposed].mean())


def test_labels_follow_the_dips_between_the_lines(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    found = between(opened)
    assert found.by == "between inline 10 and 40, along the dips"
    assert (found.classes != UNLABELLED).mean() > 0.85 and right(found) > 0.985
    monkeypatch.setattr("seisviewer.workflows.proposals.line_interpolation.suits_slopes", lambda geometry: False)
    straight = between(opened)
    assert straight.by.endswith("straight across") and 1 - right(straight) > 1.8 * (1 - right(found))


def test_small_strokes_arrive_where_their_reflectors_went(opened: Opened) -> None:
    """Straight across, the two would hardly meet: between them everything drops by 24 samples."""
    project = opened.project
    while project.can_undo:
        drive(project.undo_steps())
    for number in (BEFORE, AFTER):
        top, base = (
            round(float(depth) + RAMP[number]) for depth in boundary_depths(np.array([number]), np.array([80]))[0, :2]
        )
        mask = np.full(known(number).shape, UNLABELLED)
        mask[70:90, (top + base) // 2 - 4 : (top + base) // 2 + 4] = 2
        paint(project, number, mask)
    found = between(opened)
    assert found.counts.keys() == {(UNLABELLED, 2)} and found.samples > 100 and right(found) == 1


def test_it_is_accepted_beside_what_is_labelled_and_one_undo(opened: Opened) -> None:
    project, section = opened.project, SectionId(Direction.INLINE, BETWEEN)
    mine = np.full(known(BETWEEN).shape, UNLABELLED)
    mine[50:60, 30:60] = 4
    paint(project, BETWEEN, mine)
    before = project.label_section(section)
    project.commit(between(opened).strokes())
    labels, codes = project.label_section(section), project.snapshot().provenance(Direction.INLINE, BETWEEN)
    assert (labels[mine == 4] == 4).all() and (codes[mine == 4] == PAINTED_CODE).all()
    assert (codes[labels != before] == ACCEPTED_CODE).all() and (labels != before).mean() > 0.8
    assert not between(opened).samples, "what was accepted before is not proposed over"
    drive(project.undo_steps())
    assert (project.label_section(section) == before).all()


def test_the_nearest_labelled_lines_count_and_none_that_is_for_checking(opened: Opened) -> None:
    project = opened.project
    paint(project, 30, known(30))
    assert nearest_labelled(project.snapshot(), SectionId(Direction.INLINE, BETWEEN))[1].number == 30
    project.set_for_checking([SectionId(Direction.INLINE, 30)], marked=True)
    assert nearest_labelled(project.snapshot(), SectionId(Direction.INLINE, BETWEEN))[1].number == AFTER
    for number, side in ((5, "before"), (AFTER, "after")):
        with pytest.raises(BadRequest, match=f"No inline {side} this one is labelled"):
            between(opened, number)
    with pytest.raises(BadRequest, match="inlines and crosslines"):
        nearest_labelled(project.snapshot(), SectionId(Direction.TIME, 20))


def test_what_is_held_back_is_not_learned_on_another_line(opened: Opened) -> None:
    project, drop = opened.project, round(RAMP[AFTER] - RAMP[BEFORE])
    for number, top in ((BEFORE, 3), (AFTER, 3 + drop)):
        for start in range(0, 160, 20):  # class 4 over class 1, stroke after stroke until one is held back
            piece = np.full(known(number).shape, UNLABELLED)
            piece[start : start + 20, top : top + 6] = 4
            paint(project, number, piece)
    held = [project.snapshot().held(Direction.INLINE, number).any(axis=1) for number in (BEFORE, AFTER)]
    proposed = (between(opened).classes == 4)[:, :25].any(axis=1)
    on_one = ndimage.minimum_filter1d(held[0], 11) | ndimage.minimum_filter1d(held[1], 11)
    on_none = ndimage.minimum_filter1d(~(held[0] | held[1]), 11)
    assert on_one.any() and not proposed[on_one].any() and proposed[on_none].all()


@pytest.mark.slow
def test_layers_lead_while_the_dips_are_not_known(opened: Opened) -> None:
    def boundaries(section: SectionId, order: tuple[int, ...] = (1, 2, 3, 4)) -> SectionBoundaries:
        traces = np.arange(SHAPE[1])
        depths = boundary_depths(np.full(SHAPE[1], section.number), traces).T + round(RAMP[section.number]) - 0.5
        return SectionBoundaries(section, order, depths.astype(np.float32))

    found = between(opened, reflectors=Reflectors(opened.volume, boundaries=boundaries))
    assert found.by.endswith("along the layers") and right(found) > 0.99
    apart = Reflectors(opened.volume, boundaries=lambda each: boundaries(each, (each.number, 2)))
    assert between(opened, reflectors=apart).by.endswith("along the dips"), "the lines have not the same layers"
    grid = drive(work_out_slopes(opened.volume))
    known = between(opened, reflectors=Reflectors(opened.volume, grid, boundaries))
    assert known.by.endswith("along the dips") and right(known) > 0.985


@pytest.mark.slow
def test_the_shell_interpolates(survey: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "s.seis"
    made = drive(ingest(survey, folder, axes=ArrayAxes(inline_start=0, crossline_start=0)))
    for number in (BEFORE, AFTER):
        paint(made.project, number, known(number))
    made.project.close()
    made.volume.close()
    assert main(["review", "interpolate", str(folder), "inline_23", "--dry-run"]) == 0
    assert "would change" in capsys.readouterr().out
    assert main(["review", "interpolate", str(folder), "inline_23"]) == 0
    assert "between inline 10 and 40" in capsys.readouterr().out
    again = drive(open_path(folder))
    assert (again.project.snapshot().provenance(Direction.INLINE, BETWEEN) == ACCEPTED_CODE).mean() > 0.8
    again.project.close()
    again.volume.close()
    assert main(["review", "interpolate", str(folder), "inline_5"]) == 1
    assert "paint one on either side" in capsys.readouterr().err
