"""A run once more: with the labels, settings and seed that lie in its folder."""

from __future__ import annotations

import shlex
from collections.abc import Generator
from pathlib import Path
from typing import Any

from seisviewer.errors import ModelError
from seisviewer.learning.sections.train_settings import TrainSettings
from seisviewer.project.project import Project
from seisviewer.project.runs import Run
from seisviewer.translation import tr
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.fused_run import KIND as FUSED
from seisviewer.workflows.fused_run import train_fused
from seisviewer.workflows.layer_run import KIND as LAYERS
from seisviewer.workflows.layer_run import train_layers
from seisviewer.workflows.learning_methods import scored
from seisviewer.workflows.runs.earlier_run import EarlierRun
from seisviewer.workflows.training import SCHEDULES, train


def repeat_command(project: Path, number: int) -> str:
    """What to type to repeat a run."""
    return tr("seisviewer runs repeat {quote} {number}").format(quote=shlex.quote(str(project)), number=number)


def repeat_run(project: Project, volume: Volume, number: int) -> Generator[Any, None, Run]:
    """Make a run again as a new one. Raises ModelError where its folder does not hold what that takes."""
    again = EarlierRun.of(project.run(number))
    kind = again.run.kind
    if kind == LAYERS:
        return (yield from scored(project, volume, (yield from train_layers(project, volume, again)), "cpu"))
    if kind not in (*SCHEDULES, FUSED):
        raise ModelError(
            tr("Run {number} is of a kind that cannot be repeated ({kind}).").format(number=number, kind=kind)
        )
    settings = TrainSettings(**again.run.settings["train"])
    work = train_fused if kind == FUSED else train
    run = yield from work(project, volume, settings, again=again)
    return (yield from scored(project, volume, run, settings.device))
