"""`seisviewer suggest`."""

from __future__ import annotations

from typing import Annotated

import typer

from seisviewer.cli.console import run_work, say_json
from seisviewer.cli.learning_commands import OnDevice
from seisviewer.cli.opened_project import ProjectFolder, opened_project
from seisviewer.cli.plain_table import entry_text, table_text
from seisviewer.cli.survey_commands import AsJson
from seisviewer.translation import tr

COLUMNS = (tr("Section"), tr("Traces"), tr("Depth"), tr("Sure"), tr("Worth"))


def register(app: typer.Typer) -> None:
    app.command("suggest")(suggest)


def suggest(
    project: ProjectFolder,
    run: Annotated[
        int | None, typer.Option(help="Number of the run that says where; the last one when not given.")
    ] = None,
    device: OnDevice = "auto",
    as_json: AsJson = False,
) -> None:
    """List the places where a label would tell most, the best first, and why.

    Where nothing is painted yet, it names the lines to begin on.
    """
    from seisviewer.volumes.section_names import section_title
    from seisviewer.workflows.suggestions.place_words import depths_in_words, reason, traces_in_words
    from seisviewer.workflows.suggestions.suggested_places import suggested_places

    with opened_project(project) as (held, volume):
        places = run_work(suggested_places(held, volume, run, device))
        geometry, classes = volume.geometry, held.classes
    if as_json:
        say_json(
            [
                {
                    "section": str(place.section),
                    "traces": traces_in_words(place, geometry),
                    "samples": list(place.columns),
                    "sure": None if place.sure is None else round(place.sure, 3),
                    "worth": round(place.worth, 3),
                    "why": reason(place, geometry, classes),
                }
                for place in places
            ]
        )
        return
    if not places:
        typer.echo(tr("There is no place where a label would tell anything new."))
        return
    rows = [
        (
            section_title(geometry, place.section),
            traces_in_words(place, geometry),
            depths_in_words(place, geometry),
            "–" if place.sure is None else f"{100 * place.sure:.0f} %",
            f"{place.worth:.2f}",
        )
        for place in places
    ]
    typer.echo(
        table_text(tr("Where to label next in {project}").format(project=project), COLUMNS, rows, texts=3) + "\n"
    )
    for number, place in enumerate(places, 1):
        typer.echo(entry_text(f"{number}", reason(place, geometry, classes), column=6))
