"""Creating and opening, survey, view state and runs."""

from __future__ import annotations

import json
import os
import shutil
import sys
import threading
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from seisviewer import __version__
from seisviewer.errors import ProjectError
from seisviewer.labels.classes import ClassTable, default_table
from seisviewer.project.database import Database
from seisviewer.project.project import Project
from seisviewer.project.survey import record
from seisviewer.volumes.geometry import Geometry

FULL = 2  # of SQLite's PRAGMA synchronous


def test_a_new_project_starts_with_the_default_classes_and_knows_its_survey(project, survey, geometry):
    assert project.classes == default_table()
    assert project.name == "survey" and project.labels_version == 0
    assert project.survey.found(project.folder) == survey
    with pytest.raises(ProjectError, match="exists already"):
        Project.create(project.folder, survey, geometry)


def test_classes_and_choices_given_at_creation_are_kept(tmp_path, survey, geometry):
    classes = ClassTable().add("Salt").add("Rest")
    choices = {"headers": {"inline": 9, "crossline": 21}, "unit": "m"}
    Project.create(tmp_path / "b.seis", survey, geometry, choices=choices, classes=classes).close()
    with Project.open(tmp_path / "b.seis") as project:
        assert project.classes == classes and project.survey.choices == choices


def test_the_grid_comes_back_whole(project, geometry):
    project.close()
    with Project.open(project.folder) as again:
        assert again.geometry == geometry
        np.testing.assert_array_equal(again.geometry.live, geometry.live)
        np.testing.assert_array_equal(again.geometry.affine, geometry.affine)


def test_a_line_keeps_the_place_of_its_traces(tmp_path, survey, geometry):
    xy = np.random.default_rng(0).random((1, 90, 2))
    live = np.ones((1, 90), bool)
    inlines = type(geometry.inlines)(1, 1, 1)
    line = Geometry(inlines, geometry.crosslines, geometry.samples, live, None, xy, is_2d=True)
    Project.create(tmp_path / "line.seis", survey, line).close()
    with Project.open(tmp_path / "line.seis") as project:
        assert project.geometry.is_2d
        np.testing.assert_array_equal(project.geometry.trace_xy, xy)


def test_a_project_appears_whole_or_not_at_all(tmp_path, geometry):
    with pytest.raises(ProjectError, match=r"missing\.sgy cannot be read"):
        Project.create(tmp_path / "a.seis", tmp_path / "missing.sgy", geometry)
    (tmp_path / "file").write_text("")
    (tmp_path / "survey.sgy").write_text("")
    with pytest.raises(ProjectError, match="cannot be made"):
        Project.create(tmp_path / "file" / "a.seis", tmp_path / "survey.sgy", geometry)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "survey.sgy"]


@pytest.mark.skipif(sys.platform != "linux", reason="says which folder is flushed by /proc")
def test_a_power_cut_leaves_a_new_project_whole_or_none(tmp_path, survey, geometry, monkeypatch):
    """What lies in it is on the disk before it gets its name, and the name before anything is painted."""
    done: list[str] = []
    fsync, rename = os.fsync, os.rename

    def flush(handle: int) -> None:
        done.append(Path(os.readlink(f"/proc/self/fd/{handle}")).name)
        fsync(handle)

    monkeypatch.setattr(os, "fsync", flush)
    monkeypatch.setattr(os, "rename", lambda old, new: (done.append("rename"), rename(old, new)))
    Project.create(tmp_path / "b.seis", survey, geometry).close()
    assert done == ["b.seis", "rename", tmp_path.name]


def test_a_power_cut_takes_no_stroke_that_was_stored(project):
    with closing(Database(project.folder)) as database:
        assert database.value("PRAGMA synchronous") == FULL, "each transaction is flushed to the disk"


def test_a_folder_moved_together_with_its_survey_finds_it(tmp_path, project, survey):
    project.close()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    shutil.move(survey, elsewhere / survey.name)
    with Project.open(project.folder) as left, pytest.raises(ProjectError, match=r"survey\.sgy.*no longer at"):
        left.survey.found(left.folder)
    shutil.move(project.folder, elsewhere / "survey.seis")
    with Project.open(elsewhere / "survey.seis") as moved:
        assert moved.survey.found(moved.folder) == elsewhere / "survey.sgy"


def test_a_moved_project_still_finds_the_survey_that_stayed(tmp_path, project, survey):
    project.close()
    (tmp_path / "deep" / "deeper").mkdir(parents=True)
    shutil.move(project.folder, tmp_path / "deep" / "deeper" / "a.seis")
    with Project.open(tmp_path / "deep" / "deeper" / "a.seis") as moved:
        assert moved.survey.found(moved.folder) == survey


def test_a_survey_with_other_lines_is_not_accepted(project, survey, geometry):
    other = Geometry(type(geometry.inlines)(100, 1, 70), geometry.crosslines, geometry.samples, geometry.live)
    with pytest.raises(ProjectError, match=r"inlines 100–238 step 2.*inlines 100–169 step 1"):
        project.set_survey(record(project.folder, survey, other, {}))


def test_the_view_state_survives_closing(project):
    assert project.view_state == {}
    project.set_view_state({"position": [1, 2, 3], "gain": 1.5})
    project.close()
    with Project.open(project.folder) as again:
        assert again.view_state == {"position": [1, 2, 3], "gain": 1.5}


def test_runs_are_numbered_and_keep_settings_and_metrics(project):
    first = project.new_run("st++", {"seed": 3, "steps": 100})
    second = project.new_run("supervised", {})
    assert (first.number, second.number, first.state) == (1, 2, "running")
    assert json.loads((first.folder / "settings.json").read_text()) == {
        "kind": "st++",
        "labels_version": 0,
        "seed": 3,
        "steps": 100,
        "program_version": __version__,
    }
    project.finish_run(1, "stopped")
    done = project.finish_run(1, "finished", {"miou": 0.5})
    assert done.metrics == {"miou": 0.5} and done.ended >= done.started
    assert json.loads((first.folder / "metrics.json").read_text()) == {"state": "finished", "miou": 0.5}
    project.close()
    with Project.open(project.folder) as again:
        assert [(run.number, run.kind, run.state) for run in again.runs()] == [
            (1, "st++", "finished"),
            (2, "supervised", "running"),
        ]
        assert again.run(1).settings == first.settings and again.run(1).folder == first.folder
        with pytest.raises(ProjectError, match="no run 7: its runs are 1, 2"):
            again.run(7)


def test_a_training_thread_may_add_runs_while_strokes_are_stored(project, geometry):
    from seisviewer.labels.label_edits import cropped_stroke
    from seisviewer.volumes.geometry import Direction

    threads = [threading.Thread(target=lambda: [project.new_run("st++", {}) for _ in range(10)]) for _ in range(2)]
    for thread in threads:
        thread.start()
    for index in range(20):
        section = geometry.section(Direction.INLINE, index)
        current = project.label_section(section)
        project.commit([cropped_stroke(current, section, np.ones(current.shape, bool), 1)])
    for thread in threads:
        thread.join()
    assert sorted(run.number for run in project.runs()) == list(range(1, 21))
    assert project.snapshot().counts() == {1: 20 * 90 * 130}
