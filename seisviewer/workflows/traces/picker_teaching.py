"""Teaching a picker: from data sets and files on the command line, from a project's own picks in the window."""

from __future__ import annotations

import os
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from seisviewer.errors import BadRequest, LabelsError
from seisviewer.learning.phases.phase_ranking import RankedWindow, rank_windows
from seisviewer.learning.phases.picker_settings import PickerSettings
from seisviewer.networks.picker_names import find, nowhere
from seisviewer.networks.training_sets import trained_on
from seisviewer.progress import Notice, filtered
from seisviewer.translation import tr
from seisviewer.waveforms.record import Archive
from seisviewer.workflows.run_record import RunRecord, recorded
from seisviewer.workflows.traces.teaching_windows import Material, from_records, gather

if TYPE_CHECKING:
    from seisviewer.learning.fitting import State
    from seisviewer.learning.phases.phase_task import PhaseTask
    from seisviewer.project.runs import Run
    from seisviewer.project.trace_project import TraceProject

RUN_KIND = "picker"
MODEL = "model"


@dataclass(frozen=True)
class TaughtPicker:
    """path: of its weights, which `load_picker` and SeisBench read. metrics: losses, seconds, the stability ranking, as
    JSON can hold them. ranking: the unlabelled windows, the one whose label would teach most first."""

    path: Path
    metrics: dict[str, Any] = field(repr=False)
    ranking: tuple[RankedWindow, ...] = field(default=(), repr=False)


def train_picker(
    labelled: Sequence[Path],
    unlabelled: Sequence[Path],
    settings: PickerSettings,
    out: Path,
    *,
    split: str | None = None,
    count: int = 0,
    noise: Sequence[Path] = (),
) -> Generator[Any, None, TaughtPicker]:
    """Teach a picker SeisBench data sets, and by ST++ whatever is unlabelled too; write SeisBench weights to `out`.

    split, count, noise: see `gather`. Yields Notice, Progress and the events of learning.events. Raises LabelsError
    without a labelled window, BadRequest or ModelError for settings that cannot be met.
    """
    settings.check()
    settings = settings.for_start()
    if settings.start and find(settings.start) is None:
        raise nowhere(settings.start)
    _check_place(out)
    material = yield from gather(
        labelled,
        unlabelled,
        noise,
        settings.window,
        split=split,
        count=count,
        seed=settings.seed,
        rate=settings.sampling_rate,
    )
    seen = [path.name for path in (*labelled, *unlabelled)]
    return (yield from teach(material, settings, out, seen))


def teach_from_project(
    project: TraceProject, archive: Archive, settings: PickerSettings
) -> Generator[Any, None, tuple[Run, tuple[RankedWindow, ...]]]:
    """Teach a picker the picks that a person set or accepted on the records; returns the run and what to look at next.

    The run is of kind RUN_KIND; its weights are found by `taught_pickers`. Closing the generator leaves the run
    stopped, an error leaves it failed.
    """
    from seisviewer.networks.device import limit_threads

    settings.check()
    settings = settings.for_start()
    limit_threads()  # one core stays free for whoever draws
    material = yield from from_records(archive, project.picks, settings.window, settings.sampling_rate)
    _check_material(material, settings)
    run = project.new_run(RUN_KIND, {"picker": settings.as_json(), "labelled": len(material.labelled)})
    metrics: dict[str, Any] = {}
    with recorded(project, run, lambda: metrics):
        taught = yield from teach(material, settings, run.folder / MODEL)
        metrics = taught.metrics | {"suggestions": [vars(each) for each in taught.ranking]}
    return project.run(run.number), taught.ranking


def taught_pickers(project: TraceProject) -> dict[str, Path]:
    """The pickers that were taught in a project, latest first: what to call each, and the weights to load."""
    runs = [run for run in project.runs() if run.kind == RUN_KIND and run.state == "finished"]
    return {
        tr("picker of {run_name}").format(run_name=run.name): run.folder / f"{MODEL}.pt.v1" for run in reversed(runs)
    }


def suggestions(run: Run) -> tuple[RankedWindow, ...]:
    """The windows that a run would have looked at next."""
    return tuple(RankedWindow(**values) for values in run.metrics.get("suggestions", ()))


