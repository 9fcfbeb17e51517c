"""The layer model and a network learned together, with how far each is believed, as a run of a project."""

from __future__ import annotations

import json
import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from seisviewer.atomic_files import replacing
from seisviewer.bounded_reading import read_json
from seisviewer.errors import ModelError, ProjectError
from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.labels.strokes_apart import painted_when, with_strokes_apart
from seisviewer.learning.sections.train_settings import TrainSettings
from seisviewer.predictions.fusion import FusionWeights
from seisviewer.predictions.layer_predictor import LayerPredictor
from seisviewer.progress import Notice, Progress, filtered
from seisviewer.project.project import Project
from seisviewer.project.runs import Run
from seisviewer.structure.drawn_boundaries import DrawnLine
from seisviewer.structure.drawn_faults import faults_in
from seisviewer.translation import tr
from seisviewer.volumes.geometry import SectionId
from seisviewer.volumes.statistics import statistics_steps
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.layer_files import save_layers
from seisviewer.workflows.layer_run import (
    FILE,
    bounded_sections,
    drawn_lines,
    layer_doubts,
    layer_measures,
    layer_predictor,
    learned_lines,
    lines_to_solve,
    painted_lines,
    require_two_classes,
    solve_layers,
)
from seisviewer.workflows.run_record import RunRecord, recorded
from seisviewer.workflows.runs.earlier_run import EarlierRun
from seisviewer.workflows.survey_slopes import kept_slopes
from seisviewer.workflows.training import DEFAULT_MINUTES, settings_json, steps_within, stopped_run

if TYPE_CHECKING:
    from seisviewer.learning.sections.facies_task import FaciesTask
    from seisviewer.learning.sections.fused_learning import FusedOutcome, Side
    from seisviewer.networks.device import DeviceChoice
    from seisviewer.predictions.fused_predictor import FusedPredictor
    from seisviewer.workflows.run_folder import RunFolder

KIND = "fused"
WEIGHTS = "fusion.json"


def train_fused(
    project: Project,
    volume: Volume,
    settings: TrainSettings,
    resume: int | None = None,
    again: EarlierRun | None = None,
) -> Generator[Any, None, Run]:
    """Learn the labels as they are now with a layer model and with a network that learns from it, and how far to believe
    each; returns the finished run.

    resume, again: as in `training.train`. The run folder holds settings.json, metrics.json, layers.npz, model.pt and fusion.json.
    Raises LabelsError while fewer than two classes are painted on inlines and crosslines.
    """
    from seisviewer.networks.device import choose_device
    from seisviewer.networks.registry import check_names

    began = time.monotonic()
    stopped = None if resume is None else stopped_run(project, resume, (KIND,))
    if stopped is not None:
        settings = TrainSettings(**stopped.settings["train"])
    device = choose_device(settings.device, patient=True)
    yield Notice(device.reason)
    settings = replace(settings, schedule=KIND, held_back=False).decided(device)
    check_names(settings.network, settings.encoder)
    snapshot = again.snapshot if again else project.snapshot()
    classes = require_two_classes(painted_lines(snapshot), drawn_lines(snapshot))
    known = stopped or (again.run if again else None)
    scale = known.settings["scale"] if known else (yield from statistics_steps(volume)).scale
    survey = _Survey.of(volume, scale, device, snapshot)
    whole, judged = yield from survey.sides(snapshot, settings)
    if not settings.steps:
        minutes = settings.minutes or DEFAULT_MINUTES
        seconds = 60.0 * minutes - (time.monotonic() - began)
        settings = replace(settings, steps=(yield from steps_within(seconds, whole.task, survey.lines)))
        yield Notice(
            tr("{minutes:g} minutes are {steps} steps on this machine.").format(minutes=minutes, steps=settings.steps)
        )
    like = again.run if again else None
    run = stopped or project.new_run(KIND, _settings_json(settings, whole.task, scale, classes), like=like)
    record = RunRecord(run.metrics, settings)
    found = layer_measures(whole.layers.model)
    with recorded(project, run, lambda: record.metrics() | found):
        yield from layer_doubts(whole.layers.model, snapshot)
        outcome = yield from _learn(whole, judged, survey.lines, settings.steps, run, record)
        found |= {"fusion": outcome.weights.as_json()} | _judged_by(outcome)
        yield Notice(_who_counts(outcome))
    return project.run(run.number)


