"""Training a network on a project's labels, into a run folder that can be taken up again."""

from __future__ import annotations

import time
from collections.abc import Generator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from seisviewer.errors import BadRequest, ModelError
from seisviewer.learning.sections.train_settings import TrainSettings
from seisviewer.progress import Notice, Progress, filtered
from seisviewer.project.project import Project
from seisviewer.project.runs import Run
from seisviewer.torchrun_place import process_count
from seisviewer.translation import tr
from seisviewer.volumes.geometry import SectionId
from seisviewer.volumes.statistics import statistics_steps
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.layer_run import KIND as LAYERS
from seisviewer.workflows.run_record import RunRecord, recorded
from seisviewer.workflows.runs.earlier_run import EarlierRun

if TYPE_CHECKING:
    from seisviewer.learning.sections.facies_task import FaciesTask
    from seisviewer.workflows.run_folder import RunFolder

SCHEDULES = ("st++", "supervised")
RECIPES = ("published", "checked")
DEFAULT_MINUTES = 10.0
LEAST_STEPS = 30


def train(
    project: Project,
    volume: Volume,
    settings: TrainSettings,
    resume: int | None = None,
    again: EarlierRun | None = None,
) -> Generator[Any, None, Run | None]:
    """Train on the labels as they are now, or as they were in an earlier run; returns the finished run. Of several
    processes (`learning.team`) the first one alone writes it and returns it.

    The run folder holds settings.json, metrics.json, model.pt and, for ST++, the teacher's checkpoints and the
    stability ranking. resume: number of a run that was stopped or failed, to take up with its own settings; its labels
    must not have changed since. Yields Notice, Progress and the events of learning.events. LabelsError while fewer than
    two classes are painted.
    """
    from seisviewer.learning.sections.facies_task import facies_task
    from seisviewer.learning.team import this_team
    from seisviewer.networks.device import choose_device
    from seisviewer.networks.registry import check_names
    from seisviewer.workflows.run_folder import RunFolder

    began = time.monotonic()
    stopped = None if resume is None else stopped_run(project, resume, SCHEDULES)
    if stopped is not None:
        settings = TrainSettings(**stopped.settings["train"])
    if settings.schedule not in SCHEDULES:
        raise ModelError(
            tr("There is no schedule called “{schedule}”: choose {schedules}.").format(
                schedule=settings.schedule, schedules=tr(" or ").join(SCHEDULES)
            )
        )
    if settings.recipe not in RECIPES:
        raise ModelError(
            tr("There is no recipe called “{recipe}”: choose {recipes}.").format(
                recipe=settings.recipe, recipes=tr(" or ").join(RECIPES)
            )
        )
    device = choose_device(settings.device, patient=True)
    yield Notice(
        device.reason
        if not settings.encoder
        else tr("Computing on {device} with the encoder asked for.").format(device=device.device)
    )
    settings = settings.decided(device)
    check_names(settings.network, settings.encoder)
    known = stopped or (again.run if again else None)
    scale = known.settings["scale"] if known else (yield from statistics_steps(volume)).scale
    snapshot = again.snapshot if again else project.snapshot()
    task, unlabelled = facies_task(volume, snapshot, settings, device, scale)
    if settings.schedule == "supervised":
        unlabelled = []
    if not settings.steps and process_count() > 1:
        raise BadRequest(tr("Several processes cannot agree on minutes: say how long to train with --steps."))
    if not settings.steps:
        seconds = 60.0 * (settings.minutes or DEFAULT_MINUTES) - (time.monotonic() - began)
        settings = replace(settings, steps=(yield from steps_within(seconds, task, unlabelled)))
        yield Notice(
            tr("{minutes:g} minutes are {steps} steps on this machine.").format(
                minutes=settings.minutes or DEFAULT_MINUTES, steps=settings.steps
            )
        )
    team = this_team()
    if team.number:
        yield from _follow(task, unlabelled, settings, stopped)
        return None
    like = again.run if again else None
    run = stopped or project.new_run(settings.schedule, settings_json(settings, task, scale), like=like)
    record = RunRecord(run.metrics, settings)
    with recorded(project, run, record.metrics):
        yield from _run_schedule(task, unlabelled, settings, RunFolder(run.folder), record)
    return project.run(run.number)


def _follow(
    task: FaciesTask, unlabelled: list[SectionId], settings: TrainSettings, stopped: Run | None
) -> Generator[Any, None, None]:
    """Another process of a team: the same work, of which nothing is written."""
    from seisviewer.learning.team import this_team
    from seisviewer.workflows.run_folder import RunFolder

    folder = RunFolder(stopped.folder) if stopped is not None else None
    task.resume = folder.checkpoint() if folder else None
    done = folder.finished_fits() if folder else {}
    this_team().agreed(0)  # the first process writes only when all have read
    yield from _schedule(task, unlabelled, settings, done)


