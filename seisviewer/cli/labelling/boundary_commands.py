"""`seisviewer labels add-boundary` and `seisviewer export horizons`."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from seisviewer.cli.console import output, run_work
from seisviewer.cli.labelling.class_commands import class_named
from seisviewer.cli.opened_project import ProjectFolder, opened_project
from seisviewer.cli.worker_options import Processes, Scheduler, workers_of
from seisviewer.errors import BadRequest
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.translation import tr
from seisviewer.volumes.geometry import SectionId
from seisviewer.volumes.interpretation_files.horizon_files import HorizonLayout

if TYPE_CHECKING:
    from seisviewer.labels.classes import ClassTable

export_app = typer.Typer(help=tr("Write what was learned for other programs."), no_args_is_help=True)

OneSide = Annotated[str, typer.Option(help="Name or number of the class on this side; not known when not given.")]


def add_boundary_command(
    project: ProjectFolder,
    above: OneSide = "",
    below: OneSide = "",
    section: Annotated[str, typer.Option(help="Where it is drawn, such as inline:130.", metavar="SECTION")] = "",
    points: Annotated[
        str,
        typer.Option(
            help="Points from left to right, each the number of the line that crosses there and the depth in the unit of the "
            "survey: 300:812,340:820.",
            metavar="LIST",
        ),
    ] = "",
    horizon: Annotated[
        Path | None,
        typer.Option(
            help="In place of --section and --points: a text file of “inline crossline z” or “x y z” (1e30 undefined)."
        ),
    ] = None,
    layout: Annotated[
        HorizonLayout | None,
        typer.Option(
            "--format",
            help="What stands in the columns of the file; seen by what lies inside the survey when not given.",
        ),
    ] = None,
) -> None:
    """Say where one class ends and the next begins. One undo in the window takes it back."""
    from seisviewer.workflows.boundary_exchange import add_boundary, import_horizon

    if (horizon is None) != bool(section and points) or (horizon is not None and (section or points)):
        raise BadRequest(tr("Say where the boundary lies: --section with --points, or --horizon FILE."))
    if horizon is None and layout is not None:
        raise BadRequest(tr("--format goes with --horizon: points are given by the number of a line and a depth."))
    with opened_project(project, edit=True) as (held, _):
        sides = [class_or_unknown(held.classes, side) for side in (above, below)]
        if horizon is not None:
            strokes = run_work(import_horizon(held, horizon, *sides, layout))
            said = tr("{horizon_name} on {count} inlines").format(
                horizon_name=horizon.name, count=len({stroke.section for stroke in strokes})
            )
        else:
            drawn = SectionId.parse(section)
            said = tr("{count} traces of {drawn}").format(
                count=len(add_boundary(held, drawn, point_list(points), *sides).depths), drawn=drawn
            )
        names = tr(" and ").join(held.classes.name_of(number) if number != UNLABELLED else "?" for number in sides)
    output().print(tr("{project}: boundary between {names}, {said}.").format(project=project, names=names, said=said))


@export_app.command("horizons")
def horizons_command(
    project: ProjectFolder,
    folder: Annotated[
        Path, typer.Argument(help="Where to write a file for each boundary, named after its two classes.")
    ],
    run: Annotated[int | None, typer.Option(help="Number of the layer run; the latest when not given.")] = None,
    layout: Annotated[
        HorizonLayout, typer.Option("--format", help="What stands in the columns.")
    ] = HorizonLayout.BY_LINES,
    workers: Processes = 1,
    scheduler: Scheduler = "",
) -> None:
    """Write the boundaries between layers as horizons, one line a trace."""
    from seisviewer.workflows.boundary_exchange import export_horizons
    from seisviewer.workflows.by_blocks.boundary_blocks import depths_by
    from seisviewer.workflows.layer_run import latest_layers

    shared = workers_of(workers, scheduler)
    with opened_project(project) as (held, volume):
        chosen = latest_layers(held, run)
        depths = depths_by(volume, chosen, folder, shared)
        files = run_work(export_horizons(held, volume, chosen, folder, layout, depths))
    output().print(
        tr("Wrote {files} into {folder}.").format(files=", ".join((file.name for file in files)), folder=folder)
    )


def class_or_unknown(table: ClassTable, text: str) -> int:
    return class_named(table, text).number if text.strip() else UNLABELLED


def point_list(text: str) -> list[tuple[float, float]]:
    """Read `300:812,340:820`; raises BadRequest for what is no list of points."""
    try:
        points = [tuple(map(float, part.split(":"))) for part in text.split(",") if part.strip()]
    except ValueError:
        points = []
    if not points or any(len(point) != 2 or not all(map(math.isfinite, point)) for point in points):
        raise BadRequest(
            tr("“{text}” is no list of points: write line:depth for each, such as 300:812,340:820.").format(text=text)
        )
    return points
