"""Folders that are no project, damaged, of another version, or not to be written to."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import numpy as np
import pytest

from seisviewer.errors import ProjectError
from seisviewer.labels.stroke import UNLABELLED, Stroke
from seisviewer.project import database, schema
from seisviewer.project.project import Project
from seisviewer.volumes.geometry import Direction, SectionId


def paint(project: Project, label: int = 1) -> None:
    mask = np.ones((50, 60), bool)
    before = np.full(mask.shape, UNLABELLED, np.int8)
    project.commit([Stroke(SectionId(Direction.INLINE, 100), label, 0, 0, mask, before)])


@pytest.fixture
def folder(project: Project) -> Path:
    """A closed project with one stroke."""
    paint(project)
    project.close()
    return project.folder


def test_a_folder_without_a_database_is_no_project(tmp_path):
    for place in (tmp_path, tmp_path / "missing.seis"):
        with pytest.raises(ProjectError, match="is no project"):
            Project.open(place)
    assert not list(tmp_path.iterdir()), "looking must leave nothing behind"


@pytest.mark.parametrize("content", [b"", b"no database at all" * 300])
def test_a_database_that_is_none_is_refused(folder, content):
    (folder / "project.db").write_bytes(content)
    with pytest.raises(ProjectError, match=r"project\.db is (damaged|no project)"):
        Project.open(folder)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_truncated_database_is_refused_as_damaged(folder, share):
    file = folder / "project.db"
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(ProjectError, match=r"project\.db is damaged.*restore"):
        Project.open(folder)


def test_a_damaged_block_of_labels_is_found_at_opening(folder):
    change(folder, "UPDATE blocks SET voxels = x'0000'")
    with pytest.raises(ProjectError, match="damaged"):
        Project.open(folder)


@pytest.mark.parametrize("sql", [
    "DELETE FROM settings WHERE name = 'labels_version'",
    "DELETE FROM settings WHERE name = 'survey'",
    "UPDATE settings SET value = '{' WHERE name = 'survey'",
    "UPDATE settings SET value = '[]' WHERE name = 'survey'",
    "UPDATE settings SET value = replace(value, '\"count\": 70', '\"count\": 71') WHERE name = 'survey'",
    "UPDATE settings SET value = replace(value, '\"step\": 2', '\"step\": 0') WHERE name = 'survey'",
    "UPDATE settings SET value = replace(value, '\"interval\": 4.0', '\"interval\": NaN') WHERE name = 'survey'",
    "UPDATE settings SET value = '-1' WHERE name = 'labels_version'",
    "UPDATE blocks SET i = 7",
    "UPDATE blocks SET voxels = 5",
    "UPDATE strokes SET direction = 'upward'",
    "UPDATE strokes SET line = 101",
    "UPDATE strokes SET first_row = 89",
    "UPDATE strokes SET row_count = -1",
    "UPDATE strokes SET label = 127",
    "UPDATE classes SET colour = 'red'",
    "DROP TABLE strokes",
    "DROP TABLE settings",
])  # fmt: skip
def test_what_no_project_holds_is_refused_at_opening(folder, sql):
    change(folder, sql)
    with pytest.raises(ProjectError, match=r"project\.db is damaged \(.*\): restore it from a backup\.$"):
        Project.open(folder)


@pytest.mark.parametrize("sql, asking", [
    ("UPDATE strokes SET mask = x'00'", lambda project: project.undo()),
    ("UPDATE strokes SET before = x'789c'", lambda project: project.undo()),
    ("UPDATE strokes SET mask = (SELECT voxels FROM blocks)", lambda project: project.undo()),
    ("UPDATE strokes SET line = 101 WHERE label = 2", lambda project: project.redo()),
    ("UPDATE strokes SET first_row = 89 WHERE label = 2", lambda project: project.redo()),
    ("UPDATE runs SET metrics = '{'", lambda project: project.runs()),
    ("UPDATE runs SET settings = '[]'", lambda project: project.run(1)),
    ("UPDATE runs SET state = 'odd'", lambda project: project.runs()),
    ("UPDATE runs SET started = 'yesterday'", lambda project: project.runs()),
    ("INSERT OR REPLACE INTO settings VALUES ('view_state', '[')", lambda project: project.view_state),
    ("INSERT OR REPLACE INTO settings VALUES ('view_state', '[]')", lambda project: project.view_state),
    ("DROP TABLE runs", lambda project: project.runs()),
])  # fmt: skip
def test_what_no_project_holds_is_refused_when_it_is_read(folder, sql, asking):
    with Project.open(folder) as project:
        project.new_run("st++", {})
        paint(project, 2)
        project.undo()
    change(folder, sql)
    with Project.open(folder) as project:
        with pytest.raises(ProjectError, match=r"project\.db is damaged \(.*\): restore it from a backup\.$"):
            asking(project)
        assert project.snapshot().counts() == {1: 3000}


def test_another_programs_database_is_refused(folder):
    change(folder, "PRAGMA application_id = 1234")
    with pytest.raises(ProjectError, match="another program"):
        Project.open(folder)


def test_a_newer_project_is_refused_and_left_alone(folder):
    change(folder, "PRAGMA user_version = 99")
    content = (folder / "project.db").read_bytes()
    with pytest.raises(ProjectError, match="newer seisviewer.*version 99"):
        Project.open(folder)
    assert (folder / "project.db").read_bytes() == content


def test_an_older_project_is_brought_up_to_date_and_backed_up(folder, monkeypatch):
    monkeypatch.setattr(schema, "MIGRATIONS", [*schema.MIGRATIONS, ("ALTER TABLE runs ADD COLUMN note TEXT",)])
    with Project.open(folder) as project:
        assert project.snapshot().counts() == {1: 3000} and project.can_undo
    assert "note" in columns(folder / "project.db", "runs")
    earlier = f"project-version-{len(schema.MIGRATIONS) - 1}.db"
    assert "note" not in columns(folder / earlier, "runs")
    Project.open(folder).close()


def test_a_migration_that_fails_changes_nothing(folder, monkeypatch):
    broken = ("ALTER TABLE runs ADD COLUMN note TEXT", "ALTER TABLE nowhere ADD COLUMN note TEXT")
    with monkeypatch.context() as patched:
        patched.setattr(schema, "MIGRATIONS", [*schema.MIGRATIONS, broken])
        with pytest.raises(ProjectError):
            Project.open(folder)
    assert "note" not in columns(folder / "project.db", "runs")
    with Project.open(folder) as project:
        assert project.snapshot().counts() == {1: 3000}


def test_a_folder_that_cannot_be_written_to_is_shown_as_it_is(folder, monkeypatch):
    monkeypatch.setattr(database, "is_writable", lambda folder: False)
    before = sorted((path.name, path.stat().st_mtime_ns) for path in folder.iterdir())
    with Project.open(folder) as project:
        assert project.read_only and project.snapshot().counts() == {1: 3000}
        for write in (lambda: paint(project), project.undo, lambda: project.new_run("st++", {})):
            with pytest.raises(ProjectError, match="cannot be written to: copy the project"):
                write()
        assert project.snapshot().counts() == {1: 3000}
    assert sorted((path.name, path.stat().st_mtime_ns) for path in folder.iterdir()) == before


def test_a_read_only_folder_shows_strokes_that_are_still_in_the_log_of_a_killed_program(project, tmp_path, monkeypatch):
    paint(project, 2)
    # As a kill leaves it: the database with its write-ahead log beside it.
    killed = tmp_path / "killed.seis"
    killed.mkdir()
    for name in ("project.db", "project.db-wal"):
        (killed / name).write_bytes((project.folder / name).read_bytes())
    monkeypatch.setattr(database, "is_writable", lambda folder: False)
    with Project.open(killed) as shown:
        assert shown.snapshot().counts() == {2: 3000}


def test_where_a_log_is_not_possible_the_project_works_without_one(survey, tmp_path, geometry, monkeypatch):
    monkeypatch.setattr(database, "on_network", lambda path: True)
    with Project.create(tmp_path / "net.seis", survey, geometry) as project:
        paint(project)
        assert not (project.folder / "project.db-wal").exists()
    with Project.open(tmp_path / "net.seis") as project:
        assert project.snapshot().counts() == {1: 3000}


def test_a_stroke_that_cannot_be_stored_changes_nothing(project):
    paint(project)
    version = project.labels_version
    limit_pages(project)
    with pytest.raises(ProjectError, match="no room left on the disk"):
        for label in range(4, 100):
            noise(project, label)
    counts = project.snapshot().counts()
    project.close()
    with Project.open(project.folder) as again:
        assert again.snapshot().counts() == counts and again.labels_version >= version


def limit_pages(project: Project) -> None:
    """As good as a full disk: the database may not grow any more."""
    project._database.value("PRAGMA max_page_count = 1")


def noise(project: Project, label: int) -> None:
    rng = np.random.default_rng(label)
    mask = rng.random((90, 130)) < 0.5
    section = SectionId(Direction.INLINE, 100 + 2 * (label % 70))
    project.commit([Stroke(section, label, 0, 0, mask, np.full(mask.shape, UNLABELLED, np.int8))])


def change(folder: Path, sql: str) -> None:
    connection = sqlite3.connect(folder / "project.db")
    connection.execute(sql)
    connection.commit()
    connection.close()


def columns(file: Path, table: str) -> list[str]:
    connection = sqlite3.connect(file)
    names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    connection.close()
    return names
