"""The options of commands whose work is done in blocks."""

from __future__ import annotations

from typing import Annotated

import typer

from seisviewer.blocks.workers import MOST_PROCESSES, Workers

Processes = Annotated[
    int,
    typer.Option("--workers", help="So many processes of this machine share the work.", min=1, max=MOST_PROCESSES),
]
Scheduler = Annotated[
    str,
    typer.Option(
        help="Address of a Dask scheduler, such as tcp://host:8786, whose workers share the work; they see the same files "
        "under the same paths.",
        metavar="ADDRESS",
        show_default=False,
    ),
]


def workers_of(processes: int, scheduler: str) -> Workers:
    """Raises BadRequest where there cannot be such workers."""
    workers = Workers(processes, scheduler)
    workers.check()
    return workers
