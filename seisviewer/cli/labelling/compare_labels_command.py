"""`seisviewer compare-labels`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from seisviewer.cli.console import output, run_work, say_json
from seisviewer.cli.plain_table import table_text
from seisviewer.translation import tr


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
    both = tr("Both labelled {both:,} samples").format(both=found.both)
    if found.both:
        console.print(
            tr("{both} and agree on {agreement:.1%} of them; Cohen's kappa {kappa:.3f}.").format(
                both=both, agreement=found.agreement, kappa=found.kappa
            )
        )
    else:
        console.print(tr("{both}: label a line that the other one labelled.").format(both=both))
    console.print(
        tr("{sum:,} samples are labelled in {one_name} alone, {sum2:,} in {other_name} alone.").format(
            sum=int(found.alone[0].sum()), one_name=one.name, sum2=int(found.alone[1].sum()), other_name=other.name
        )
    )
    if theirs.unmatched:
        console.print(
            tr("Left out, as {one_name} has no class of that name: {unmatched}.").format(
                one_name=one.name, unmatched=", ".join(theirs.unmatched)
            )
        )
    rows = [
        (table.name_of(number), "–" if iou != iou else f"{iou:.3f}", f"{agreed:,}", f"{mine:,}", f"{others:,}")
        for number, iou, agreed, mine, others in found.rows()
    ]
    names = ("class", "IoU", "both", "first", "second")
    console.print(table_text(tr("\nSamples by class; IoU where both labelled"), names, rows))
