"""`seisviewer compare-labels`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from seisviewer.cli.console import output, run_work, say_json
from seisviewer.cli.plain_table import table_text


def register(app: typer.Typer) -> None:
    app.command("compare-labels")(compare_labels)


def compare_labels(
    one: Annotated[Path, typer.Argument(help="A project folder (.seis).")],
    other: Annotated[Path, typer.Argument(help="A project of the same survey, of another interpreter.")],
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Say how far the labels of two interpreters agree: Cohen's kappa and the IoU of each class where both labelled.

    Classes of one name are the same. The surveys themselves are not read.
    """
    from seisviewer.project.project import Project
    from seisviewer.workflows.interpreters.label_comparison import compare_labels as compared
    from seisviewer.workflows.interpreters.label_comparison import read_other

    with Project.open(one, edit=False) as project:
        theirs = read_other(other.expanduser(), project.classes, project.geometry)
        found = run_work(compared(project.snapshot(), theirs))
        table = project.classes
    if as_json:
        say_json(found.as_json(table) | {"classes_left_out": list(theirs.unmatched)})
        return
    console = output()
    both = f"Both labelled {found.both:,} samples"
    if found.both:
        console.print(f"{both} and agree on {found.agreement:.1%} of them; Cohen's kappa {found.kappa:.3f}.")
    else:
        console.print(f"{both}: label a line that the other one labelled.")
    console.print(
        f"{int(found.alone[0].sum()):,} samples are labelled in {one.name} alone, {int(found.alone[1].sum()):,} in "
        f"{other.name} alone."
    )
    if theirs.unmatched:
        console.print(f"Left out, as {one.name} has no class of that name: {', '.join(theirs.unmatched)}.")
    rows = [
        (table.name_of(number), "–" if iou != iou else f"{iou:.3f}", f"{agreed:,}", f"{mine:,}", f"{others:,}")
        for number, iou, agreed, mine, others in found.rows()
    ]
    names = ("class", "IoU", "both", "first", "second")
    console.print(table_text("\nSamples by class; IoU where both labelled", names, rows))
