"""How a command opens the project that it is given."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from seisviewer.cli.console import run_work
from seisviewer.errors import ProjectError
from seisviewer.translation import tr

if TYPE_CHECKING:
    from seisviewer.project.project import Project
    from seisviewer.volumes.volume import Volume

ProjectFolder = Annotated[Path, typer.Argument(help="The project folder, such as f3.seis.")]


@contextmanager
def opened_project(folder: Path, *, edit: bool = False) -> Iterator[tuple[Project, Volume]]:
    """The project and its survey, closed again at the end; raises ProjectError when `folder` is no project.

    edit: the command changes labels, which nobody else may do at the same time.
    """
    from seisviewer.workflows.survey_opening import open_path

    opened = run_work(open_path(folder, edit=edit))
    try:
        if opened.project is None:
            raise ProjectError(
                tr(
                    "{folder} is a survey and not a project: make one with “seisviewer ingest {folder} NAME.seis”."
                ).format(folder=folder)
            )
        yield opened.project, opened.volume
    finally:
        if opened.project is not None:
            opened.project.close()
        opened.volume.close()
