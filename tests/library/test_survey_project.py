"""A survey and its project as a notebook reads them, and labels added from there."""

from __future__ import annotations

import shutil
import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest

import seisviewer
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.progress import drive
from seisviewer.project.project import Project
from seisviewer.volumes.geometry import SectionId
from seisviewer.workflows.survey_opening import ingest

from ..structure.layered_lines import SAMPLES, line, strokes
from .conftest import TRACES


def closed(opened) -> None:
    opened.project.close()
    opened.volume.close()


@pytest.fixture
def project(small_survey: Path, tmp_path: Path) -> Path:
    """Without a label."""
    closed(drive(ingest(small_survey, tmp_path / "small.seis")))
    return tmp_path / "small.seis"


@pytest.mark.slow
def test_sections_of_a_survey_are_those_of_its_file(trained: Path) -> None:
    amplitudes = np.load(trained.with_name("survey.npy"))
    with seisviewer.open_survey(trained.with_name("survey.npy")) as survey:
        assert survey.shape == amplitudes.shape and survey.unit == "ms"
        assert survey.inlines[0] == 121 and survey.crosslines[1] == 502 and survey.z[3] == 30.0
        np.testing.assert_array_equal(survey.section("inline", 128), amplitudes[7])
        np.testing.assert_array_equal(survey.section("crossline", 504), amplitudes[:, 2])
        np.testing.assert_array_equal(survey.section("time", 9), amplitudes[:, :, 9])


def test_a_box_comes_with_its_numbers(trained: Path) -> None:
    xarray = pytest.importorskip("xarray")
    amplitudes = np.load(trained.with_name("survey.npy"))
    with seisviewer.open_project(trained) as project:
        box = project.to_xarray(inlines=(129, 131), z=(50, 100))
        assert isinstance(box, xarray.Dataset) and dict(box.sizes) == {"inline": 3, "crossline": TRACES, "twt": 6}
        np.testing.assert_array_equal(box.amplitude.sel(inline=130), amplitudes[9, :, 5:11])
        np.testing.assert_array_equal(box.label.sel(inline=130), project.labels("inline", 130)[:, 5:11])
        assert box.twt.attrs["units"] == "ms" and set(box.label.attrs["flag_values"]) >= {0, 1}


def test_x_and_y_of_a_box_are_those_of_the_survey(small_survey: Path) -> None:
    with seisviewer.open_survey(small_survey) as survey:
        box, last = survey.to_xarray(crosslines=tuple(survey.crosslines[[3, 8]])), survey.geometry.xy(39, 8)
    assert (float(box.x[-1, -1]), float(box.y[-1, -1])) == pytest.approx(last)


@pytest.mark.slow
def test_labels_predictions_runs_and_classes_are_read_without_torch(trained: Path) -> None:
    """In a Python of its own; the layers of a run need no network."""
    program = f"""
import sys, seisviewer
assert "numpy" not in sys.modules
with seisviewer.open_project({str(trained)!r}) as project:
    said = project.prediction("inline", 125)
    print(project.labels("inline", 130).max(), project.provenance("inline", 130).max(), len(project.runs), said.model)
    print(len(project.labelled_sections), said.classes.shape == project.survey.section("inline", 125).shape)
    print(said.confidence.dtype, project.runs.loc[said.run, "state"], "number" in project.classes.index.names)
assert "torch" not in sys.modules and "PyQt6" not in sys.modules
"""
    done = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    labels, *rest = done.stdout.split("\n")
    assert labels.split()[:3] == [str(strokes(line("inline", 9)).max()), "1", "1"]
    assert rest[:2] == ["1 True", "float32 finished True"]


def test_a_prediction_leaves_nothing_behind(trained: Path) -> None:
    before = sorted(path.name for path in trained.rglob("*"))
    with seisviewer.open_project(trained) as project:
        said = project.prediction("crossline", 562)
        assert said.classes.shape == (20, SAMPLES) and 0 < np.nanmin(said.confidence) <= 1
        assert (said.classes == project.prediction("crossline", 562).classes).all()
    assert sorted(path.name for path in trained.rglob("*")) == before


def test_added_labels_are_strokes_of_the_project_and_one_undo(project: Path) -> None:
    with seisviewer.open_project(project, edit=True) as opened:
        inline = int(opened.survey.inlines[4])
        wanted = np.full(opened.survey.section("inline", inline).shape, -1)
        wanted[5:30, 10:20], wanted[5:30, 30:34] = 1, 9
        version = opened.version
        assert opened.add_labels("inline", inline, wanted) == 25 * 14
        np.testing.assert_array_equal(opened.labels("inline", inline), wanted)
        assert 9 in opened.classes.index and opened.version == version + 1
        assert opened.add_labels("inline", inline, wanted) == 0 and opened.version == version + 1
        wanted[:] = 255
        assert opened.add_labels("inline", inline, wanted) == 0
    with Project.open(project) as again:  # as the window opens it
        section = SectionId.parse(f"inline:{inline}")
        assert (again.label_section(section) == 9).sum() == 25 * 4 and again.snapshot().labelled_sections == (section,)
        assert again.snapshot().provenance(section.direction, 4).max() == 1
        again.undo()
        assert (again.label_section(section) == UNLABELLED).all() and not again.can_undo
    with seisviewer.open_project(project, edit=True) as opened:
        assert opened.redo() and (opened.labels("inline", inline) == 9).any() and opened.undo() and not opened.undo()


