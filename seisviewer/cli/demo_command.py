"""`seisviewer demo`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from seisviewer.cli.console import run_work, say_json
from seisviewer.cli.learning_commands import OnDevice
from seisviewer.cli.score_table import score_table
from seisviewer.cli.survey_commands import AsJson
from seisviewer.cli.window_command import has_screen, show_window
from seisviewer.translation import tr

MINUTES = 3.0  # of self-training: on two cores the least that clearly beats a prediction by depth alone


def register(app: typer.Typer) -> None:
    app.command()(demo)


def demo(
    headless: Annotated[
        bool, typer.Option("--headless", help="Without the window: ingest, strokes, training, prediction, scores.")
    ] = False,
    out: Annotated[Path | None, typer.Option(help="Folder of the demo; in your data folder when not given.")] = None,
    minutes: Annotated[float, typer.Option(help="How long to train without the window.", min=0.01)] = MINUTES,
    seed: Annotated[int, typer.Option(help="Of the survey, the strokes and the training.", min=0)] = 0,
    device: OnDevice = "auto",
    as_json: AsJson = False,
) -> None:
    """Make a synthetic survey with known facies and a few strokes, and open it; press L to see it learn.

    Where there is no screen, the same job runs without the window.
    """
    from seisviewer.workflows.demo import demo_settings, prepare_demo, run_demo

    made = run_work(prepare_demo(out, seed=seed))
    typer.echo(tr("The demo is in {parent}.").format(parent=made.survey.parent), err=True)
    if not headless and has_screen():
        show_window([str(made.project)])
    if not headless:
        typer.echo(tr("There is no screen here, so the demo runs without the window."), err=True)
    scores = run_work(run_demo(made, demo_settings(minutes, seed, device)))
    if as_json:
        say_json(scores)
    else:
        typer.echo(score_table(scores))
