"""Who does the blocks of some work, as the user says it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from urllib.parse import urlsplit

from seisviewer.errors import BadRequest
from seisviewer.translation import tr

SCHEMES = ("tcp", "tls", "ws", "wss", "ucx", "inproc")
MOST_PROCESSES = 256


@dataclass(frozen=True)
class Workers:
    """processes: of this machine; one is this very process. scheduler: address of a Dask scheduler, which has workers of
    its own; "" for none."""

    processes: int = 1
    scheduler: str = ""

    def check(self) -> None:
        """Raise BadRequest where there cannot be such workers, before anything is begun."""
        if self.scheduler and self.processes != 1:
            raise BadRequest(tr("Give either --workers or --scheduler: a scheduler has workers of its own."))
        if not 1 <= self.processes <= MOST_PROCESSES:
            raise BadRequest(
                tr("{processes} workers cannot be had: choose 1 to {most_processes}.").format(
                    processes=self.processes, most_processes=MOST_PROCESSES
                )
            )
        if self.scheduler:
            try:
                address = urlsplit(self.scheduler)
                whole = address.scheme in SCHEMES and address.hostname and address.port
            except ValueError:
                whole = False
            if not whole:
                raise BadRequest(
                    tr("{scheduler} is no address of a Dask scheduler: give one such as tcp://host:8786.").format(
                        scheduler=self.scheduler
                    )
                )

    @property
    def is_alone(self) -> bool:
        """Whether this process does everything."""
        return self.processes == 1 and not self.scheduler

    @property
    def in_words(self) -> str:
        if self.scheduler:
            return tr("Dask at {scheduler}").format(scheduler=self.scheduler)
        return tr("this process") if self.is_alone else tr("{processes} processes").format(processes=self.processes)


ALONE = Workers()


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
