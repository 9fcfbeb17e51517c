"""A project on a full disk opens for reading and says that the disk is full, and nothing else."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from seisviewer.errors import DiskFull, ProjectError
from seisviewer.labels.stroke import UNLABELLED, Stroke
from seisviewer.project import database, edit_lock, schema
from seisviewer.project.project import Project
from seisviewer.volumes.geometry import Direction, Geometry, SectionId


def paint(project: Project) -> None:
    mask = np.ones((5, 6), bool)
    before = np.full(mask.shape, UNLABELLED, np.int8)
    project.commit([Stroke(SectionId(Direction.INLINE, 100), 1, 0, 0, mask, before)])


@pytest.fixture
def folder(project: Project) -> Path:
    """A closed project with one stroke."""
    paint(project)
    project.close()
    return project.folder


@contextmanager
def full(monkeypatch: pytest.MonkeyPatch, place: Path) -> Iterator[None]:
    """Nothing more fits on the disk of a folder."""
    has_room = database.has_room

    def none_here(folder: Path, size: int = 0) -> bool:
        return place not in (folder, *folder.parents) and has_room(folder, size)

    with monkeypatch.context() as patched:
        patched.setattr(database, "has_room", none_here)
        patched.setattr(edit_lock, "has_room", none_here)
        yield


def test_a_project_on_a_full_disk_is_shown_and_says_why_nothing_is_stored(folder, monkeypatch):
    with full(monkeypatch, folder), Project.open(folder) as project:
        assert project.read_only and not project.can_edit and project.snapshot().counts() == {1: 30}
        with pytest.raises(ProjectError, match="no room left on the disk of .*: make room"):
            paint(project)
    with Project.open(folder) as project:
        assert project.can_edit, "there is room again"


@pytest.mark.parametrize("code", [sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_PROTOCOL])
def test_whatever_sqlite_says_on_a_full_disk_it_is_called_full(project, monkeypatch, code):
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = code
    with full(monkeypatch, project.folder), pytest.raises(DiskFull, match="no room left on the disk"):
        with project._database.translated():
            raise error


def test_a_disk_that_is_too_full_for_the_backup_shows_the_older_project(folder, monkeypatch):
    def no_backup(self: database.Database, name: str) -> None:
        raise DiskFull(f"{name} cannot be written: its disk is full.")

    version = len(schema.MIGRATIONS)
    monkeypatch.setattr(schema, "MIGRATIONS", [*schema.MIGRATIONS, ("ALTER TABLE runs ADD COLUMN note TEXT",)])
    monkeypatch.setattr(database.Database, "back_up", no_backup)
    with Project.open(folder) as project:
        assert project.read_only and project.snapshot().counts() == {1: 30}
        assert "no room left" in project.why_read_only
    with sqlite3.connect(folder / "project.db") as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (version,)
    connection.close()


def test_a_lock_file_that_finds_no_room_is_no_other_program(folder, monkeypatch):
    (folder / "editing.lock").unlink()
    touch = Path.touch

    def no_room(self: Path, *_: object, **__: object) -> None:
        if self.name == "editing.lock":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        touch(self)

    monkeypatch.setattr(Path, "touch", no_room)
    with Project.open(folder, wait=0) as project:
        assert project.read_only and project.snapshot().counts() == {1: 30}


def test_a_project_is_not_made_on_a_full_disk(tmp_path, survey: Path, geometry: Geometry, monkeypatch):
    with full(monkeypatch, tmp_path), pytest.raises(ProjectError, match=r"new\.seis cannot be made: its disk is full"):
        Project.create(tmp_path / "new.seis", survey, geometry)
    assert not (tmp_path / "new.seis").exists()


def test_a_backup_has_its_name_only_once_it_is_whole(folder, monkeypatch):
    """As a kill in the middle of it leaves it."""
    monkeypatch.setattr(schema, "MIGRATIONS", [*schema.MIGRATIONS, ("ALTER TABLE runs ADD COLUMN note TEXT",)])
    seen: list[list[str]] = []
    replace = os.replace

    def watched(source: Path, target: Path) -> None:
        seen.append([path.name for path in folder.glob("project-version-*.db")])
        with sqlite3.connect(source) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        connection.close()
        replace(source, target)

    monkeypatch.setattr(os, "replace", watched)
    Project.open(folder).close()
    assert seen == [[]] and len(list(folder.glob("project-version-*.db"))) == 1
