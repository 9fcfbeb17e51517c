"""Who may change a project, and what is said of whoever holds it, or of whatever else is wrong."""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from seisviewer.errors import ProjectError
from seisviewer.project import edit_lock
from seisviewer.project.project import Project
from seisviewer.project.sqlite_sentences import sentence


@pytest.fixture
def folder(project: Project) -> Path:
    """A closed project."""
    project.close()
    return project.folder


@pytest.fixture
def dead() -> int:
    """The number of a process that is no more."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Somebody who does not say who it is holds the lock."""
    with closing(sqlite3.connect(folder / "editing.lock", isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        yield


def say_holder(folder: Path, pid: int, since: float = 2e9, host: str | None = None) -> None:
    with closing(sqlite3.connect(folder / "project.db")) as connection:
        connection.execute("DELETE FROM holder")
        connection.execute("INSERT INTO holder VALUES (?, ?, ?)", (pid, host or socket.gethostname(), since))
        connection.commit()


def refusal(folder: Path) -> str:
    with pytest.raises(ProjectError) as caught:
        Project.open(folder, wait=0)
    return str(caught.value)


def test_a_process_that_is_gone_is_not_blamed(folder, dead):
    say_holder(folder, dead)
    with locked(folder):
        assert refusal(folder) == f"{folder} is open in another program: close it there first."


def test_a_process_that_got_the_number_of_a_dead_one_is_not_blamed(folder):
    say_holder(folder, os.getpid(), since=1e9)  # long before this process began
    with locked(folder):
        assert refusal(folder) == f"{folder} is open in another program: close it there first."


def test_a_process_that_lives_is_named(folder):
    say_holder(folder, os.getpid())
    with locked(folder):
        assert f"(process {os.getpid()} on this computer, since 2033" in refusal(folder)


def test_a_process_on_another_computer_is_named_for_nobody_here_knows_whether_it_lives(folder, dead):
    say_holder(folder, dead, host="elsewhere")
    with locked(folder):
        assert f"(process {dead} on elsewhere" in refusal(folder)


def test_a_lock_that_outlives_its_program_on_a_network_disk_is_taken_over(folder, dead, monkeypatch):
    monkeypatch.setattr(edit_lock, "on_network", lambda path: True)
    say_holder(folder, dead)
    with locked(folder):
        with Project.open(folder, wait=0) as project:
            assert project.can_edit
            assert f"process {os.getpid()} on this computer" in refusal(folder), "two programs may edit"


def test_a_lock_of_a_program_that_lives_is_not_taken_over(folder, monkeypatch):
    monkeypatch.setattr(edit_lock, "on_network", lambda path: True)
    say_holder(folder, os.getpid())
    with locked(folder):
        assert f"process {os.getpid()}" in refusal(folder)


def test_whoever_gets_a_lock_that_was_taken_over_meanwhile_does_not_edit(folder, dead, monkeypatch):
    """The late one waited for the file that the other one took for stale and replaced."""
    say_holder(folder, dead)
    begin = edit_lock._LockedFile

    def overtaken(file: Path, wait: float) -> edit_lock._LockedFile:
        locked = begin(file, wait)
        file.unlink()
        monkeypatch.setattr(edit_lock, "_LockedFile", begin)
        return locked

    monkeypatch.setattr(edit_lock, "_LockedFile", overtaken)
    assert "open in another program" in refusal(folder)


def test_a_lock_file_that_is_none_is_said_to_be_damaged(folder):
    (folder / "editing.lock").write_bytes(b"no database" * 300)
    assert refusal(folder).endswith("editing.lock is damaged: delete this file, which holds no labels and no picks.")


def test_a_lock_file_that_may_not_be_written_is_not_held_by_anybody(folder, monkeypatch):
    access = os.access
    monkeypatch.setattr(os, "access", lambda path, how: Path(path).name != "editing.lock" and access(path, how))
    assert "editing.lock may only be read: allow writing to it" in refusal(folder)


def test_a_lock_file_that_cannot_be_opened_is_not_held_by_anybody(folder):
    (folder / "editing.lock").unlink()
    (folder / "editing.lock").mkdir()
    assert "editing.lock cannot be opened: check" in refusal(folder)


@pytest.mark.parametrize("code, said", [
    (sqlite3.SQLITE_BUSY, "is being written to by another program"),
    (sqlite3.SQLITE_FULL, "no room left on the disk"),
    (sqlite3.SQLITE_IOERR_WRITE, "The disk of .* failed"),
    (sqlite3.SQLITE_READONLY_DBMOVED, "may only be read"),
    (sqlite3.SQLITE_PERM, "no permission"),
    (sqlite3.SQLITE_CANTOPEN_ISDIR, "cannot be opened"),
    (sqlite3.SQLITE_NOTADB, "is damaged .*restore it from a backup"),
    (sqlite3.SQLITE_CORRUPT_INDEX, "is damaged .*restore it from a backup"),
    (sqlite3.SQLITE_NOMEM, "not enough memory"),
])  # fmt: skip
def test_each_trouble_has_its_own_sentence(project, code, said):
    error = sqlite3.OperationalError("what SQLite says")
    error.sqlite_errorcode = code
    with pytest.raises(ProjectError, match=said), project._database.translated():
        raise error
    assert "another program" not in sentence(error, project.folder) or code == sqlite3.SQLITE_BUSY


def test_a_full_disk_at_the_lock_is_not_another_program(folder, monkeypatch):
    def full(connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA max_page_count = 1")
        connection.execute("CREATE TABLE too_much AS SELECT zeroblob(100000)")

    monkeypatch.setattr(edit_lock, "write_holder", full)
    with Project.open(folder, wait=0) as project:
        assert not project.can_edit and "no room left on the disk" in project.why_read_only
