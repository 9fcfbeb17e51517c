"""`seisviewer labels checking`."""

from __future__ import annotations

from typing import Annotated

import typer

from seisviewer.cli.learning_commands import section_list
from seisviewer.cli.opened_project import ProjectFolder, opened_project
from seisviewer.translation import tr


def checking_command(
    project: ProjectFolder,
    mark: Annotated[str | None, typer.Option(help="Sections such as inline:241,crossline:652.", metavar="LIST")] = None,
    unmark: Annotated[str | None, typer.Option(help="Sections that are learned again.", metavar="LIST")] = None,
) -> None:
    """Mark sections as for checking only: what is painted there is not learned, and models are scored on it. Without options,
    list them."""
    with opened_project(project, edit=bool(mark or unmark)) as (held, _):
        for sections, marked in ((mark, True), (unmark, False)):
            if sections:
                held.set_for_checking(section_list(sections), marked=marked)
        found = sorted(map(str, held.snapshot().checking))
    typer.echo(
        tr("For checking only: {found}.").format(found=", ".join(found))
        if found
        else tr("No section is for checking only.")
    )
