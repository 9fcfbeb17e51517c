"""`seisviewer horizons …`: list, import, export, track, delete, and label what lies between two."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from seisviewer.cli.console import output, run_work
from seisviewer.cli.labelling.class_commands import class_named
from seisviewer.cli.opened_project import ProjectFolder, opened_project
from seisviewer.cli.worker_options import Processes, Scheduler, workers_of
from seisviewer.errors import BadRequest
from seisviewer.structure.horizons.horizon import Event, Horizon, free_colour, free_name
from seisviewer.translation import tr
from seisviewer.volumes.geometry import LINES, SectionId
from seisviewer.volumes.interpretation_files.horizon_files import DepthUnit, HorizonLayout
from seisviewer.volumes.section_names import sections_named
from seisviewer.workflows.horizons.at_horizon import AtHorizon

if TYPE_CHECKING:
    from seisviewer.project.project import Project

app = typer.Typer(
    help=tr("Horizons of a project: in, out, tracked from picks, labels between two."), no_args_is_help=True
)
EVENTS = {"peak": Event.PEAK, "trough": Event.TROUGH, "zero-up": Event.ZERO_UP, "zero-down": Event.ZERO_DOWN}
Name = Annotated[str, typer.Option(help="Name or number of a horizon.", metavar="HORIZON")]


@app.command("list")
def list_command(project: ProjectFolder) -> None:
    """Name every horizon, where it comes from and how much of the survey it covers."""
    with opened_project(project) as (held, _):
        live = max(1, int(held.geometry.live.sum()))
        for each in held.horizons:
            source = f", {each.source}" if each.source else ""
            output().print(
                tr("{each_number}  {each_name}: {count:.1%} of the traces{source}").format(
                    each_number=each.number, each_name=each.name, count=each.count / live, source=source
                ),
                markup=False,
            )
        if not held.horizons:
            output().print(tr("{project} has no horizon.").format(project=project), markup=False)


@app.command("import")
def import_command(
    project: ProjectFolder,
    files: Annotated[list[Path], typer.Argument(help="Text files, each a horizon of the name of its file.")],
    layout: Annotated[
        HorizonLayout | None,
        typer.Option(
            "--format",
            help="What stands in the columns; seen by the heading or by what lies inside the survey when not given.",
        ),
    ] = None,
    unit: Annotated[DepthUnit | None, typer.Option(help="What z is in, where the file does not say it.")] = None,
) -> None:
    """Take horizons of other programs over. One undo in the window takes them back."""
    from seisviewer.workflows.horizons.horizon_exchange import import_horizons

    with opened_project(project, edit=True) as (held, _):
        stored = run_work(import_horizons(held, files, layout, unit))
        for each in stored:
            output().print(
                tr("{project}: horizon {each_number} “{each_name}”, {count:,} traces.").format(
                    project=project, each_number=each.number, each_name=each.name, count=each.count
                ),
                markup=False,
            )


@app.command("export")
def export_command(
    project: ProjectFolder,
    folder: Annotated[Path, typer.Argument(help="Where to write a file for each horizon, of its name.")],
    horizon: Annotated[list[str] | None, typer.Option(help="Name or number; all when not given.")] = None,
    layout: Annotated[
        HorizonLayout, typer.Option("--format", help="What stands in the columns.")
    ] = HorizonLayout.BY_LINES,
) -> None:
    """Write horizons as text, a line a trace, 1e30 where undefined."""
    from seisviewer.workflows.horizons.horizon_exchange import export_horizon_files

    with opened_project(project) as (held, _):
        chosen = [horizon_named(held, name) for name in horizon] if horizon else list(held.horizons)
        if not chosen:
            raise BadRequest(
                tr("{project} has no horizon to export: import or track one first.").format(project=project)
            )
        files = run_work(export_horizon_files(held.geometry, chosen, folder, layout))
    output().print(
        tr("Wrote {files} into {folder}.").format(files=", ".join((file.name for file in files)), folder=folder),
        markup=False,
    )


@app.command("map")
def map_command(
    project: ProjectFolder,
    horizon: Annotated[str, typer.Argument(help="Name or number of the horizon.")],
    out: Annotated[Path, typer.Option(help="File to write: .txt with a line a trace, or a picture: .png, .svg, .pdf.")],
    show: Annotated[AtHorizon, typer.Option(help="What the map shows at the horizon.")] = AtHorizon.TIME,
    run: Annotated[
        int | None, typer.Option(help="Of facies: number of the run; the one in use, or the latest, when not given.")
    ] = None,
    layout: Annotated[
        HorizonLayout, typer.Option("--format", help="What stands in the columns of text.")
    ] = HorizonLayout.BY_COORDINATES,
) -> None:
    """Write a map at a horizon: its time or depth, the amplitude (between samples) or the predicted class there."""
    from seisviewer.workflows.horizons.horizon_map_files import write_horizon_map

    with opened_project(project) as (held, volume):
        run_work(write_horizon_map(held, volume, horizon_named(held, horizon), show, out, layout, run))
    output().print(tr("The map is in {out}.").format(out=out), markup=False)


@app.command("track")
def track_command(
    project: ProjectFolder,
    picks: Annotated[
        list[str],
        typer.Option(
            "--pick",
            help="A pick as SECTION@LINE:Z, such as inline:130@575:812: on inline 130, crossline 575, at 812 in the survey's unit. Several times.",
            metavar="PICK",
        ),
    ],
    name: Annotated[str, typer.Option(help="What the horizon is called.")] = tr("Horizon"),
    event: Annotated[
        str, typer.Option(help="peak, trough, zero-up or zero-down; seen at the picks when not given.")
    ] = "",
    floor: Annotated[float, typer.Option(help="How alike waveforms must be to be passed, 0–1.")] = 0.7,
) -> None:
    """Track a horizon from picks along its event over the survey; it ends where that cannot be followed."""
    from seisviewer.structure.horizons.event_snapping import event_of
    from seisviewer.workflows.horizons.horizon_exchange import tracked_horizon
    from seisviewer.workflows.horizons.survey_tracking import place_pick, track_picks

    if event and event not in EVENTS:
        raise BadRequest(tr("“{event}” is no event: say {events}.").format(event=event, events=", ".join(EVENTS)))
    with opened_project(project, edit=True) as (held, volume):
        geometry = volume.geometry
        wanted = [pick_of(held, text) for text in picks]
        sections = {section: volume.section(section) for section, *_ in wanted}
        traces = [sections[section][round(row)] for section, row, _ in wanted]
        on = EVENTS[event] if event else event_of(traces, [column for *_, column in wanted])
        placed = [place_pick(geometry, section, sections[section], row, column, on) for section, row, column in wanted]
        for text, each in zip(picks, placed, strict=True):
            if each is None:
                raise BadRequest(
                    tr("The pick “{text}” lies outside the survey, or where there is no trace.").format(text=text)
                )
        places = [pick for pick, _ in placed]
        tracked = run_work(track_picks(volume, places, on, floor))
        title = free_name(name, [each.name for each in held.horizons])
        new = tracked_horizon(Horizon(title, free_colour(held.horizons), tracked.depths, event=on), tracked, places)
        (stored,) = held.change_horizons([new])
        output().print(
            tr("{project}: horizon {stored_number} “{stored_name}” on a {on}, {reached:.1%} of the traces.").format(
                project=project, stored_number=stored.number, stored_name=stored.name, on=on, reached=tracked.reached
            ),
            markup=False,
        )


@app.command("from-layers")
def from_layers_command(
    project: ProjectFolder,
    run: Annotated[int | None, typer.Option(help="Number of the layer run; the latest when not given.")] = None,
    workers: Processes = 1,
    scheduler: Scheduler = "",
) -> None:
    """Keep the boundaries between layers that a run found as horizons. One undo in the window takes them back."""
    from seisviewer.workflows.by_blocks.boundary_blocks import depths_by
    from seisviewer.workflows.horizons.horizon_exchange import keep_layer_horizons
    from seisviewer.workflows.layer_run import FILE, latest_layers

    shared = workers_of(workers, scheduler)
    with opened_project(project, edit=True) as (held, volume):
        chosen = latest_layers(held, run)
        depths = depths_by(volume, chosen, chosen.folder / FILE, shared)
        for each in run_work(keep_layer_horizons(held, volume, chosen, depths)):
            output().print(
                tr("{project}: horizon {each_number} “{each_name}”, {count:,} traces.").format(
                    project=project, each_number=each.number, each_name=each.name, count=each.count
                ),
                markup=False,
            )


@app.command("delete")
def delete_command(project: ProjectFolder, horizon: Annotated[str, typer.Argument(help="Its name or number.")]) -> None:
    """Take a horizon away. One undo in the window brings it back."""
    with opened_project(project, edit=True) as (held, _):
        chosen = horizon_named(held, horizon)
        held.change_horizons(removed=[chosen])
        output().print(
            tr("{project}: “{chosen_name}” is deleted.").format(project=project, chosen_name=chosen.name), markup=False
        )


@app.command("label-between")
def label_between_command(
    project: ProjectFolder,
    label: Annotated[str, typer.Option("--class", help="Name or number of the class that lies there.")],
    sections: Annotated[
        str, typer.Option(help="Inlines and crosslines, such as inline:130,crossline:575.", metavar="LIST")
    ],
    upper: Name = "",
    lower: Name = "",
) -> None:
    """Label what lies below one horizon and above another on some lines; without one of them, up to the top or down to the
    base. What was painted there stays."""
    from seisviewer.workflows.horizons.between_horizons import label_between

    with opened_project(project, edit=True) as (held, _):
        lines = sections_named(sections)
        if not lines or any(section.direction not in LINES for section in lines):
            raise BadRequest(tr("Say inlines or crosslines with --sections: inline:130,crossline:575."))
        for section in lines:
            held.geometry.index(section)
        above, below = (horizon_named(held, each) if each else None for each in (upper, lower))
        number = class_named(held.classes, label).number
        count = run_work(label_between(held, lines, above, below, number))
        output().print(
            tr("{project}: {count:,} samples of {number} on {count2} lines.").format(
                project=project, count=count, number=held.classes.name_of(number), count2=len(lines)
            ),
            markup=False,
        )


def horizon_named(project: Project, text: str) -> Horizon:
    """The horizon of a name, or else of a number; raises BadRequest."""
    for each in project.horizons:
        if each.name == text:
            return each
    for each in project.horizons:
        if str(each.number) == text.strip():
            return each
    there = ", ".join(f"“{each.name}”" for each in project.horizons) or "none"
    raise BadRequest(tr("There is no horizon “{text}”: the project has {there}.").format(text=text, there=there))


def pick_of(project: Project, text: str) -> tuple[SectionId, float, float]:
    """Read `inline:130@575:812`: the section, the trace on it and the depth in samples. Raises BadRequest."""
    try:
        name, place = text.split("@")
        line, z = map(float, place.split(":"))
    except ValueError as error:
        raise BadRequest(tr("“{text}” is no pick: write it like inline:130@575:812.").format(text=text)) from error
    section, geometry = SectionId.parse(name), project.geometry
    if section.direction not in LINES:
        raise BadRequest(tr("“{text}” is no pick: give an inline or a crossline.").format(text=text))
    geometry.index(section)
    across = geometry.crosslines if section.direction is LINES[0] else geometry.inlines
    return section, float(across.index(int(line))), (z - geometry.samples.start) / geometry.samples.interval
