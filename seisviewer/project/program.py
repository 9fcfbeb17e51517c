"""The program that does something with a project, so that others can tell whether it is still there."""

from __future__ import annotations

import os
import socket
import time
from dataclasses import dataclass

import psutil

from seisviewer.translation import tr

CLOCK_SECONDS = 60.0  # by which the clock may have been set since a program said who it is


@dataclass(frozen=True)
class Program:
    """A process by its own account. since: when it began what it does, seconds since 1970."""

    pid: int
    host: str
    since: float

    @classmethod
    def this(cls) -> Program:
        return cls(os.getpid(), socket.gethostname(), time.time())

    @property
    def is_here(self) -> bool:
        return self.host == socket.gethostname()

    @property
    def is_gone(self) -> bool:
        """Whether its process ended for certain: it ran on this computer, and its number is free or another's by now."""
        if not self.is_here:
            return False
        try:
            process = psutil.Process(self.pid)
            return process.status() == psutil.STATUS_ZOMBIE or process.create_time() > self.since + CLOCK_SECONDS
        except psutil.NoSuchProcess:
            return True
        except (psutil.Error, ValueError):  # hidden from this user; or no number of a process, from a damaged project
            return False

    def __str__(self) -> str:
        where = tr("on this computer") if self.is_here else tr("on {host}").format(host=self.host)
        return tr("process {pid} {where}, since {strftime}").format(
            pid=self.pid, where=where, strftime=time.strftime("%Y-%m-%d %H:%M", time.localtime(self.since))
        )
