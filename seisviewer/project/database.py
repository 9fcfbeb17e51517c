"""The one SQLite file of a project: how it is opened, how it is written to, and what its errors mean to a user."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from seisviewer.atomic_files import FULL, replacing
from seisviewer.errors import DiskFull, ProjectError
from seisviewer.project.guarding.own_files import OwnFiles
from seisviewer.project.links import check_inside
from seisviewer.project.sqlite_sentences import FULL_DISK, damaged, is_busy, is_of_full_disk, sentence
from seisviewer.translation import tr

FILE_NAME = "project.db"
BUSY_SECONDS = 5.0
LOG_PAGES = 1000  # of the write-ahead log, after which what it holds goes into the database itself
MEMORY_DISK = "/dev/shm"  # where the system has one
ENDINGS = "-wal", "-shm", "-journal"  # of the files that SQLite keeps beside a database
LOCK_FILE = "editing.lock"
LEAST_ROOM = 1 << 17  # bytes; what SQLite needs beside a database to open it and to store a stroke
NETWORK_FILE_SYSTEMS = ("nfs", "cifs", "smb", "9p", "afs", "ceph", "lustre", "gpfs", "beegfs", "fuse.sshfs")


class Database:
    """A connection to the SQLite file of a project folder.

    Threads may share it when they take turns (the project's lock sees to that). Where the folder cannot be written to,
    the connection works on a copy in a temporary folder, and `read_only` is True.
    """

    def __init__(self, folder: Path, *, new: bool = False, full: bool = False) -> None:
        """full: its disk is known to be too full for what was tried."""
        self.file = folder / FILE_NAME
        if not new and not self.file.is_file():
            raise ProjectError(
                tr("{folder} is no project: it holds no {file_name}; choose a .seis folder or a survey.").format(
                    folder=folder, file_name=FILE_NAME
                )
            )
        for name in (FILE_NAME, *(FILE_NAME + ending for ending in ENDINGS), LOCK_FILE):
            check_inside(folder, folder / name)
        self.is_full = full or not has_room(folder)
        if new and self.is_full:
            raise DiskFull(
                tr(
                    "{folder} cannot be made: its disk is full. Make room there, or choose a place on another disk."
                ).format(folder=folder)
            )
        self.read_only = self.is_full or not is_writable(folder)
        self._copy: tempfile.TemporaryDirectory | None = None
        place = self._copied() if self.read_only else self.file
        with self.translated():
            # Opened in a worker, then used by the window: SQLite is compiled to allow it, and the project takes turns.
            self._connection = sqlite3.connect(
                place, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
        try:
            with self.translated():
                self._prepare(place)
        except ProjectError:
            self.close()
            raise

        self._own = OwnFiles(place)

    def rows(self, sql: str, values: tuple = ()) -> list[tuple]:
        with self.translated():
            return self._connection.execute(sql, values).fetchall()

    def value(self, sql: str, values: tuple = ()) -> Any:
        """The first column of the first row; None when there is no row."""
        rows = self.rows(sql, values)
        return rows[0][0] if rows else None

    @contextmanager
    def transaction(self, *, on_copy: bool = False) -> Iterator[sqlite3.Connection]:
        """All that is written inside is stored at the end, or nothing of it. Raises ProjectError.

        on_copy: write to the temporary copy of a read-only project too, where nobody expects it to last.
        """
        if self.read_only and not on_copy:
            raise ProjectError(
                tr("{why_read_only}: {way_out} to change it.").format(
                    why_read_only=self.why_read_only, way_out=self._way_out()
                )
            )
        self.check()
        with self.translated():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self.check()  # the last moment at which nothing is said to be stored yet
                self._connection.execute("COMMIT")
            except BaseException:
                # A full disk makes SQLite roll back by itself.
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise
        if not self.read_only:
            self._own.remember()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """All that is read inside is of one moment, whatever another program writes meanwhile."""
        with self.translated():
            self._connection.execute("BEGIN")
            try:
                yield
            finally:
                self._connection.execute("ROLLBACK")

    @contextmanager
    def translated(self) -> Iterator[None]:
        """Turns what SQLite says into one sentence for the user."""
        try:
            yield
        except sqlite3.ProgrammingError:
            raise  # a mistake of ours, such as using a closed project; no user can mend it
        except UnicodeEncodeError as error:  # the name of a file may hold bytes that are no text
            raise ProjectError(
                tr("A name is not in UTF-8 and cannot be stored: rename the file it comes from.")
            ) from error
        except UnicodeDecodeError as error:  # even what SQLite says of a damaged file may be no text
            raise ProjectError(damaged(self.file, tr("it holds no text where there should be some"))) from error
        except sqlite3.Error as error:
            if is_of_full_disk(error) or not is_busy(error) and not has_room(self.file.parent):
                raise DiskFull(FULL_DISK.format(folder=self.file.parent)) from error
            raise ProjectError(sentence(error, self.file)) from error

    def write_back(self, *, alone: bool) -> None:
        """Whether this connection, and no other, brings what the write-ahead log holds into the database while it is open:
        that of who changes the project. Whatever else changes the file is then noticed."""
        if self.read_only:
            return
        with self.translated():
            self._connection.execute(f"PRAGMA wal_autocheckpoint = {LOG_PAGES if alone else 0}")
            has_log = self._connection.execute("PRAGMA journal_mode").fetchone()[0].upper() == "WAL"
        with suppress(OSError):  # it is gone: the next change says so
            self._own.watch_content(watched=alone and has_log)

    @property
    def is_spoilt(self) -> bool:
        """Whether what it held is lost, so that a copy of it is none."""
        return self._own.is_spoilt

    def is_at(self, file: Path) -> bool:
        """Whether a path names the very file that is open, wherever it was moved to since."""
        return self._own.is_at(file)

    def moved_to(self) -> Path | None:
        """The folder in which the file lies now, where it was moved or renamed since."""
        return self._own.moved_to()

    def check(self) -> None:
        """Raises ProjectGone where what is written would not be found again: the file was deleted, moved or spoilt."""
        if not self.read_only:
            self._own.check()

    def back_up(self, name: str) -> None:
        """Copy the whole database, as it was before a transaction that is open, to a file of this name beside it, in
        one step."""
        check_inside(self.file.parent, self.file.with_name(name))
        with self.translated(), replacing(self.file.with_name(name), self._not_backed_up) as temporary:
            # SQLite copies nothing out of a connection that is in a transaction of its own.
            with closing(sqlite3.connect(self.file)) as source, closing(sqlite3.connect(temporary)) as target:
                source.backup(target)

    def _not_backed_up(self, said: str) -> ProjectError:
        """A project that cannot be backed up for want of room can still be read."""
        return ProjectError(said) if has_room(self.file.parent, self.file.stat().st_size) else DiskFull(said)

    @property
    def why_read_only(self) -> str:
        """Why nothing can be stored, without a full stop."""
        if self.is_full:
            return tr("There is no room left on the disk of {parent}").format(parent=self.file.parent)
        return tr("{parent} cannot be written to").format(parent=self.file.parent)

    def _way_out(self) -> str:
        return (
            tr("make room, and open the project again")
            if self.is_full
            else tr("copy the project to a folder of your own")
        )

    def copy_to(self, file: Path) -> None:
        """Write all that is stored to another file, also when this one has no name any more."""
        with self.translated(), closing(sqlite3.connect(file)) as target:
            self._connection.backup(target)

    def close(self) -> None:
        """Give the file back; a second call does nothing."""
        self._connection.close()
        if self._copy is not None:
            self._copy.cleanup()

    def _prepare(self, place: Path) -> None:
        run = self._connection.execute
        run("PRAGMA foreign_keys = ON")
        run("PRAGMA wal_autocheckpoint = 0")  # see `write_back`
        # Shared memory, which WAL needs, does not reach over a network.
        mode = "DELETE" if on_network(place) else "WAL"
        if run("PRAGMA journal_mode").fetchone()[0].upper() != mode:
            try:
                run(f"PRAGMA journal_mode = {mode}")
            except sqlite3.OperationalError:
                run("PRAGMA journal_mode = DELETE")
        # FULL: a stroke survives a power cut too, at the price of one flush of the disk.
        run("PRAGMA synchronous = FULL")

    def _fits(self, place: Path) -> bool:
        """Whether a copy of the database can be made in a folder, with room to bring it up to date."""
        return place.is_dir() and is_writable(place) and has_room(place, 2 * self.file.stat().st_size + LEAST_ROOM)

    def _copied(self) -> Path:
        # Where the disk of the project is full, that of temporary files may be the same; memory is another.
        roomy = (place for place in (tempfile.gettempdir(), MEMORY_DISK) if self._fits(Path(place)))
        parent = next(roomy, tempfile.gettempdir())
        self._copy = tempfile.TemporaryDirectory(prefix="seisviewer-", dir=parent, ignore_cleanup_errors=True)
        copy = Path(self._copy.name) / FILE_NAME
        try:
            # The write-ahead log holds the newest strokes where a program was killed.
            for ending in ("", "-wal"):
                source = self.file.with_name(FILE_NAME + ending)
                if source.exists():
                    shutil.copyfile(source, copy.with_name(FILE_NAME + ending))
        except OSError as error:
            raise ProjectError(
                tr("{file} cannot be read: {strerror}.").format(file=self.file, strerror=error.strerror)
            ) from error
        return copy


def has_room(folder: Path, size: int = LEAST_ROOM) -> bool:
    """Whether so many bytes can be written in the folder, quotas reckoned with; True where nothing can be written."""
    try:
        with tempfile.TemporaryFile(dir=folder, buffering=0) as file:
            if size > LEAST_ROOM:
                return shutil.disk_usage(folder).free >= size
            return file.write(b"\1" * size) == size
    except OSError as error:
        return error.errno not in FULL


def is_writable(folder: Path) -> bool:
    """Whether a file can be made in the folder. Asking the permissions would not tell of a read-only disk."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError:
        return False
    # Not by opening it: closing a file gives up every lock that this process holds on it, SQLite's too.
    file = folder / FILE_NAME
    return not file.exists() or os.access(file, os.W_OK)


def on_network(path: Path) -> bool:
    """Whether a file lies on another machine's disk, as far as the system says."""
    if str(path).startswith(("\\\\", "//")):
        return True
    if sys.platform != "linux":
        return False
    try:
        mounts = [line.split()[1:3] for line in Path("/proc/mounts").read_text().splitlines()]
    except OSError:
        return False
    above = {str(folder) for folder in (path.resolve(), *path.resolve().parents)}
    kinds = [(len(point), kind) for point, kind in mounts if point.replace("\\040", " ") in above]
    return bool(kinds) and max(kinds)[1].startswith(NETWORK_FILE_SYSTEMS)