@dataclass(frozen=True)
class _Survey:
    """What both sides have in common. lines: those that layers are solved on. drawn: the boundaries drawn there."""

    volume: Volume
    scale: float
    device: DeviceChoice
    lines: Sequence[SectionId]
    drawn: Sequence[DrawnLine]

    @classmethod
    def of(cls, volume: Volume, scale: float, device: DeviceChoice, snapshot: LabelSnapshot) -> _Survey:
        labelled = tuple(painted_lines(snapshot))
        lines = lines_to_solve(volume.geometry, labelled, bounded_sections(snapshot))
        return cls(volume, scale, device, lines, drawn_lines(snapshot))

    def sides(
        self, snapshot: LabelSnapshot, settings: TrainSettings
    ) -> Generator[Progress, None, tuple[Side, Side | None]]:
        """What knows all labels, and what knows them without the strokes set apart, if there are enough."""
        whole = yield from self.side(snapshot, settings)
        apart = with_strokes_apart(snapshot, settings.seed)
        if not apart.held_counts():
            return whole, None
        return whole, (yield from self.side(apart, replace(settings, held_back=True)))

    def side(self, labels: LabelSnapshot, settings: TrainSettings) -> Generator[Progress, None, Side]:
        """The layer model of the labels that are not held back, and the network's task."""
        from seisviewer.learning.sections.facies_task import facies_task
        from seisviewer.learning.sections.fused_learning import Side

        geometry = self.volume.geometry
        learned = learned_lines(labels) if settings.held_back else painted_lines(labels)
        when = {section: painted_when(labels, section) for section in learned}
        model = yield from solve_layers(
            self.volume,
            learned,
            self.lines,
            self.drawn,
            when=when,
            kinds=labels.classes.kinds,
            faults=faults_in(labels),
        )
        layers = LayerPredictor(model, geometry, "layers", labels.version, grid=kept_slopes(self.volume))
        task, _ = facies_task(self.volume, labels, settings, self.device, self.scale, coordinate=layers.coordinate)
        return Side(layers, task)


def _learn(
    whole: Side, judged: Side | None, lines: Sequence[SectionId], steps: int, run: Run, record: RunRecord
) -> Generator[Any, None, FusedOutcome]:
    """`learn_fused` from where the run was stopped, with everything written that must outlive it."""
    from seisviewer.learning.sections.fused_learning import learn_fused
    from seisviewer.workflows.run_folder import RunFolder

    folder = RunFolder(run.folder)
    for side in filter(None, (whole, judged)):
        side.task.resume = folder.checkpoint()
    work = learn_fused(whole, judged, lines, steps, folder.finished_fits())
    outcome = yield from filtered(work, lambda event: _stored(event, folder, record))
    _save(run.folder, folder, whole, outcome)
    return outcome


def _settings_json(settings: TrainSettings, task: FaciesTask, scale: float, classes: Sequence[int]) -> dict[str, Any]:
    stored, snapshot = settings_json(settings, task, scale), task.snapshot
    labelled = dict.fromkeys((*snapshot.labelled_sections, *bounded_sections(snapshot)))
    names = {str(number): snapshot.classes.name_of(number) for number in classes}
    return stored | {
        "classes": list(classes),
        "class_names": names,
        "labelled_sections": [str(section) for section in labelled],
    }


def _stored(event: object, folder: RunFolder, record: RunRecord) -> bool:
    """Keep what a stopped run needs; returns whether an event is for whoever drives the training, too."""
    from seisviewer.learning.fitting import Checkpoint
    from seisviewer.learning.selftraining import FitDone

    match event:
        case Checkpoint():
            folder.save_checkpoint(event)
        case FitDone():
            folder.save_fit(event)
        case _:
            record.note(event)
            return True
    return False


def _judged_by(outcome: FusedOutcome) -> dict[str, Any]:
    """How good both are together and alone on the strokes set apart, as the metrics of the run hold it."""
    judgement = outcome.judgement
    if judgement is None:
        return {"strokes_judged_by": 0}
    return {
        "strokes_judged_by": judgement.strokes,
        "right_together": round(judgement.together, 3),
        "right_layers": round(judgement.layers, 3),
        "right_network": round(judgement.network, 3),
    }


def _who_counts(outcome: FusedOutcome) -> str:
    weights, judgement = outcome.weights, outcome.judgement
    layers, network = (float(np.mean(each)) / weights.temperature for each in (weights.layers, weights.network))
    if judgement is None:
        judged = tr("With too few strokes to set any apart")
    elif not judgement.can_tell:
        judged = tr("Weighed as is expected, since {strokes} strokes set apart are too few to tell").format(
            strokes=judgement.strokes
        )
    else:
        judged = tr("Judged by {strokes} strokes set apart").format(strokes=judgement.strokes)
    return tr("{judged}, the layers count {layers:.2f} and the network {network:.2f}.").format(
        judged=judged, layers=layers, network=network
    )


def _save(place: Path, folder: RunFolder, whole: Side, outcome: FusedOutcome) -> None:
    save_layers(place / FILE, whole.layers.model)
    with replacing(place / WEIGHTS, ProjectError) as temporary:
        temporary.write_text(json.dumps(outcome.weights.as_json(), indent=1), encoding="utf-8")
    folder.save_model(whole.task, outcome.network, ())  # last, since it removes what a stopped run needs


def fused_predictor(run: Run, volume: Volume, device: DeviceChoice) -> FusedPredictor:
    """The model of a run of this kind, ready to predict; ModelError where one of its files is damaged or missing."""
    from seisviewer.predictions.fused_predictor import FusedPredictor
    from seisviewer.workflows.run_folder import RunFolder

    layers = layer_predictor(run, volume)
    network = replace(RunFolder(run.folder).predictor(device, run.key), coordinate=layers.coordinate)
    path = run.folder / WEIGHTS
    try:
        weights = FusionWeights.from_json(read_json(path))
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise ModelError(
            tr("{path} is damaged or missing ({error}): train again.").format(path=path, error=error)
        ) from error
    return FusedPredictor(layers, network, weights, run.key, 0, run.labels_version)
