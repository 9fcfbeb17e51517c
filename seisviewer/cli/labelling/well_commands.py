"""`seisviewer wells …`: list, import, add times, markers and logs, export, delete, and logs of facies as labels or as a check."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from seisviewer.cli.console import output, run_work
from seisviewer.cli.labelling.class_commands import class_named
from seisviewer.cli.opened_project import ProjectFolder, opened_project
from seisviewer.errors import BadRequest
from seisviewer.structure.wells.well import Well
from seisviewer.structure.wells.well_places import why_not_in_depth
from seisviewer.translation import tr
from seisviewer.volumes.well_files.well_tables import DepthsFrom, LengthsIn

if TYPE_CHECKING:
    from seisviewer.project.project import Project

app = typer.Typer(
    help=tr(
        "Wells of a project: paths, markers, time–depth tables and logs, in and out; facies of "
        "logs as labels or as a check."
    ),
    no_args_is_help=True,
)
Named = Annotated[str, typer.Argument(help="Name or number of the well.")]
Unit = Annotated[LengthsIn | None, typer.Option(help="What depths are in, where the file does not say it.")]
Depths = Annotated[
    DepthsFrom | None,
    typer.Option(
        help="What depths are, where the file does not say it: measured depth, true vertical depth below the kelly bushing, "
        "or below sea level."
    ),
]
LogName = Annotated[str, typer.Option(help="Name of a log whose values are whole numbers.")]
Classes = Annotated[
    list[str] | None,
    typer.Option(
        "--class",
        help="Which class a value of the log is, such as 3=Shale; several times. Without any, values are numbers of classes.",
        metavar="VALUE=CLASS",
    ),
]


@app.command("list")
def list_command(project: ProjectFolder) -> None:
    """Name every well, how deep it goes, and what is known along it."""
    with opened_project(project) as (held, _):
        for each in held.wells:
            parts = [tr("MD {md:.0f} m").format(md=each.path.md[-1])]
            parts += [] if each.kb is None else [tr("kelly bushing {kb:g} m").format(kb=each.kb)]
            parts += [tr("{count} points of time and depth").format(count=len(each.times))] * bool(len(each.times))
            parts += [tr("{count} markers").format(count=len(each.markers))] * bool(each.markers)
            parts += [tr("logs {logs}").format(logs=", ".join((log.name for log in each.logs)))] * bool(each.logs)
            output().print(f"{each.number}  {each.name}: {', '.join(parts)}", markup=False)
            if why := why_not_in_depth(held.geometry, each):
                output().print(f"   {why}", markup=False)
        if not held.wells:
            output().print(tr("{project} has no well.").format(project=project), markup=False)


@app.command("import")
def import_command(
    project: ProjectFolder,
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            help="Deviation files (MD, inclination, azimuth; or MD, x, y, TVD), or LAS files of vertical wells."
        ),
    ] = None,
    name: Annotated[str, typer.Option(help="What the well is called; as its file says when not given.")] = "",
    x: Annotated[float | None, typer.Option(help="Of the well head, in the survey's coordinates.")] = None,
    y: Annotated[float | None, typer.Option(help="Of the well head, in the survey's coordinates.")] = None,
    kb: Annotated[float | None, typer.Option(help="Kelly bushing, in metres above mean sea level.")] = None,
    unit: Unit = None,
    vertical: Annotated[float | None, typer.Option(help="Without a file: a vertical well down to this depth.")] = None,
    convergence: Annotated[
        float | None,
        typer.Option(
            help="By how many degrees the north of the grid lies east of the north from which azimuths of a file count, where it "
            "says true or magnetic north (AZIM_TN); negative: west."
        ),
    ] = None,
) -> None:
    """Take wells over. One undo in the window takes them back."""
    from seisviewer.workflows.wells.well_import import WellHead, read_wells, vertical_well

    if bool(files) == (vertical is not None):
        raise BadRequest(
            tr("Name deviation files, or say --vertical DEPTH with --name, --x, --y and --unit: one of them.")
        )
    head = WellHead(name, x, y, kb, unit, convergence)
    with opened_project(project, edit=True) as (held, _):
        if vertical is not None:
            found = (vertical_well(held.geometry, held.wells, head, vertical),)
        else:
            found = run_work(read_wells(held.geometry, files, held.wells, head))
        for each in held.change_wells(found):
            output().print(
                tr("{project}: well {each_number} “{each_name}”, MD {md:.0f} m.").format(
                    project=project, each_number=each.number, each_name=each.name, md=each.path.md[-1]
                ),
                markup=False,
            )


@app.command("times")
def times_command(
    project: ProjectFolder,
    well: Named,
    file: Annotated[Path, typer.Argument(help="A table of depths and times, or a checkshot.")],
    depths: Depths = None,
    unit: Unit = None,
    one_way: Annotated[
        bool | None, typer.Option("--one-way/--two-way", help="What times are, where the file does not say it.")
    ] = None,
) -> None:
    """Give a well its time–depth table, in place of the one it has."""
    from seisviewer.workflows.wells.well_import import with_times

    with opened_project(project, edit=True) as (held, _):
        made, told = with_times(well_named(held, well), file, depths, unit, one_way)
        (stored,) = held.change_wells([made])
        _tell(told)
        first, last = stored.times[0], stored.times[-1]
        output().print(
            tr(
                "{project}: “{stored_name}” has {count} points, {first:.0f}–{last:.0f} m below the kelly "
                "bushing in {first2:.0f}–{last2:.0f} ms."
            ).format(
                project=project,
                stored_name=stored.name,
                count=len(stored.times),
                first=first[0],
                last=last[0],
                first2=first[1],
                last2=last[1],
            ),
            markup=False,
        )


@app.command("markers")
def markers_command(
    project: ProjectFolder,
    file: Annotated[Path, typer.Argument(help="A table of markers, of one well or with a column that names the well.")],
    well: Annotated[str, typer.Option(help="Name or number of the well that is meant.")] = "",
    depths: Depths = None,
    unit: Unit = None,
) -> None:
    """Give wells their markers, in place of those they have."""
    from seisviewer.workflows.wells.well_import import with_markers

    with opened_project(project, edit=True) as (held, _):
        only = well_named(held, well) if well else None
        made, told = with_markers(held.wells, file, depths, unit, only)
        stored = held.change_wells(made)
        _tell(told)
        for each in stored:
            output().print(
                tr("{project}: “{each_name}” has {count} markers.").format(
                    project=project, each_name=each.name, count=len(each.markers)
                ),
                markup=False,
            )


@app.command("logs")
def logs_command(
    project: ProjectFolder,
    well: Named,
    file: Annotated[Path, typer.Argument(help="A LAS file of version 1.2 or 2.0.")],
    unit: Unit = None,
) -> None:
    """Give a well the logs of a LAS file; those of the same names are replaced."""
    from seisviewer.workflows.wells.well_import import with_logs

    with opened_project(project, edit=True) as (held, _):
        made, told = with_logs(well_named(held, well), file, unit)
        (stored,) = held.change_wells([made])
        _tell(told)
        output().print(
            tr("{project}: “{stored_name}” has logs {logs}.").format(
                project=project, stored_name=stored.name, logs=", ".join((log.name for log in stored.logs))
            ),
            markup=False,
        )


@app.command("export")
def export_command(
    project: ProjectFolder,
    folder: Annotated[Path, typer.Argument(help="Where to write the files.")],
    well: Annotated[list[str] | None, typer.Option(help="Name or number; all when not given.")] = None,
) -> None:
    """Write wells as text and LAS files: paths, time–depth tables, markers and logs."""
    from seisviewer.workflows.wells.well_export import export_wells

    with opened_project(project) as (held, _):
        chosen = [well_named(held, name) for name in well] if well else list(held.wells)
        if not chosen:
            raise BadRequest(tr("{project} has no well to export: import one first.").format(project=project))
        files = run_work(export_wells(held.geometry, chosen, folder))
    output().print(
        tr("Wrote {files} into {folder}.").format(files=", ".join((file.name for file in files)), folder=folder),
        markup=False,
    )


@app.command("delete")
def delete_command(project: ProjectFolder, well: Named) -> None:
    """Take a well away. One undo in the window brings it back."""
    with opened_project(project, edit=True) as (held, _):
        chosen = well_named(held, well)
        held.change_wells(removed=[chosen])
        output().print(
            tr("{project}: “{chosen_name}” is deleted.").format(project=project, chosen_name=chosen.name), markup=False
        )


@app.command("label")
def label_command(project: ProjectFolder, well: Named, log: LogName, classes: Classes = None) -> None:
    """Label the samples along a well by its log of facies. What was painted there stays; one undo takes it back."""
    from seisviewer.workflows.wells.facies_from_logs import facies_log, facies_samples, label_facies

    with opened_project(project, edit=True) as (held, _):
        chosen = well_named(held, well)
        curve = facies_log(chosen, log)
        found = classes_of_values(held, curve.facies, classes)
        count = run_work(label_facies(held, facies_samples(held.geometry, chosen, curve), found))
        output().print(
            tr("{project}: {count:,} samples along “{chosen_name}” are labelled by {log}.").format(
                project=project, count=count, chosen_name=chosen.name, log=log
            ),
            markup=False,
        )


@app.command("check")
def check_command(
    project: ProjectFolder,
    well: Named,
    log: LogName,
    classes: Classes = None,
    run: Annotated[
        int | None, typer.Option(help="Number of the run; the one in use, or the latest, when not given.")
    ] = None,
) -> None:
    """Compare what a run predicts along a well with its log of facies, class by class."""
    from seisviewer.workflows.prediction import predict_sections
    from seisviewer.workflows.wells.facies_from_logs import (
        check_in_words,
        compared,
        facies_log,
        facies_samples,
        said_on_lines,
        sections_of,
    )

    with opened_project(project) as (held, volume):
        chosen = well_named(held, well)
        curve = facies_log(chosen, log)
        found = classes_of_values(held, curve.facies, classes)
        samples = facies_samples(held.geometry, chosen, curve)
        lines = sections_of(held.geometry, samples)
        answers = run_work(predict_sections(held, volume, lines, run))
        said = said_on_lines(held.geometry, samples, {line: answers[line].classes for line in lines})
        result = compared(samples, found, said)
        if not result.of:
            raise BadRequest(
                tr("Nothing can be compared: {log} has none of these classes where there is a prediction.").format(
                    log=log
                )
            )
        for line in check_in_words(result, held.classes.name_of):
            output().print(line, markup=False)


def well_named(project: Project, text: str) -> Well:
    """The well of a name, or else of a number; raises BadRequest."""
    for each in project.wells:
        if each.name == text:
            return each
    for each in project.wells:
        if str(each.number) == text.strip():
            return each
    there = ", ".join(f"“{each.name}”" for each in project.wells) or "none"
    raise BadRequest(tr("There is no well “{text}”: the project has {there}.").format(text=text, there=there))


def classes_of_values(project: Project, values: tuple[int, ...], said: list[str] | None) -> dict[int, int]:
    """By value of a log, the number of its class. Raises BadRequest."""
    from seisviewer.workflows.wells.facies_from_logs import classes_named

    found: dict[int, int] = {}
    for text in said or ():
        value, _, name = text.partition("=")
        try:
            found[int(value)] = class_named(project.classes, name).number
        except ValueError as error:
            raise BadRequest(
                tr("“{text}” names no class of a value: write it like 3=Shale.").format(text=text)
            ) from error
    unknown = sorted(set(found) - set(values))
    if unknown:
        raise BadRequest(
            tr("The log has no value {unknown}: it has {values}.").format(
                unknown=unknown[0], values=", ".join(map(str, values))
            )
        )
    named = classes_named(values, found, project.classes.numbers)
    if not named:
        there = ", ".join(map(str, values))
        raise BadRequest(
            tr(
                "No value of the log ({there}) is the number of a class: say which class each is (--class 3=Shale)."
            ).format(there=there)
        )
    return named


def _tell(told: tuple[str, ...]) -> None:
    for each in told:
        output().print(each, markup=False)
