"""What SQLite's errors mean to a user: one sentence each, with what to do."""

from __future__ import annotations

import sqlite3
import textwrap
from pathlib import Path

from seisviewer.translation import tr

NOT_WRITABLE = tr("{file} may only be read: allow writing to it, or copy the project to a folder of your own.")
NO_PERMISSION = tr("You have no permission to open {file}: ask for it, or copy the project to a folder of your own.")
IN_USE = tr("{folder} is being written to by another program: try again in a moment.")
FULL_DISK = tr("There is no room left on the disk of {folder}: the change was not stored; make room for it.")

MOST_LETTERS = 160  # of a reason that others give

# By the result code of SQLite. {file}: the database; {folder}: the project.
SENTENCES = {
    sqlite3.SQLITE_BUSY: IN_USE,
    sqlite3.SQLITE_LOCKED: IN_USE,
    sqlite3.SQLITE_PROTOCOL: IN_USE,
    sqlite3.SQLITE_FULL: FULL_DISK,
    sqlite3.SQLITE_IOERR: tr(
        "The disk of {folder} failed while {file} was read or written: check the disk and its room."
    ),
    sqlite3.SQLITE_READONLY: NOT_WRITABLE,
    sqlite3.SQLITE_PERM: NO_PERMISSION,
    sqlite3.SQLITE_AUTH: NO_PERMISSION,
    sqlite3.SQLITE_CANTOPEN: tr(
        "{file} cannot be opened: check that its folder is there and that you may read and write it."
    ),
    sqlite3.SQLITE_NOMEM: tr("There is not enough memory to read {file}: close other programs."),
}


def sentence(error: sqlite3.Error, file: Path) -> str:
    """For whatever SQLite said about `file`, a file of a project folder."""
    known = SENTENCES.get(_code(error))
    return damaged(file, error) if known is None else known.format(file=file, folder=file.parent)


def damaged(file: Path, reason: object) -> str:
    """For a file that holds what no project holds."""
    told = textwrap.shorten(str(reason), MOST_LETTERS, placeholder=" …")  # SQLite may repeat a table's whole definition
    return tr("{file} is damaged ({told}): restore it from a backup.").format(file=file, told=told)


def is_busy(error: sqlite3.Error) -> bool:
    """Whether another program keeps the file locked."""
    return _code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def is_of_full_disk(error: sqlite3.Error) -> bool:
    return _code(error) == sqlite3.SQLITE_FULL


def is_damage(error: sqlite3.Error) -> bool:
    """Whether the fault is in what the file holds."""
    return _code(error) not in SENTENCES


def _code(error: sqlite3.Error) -> int:
    """The result code; the extended ones keep the plain one in their lowest byte. 0 where there is none."""
    return (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
