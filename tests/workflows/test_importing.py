"""An import of labels from beginning to end: in small steps, all at once for those who look, and nothing after a kill."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from seisviewer.errors import ProjectError
from seisviewer.labels.label_edits import cropped_stroke
from seisviewer.progress import drive
from seisviewer.project.project import Project
from seisviewer.volumes.geometry import Direction, SectionId
from seisviewer.workflows.label_exchange import import_labels
from seisviewer.workflows.survey_opening import Opened, ingest

SPECKS = 25 * 32  # on each section

# Imports a file and kills itself once strokes of it lie in the database.
IMPORTER = """
import os, signal, sqlite3, sys
from pathlib import Path
from seisviewer.progress import drive
from seisviewer.workflows.label_exchange import import_labels
from seisviewer.workflows.survey_opening import open_path

opened = drive(open_path(Path(sys.argv[1])))
other = sqlite3.connect(opened.project.folder / "project.db")
before = other.execute("SELECT COUNT(*) FROM strokes").fetchone()[0]
for event in import_labels(opened.project, opened.volume, sys.argv[2]):
    if other.execute("SELECT COUNT(*) FROM strokes").fetchone()[0] >= before + 500:
        os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def opened(small_survey: Path, tmp_path: Path):
    """A small survey with a project in which one stroke was painted and another one undone."""
    survey = Path(shutil.copy2(small_survey, tmp_path / "survey.sgy"))
    made = drive(ingest(survey, tmp_path / "survey.seis"))
    for label, columns in ((1, slice(0, 20)), (2, slice(30, 40))):
        section = made.volume.geometry.section(Direction.CROSSLINE, 9)
        current = made.project.label_section(section)
        mask = np.zeros(current.shape, bool)
        mask[:, columns] = True
        made.project.commit([cropped_stroke(current, section, mask, label)])
    made.project.undo()
    yield made
    made.project.close()
    made.volume.close()


@pytest.fixture
def specks(opened: Opened, tmp_path: Path) -> Path:
    """Two inlines on which every other voxel of every other trace is labelled."""
    geometry = opened.volume.geometry
    labels = np.full(geometry.section_shape(Direction.INLINE), 255, np.uint8)
    labels[::2, ::2] = 3
    np.savez(tmp_path / "specks.npz", **{str(geometry.section(Direction.INLINE, at)): labels for at in (4, 20)})
    return tmp_path / "specks.npz"


def cube(project: Project) -> np.ndarray:
    numbers = project.geometry.inlines.numbers
    return np.stack([project.label_section(SectionId(Direction.INLINE, int(number))) for number in numbers])


def test_between_two_events_little_is_written(opened, specks):
    """A window draws between two events: what one of them costs must not grow with the file."""
    written = 0

    def count(statement: str) -> None:
        nonlocal written
        written += statement.startswith("INSERT INTO strokes")

    opened.project._database._connection.set_trace_callback(count)
    most, total, work = 0, 0, import_labels(opened.project, opened.volume, specks)
    for _ in work:
        most, total, written = max(most, written), total + written, 0
    assert total + written == 2 * SPECKS
    assert max(most, written) <= SPECKS / 2


def test_the_labels_change_with_the_last_event_and_may_not_be_changed_before(opened, specks):
    project, before = opened.project, cube(opened.project)
    version, snapshot = project.labels_version, project.snapshot()
    for _ in import_labels(project, opened.volume, specks):
        assert project.snapshot() is snapshot and project.labels_version == version and project.can_redo
        with pytest.raises(ProjectError, match="still being imported"):
            project.remove_class(1)
    assert (cube(project) != before).sum() == 2 * SPECKS - (before[[4, 20]][:, ::2, ::2] == 3).sum()
    assert project.labels_version == version + 1 and not project.can_redo
    project.undo()
    np.testing.assert_array_equal(cube(project), before)
    assert project.can_redo


def test_an_import_that_is_given_up_leaves_the_project_as_it_was(opened, specks):
    project, before = opened.project, cube(opened.project)
    work = import_labels(project, opened.volume, specks)
    for _ in range(SPECKS + SPECKS // 2):
        next(work)
    work.close()
    assert_untouched(project, before)
    assert len(drive(import_labels(project, opened.volume, specks))) == 2 * SPECKS
    assert len(project.undo().strokes) == 2 * SPECKS, "and none of those that were given up"
    np.testing.assert_array_equal(cube(project), before)


@pytest.mark.slow
def test_after_kill_9_in_an_import_the_project_is_as_before(opened, specks):
    before, version = cube(opened.project), opened.project.labels_version
    opened.project.close()
    done = subprocess.run([sys.executable, "-c", IMPORTER, str(opened.volume.path), str(specks)], check=False)
    assert done.returncode == -signal.SIGKILL
    with sqlite3.connect(opened.project.folder / "project.db") as left:
        assert left.execute("SELECT COUNT(*) FROM strokes").fetchone()[0] > 500
    with Project.open(opened.project.folder, edit=False) as reader:
        np.testing.assert_array_equal(cube(reader), before)
    with Project.open(opened.project.folder) as again:
        assert again.labels_version == version
        assert_untouched(again, before)
    with sqlite3.connect(opened.project.folder / "project.db") as left:
        assert left.execute("SELECT COUNT(*) FROM strokes").fetchone()[0] == 2, "what nobody can reach takes no room"


def assert_untouched(project: Project, before: np.ndarray) -> None:
    """The labels are as before, with one stroke to undo and one to redo."""
    np.testing.assert_array_equal(cube(project), before)
    assert project.snapshot().labelled_sections == (project.geometry.section(Direction.CROSSLINE, 9),)
    assert len(project.redo().strokes) == 1 and not project.can_redo
    assert len(project.undo().strokes) == 1
    np.testing.assert_array_equal(cube(project), before)
