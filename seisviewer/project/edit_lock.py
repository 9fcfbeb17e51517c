"""Only one program at a time changes the labels or picks of a project.

Every window keeps them in memory, so two that work in the same project would undo each other's changes. The
lock is an exclusive transaction on a small file of its own: the system lets go of it when the program ends, however
it ends, and programs that only read are not kept out.
"""

from __future__ import annotations

import os
import socket
import sqlite3
import time

from seisviewer.errors import ProjectError
from seisviewer.project.database import Database

LOCK_FILE = "editing.lock"


class EditLock:
    """The right to change a project's labels or picks, held until `release`."""

    def __init__(self, database: Database, wait: float) -> None:
        """Wait at most `wait` seconds for the lock; raises ProjectError that says who holds it."""
        self._connection = sqlite3.connect(
            database.file.with_name(LOCK_FILE), timeout=wait, isolation_level=None, check_same_thread=False
        )
        try:
            self._connection.execute("BEGIN EXCLUSIVE")
            with database.transaction() as connection:
                connection.execute("DELETE FROM holder")
                holder = os.getpid(), socket.gethostname(), time.time()
                connection.execute("INSERT INTO holder VALUES (?, ?, ?)", holder)
        except sqlite3.Error as error:
            self._connection.close()
            raise ProjectError(_held_sentence(database)) from error
        except ProjectError:
            self._connection.close()
            raise

    def release(self) -> None:
        """Let others change the project. A second call does nothing."""
        self._connection.close()


def _held_sentence(database: Database) -> str:
    rows = database.rows("SELECT pid, host, since FROM holder")
    folder = database.file.parent
    if not rows:
        return f"{folder} is open in another program: close it there first."
    pid, host, since = rows[0]
    where = "on this computer" if host == socket.gethostname() else f"on {host}"
    when = time.strftime("%Y-%m-%d %H:%M", time.localtime(since))
    return f"{folder} is open in another program (process {pid} {where}, since {when}): close it there first."
