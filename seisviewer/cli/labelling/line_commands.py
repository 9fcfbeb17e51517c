"""`seisviewer lines …`: put 2D lines together, name them, and say where they cross."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from seisviewer.cli.console import output, run_work, say_json
from seisviewer.cli.survey_options import with_survey_options
from seisviewer.errors import BadRequest
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Geometry

app = typer.Typer(
    help=tr("Several 2D lines as one survey: add lines, list them, and say where they cross."), no_args_is_help=True
)
Place = Annotated[Path, typer.Argument(help="A list of lines, such as north.lines, or its project.")]
AsJson = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]


@app.command("add")
@with_survey_options
def add_command(
    into: Annotated[
        Path,
        typer.Argument(help="The list to make or to add to, such as north.lines; a 2D line, or a project of either."),
    ],
    files: Annotated[list[Path], typer.Argument(help="The files of the lines, one line each.")],
    sure: Annotated[bool, typer.Option("--sure", help="Coordinates that look wrong are right.")] = False,
    **choices: Any,
) -> None:
    """Put 2D lines together. Their files stay where they are; labels that there are stay as they are."""
    from seisviewer.workflows.several_2d.adding_lines import DoubtedCoordinates, add_lines, take_over

    try:
        added = run_work(add_lines(into, files, sure=sure, **choices))
    except DoubtedCoordinates as error:
        raise BadRequest(f"{error} (--sure)") from error
    run_work(take_over(added))
    output().print(
        tr("{added_path} now has also {added}.").format(added_path=added.path, added=", ".join(added.added)),
        markup=False,
    )


@app.command("remove")
def remove_command(
    of: Place, name: Annotated[str, typer.Argument(help="The name of the line, as “seisviewer lines list” gives it.")]
) -> None:
    """Take a line out. Its labels are kept and count for nothing; adding its file again brings them back."""
    from seisviewer.workflows.several_2d.adding_lines import remove_line

    place = run_work(remove_line(of, name))
    output().print(
        tr("“{name}” is no line of {place} any more; its labels wait for it.").format(name=name, place=place),
        markup=False,
    )


@app.command("list")
def list_command(place: Place, as_json: AsJson = False) -> None:
    """Name every line, its traces and its length."""
    from seisviewer.workflows.several_2d.adding_lines import lines_in_words

    geometry = _opened(place)[0]
    if as_json:
        rows = [{"name": line.name, "traces": vars(line.traces)} for line in geometry.lines]
        say_json([row | {"removed": geometry.is_removed(index)} for index, row in enumerate(rows)])
        return
    for number, text in zip(geometry.inlines.numbers.tolist(), lines_in_words(geometry), strict=True):
        output().print(f"{number}  {text}", markup=False)


@app.command("crossings")
def crossings_command(place: Place, as_json: AsJson = False) -> None:
    """Say where lines cross, and of a project whether labels agree there."""
    from seisviewer.workflows.several_2d.at_crossings import labels_agree

    geometry, labels = _opened(place)
    rows = []
    for each in geometry.crossings:
        numbers = [
            geometry.lines[line].traces.number(round(trace))
            for line, trace in zip(each.lines, each.traces, strict=True)
        ]
        both, same = (0, 0) if labels is None else labels_agree(labels, each)
        names = [geometry.lines[line].name for line in each.lines]
        rows.append(
            {"lines": names, "traces": numbers, "x": each.x, "y": each.y, "labelled_on_both": both, "same": same}
        )
    if as_json:
        say_json(rows)
        return
    for row in rows:
        places = " × ".join(
            tr("{name} trace {number}").format(name=name, number=number)
            for name, number in zip(row["lines"], row["traces"], strict=True)
        )
        both = row["labelled_on_both"]
        agreement = (
            tr("; {same} of {both} samples labelled on both have the same class").format(same=row["same"], both=both)
            if both
            else ""
        )
        output().print(
            tr("{places} at {x:.1f}, {y:.1f}{agreement}").format(
                places=places, x=row["x"], y=row["y"], agreement=agreement
            ),
            markup=False,
        )
    if not rows:
        output().print(tr("No lines cross."), markup=False)


def _opened(place: Path) -> tuple[Geometry, Any]:
    """The grid, and the labels where there is a project."""
    from seisviewer.workflows.survey_opening import open_path

    opened = run_work(open_path(place, edit=False))
    labels = None if opened.project is None else opened.project.snapshot()
    opened.volume.close()
    if opened.project is not None:
        opened.project.close()
    if not opened.volume.geometry.lines:
        raise BadRequest(
            tr("{place} is no list of several 2D lines: make one with “seisviewer lines add NAME.lines FILES”.").format(
                place=place
            )
        )
    return opened.volume.geometry, labels
