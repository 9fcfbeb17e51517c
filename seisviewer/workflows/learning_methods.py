"""The methods by which a project's labels are learned, by the names that users choose them by."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any, Literal, get_args

from seisviewer.errors import BadRequest
from seisviewer.torchrun_place import process_count
from seisviewer.translation import tr

if TYPE_CHECKING:
    from seisviewer.learning.sections.train_settings import TrainSettings
    from seisviewer.project.project import Project
    from seisviewer.project.runs import Run
    from seisviewer.volumes.volume import Volume

Method = Literal["fused", "network", "layers"]
METHODS: tuple[Method, ...] = get_args(Method)
DEFAULT: Method = "fused"


def learn(
    method: Method, project: Project, volume: Volume, settings: TrainSettings, resume: int | None = None
) -> Generator[Any, None, Run | None]:
    """Learn the labels as they are now by a method; returns the finished run, None in all but the first of several
    processes.

    settings: of a network; the layer model has none. resume: number of a run that was stopped, to take up. Raises
    BadRequest where the method does not go with what is asked for.
    """
    if process_count() > 1 and method != "network":
        raise BadRequest(tr("Several processes learn a network together: choose --method network."))
    run = yield from _learned(method, project, volume, settings, resume)
    if run is None:  # another process has it
        return None
    return (yield from scored(project, volume, run, settings.device))


def scored(project: Project, volume: Volume, run: Run, device: str) -> Generator[Any, None, Run]:
    """The run with its scores on what it did not learn, where anything is held out."""
    from seisviewer.workflows.checking.run_checking import check_run

    if run.state != "finished":
        return run
    return (yield from check_run(project, volume, run.number, device))[0]


def _learned(
    method: Method, project: Project, volume: Volume, settings: TrainSettings, resume: int | None
) -> Generator[Any, None, Run]:
    if method == "layers":
        from seisviewer.workflows.layer_run import train_layers

        if resume is not None:
            raise BadRequest(tr("The layer model is solved in one go: there is no run of it to go on with."))
        return (yield from train_layers(project, volume))
    if method == "fused":
        from seisviewer.workflows.fused_run import train_fused

        if settings.fit != "crop":
            raise BadRequest(tr("The fused model learns crops at full resolution: leave --fit template out."))
        return (yield from train_fused(project, volume, settings, resume))
    from seisviewer.workflows.training import train

    return (yield from train(project, volume, settings, resume))
