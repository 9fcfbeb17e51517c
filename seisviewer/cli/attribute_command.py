"""`seisviewer attribute`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from seisviewer.cli.console import output, run_work
from seisviewer.cli.survey_options import with_survey_options
from seisviewer.cli.worker_options import Processes, Scheduler, workers_of
from seisviewer.translation import tr


def register(app: typer.Typer) -> None:
    app.command()(attribute)


@with_survey_options
def attribute(
    survey: Annotated[Path, typer.Argument(help="A survey, or a project (.seis).")],
    kind: Annotated[
        str,
        typer.Argument(
            help="envelope, phase, frequency, rms, sweetness, dip (the steepest), coherence, semblance, layers, or what a plugin adds."
        ),
    ],
    out: Annotated[Path, typer.Option(help="What to write: .sgy, .npy or .zarr.")],
    window: Annotated[
        float,
        typer.Option(
            min=0, help="Length of the window of rms, sweetness and semblance, in ms or the survey's unit; 0: eleven samples."
        ),
    ] = 0.0,
    workers: Processes = 1,
    scheduler: Scheduler = "",
    **choices: Any,
) -> None:
    """Work out an attribute of a whole survey and write it on the same grid.

    Envelope, phase and frequency are those of the analytic signal of each trace. What has no value, such as the phase above a
    mute, is NaN in .npy and .zarr and 0 in SEG-Y. The survey is read block by block. With workers the blocks that are done are
    kept beside the file until it is written, and the same command goes on with them after it was stopped.
    """
    from seisviewer.workflows.by_blocks.attribute_blocks import write_attribute_by
    from seisviewer.workflows.survey_opening import open_path

    shared = workers_of(workers, scheduler)
    opened = run_work(open_path(survey, edit=False, **choices))
    try:
        work = write_attribute_by(opened.volume, kind, out, window=window, project=opened.project, workers=shared)
        path = run_work(work)
    finally:
        if opened.project is not None:
            opened.project.close()
        opened.volume.close()
    output().print(tr("Wrote {path}.").format(path=path))
