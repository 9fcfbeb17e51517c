"""Training a network on a project's labels, into a run folder that can be taken up again."""

from __future__ import annotations

import time
from collections.abc import Generator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from seisviewer.errors import ModelError
from seisviewer.learning.events import Loss, StabilityRanked
from seisviewer.learning.settings import TrainSettings
from seisviewer.progress import Notice, Progress
from seisviewer.project.project import Project
from seisviewer.project.runs import Run
from seisviewer.volumes.statistics import statistics_steps
from seisviewer.volumes.volume import Volume

if TYPE_CHECKING:
    from seisviewer.learning.facies import FaciesTask

SCHEDULES = ("st++", "supervised")
DEFAULT_MINUTES = 10.0
LEAST_STEPS = 30


def train(
    project: Project, volume: Volume, settings: TrainSettings, resume: int | None = None
) -> Generator[Any, None, Run]:
    """Train on the labels as they are now; returns the finished run.

    The run folder holds settings.json, metrics.json, model.pt and, for ST++, the teacher's checkpoints and the stability
    ranking. resume: number of a stopped run to take up, with its own settings; its labels must not have changed since.
    Yields Notice, Progress and the events of learning.events. LabelsError while fewer than two classes are painted.
    """
    from seisviewer.learning.facies import facies_task
    from seisviewer.networks.device import choose_device
    from seisviewer.workflows.run_folder import RunFolder

    began = time.monotonic()
    stopped = None if resume is None else _stopped_run(project, resume)
    if stopped is not None:
        settings = TrainSettings(**stopped.settings["train"])
    if settings.schedule not in SCHEDULES:
        raise ModelError(f"There is no schedule called “{settings.schedule}”: choose {' or '.join(SCHEDULES)}.")
    device = choose_device(settings.device)
    yield Notice(device.reason)
    settings = replace(
        settings,
        network=settings.network or device.network,
        encoder=settings.encoder or device.encoder,
        batch=settings.batch or device.batch,
        crop=settings.crop or device.crop,
    )
    scale = stopped.settings["scale"] if stopped else (yield from statistics_steps(volume)).std
    task, unlabelled = facies_task(volume, project.snapshot(), settings, device, scale)
    if not settings.steps:
        minutes = settings.minutes or DEFAULT_MINUTES
        seconds = 60.0 * minutes - (time.monotonic() - began)
        settings = replace(settings, steps=(yield from _steps_within(seconds, task, len(unlabelled), settings)))
        yield Notice(f"{minutes:g} minutes are {settings.steps} steps on this machine.")
    run = stopped or project.new_run(settings.schedule, _settings_json(settings, task, scale))
    folder = RunFolder(run.folder)
    task.resume = folder.checkpoint()
    state, metrics = "stopped", None
    try:
        metrics = yield from _recorded(task, unlabelled, settings, folder, began)
        state = "finished"
    finally:
        run = project.finish_run(run.number, state, metrics)
    return run


def _stopped_run(project: Project, number: int) -> Run:
    run = project.run(number)
    if run.state == "finished":
        raise ModelError(f"Run {number} is finished: there is nothing to take up.")
    if run.labels_version != project.labels_version:
        raise ModelError(f"The labels have changed since run {number} was stopped: train anew instead of resuming it.")
    return run


def _settings_json(settings: TrainSettings, task: FaciesTask, scale: float) -> dict[str, Any]:
    return {
        "train": settings.as_json(),
        "classes": list(task.recipe.classes),
        "preparation": task.recipe.preparation.as_json(),
        "scale": scale,
        "device": task.device.reason,
    }


def _recorded(
    task: FaciesTask, unlabelled: list, settings: TrainSettings, folder: Any, began: float
) -> Generator[Any, None, dict]:
    """Run the schedule, write what must outlive it as it comes, and return the metrics."""
    from seisviewer.learning.fitting import Checkpoint
    from seisviewer.learning.selftraining import FitDone, Steps, self_train

    if settings.schedule == "st++":
        done = folder.finished_fits()
        work = self_train(
            task, list(task.labelled), unlabelled, Steps.shared(settings.steps), settings.checkpoints, done
        )
    else:
        work = task.fit("supervised", {}, settings.steps, 1)
    metrics: dict[str, Any] = {"schedule": settings.schedule, "steps": settings.steps, "losses": []}
    try:
        while True:
            try:
                event = next(work)
            except StopIteration as stop:
                result = stop.value
                break
            match event:
                case Checkpoint():
                    folder.save_checkpoint(event)
                    continue
                case FitDone():
                    folder.save_fit(event)
                    continue
                case StabilityRanked():
                    metrics["stability"] = [
                        {"section": str(r.section), "stability": r.stability, "reliable": r.reliable}
                        for r in event.sections
                    ]
                case Loss() if not metrics["losses"] or event.step == event.steps or event.step % 50 == 0:
                    metrics["losses"].append([event.stage, event.step, round(event.loss, 5)])
            yield event
    finally:
        work.close()
    final, teacher = (result.final, result.teacher) if settings.schedule == "st++" else (result[-1], ())
    folder.save_model(task, final, teacher)
    metrics["seconds"] = round(time.monotonic() - began, 1)
    return metrics


def _steps_within(
    seconds: float, task: FaciesTask, unlabelled: int, settings: TrainSettings
) -> Generator[Progress, None, int]:
    """How many optimiser steps of this run fit into `seconds`, from a few seconds of trying it out."""
    from seisviewer.learning.timing import seconds_per_answer, seconds_per_step

    began = time.monotonic()
    yield Progress(0, 0, "timing this machine")
    strong = settings.schedule == "st++"
    step = yield from seconds_per_step(task, strong)
    answers = 0.0
    if strong:
        count = unlabelled * settings.checkpoints + unlabelled // 2 + 2 * len(task.labelled)
        answers = count * (yield from seconds_per_answer(task))
    left = seconds - answers - (time.monotonic() - began)
    return max(LEAST_STEPS, int(left / step))
