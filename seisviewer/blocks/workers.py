"""Who does the blocks of some work, as the user says it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from urllib.parse import urlsplit

from seisviewer.errors import BadRequest

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
            raise BadRequest("Give either --workers or --scheduler: a scheduler has workers of its own.")
        if not 1 <= self.processes <= MOST_PROCESSES:
            raise BadRequest(f"{self.processes} workers cannot be had: choose 1 to {MOST_PROCESSES}.")
        if self.scheduler:
            try:
                address = urlsplit(self.scheduler)
                whole = address.scheme in SCHEMES and address.hostname and address.port
            except ValueError:
                whole = False
            if not whole:
                raise BadRequest(
                    f"{self.scheduler} is no address of a Dask scheduler: give one such as tcp://host:8786."
                )

    @property
    def is_alone(self) -> bool:
        """Whether this process does everything."""
        return self.processes == 1 and not self.scheduler

    @property
    def in_words(self) -> str:
        if self.scheduler:
            return f"Dask at {self.scheduler}"
        return "this process" if self.is_alone else f"{self.processes} processes"


ALONE = Workers()


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
