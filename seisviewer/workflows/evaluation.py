"""Scoring a run of a project against known facies."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping, Sequence
from functools import reduce
from operator import add
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from seisviewer.errors import LabelsError
from seisviewer.labels.label_files import read_painted
from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.labels.shown_counts import shown_counts
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.progress import Notice, filtered
from seisviewer.project.project import Project
from seisviewer.project.runs import Run
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction, Geometry, SectionId
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.prediction import SectionAnswered, latest_run, predict_sections

if TYPE_CHECKING:
    from seisviewer.learning.facies_score import FaciesScore


def evaluate(
    project: Project,
    volume: Volume,
    truth: Path,
    sections: Sequence[SectionId],
    run: int | None = None,
    device: str = "auto",
) -> Generator[Any, None, dict[str, Any]]:
    """Scores of a run on `sections` of a truth file (.npz, as labels are exchanged).

    Left out are voxels without a true label or with one that was accepted and not painted, missing traces, and the traces where a scored section crosses a labelled one
    (labelled now, or when the run learned).
    The result, ready for JSON: the model's scores pooled and by section, and those of "predict by depth", which gives every
    voxel the class most often painted at its depth in the project's own labels, so that it knows what the model knew.
    """
    known = read_painted(truth, volume.geometry)
    for section in sections:
        if section not in known:
            raise LabelsError(
                tr("{truth} has no labels for {section}: it has {known}.").format(
                    truth=truth, section=section, known=", ".join(map(str, known))
                )
            )
    chosen = latest_run(project, run)
    snapshot = project.snapshot()
    labelled = known_sections(snapshot, chosen)
    counted = {
        section: scored_voxels(known[section], section, volume.geometry, labelled)
        for section in dict.fromkeys(sections)
    }
    for section, voxels in counted.items():
        if not voxels.any():
            raise LabelsError(
                tr(
                    "Nothing is left to score on {section}: it is labelled itself, or has no true labels in {truth}."
                ).format(section=section, truth=truth)
            )
    scores = yield from score_sections(project, volume, known, counted, chosen.number, device)
    if learned_labels(chosen) != project.labels_version:
        yield Notice(
            tr("The labels have changed since run {chosen_number} learned{what_of_it}.").format(
                chosen_number=chosen.number, what_of_it=_what_of_it(chosen)
            )
        )
    depth = predict_by_depth(snapshot, volume.geometry)
    baseline = {
        section: _matrix(known[section][voxels], np.broadcast_to(depth, voxels.shape)[voxels])
        for section, voxels in counted.items()
    }
    pooled = reduce(add, scores.values())
    model = {section: score.matrix for section, score in scores.items()}
    return {
        "run": chosen.number,
        "model": _summary(model, project) | pooled.beyond_overlap(),
        "predict_by_depth": _summary(baseline, project),
    }


def score_sections(
    project: Project,
    volume: Volume,
    known: Mapping[SectionId, np.ndarray],
    counted: Mapping[SectionId, np.ndarray],
    run: int,
    device: str,
) -> Generator[Any, None, dict[SectionId, FaciesScore]]:
    """Predict the sections of `counted` (bool (traces, samples), what is scored) with a run, and score each.

    known: class numbers (traces, samples).
    """
    from seisviewer.learning.facies_score import FaciesScore

    scores: dict[SectionId, FaciesScore] = {}

    def passes(event: object) -> bool:
        if not isinstance(event, SectionAnswered):
            return True
        answer, section = event.prediction, event.prediction.section
        scores[section] = FaciesScore.of(
            known[section], answer.classes, answer.confidence, event.probabilities, counted[section]
        )
        return False

    yield from filtered(predict_sections(project, volume, tuple(counted), run, device), passes)
    return scores


def known_sections(snapshot: LabelSnapshot, run: Run) -> frozenset[SectionId]:
    """The sections labelled now, or with a boundary drawn, and those that were when the run learned, as far as it wrote
    them down."""
    now = frozenset(snapshot.labelled_sections).union(line.section for line in snapshot.boundaries)
    return now.union(map(SectionId.parse, run.settings.get("labelled_sections", ())))


def _what_of_it(run: Run) -> str:
    """Whether sections whose labels were taken away since are still known, and left out of the scores."""
    return (
        ""
        if "labelled_sections" in run.settings
        else tr(", so a section that it learned from may be among those scored")
    )


def learned_labels(run: Run) -> int:
    """Version of the labels that a run's model has learned; live training goes on while they change."""
    return run.metrics.get("labels_version", run.labels_version)


def scored_voxels(
    truth: np.ndarray, section: SectionId, geometry: Geometry, labelled_sections: Iterable[SectionId]
) -> np.ndarray:
    """Bool (traces, samples): where `truth` (int, -1 unknown) counts when a section is scored."""
    counted = truth >= 0
    counted[~geometry.section_live(section)] = False
    for labelled in labelled_sections:
        if labelled == section:
            counted[:] = False
        elif labelled.direction is Direction.TIME:
            counted[:, labelled.number] = False
        elif labelled.direction is not section.direction:
            counted[geometry.index(labelled)] = False
    return counted


def predict_by_depth(snapshot: LabelSnapshot, geometry: Geometry) -> np.ndarray:
    """Int (samples,): the class most often painted at each sample index, lines for checking left out; where none was, that
    of the nearest depth."""
    numbers = sorted(number for number in shown_counts(snapshot) if number >= 0)
    votes = np.zeros((len(numbers), geometry.samples.count), np.int64)
    for section in snapshot.labelled_sections:
        if section in snapshot.checking:
            continue
        place = section.direction, geometry.index(section)
        labels = np.where(snapshot.held_for_checking(*place), UNLABELLED, snapshot.section(*place))
        for place, number in enumerate(numbers):
            if section.direction is Direction.TIME:
                votes[place, section.number] += int((labels == number).sum())
            else:
                votes[place] += (labels == number).sum(0)
    painted = np.flatnonzero(votes.sum(0))
    if not painted.size:
        raise LabelsError(tr("The project has no labels to predict by depth from: paint or import some."))
    nearest = painted[np.abs(np.arange(votes.shape[1])[:, None] - painted[None, :]).argmin(1)]
    return np.asarray(numbers)[votes.argmax(0)][nearest]


def _matrix(truth: np.ndarray, answer: np.ndarray) -> np.ndarray:
    from seisviewer.learning.metrics import confusion

    return confusion(truth, answer, 256)


def _summary(matrices: Mapping[SectionId, np.ndarray], project: Project) -> dict[str, Any]:
    """Pooled mIoU, accuracy, per-class IoU, confusion (rows true) over the classes present, and mIoU by section."""
    from seisviewer.learning.metrics import accuracy, intersection_over_union, mean_iou

    pooled = sum(matrices.values())
    present = np.flatnonzero(pooled.sum(0) + pooled.sum(1))
    compact = pooled[np.ix_(present, present)]
    overlap = intersection_over_union(compact)
    return {
        "mean_iou": mean_iou(compact),
        "accuracy": accuracy(compact),
        "classes": [
            {"number": int(number), "name": project.classes.name_of(int(number)), "iou": float(value)}
            for number, value in zip(present, overlap, strict=True)
        ],
        "confusion": compact.tolist(),
        "sections": {str(section): {"mean_iou": mean_iou(matrix)} for section, matrix in matrices.items()},
    }
