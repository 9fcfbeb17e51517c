"""`seisviewer labels doubts` and `seisviewer labels judge`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from seisviewer.cli.console import say_json
from seisviewer.cli.labelling.class_commands import class_named
from seisviewer.cli.opened_project import ProjectFolder, opened_project
from seisviewer.cli.plain_table import table_text
from seisviewer.cli.survey_commands import AsJson
from seisviewer.labels.stroke_verdict import Verdict
from seisviewer.translation import tr


class Said(StrEnum):
    """What can be said of a stroke."""

    KEEP = "keep"
    ASIDE = "aside"
    UNDECIDED = "undecided"


VERDICTS = {Said.KEEP: Verdict.KEPT, Said.ASIDE: Verdict.ASIDE, Said.UNDECIDED: Verdict.OPEN}


def doubts_command(project: ProjectFolder, as_json: AsJson = False) -> None:
    """List the strokes that the last run with layers does not honour, and those that you keep or have set aside."""
    from seisviewer.workflows.doubt_words import name_of, state_for_programs, state_of, traces_of, why
    from seisviewer.workflows.stroke_judging import doubts_of, last_run_with_layers, stroke_name

    with opened_project(project) as (held, _):
        run = last_run_with_layers(held)
        doubts, geometry, table = doubts_of(held, run), held.geometry, held.classes
        since = run is not None and run.labels_version != held.labels_version
    if as_json:
        rows = [
            {
                "stroke": stroke_name(each, geometry),
                "classes": list(each.classes),
                "section": str(each.place.section),
                "traces": traces_of(each, geometry),
                "standing": state_for_programs(each),
                "verdict": {verdict: said for said, verdict in VERDICTS.items()}[each.verdict],
            }
            for each in doubts
        ]
        say_json({"run": None if run is None else run.number, "labels_changed_since": since, "strokes": rows})
        return
    if run is None:
        typer.echo(tr("Nothing was asked of reflectors yet: “train” with layers says which strokes are doubted."))
    elif since:
        typer.echo(tr("{run_name} says so; labels have changed since.").format(run_name=run.name))
    if doubts:
        rows = [
            (stroke_name(each, geometry), name_of(each, table), traces_of(each, geometry), state_of(each))
            for each in doubts
        ]
        typer.echo(
            table_text(
                tr("Doubted strokes of {project}").format(project=project),
                (tr("Stroke"), tr("Class"), tr("Traces"), tr("Standing")),
                rows,
                4,
            )
        )
        typer.echo("\n" + "\n".join(dict.fromkeys(f"{state_of(each)}: {why(each)}" for each in doubts)))
    elif run is not None:
        typer.echo(tr("No stroke is doubted."))


def judge_command(
    project: ProjectFolder,
    stroke: Annotated[
        str,
        typer.Argument(
            help="Where it lies, as “labels doubts” says: section:line:depth, such as inline_130:410:812.",
            metavar="STROKE",
        ),
    ],
    said: Annotated[
        Said,
        typer.Argument(
            help="keep: it is right and always counts; aside: it is wrong, and nothing learns it; undecided: take back what "
            "was said.",
            metavar="<keep|aside|undecided>",
        ),
    ],
    facies: Annotated[
        str, typer.Option("--class", help="Name or number of its class, where several strokes lie there.")
    ] = "",
) -> None:
    """Keep a doubted stroke, set it aside, or take that back. One undo in the window takes it back, too."""
    from seisviewer.workflows.doubt_words import name_of
    from seisviewer.workflows.stroke_judging import doubt_named, doubts_of, judge, last_run_with_layers, stroke_name

    with opened_project(project, edit=True) as (held, _):
        number = class_named(held.classes, facies).number if facies else None
        doubt = doubt_named(doubts_of(held, last_run_with_layers(held)), stroke, held.geometry, number)
        done = {Said.KEEP: tr("is kept"), Said.ASIDE: tr("is set aside"), Said.UNDECIDED: tr("is undecided")}[said]
        if doubt.verdict is VERDICTS[said]:
            done += tr(" already")
        else:
            judge(held, doubt, VERDICTS[said])
        typer.echo(
            tr("{project}: {doubt} at {stroke_name} {done}.").format(
                project=project,
                doubt=name_of(doubt, held.classes),
                stroke_name=stroke_name(doubt, held.geometry),
                done=done,
            )
        )
