"""Predicting sections with a run of a project."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from seisviewer.atomic_files import replacing
from seisviewer.errors import BadRequest, ModelError
from seisviewer.predictions.passes.section_pass import LEVELS, SectionPass
from seisviewer.predictions.rejected_classes import without_rejected
from seisviewer.predictions.section_prediction import SectionPrediction
from seisviewer.predictions.stored.line_passes import LinePasses
from seisviewer.predictions.stored.prediction_store import PredictionStore
from seisviewer.progress import Notice, Progress
from seisviewer.project.project import Project
from seisviewer.project.runs import Run
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction, SectionId
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.fused_run import KIND as FUSED
from seisviewer.workflows.fused_run import fused_predictor
from seisviewer.workflows.layer_run import KIND as LAYERS
from seisviewer.workflows.layer_run import layer_predictor
from seisviewer.workflows.runs.model_names import pass_model, run_name

if TYPE_CHECKING:
    from seisviewer.predictions.predictor import Predictor
    from seisviewer.predictions.section_predictor import SectionPredictor

ONE_DIRECTION = Notice(
    tr(
        "Each section is predicted along its own direction alone; the window and predict "
        "--volume average a voxel's inline and crossline, and may differ from it."
    )
)
CHECKPOINTS = "checkpoints"  # in the words for what agrees, of a pass
WITHOUT_CHECKPOINTS = {LAYERS: "layer", FUSED: "fused"}
Predicted = dict[SectionId, SectionPrediction]


@dataclass(frozen=True)
class SectionAnswered:
    """An event: a section was predicted from these probabilities, for whoever wants more than the most probable class.

    probabilities: float32 (classes, traces, samples), 0–1.
    """

    prediction: SectionPrediction
    probabilities: np.ndarray = field(repr=False, compare=False)


def latest_run(project: Project, number: int | None = None) -> Run:
    """Run `number`, or the one in use, or the last finished one; ModelError where there is none.

    A run that live training in the window left is taken only where there is no other: it was made in a hurry.
    """
    from seisviewer.workflows.live_runs import KIND

    finished = [run for run in project.runs() if run.state == "finished"]
    if number is not None:
        finished = [run for run in finished if run.number == number]
    elif (chosen := project.chosen_run) is not None:
        return chosen
    if not finished:
        which = tr("finished run") if number is None else tr("finished run {number}").format(number=number)
        raise ModelError(tr("The project has no {which}: train first (seisviewer train).").format(which=which))
    trained = [run for run in finished if run.kind != KIND]
    return (trained or finished)[-1]


def whose_answer(project: Project, run: Run, predictor: SectionPredictor) -> Generator[Notice, None, None]:
    """Tell the user which model answers, and which of its classes were deleted since."""
    yield Notice(tr("The model is that of {name_in_use}.").format(name_in_use=name_in_use(project, run)))
    classes = project.classes
    gone = [classes.name_of(number) for number in predictor.answers if number not in classes]
    if gone:
        yield Notice(
            tr("It still answers with {gone}: train again for a model without.").format(gone=tr(" and ").join(gone))
        )


def name_in_use(project: Project, run: Run) -> str:
    """A run in words, and whether it is the one that was chosen to answer."""
    chosen = project.chosen_run
    if chosen is not None and chosen.number == run.number:
        return tr("{run_name}, which is in use").format(run_name=run_name(run))
    return run_name(run)


def predict_sections(
    project: Project,
    volume: Volume,
    sections: Sequence[SectionId],
    run: int | None = None,
    device: str = "auto",
    stability: bool = False,
) -> Generator[Progress | Notice | SectionAnswered, None, Predicted]:
    """What a run (that of `latest_run` where None) says of inlines and crosslines, each along its own direction alone.

    What it has predicted before is read from the project, with the stability that was kept with it; what is predicted now
    is kept there. stability: also the share of the teacher's checkpoints that give the class of the final model (ST++ runs,
    and a live one that ended with a round).
    """
    _check_lines(volume, sections)
    chosen = latest_run(project, run)
    if stability and chosen.kind in WITHOUT_CHECKPOINTS:
        raise BadRequest(
            tr(
                "Run {chosen_number} is a {without_checkpoints} model, which has no checkpoints: leave --stability out."
            ).format(chosen_number=chosen.number, without_checkpoints=WITHOUT_CHECKPOINTS[chosen.kind])
        )
    predictor = predictor_of(chosen, volume, device)
    yield from whose_answer(project, chosen, predictor)
    if not volume.geometry.is_2d and chosen.kind != LAYERS:
        yield ONE_DIRECTION
    passes = LinePasses(predictor, volume, store_of(project, volume, chosen))
    teachers = _teachers_of(chosen, device) if stability else []
    predicted = {}
    for done, section in enumerate(sections):
        yield Progress(
            done,
            len(sections),
            tr("predicting {direction} {section_number}").format(
                direction=tr(section.direction), section_number=section.number
            ),
        )
        made = passes.over(section)
        if teachers and CHECKPOINTS not in made.stability_of:
            made = yield from _compared(made, volume, teachers)
            passes.keep(made)
        predicted[section] = honouring_rejections(project, made)
        yield SectionAnswered(predicted[section], made.probabilities.astype(np.float32) / LEVELS)
    return predicted


def store_of(project: Project, volume: Volume, run: Run) -> PredictionStore:
    """Where what a run says is kept."""
    return PredictionStore(project.folder, run.number, volume.geometry, read_only=project.read_only)


def _compared(
    made: SectionPass, volume: Volume, teachers: Sequence[Predictor]
) -> Generator[Progress, None, SectionPass]:
    """A pass with the share of the checkpoints that say the same."""
    from seisviewer.predictions.agreement import agreement_of_checkpoints

    amplitudes = volume.section(made.section)
    agreed = yield from agreement_of_checkpoints(made.section, amplitudes, made.classes, teachers)
    return replace(made, stability=agreed, stability_of=f"{len(teachers)} {CHECKPOINTS}")


def _check_lines(volume: Volume, sections: Sequence[SectionId]) -> None:
    """Raises BadRequest where one of them is no line of the survey."""
    for section in sections:
        if section.direction is Direction.TIME:
            raise BadRequest(
                tr("Time slices are not predicted one by one: ask for inlines or crosslines, or for the volume.")
            )
        volume.geometry.index(section)


def honouring_rejections(project: Project, made: SectionPass) -> SectionPrediction:
    """What a pass says without classes where the user rejected them: the next best ones."""
    rejected = project.snapshot().rejected(made.section.direction, project.geometry.index(made.section))
    return replace(made, probabilities=without_rejected(made.probabilities, made.channels, rejected)).said


def save_sections(path: Path, predicted: Predicted, *, stability: bool = True) -> None:
    """Write `inline_241` uint8 (traces, samples) and `inline_241_confidence` float32 of each section to a .npz file.

    stability: `inline_241_stability`, too, where it is known."""
    arrays = {}
    for section, prediction in predicted.items():
        arrays[str(section)] = prediction.classes
        arrays[f"{section}_confidence"] = prediction.confidence.astype(np.float32)
        if stability and prediction.stability is not None:
            arrays[f"{section}_stability"] = prediction.stability.astype(np.float32)
    with replacing(path, BadRequest) as temporary, temporary.open("wb") as file:
        np.savez_compressed(file, **arrays)


def predictor_of(run: Run, volume: Volume, device: str) -> SectionPredictor:
    """The model of a finished run, ready to predict sections of this survey. It never changes once it is finished, but
    for that of live training, which says itself which it is."""
    from seisviewer.workflows.live_runs import KIND

    if run.kind == LAYERS:
        return replace(layer_predictor(run, volume), key=run.key, name=pass_model(run))
    from seisviewer.networks.device import choose_device
    from seisviewer.workflows.run_folder import RunFolder

    if run.kind == FUSED:
        both = fused_predictor(run, volume, choose_device(device))
        named = replace(both.layers, key=run.key), replace(both.network, weights_key=run.key)
        return replace(both, layers=named[0], network=named[1], name=pass_model(run))
    predictor = RunFolder(run.folder).predictor(choose_device(device), run.key)
    return predictor if run.kind == KIND else replace(predictor, weights_key=run.key)


def _teachers_of(run: Run, device: str) -> list[Predictor]:
    from seisviewer.networks.device import choose_device
    from seisviewer.workflows.run_folder import RunFolder

    return RunFolder(run.folder).teachers(choose_device(device))
