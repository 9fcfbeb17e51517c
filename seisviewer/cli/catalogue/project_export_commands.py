"""`seisviewer export picks` and `export catalogue`: what a project of traces holds, for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from seisviewer.cli.console import output, run_work
from seisviewer.cli.learning_commands import check_place
from seisviewer.errors import BadRequest
from seisviewer.translation import tr

Folder = Annotated[Path, typer.Argument(help="The project folder of the records, such as day.seis.", metavar="PROJECT")]


def register(app: typer.Typer) -> None:
    app.command("picks")(picks_command)
    app.command("catalogue")(catalogue_command)


def picks_command(
    project: Folder,
    out: Annotated[
        Path,
        typer.Argument(help="File to write: QuakeML (.xml), table (.csv), NonLinLoc (.obs) or Snuffler (.markers)."),
    ],
    above: Annotated[
        float, typer.Option(min=0, max=100, help="Undecided picks need that probability, in percent.")
    ] = 30,
    reviewed: Annotated[bool, typer.Option("--reviewed", help="Only picks that were set or accepted by hand.")] = False,
) -> None:
    """Write the picks of a project of traces, with its events where the format has room for them."""
    from seisviewer.picks.observations import endings
    from seisviewer.project.trace_project import TraceProject
    from seisviewer.workflows.events.project_catalogue import wanted_picks
    from seisviewer.workflows.traces.pick_files import standing, write_file

    check_place(out)
    if out.suffix.lower() not in endings():
        raise BadRequest(
            tr("{out_name} is of no format of picks: choose a name that ends in {listed}.").format(
                out_name=out.name, listed=", ".join(endings())
            )
        )
    with TraceProject.open(project, edit=False) as held:
        picks, events = wanted_picks(held.picks, above / 100, reviewed=reviewed), held.events
    if not picks:
        raise BadRequest(
            tr("{project_name} has no such pick: pick in the window, or let more of them pass.").format(
                project_name=project.name
            )
        )
    written = run_work(write_file(out, picks, events))
    output().print(
        tr("{count:,} picks are in {out}: {standing}.").format(count=len(written), out=out, standing=standing(written))
    )


def catalogue_command(
    project: Folder,
    out: Annotated[
        Path,
        typer.Argument(
            help="File to write: QuakeML with arrivals (.xml), a line an event (.csv), a block an event (.obs, .markers)."
        ),
    ],
    reviewed: Annotated[
        bool, typer.Option("--reviewed", help="Only events that are located and whose picks were all looked at.")
    ] = False,
) -> None:
    """Write the events of a project of traces: places, arrivals, magnitudes, mechanisms, types."""
    from seisviewer.project.trace_project import TraceProject
    from seisviewer.workflows.catalogue.catalogue_files import check_catalogue_name
    from seisviewer.workflows.events.project_catalogue import reviewed_events, write_event_catalogue

    check_place(out)
    check_catalogue_name(out)
    with TraceProject.open(project, edit=False) as held:
        picks, events = held.picks, held.events
    if reviewed:
        every, events = events, reviewed_events(events, picks)
        if every and not events:
            raise BadRequest(
                tr(
                    "None of the {count:,} events of {project_name} is reviewed: each has a pick that nobody "
                    "looked at, or changed since it was located."
                ).format(count=len(every), project_name=project.name)
            )
    own = run_work(write_event_catalogue(out, events, picks))
    output().print(tr("{count:,} events with {own:,} picks are in {out}.").format(count=len(events), own=own, out=out))