def teach(
    material: Material, settings: PickerSettings, out: Path, seen: Sequence[str] = ()
) -> Generator[Any, None, TaughtPicker]:
    """Run the schedule on the material and write the picker. seen: names of the data sets that the material is of."""
    from seisviewer.learning.phases.masked_pretraining import SHARE_OF_MINUTES, pretrain
    from seisviewer.learning.phases.phase_task import phase_task
    from seisviewer.networks.device import choose_device
    from seisviewer.networks.pickers import save_picker

    _check_material(material, settings)
    unlabelled = _at_most(material.unlabelled, settings.unlabelled, settings.seed)
    device = choose_device(settings.device)
    pretrained = None
    if settings.pretrain:
        pretrained = yield from pretrain(unlabelled, settings, device)
        settings = replace(settings, minutes=settings.minutes * (1 - SHARE_OF_MINUTES))
    task = phase_task(material.labelled, unlabelled, material.noise, settings, device, pretrained)
    kept_out = len(material.labelled) - len(task.labelled)
    yield Notice(
        tr("{count} labelled windows, {kept_out} of validation stations, {count2} unlabelled.").format(
            count=len(task.labelled), kept_out=kept_out, count2=len(unlabelled)
        )
    )
    if task.validation is None:
        yield Notice(tr("No station is kept out to judge the epochs by, so the last one is taken."))
    record = RunRecord({}, settings)
    final, states = yield from _scheduled(task, record)
    ranking = yield from rank_windows(task, states)
    known = dict.fromkeys((*(trained_on(settings.start) if settings.start else ()), *(each.lower() for each in seen)))
    path = save_picker(
        out,
        task.model_in(final),
        docstring=tr("Taught by seisviewer: {settings}").format(settings=settings),
        trained_on=tuple(known),
    )
    return TaughtPicker(path, record.metrics(), ranking)


def _scheduled(task: PhaseTask, record: RunRecord) -> Generator[Any, None, tuple[State, tuple[State, ...]]]:
    """(final state, checkpoints of the teacher) of the schedule asked for."""
    from seisviewer.learning.fitting import Checkpoint
    from seisviewer.learning.selftraining import FitDone, self_train

    settings = task.settings
    steps = yield from _limited(task)
    if settings.schedule == "st++":
        # No window is labelled in part, so none of the labelled ones needs pseudo-labels too.
        work = self_train(task, [], list(task.unlabelled), steps, settings.checkpoints)
    else:
        work = task.fit("supervised", {}, steps.teacher, settings.checkpoints)

    def note(event: Any) -> bool:
        record.note(event)
        return not isinstance(event, Checkpoint | FitDone)  # weights, of use to those who resume

    result = yield from filtered(work, note)
    return (result.final, result.teacher) if settings.schedule == "st++" else (result[-1], result)


def _limited(task: PhaseTask) -> Generator[Any, None, Any]:
    """The steps of the task, no more than the settings allow."""
    from seisviewer.learning.sections.step_times import seconds_of_steps

    settings, steps = task.settings, task.steps
    if settings.steps:
        steps = steps.at_most(settings.steps)
    if settings.minutes:
        seconds = yield from seconds_of_steps(task.lesson("timing", {}), settings.batch)
        room = max(1, int(60 * settings.minutes / seconds))
        steps = steps.at_most(room)
        yield Notice(
            tr("{total} steps are taken; about {room} would fit into {minutes:g} min.").format(
                total=steps.total, room=room, minutes=settings.minutes
            )
        )
    return steps


def _check_material(material: Material, settings: PickerSettings) -> None:
    if not any(window.arrivals for window in material.labelled):
        raise LabelsError(tr("Teaching a picker needs picks: set or accept P and S on a few records first."))
    if settings.pretrain and not material.unlabelled:
        raise LabelsError(tr("Pre-training needs unlabelled windows: name records or a data set, or leave it out."))
    if settings.schedule == "st++" and not min(len(material.unlabelled), settings.unlabelled):
        raise LabelsError(
            tr("ST++ needs unlabelled windows: name records or a data set, or choose the schedule supervised.")
        )


def _check_place(out: Path) -> None:
    """Make the folder: that nothing can be written there is better known before the training than after."""
    folder = next(parent for parent in out.expanduser().absolute().parents if parent.exists())
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        raise BadRequest(
            tr("{folder} cannot be written to: choose another place for the picker.").format(folder=folder)
        )
    out.expanduser().absolute().parent.mkdir(parents=True, exist_ok=True)


def _at_most(windows: Sequence[Any], most: int, seed: int) -> list[Any]:
    if len(windows) <= most:
        return list(windows)
    chosen = np.random.default_rng(seed).permutation(len(windows))[:most]
    return [windows[index] for index in sorted(chosen.tolist())]
