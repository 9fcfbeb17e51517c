"""Tells whether the files that a connection writes to are still those of its project.

SQLite goes on writing to a file that was deleted, moved or cut off: what is said to be stored then is gone with it.
"""

from __future__ import annotations

import os
from pathlib import Path

import psutil

from seisviewer.errors import ProjectGone
from seisviewer.project.guarding.file_print import fingerprint
from seisviewer.translation import tr

KEEP = tr("Save the project as a new folder to go on; nothing more is stored until then.")


class OwnFiles:
    """The database and its write-ahead log as they were last seen."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._log = file.with_name(f"{file.name}-wal")
        self._opened = file.stat()
        self._bytes = 0
        self._seen_log: os.stat_result | None = None
        self._modified = 0
        self._print: int | None = None  # None while others may write to the file itself
        self._is_lost = False
        self._spoilt = ""  # why nothing can be written any more, however the files look later

    @property
    def is_spoilt(self) -> bool:
        """Whether what the file held is lost, wherever it lies."""
        return self._is_lost

    def watch_content(self, *, watched: bool) -> None:
        """Whether nobody else may write to the database itself, so that another content of the same size is noticed."""
        self._print = fingerprint(self._file) if watched else None
        self._modified = self._file.stat().st_mtime_ns

    def is_at(self, file: Path) -> bool:
        """Whether a path names the very file that is open, wherever it was moved to since."""
        try:
            return os.path.samestat(file.stat(), self._opened)
        except OSError:
            return False

    def moved_to(self) -> Path | None:
        """The folder in which the file lies now, where that was only moved or renamed; None where it was not, or where
        nobody can tell."""
        if self._spoilt or self.is_at(self._file):
            return None
        try:
            opened = [Path(file.path) for file in psutil.Process().open_files()]
        except (psutil.Error, OSError):  # some systems do not tell
            return None
        return next((file.parent for file in opened if file.name == self._file.name and self.is_at(file)), None)

    def check(self) -> None:
        """Raises ProjectGone where what is written would not be found again."""
        if not self._spoilt and not self.is_at(self._file):
            raise ProjectGone(self._moved())
        self._spoilt = self._spoilt or self._damage()
        if self._spoilt:
            raise ProjectGone(self._spoilt)

    def remember(self) -> None:
        """After a transaction: neither file ever becomes smaller while it is open."""
        now = self._file.stat()
        if self._print is not None and now.st_mtime_ns != self._modified:  # what was stored went from the log into it
            self._print = fingerprint(self._file)
        self._bytes, self._modified = now.st_size, now.st_mtime_ns
        self._seen_log = _status(self._log)

    def _damage(self) -> str:
        now = _status(self._file)
        if now is None or now.st_size < self._bytes or self._has_other_content(now):
            self._is_lost = True
            return tr("{file} was cut off or overwritten by another program while it was open. {keep}").format(
                file=self._file, keep=KEEP
            )
        if self._seen_log is not None:
            log = _status(self._log)
            is_there = log is not None and os.path.samestat(log, self._seen_log)
            if not is_there or log.st_size < self._seen_log.st_size:
                self._is_lost = is_there  # a log that was deleted can be read as long as it is open
                return tr("{log} was deleted or overwritten by another program while it was in use. {keep}").format(
                    log=self._log, keep=KEEP
                )
        return ""

    def _has_other_content(self, now: os.stat_result) -> bool:
        if self._print is None or now.st_mtime_ns == self._modified:
            return False
        if fingerprint(self._file) != self._print:
            return True
        self._modified = now.st_mtime_ns  # it was merely touched
        return False

    def _moved(self) -> str:
        """Says that the file is no longer where it was opened, and where to go on."""
        folder = self._file.parent
        what = tr("{folder} was moved, renamed or deleted while it was open, so the change was not stored").format(
            folder=folder
        )
        if folder.is_dir():
            what = tr("{file} was moved, replaced or deleted while it was open, so the change was not stored").format(
                file=self._file
            )
        now = self.moved_to()
        if now is None:
            return tr("{what}: put it back, or save the project as a new folder to go on.").format(what=what)
        return tr("{what}: open {now} to go on, move it back, or save the project as a new folder.").format(
            what=what, now=now
        )


def _status(file: Path) -> os.stat_result | None:
    try:
        return file.stat()
    except OSError:
        return None
