"""`seisviewer review picks`: list, accept and reject what a picker found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from seisviewer.cli.console import say_json
from seisviewer.cli.plain_table import table_text
from seisviewer.cli.survey_commands import AsJson
from seisviewer.errors import BadRequest
from seisviewer.translation import tr
from seisviewer.waveforms.window_times import moment_text

if TYPE_CHECKING:
    from seisviewer.picks.pick import Pick, Review
    from seisviewer.project.trace_project import TraceProject

app = typer.Typer(help=tr("Accept or reject what a picker found, by its probability."), no_args_is_help=True)

Folder = Annotated[Path, typer.Argument(help="The project folder of the records, such as day.seis.", metavar="PROJECT")]
PERCENT = typer.Option(min=0, max=100, help=tr("Only picks of which the picker is at least that sure, in percent."))
MOST = typer.Option(min=0, max=100, help=tr("Only picks of which the picker is at most that sure, in percent."))
Stations = Annotated[
    list[str] | None, typer.Option("--station", help="Record or station, such as CI.CLC; may be given again.")
]
Phase = Annotated[str, typer.Option(help="Only P, or only S.")]
Picker = Annotated[str, typer.Option(help="Only picks of this picker, such as phasenet:original.")]
MOST_LISTED = 200


@dataclass(frozen=True)
class _Wanted:
    """Which undecided picks, as the options say. above, below: percent. stations: records, or what their keys begin with."""

    above: float
    below: float
    stations: Sequence[str] | None
    phase: str
    picker: str


@app.command("list")
def list_command(
    project: Folder,
    above: Annotated[float, PERCENT] = 0,
    below: Annotated[float, MOST] = 100,
    station: Stations = None,
    phase: Phase = "",
    picker: Picker = "",
    as_json: AsJson = False,
) -> None:
    """List the undecided picks in the order of time, and say how the review stands."""
    from seisviewer.project.trace_project import TraceProject
    from seisviewer.workflows.review.pick_review import counts_of_picks

    with TraceProject.open(project, edit=False) as held:
        left = _undecided(held, _Wanted(above, below, station, phase, picker))
        counts = counts_of_picks(held.picks)
    if as_json:
        say_json({"picks": [_row(pick) for pick in left], **vars(counts)})
        return
    if left:
        titles = (tr("Time (UTC)"), tr("Record"), tr("Phase", "seismology"), tr("Probability"), tr("Picker"))
        cells = [tuple(str(value) for value in _row(pick).values()) for pick in left[:MOST_LISTED]]
        typer.echo(
            table_text(tr("Undecided picks of {project_name}").format(project_name=project.name), titles, cells, 3)
        )
    if len(left) > MOST_LISTED:
        typer.echo(tr("… and {count:,} more: “--json” lists them all.").format(count=len(left) - MOST_LISTED))
    typer.echo(f"{counts.text}.")


@app.command("accept")
def accept_command(
    project: Folder,
    above: Annotated[float, PERCENT] = 95,
    below: Annotated[float, MOST] = 100,
    station: Stations = None,
    phase: Phase = "",
    picker: Picker = "",
) -> None:
    """Accept undecided picks. One undo in the window takes them back."""
    from seisviewer.picks.pick import Review

    _decide(project, Review.ACCEPTED, _Wanted(above, below, station, phase, picker))


@app.command("reject")
def reject_command(
    project: Folder,
    below: Annotated[float, MOST],
    above: Annotated[float, PERCENT] = 0,
    station: Stations = None,
    phase: Phase = "",
    picker: Picker = "",
) -> None:
    """Reject undecided picks: no picker finds them again. One undo in the window takes them back."""
    from seisviewer.picks.pick import Review

    _decide(project, Review.REJECTED, _Wanted(above, below, station, phase, picker))


def _decide(folder: Path, review: Review, wanted: _Wanted) -> None:
    from seisviewer.picks.pick import Change
    from seisviewer.project.trace_project import TraceProject
    from seisviewer.workflows.review.pick_review import counts_of_picks, decided

    with TraceProject.open(folder) as held:
        chosen = _undecided(held, wanted)
        if chosen:
            held.commit([Change(pick, decided(pick, review)) for pick in chosen])
        counts = counts_of_picks(held.picks)
    name = tr("pick") if len(chosen) == 1 else tr("picks")
    typer.echo(f"{folder}: {tr(review.value)} {len(chosen):,} {name}; {counts.text}.")


def _undecided(project: TraceProject, wanted: _Wanted) -> tuple[Pick, ...]:
    from seisviewer.workflows.review.pick_review import undecided

    above, below = wanted.above, wanted.below
    if above > below:
        raise BadRequest(
            tr("No probability is at least {above:g} % and at most {below:g} %: exchange --above and --below.").format(
                above=above, below=below
            )
        )
    keys = _keys(project.picks, wanted.stations) if wanted.stations else None
    phase = wanted.phase.upper()
    return undecided(project.picks, above / 100, below / 100, records=keys, phase=phase, model=wanted.picker)


def _keys(picks: Sequence[Pick], names: Sequence[str]) -> frozenset[str]:
    """The records with picks whose key is named, or begins with a name."""
    known = {pick.record for pick in picks}
    found: set[str] = set()
    for name in names:
        named = {key for key in known if key == name or key.startswith(f"{name}.")}
        if not named:
            raise BadRequest(
                tr("No pick lies on {name}: there are picks on {listed}.").format(
                    name=name, listed=", ".join(sorted(known)[:6]) or tr("no record")
                )
            )
        found |= named
    return frozenset(found)


def _row(pick: Pick) -> dict[str, object]:
    return {
        "time": moment_text(pick.trace_name, pick.time, 2),
        "record": pick.record,
        "phase": pick.name,
        "probability": "" if pick.probability is None else round(pick.probability, 4),
        "picker": pick.model,
    }
