"""`seisviewer classes list` and `seisviewer classes set`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from seisviewer.cli.console import say_json
from seisviewer.cli.opened_project import ProjectFolder, opened_project
from seisviewer.cli.plain_table import table_text
from seisviewer.cli.survey_commands import AsJson
from seisviewer.errors import LabelsError
from seisviewer.labels.class_kind import ClassKind
from seisviewer.translation import tr

if TYPE_CHECKING:
    from seisviewer.labels.classes import ClassTable, FaciesClass

app = typer.Typer(help=tr("Show the classes of a project, and say what each of them is."), no_args_is_help=True)

ClassNamed = Annotated[str, typer.Argument(help="Name or number of a class.", metavar="CLASS")]


@app.command("list")
def list_command(project: ProjectFolder, as_json: AsJson = False) -> None:
    """Show number, name, kind and colour of each class, and how many samples of it were painted, and how many accepted or carried."""
    from seisviewer.labels.shown_counts import shown_counts, shown_counts_not_painted

    with opened_project(project) as (held, _):
        table, snapshot = held.classes, held.snapshot()
        labelled, others = shown_counts(snapshot), shown_counts_not_painted(snapshot)
    counts = {
        number: (labelled.get(number, 0) - others.get(number, 0), others.get(number, 0)) for number in table.numbers
    }
    if as_json:
        said_of = ({"painted": painted, "accepted": accepted} for painted, accepted in counts.values())
        say_json([row | said for row, said in zip(table.to_json(), said_of, strict=True)])
        return
    rows = [
        (each.name, tr(each.kind.value), each.colour, str(each.number), *(f"{count:,}" for count in counts[each.number]))
        for each in table
    ]
    titles = tr("Class"), tr("Kind"), tr("Colour"), "No.", tr("Painted"), tr("Accepted")
    typer.echo(table_text(tr("Classes of {project}").format(project=project), titles, rows, texts=3))


@app.command("set")
def set_command(
    project: ProjectFolder,
    facies: ClassNamed,
    kind: Annotated[
        ClassKind,
        typer.Option(
            help="layer: bounded by reflectors, in an order that holds over the survey; body: anywhere (salt, a channel); "
            "decide: the strokes say which.",
        ),
    ],
) -> None:
    """Say whether a class is a layer or a body. One undo in the window takes it back."""
    with opened_project(project, edit=True) as (held, _):
        chosen = class_named(held.classes, facies)
        held.set_classes(held.classes.set_kind(chosen.number, kind))
    typer.echo(
        tr("{project}: “{chosen_name}” is {kind}.").format(project=project, chosen_name=chosen.name, kind=said(kind))
    )


def said(kind: ClassKind) -> str:
    return {ClassKind.DECIDE: tr("left to be decided"), ClassKind.LAYER: tr("a layer"), ClassKind.BODY: tr("a body")}[
        kind
    ]


def class_named(table: ClassTable, text: str) -> FaciesClass:
    """The class of this name or, where none has it, of this number; raises LabelsError that names those there are."""
    wanted = text.strip().casefold()
    for each in table:
        if each.name.casefold() == wanted:
            return each
    for each in table:
        if str(each.number) == wanted:
            return each
    known = ", ".join(f"{each.number} {each.name}" for each in table)
    raise LabelsError(
        tr("There is no class “{text}”: the classes are {known}.").format(text=text, known=known or tr("none yet"))
    )
