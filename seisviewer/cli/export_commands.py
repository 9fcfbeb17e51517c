"""`seisviewer export volumes`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from seisviewer.cli.console import output, run_work
from seisviewer.cli.learning_commands import OfRun, OnDevice
from seisviewer.cli.opened_project import ProjectFolder, opened_project
from seisviewer.cli.worker_options import Processes, Scheduler, workers_of
from seisviewer.errors import BadRequest
from seisviewer.translation import tr
from seisviewer.workflows.exporting.export_plan import VOLUMES, Content, ExportPlan, form_named

Number = TypeVar("Number", int, float)
Lines = Annotated[
    str | None, typer.Option(help="First and last number, such as 100:200; all when not given.", metavar="A:B")
]


def volumes_command(
    project: ProjectFolder,
    folder: Annotated[Path, typer.Argument(help="Where to write a file for each volume; of Zarr, one for all.")],
    what: Annotated[
        str,
        typer.Option(
            help="Any of classes, confidence, labels, provenance (1 painted, 2 accepted, 3 carried).", metavar="LIST"
        ),
    ] = "classes,confidence",
    form: Annotated[
        str, typer.Option("--format", help="segy, npy, zarr (for xarray), or what a plugin writes.", metavar="FORMAT")
    ] = "segy",
    inlines: Lines = None,
    crosslines: Lines = None,
    z: Annotated[
        str | None,
        typer.Option(help="First and last time or depth in the unit of the survey, such as 400:1200.", metavar="A:B"),
    ] = None,
    smallest: Annotated[
        int, typer.Option(min=0, help="Classes: bodies of fewer samples on an inline go to what surrounds them.")
    ] = 0,
    holes: Annotated[int, typer.Option(min=0, help="Classes: holes of at most this many samples are filled.")] = 0,
    smooth: Annotated[
        float, typer.Option(min=0, max=20, help="Classes: smooth boundaries over this many traces and samples.")
    ] = 0.0,
    order: Annotated[
        bool, typer.Option("--order", help="Classes: let every trace meet the layers of the run in their order.")
    ] = False,
    name: Annotated[str, typer.Option(help="Begins the names of the files; that of the survey when not given.")] = "",
    run: OfRun = None,
    device: OnDevice = "auto",
    workers: Processes = 1,
    scheduler: Scheduler = "",
) -> None:
    """Write volumes of the whole survey or of a box; what is not predicted yet is predicted first, the box alone."""
    from seisviewer.predictions.cleaning.class_cleaning import CleaningRules
    from seisviewer.volumes.survey_box import SurveyBox
    from seisviewer.workflows.exporting.cleaned_volume import layer_order
    from seisviewer.workflows.exporting.export_answer import Answer
    from seisviewer.workflows.exporting.project_export import export
    from seisviewer.workflows.prediction import latest_run, name_in_use

    shared = workers_of(workers, scheduler)
    contents = content_list(what)
    chosen, writer = form_named(form)
    lines = [ends_of(text, int) for text in (inlines, crosslines)]
    depths = ends_of(z, float)
    with opened_project(project) as (held, volume):
        box = SurveyBox.between(volume.geometry, *lines, depths)
        plan = ExportPlan(contents, folder, name or volume.name, box, chosen, writer=writer)
        asked = latest_run(held, run) if plan.needs_answer else None
        answer = None if asked is None else Answer.of(asked)
        layers = layer_order(answer, volume) if order and answer is not None else ()
        plan = replace(plan, cleaning=CleaningRules(smallest, holes, smooth, layers))
        if asked is not None:
            output().print(tr("The model is that of {name_in_use}.").format(name_in_use=name_in_use(held, asked)))
        written = run_work(export(held, volume, plan, answer, device, shared))
    output().print(tr("Wrote {written}.").format(written=tr(" and ").join((str(path) for path in written))))


def content_list(text: str) -> tuple[Content, ...]:
    """Read `classes,confidence`; raises BadRequest."""
    known = {str(content): content for content in VOLUMES}
    names = [part.strip().lower() for part in text.split(",") if part.strip()]
    unknown = [name for name in names if name not in known]
    if unknown or not names:
        raise BadRequest(tr("“{text}” names no volumes: choose of {known}.").format(text=text, known=", ".join(known)))
    return tuple(known[name] for name in dict.fromkeys(names))


def ends_of(text: str | None, kind: type[Number]) -> tuple[Number, Number] | None:
    """Read `100:200`; None for None. Raises BadRequest."""
    if text is None:
        return None
    try:
        first, last = (kind(part) for part in text.split(":"))
    except ValueError:
        raise BadRequest(
            tr("“{text}” is no range: write the first and the last, such as 100:200.").format(text=text)
        ) from None
    return first, last
