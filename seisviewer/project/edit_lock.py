"""Only one program at a time changes the labels or picks of a project.

Every window keeps them in memory, so two that work in the same project would undo each other's changes. The
lock is an exclusive transaction on a small file of its own: the system lets go of it when the program ends, however
it ends, and programs that only read are not kept out. On another machine's disk a lock may outlive its program, and is
taken over when that program is known to be gone.
"""

from __future__ import annotations

import os
import sqlite3
from dataclasses import astuple
from pathlib import Path

from seisviewer.atomic_files import FULL
from seisviewer.errors import DiskFull, ProjectError
from seisviewer.project.database import LOCK_FILE, Database, has_room, on_network
from seisviewer.project.program import Program
from seisviewer.project.sqlite_sentences import FULL_DISK, NOT_WRITABLE, is_busy, is_damage, is_of_full_disk, sentence
from seisviewer.translation import tr


class EditLock:
    """The right to change a project's labels or picks, held until `release`."""

    def __init__(self, database: Database, wait: float) -> None:
        """Wait at most `wait` seconds for the lock; raises ProjectError that says who holds it, or what else is wrong."""
        file = database.file.with_name(LOCK_FILE)
        try:
            self._locked = _LockedFile(file, wait)
        except sqlite3.Error as error:
            if is_of_full_disk(error) or not is_busy(error) and not has_room(file.parent):
                raise DiskFull(FULL_DISK.format(folder=file.parent)) from error
            if not is_busy(error):
                raise ProjectError(_trouble(error, file)) from error
            self._locked = _taken_over(database, file)
            return
        try:
            with database.transaction() as connection:
                if not self._locked.is_in_place:  # it was taken for the lock of a dead program
                    raise ProjectError(_held(database))
                write_holder(connection)
        except BaseException:
            self.release()
            raise

    def release(self) -> None:
        """Let others change the project. A second call does nothing."""
        self._locked.close()


class _LockedFile:
    """A file that is locked for this program until it is closed."""

    def __init__(self, file: Path, wait: float) -> None:
        """Raises sqlite3.Error, or ProjectError where the file may only be read."""
        self._file = file
        try:
            # Never opened needlessly: closing a file gives up the locks that this process has on it.
            if not file.exists():
                file.touch()
            self._status = file.stat()
        except OSError as error:
            if error.errno in FULL:
                raise DiskFull(FULL_DISK.format(folder=file.parent)) from error
            raise ProjectError(
                tr("{file} cannot be made: {strerror}.").format(file=file, strerror=error.strerror)
            ) from error
        if not os.access(file, os.W_OK):  # SQLite would say that it is locked, and lock nothing
            raise ProjectError(NOT_WRITABLE.format(file=file))
        self._connection = sqlite3.connect(file, timeout=wait, isolation_level=None, check_same_thread=False)
        try:
            self._connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error:
            self.close()
            raise

    @property
    def is_in_place(self) -> bool:
        try:
            return os.path.samestat(self._file.stat(), self._status)
        except OSError:
            return False

    def close(self) -> None:
        self._connection.close()


def _taken_over(database: Database, file: Path) -> _LockedFile:
    """A lock on a new file in place of one that a dead program left locked; raises ProjectError where none did."""
    # The system itself unlocks what lay on its own disks.
    if not on_network(file):
        raise ProjectError(_held(database))
    with database.transaction() as connection:  # one program at a time decides this
        holder = _holder(database)
        if holder is None or not holder.is_gone:
            raise ProjectError(_held(database))
        try:
            file.unlink(missing_ok=True)
            locked = _LockedFile(file, 0)
        except (OSError, sqlite3.Error) as error:
            raise ProjectError(_held(database)) from error
        write_holder(connection)
    return locked


def write_holder(connection: sqlite3.Connection) -> None:
    """Say in the project that this program changes it."""
    connection.execute("DELETE FROM holder")
    connection.execute("INSERT INTO holder VALUES (?, ?, ?)", astuple(Program.this()))


def _holder(database: Database) -> Program | None:
    rows = database.rows("SELECT pid, host, since FROM holder")
    try:
        return Program(int(rows[0][0]), str(rows[0][1]), float(rows[0][2])) if rows else None
    except (TypeError, ValueError):  # damaged: whoever it is did not say so
        return None


def _held(database: Database) -> str:
    holder = _holder(database)
    # The name of a program that is gone stays there; whoever has the lock has not said so yet, or is no seisviewer.
    who = "" if holder is None or holder.is_gone else f" ({holder})"
    return tr("{parent} is open in another program{who}: close it there first.").format(
        parent=database.file.parent, who=who
    )


def _trouble(error: sqlite3.Error, file: Path) -> str:
    if is_damage(error):
        return tr("{file} is damaged: delete this file, which holds no labels and no picks.").format(file=file)
    return sentence(error, file)
