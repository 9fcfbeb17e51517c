"""`seisviewer labels add-fault` and `seisviewer export faults`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from seisviewer.cli.console import output, run_work
from seisviewer.cli.labelling.boundary_commands import export_app, point_list
from seisviewer.cli.opened_project import ProjectFolder, opened_project
from seisviewer.errors import BadRequest
from seisviewer.translation import tr
from seisviewer.volumes.geometry import SectionId
from seisviewer.volumes.interpretation_files.horizon_files import HorizonLayout

Layout = Annotated[HorizonLayout, typer.Option("--format", help="What stands in the first columns.")]


def add_fault_command(
    project: ProjectFolder,
    section: Annotated[str, typer.Option(help="Where it is drawn, such as inline:130.", metavar="SECTION")] = "",
    points: Annotated[
        str,
        typer.Option(
            help="Points from the top down, each the number of the line that crosses there and the depth in the unit of the "
            "survey: 300:812,320:1400.",
            metavar="LIST",
        ),
    ] = "",
    fault: Annotated[
        int | None, typer.Option(help="Number of the fault that goes on here; a new one when not given.")
    ] = None,
    sticks: Annotated[
        Path | None,
        typer.Option(
            help="In place of --section and --points: a text file of fault sticks, “inline crossline z fault stick” (or as "
            "--format says), or in Charisma's layout."
        ),
    ] = None,
    layout: Annotated[
        HorizonLayout | None,
        typer.Option(
            "--format", help="What stands in the first columns of the file; “inline crossline z” when not given."
        ),
    ] = None,
) -> None:
    """Say where a fault lies: boundaries jump there. One undo in the window takes it back."""
    from seisviewer.workflows.fault_exchange import add_fault, import_faults

    if (sticks is None) != bool(section and points) or (sticks is not None and (section or points)):
        raise BadRequest(tr("Say where the fault lies: --section with --points, or --sticks FILE."))
    if sticks is not None and fault is not None:
        raise BadRequest(
            tr("--fault goes with --section and --points: the file says which faults its sticks belong to.")
        )
    if sticks is None and layout is not None:
        raise BadRequest(tr("--format goes with --sticks: points are given by the number of a line and a depth."))
    with opened_project(project, edit=True) as (held, _):
        if sticks is not None:
            found = run_work(import_faults(held, sticks, layout or HorizonLayout.BY_LINES))
            said = tr("{count} sticks of {count2} faults from {sticks_name}").format(
                count=len(found), count2=len({stick.fault for stick in found}), sticks_name=sticks.name
            )
        else:
            stick = add_fault(held, SectionId.parse(section), point_list(points), fault)
            said = tr("fault {fault}, {count} samples of {section}").format(
                fault=stick.fault, count=len(stick.traces), section=stick.section
            )
    output().print(f"{project}: {said}.")


@export_app.command("faults")
def export_faults_command(
    project: ProjectFolder,
    file: Annotated[Path, typer.Argument(help="Text file to write.")],
    layout: Layout = HorizonLayout.BY_LINES,
) -> None:
    """Write the faults that were drawn as fault sticks, a line a point."""
    from seisviewer.workflows.fault_exchange import export_faults

    with opened_project(project) as (held, _):
        count = run_work(export_faults(held.snapshot(), file, layout))
    output().print(tr("Wrote {count} sticks into {file}.").format(count=count, file=file))