def test_locked_classes_stay(project: Path) -> None:
    with seisviewer.open_project(project, edit=True) as opened:
        inline = int(opened.survey.inlines[4])
        first = np.full(opened.survey.section("inline", inline).shape, 1)
        opened.add_labels("inline", inline, first)
    with Project.open(project) as window:
        window.set_classes(window.classes.lock(1))
    with seisviewer.open_project(project, edit=True) as opened:
        assert opened.add_labels("inline", inline, first * 2) == 0


WRONG = (
    (lambda project: project.labels("inline", 999_999), "no line 999999"),
    (lambda project: project.labels("depth", 3), "“depth” is no direction"),
    (lambda project: project.labels("inline", 3.5), "no number of a section"),
    (lambda project: project.prediction("time", 3), "Time slices"),
    (lambda project: project.prediction("inline", int(project.survey.inlines[0])), "no finished run"),
    (lambda project: project.to_xarray(inlines=7), "7 is no range"),
    (lambda project: project.to_xarray(z=(1e6, 2e6)), "No sample lies between"),
    (lambda project: project.undo(), "opened for reading"),
    (lambda project: project.add_labels("time", 3, np.zeros(3, int)), "the shape (3,)"),
    (lambda project: project.add_labels("time", 3, np.zeros(project.survey.shape[:2])), "no whole numbers"),
    (lambda project: project.add_labels("time", 3, np.full(project.survey.shape[:2], 200)), "go to 200"),
    (lambda project: project.add_labels("time", 3, np.ones(project.survey.shape[:2], int)), "with edit=True"),
)


@pytest.mark.parametrize("ask, said", WRONG, ids=[said for _, said in WRONG])
def test_what_is_wrong_is_one_sentence(project: Path, ask, said: str) -> None:
    with seisviewer.open_project(project) as opened, pytest.raises(seisviewer.SeisviewerError) as caught:
        ask(opened)
    assert said in str(caught.value) and str(caught.value).rstrip().endswith((".", ")."))


def test_what_cannot_be_opened_is_one_sentence(project: Path, small_survey: Path, tmp_path: Path) -> None:
    (tmp_path / "odd.sgy").write_bytes(b"nothing")
    alone = Path(shutil.copy(small_survey, tmp_path / "alone.sgy"))
    for open_it, said in (
        (lambda: seisviewer.open_project(tmp_path / "none.seis"), "There is no project"),
        (lambda: seisviewer.open_survey(tmp_path / "none.sgy"), "does not exist"),
        (lambda: seisviewer.open_survey(tmp_path / "odd.sgy"), "odd.sgy"),
        (lambda: seisviewer.open_traces(project), "open_project"),
        (lambda: seisviewer.open_project(alone), "no project"),
        (lambda: seisviewer.open_project(project, survey=tmp_path / "gone.sgy"), "gone.sgy"),
    ):
        with pytest.raises(seisviewer.SeisviewerError, match=said):
            open_it()


def test_a_second_editor_is_refused_and_a_reader_is_not(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seisviewer.workflows.survey_opening.BUSY_SECONDS", 0.1)
    with Project.open(project), warnings.catch_warnings():
        warnings.simplefilter("error")
        with seisviewer.open_project(project) as reader:
            assert (reader.labels("time", 3) == UNLABELLED).all()
        with pytest.raises(seisviewer.SeisviewerError):
            seisviewer.open_project(project, edit=True)


def test_a_notice_is_a_warning_where_the_library_was_called(project: Path, small_survey: Path, tmp_path: Path) -> None:
    moved = tmp_path / "moved.sgy"
    moved.write_bytes(small_survey.read_bytes())
    with pytest.warns(UserWarning, match="is now") as caught:
        seisviewer.open_project(project, survey=moved).close()
    assert {Path(each.filename).name for each in caught} == {Path(__file__).name}


def test_everything_that_the_package_names_is_there() -> None:
    for name in seisviewer.__all__:
        assert getattr(seisviewer, name).__doc__, name
    assert set(seisviewer.__all__) <= set(dir(seisviewer))
    with pytest.raises(AttributeError, match="has no attribute"):
        seisviewer.open_window  # noqa: B018 - it is the asking that fails