def stopped_run(project: Project, number: int, kinds: Sequence[str]) -> Run:
    """A run of one of these kinds that was stopped or failed and can be taken up; ModelError for any other."""
    run = project.run(number)
    if run.kind == LAYERS:
        raise ModelError(
            tr("Run {number} is a layer model, which is solved in one go: train --method layers again.").format(
                number=number
            )
        )
    if run.kind not in kinds:
        raise ModelError(tr("Run {number} was learned live in the window: it goes on there.").format(number=number))
    if run.state == "finished":
        raise ModelError(tr("Run {number} is finished: there is nothing to take up.").format(number=number))
    if run.labels_version != project.labels_version:
        raise ModelError(
            tr("The labels have changed since run {number} was stopped: train anew instead of resuming it.").format(
                number=number
            )
        )
    return run


def settings_json(settings: TrainSettings, task: FaciesTask, scale: float) -> dict[str, Any]:
    """What a run writes down of how it was trained."""
    return {
        "train": settings.as_json(),
        "classes": list(task.recipe.classes),
        "class_names": {str(number): task.snapshot.classes.name_of(number) for number in task.recipe.classes},
        "preparation": task.recipe.preparation.as_json(),
        "scale": scale,
        "labelled_sections": [str(section) for section in task.snapshot.labelled_sections],
        "checking_sections": sorted(map(str, task.snapshot.checking)),
        "device": task.device.device,
        **({"processes": process_count()} if process_count() > 1 else {}),
    }


def _run_schedule(
    task: FaciesTask, unlabelled: list[SectionId], settings: TrainSettings, folder: RunFolder, record: RunRecord
) -> Generator[Any, None, None]:
    """Run the schedule, and write what must outlive it as it comes."""
    from seisviewer.learning.fitting import Checkpoint
    from seisviewer.learning.selftraining import FitDone
    from seisviewer.learning.team import this_team

    task.resume = folder.checkpoint()
    done = folder.finished_fits()
    this_team().agreed(0)  # the others have read what there is
    work = _schedule(task, unlabelled, settings, done)

    def store(event: Any) -> bool:
        """Keep weights, of use to those who resume; every other event is for whoever drives this, too."""
        if isinstance(event, Checkpoint):
            folder.save_checkpoint(event)
        elif isinstance(event, FitDone):
            folder.save_fit(event)
        else:
            record.note(event)
        return not isinstance(event, Checkpoint | FitDone)

    result = yield from filtered(work, store)
    final, teacher = (result.final, result.teacher) if settings.schedule == "st++" else (result[-1], ())
    if settings.held_back:
        record.held_back_score = yield from task.judge(final)
    folder.save_model(task, final, teacher)


def _schedule(
    task: FaciesTask, unlabelled: list[SectionId], settings: TrainSettings, done: Mapping[str, tuple[Any, ...]]
) -> Generator[Any, None, Any]:
    """What is to be learned. done: trainings that were finished before, by stage name."""
    from seisviewer.learning.selftraining import Steps, self_train

    if settings.schedule != "st++":
        return task.fit("supervised", {}, settings.steps, 1)
    judge = task.judge if settings.recipe == "checked" else None
    steps = Steps.shared(settings.steps)
    return self_train(task, list(task.labelled), unlabelled, steps, settings.checkpoints, done, judge, task.can_tell)


def steps_within(
    seconds: float, task: FaciesTask, unlabelled: Sequence[SectionId]
) -> Generator[Progress | Notice, None, int]:
    """How many optimiser steps of this run fit into `seconds`, from a few seconds of trying it out."""
    from seisviewer.learning.sections.step_times import seconds_per_answer, seconds_per_step

    began = time.monotonic()
    step = yield from seconds_per_step(task, unlabelled)
    answers = 0.0
    if task.settings.schedule == "st++":
        count = len(unlabelled) * task.settings.checkpoints + len(unlabelled) // 2 + 2 * len(task.labelled)
        answers = count * (yield from seconds_per_answer(task))
    steps = int((seconds - answers - (time.monotonic() - began)) / step)
    if steps < LEAST_STEPS:
        yield Notice(
            tr("So short a training is of little use: it takes {least_steps} steps all the same.").format(
                least_steps=LEAST_STEPS
            )
        )
    return max(LEAST_STEPS, steps)
