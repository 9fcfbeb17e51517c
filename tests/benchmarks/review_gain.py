"""What reviewing gains: the mean IoU of the layer model before and after 30 decisions of a simulated reviewer.

    python tests/benchmarks/review_gain.py [--decisions 30] [--right 0.95] [--seeds 3] [--pure 0.5]

A robot paints strokes on two inlines of the synthetic survey of each seed, and the layer model is solved. Then the three
largest regions of ten other inlines are reviewed: one of whose samples more than the share --pure have its class is
accepted, another one rejected or given its class in turn; the share of decisions that is not right does the opposite. The model is solved again. Scored are
inlines that were neither painted nor reviewed.
"""

from __future__ import annotations

import argparse
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from seisviewer.labels.label_files import UNLABELLED_IN_FILE
from seisviewer.labels.provenance import Origin
from seisviewer.labels.rejection import Rejection
from seisviewer.labels.robot_interpreter import ROBOTS, robot_strokes
from seisviewer.learning.metrics import confusion, mean_iou
from seisviewer.predictions.answer_regions import Region
from seisviewer.progress import drive
from seisviewer.project.project import Mark, Project
from seisviewer.volumes.geometry import Direction, SectionId
from seisviewer.volumes.open_choices import ArrayAxes
from seisviewer.volumes.synthetic_survey import SyntheticSurvey, synthetic_survey
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.label_exchange import import_labels
from seisviewer.workflows.layer_run import train_layers
from seisviewer.workflows.prediction import predict_sections
from seisviewer.workflows.review.section_review import acceptance, predicted_regions, rejection
from seisviewer.workflows.survey_opening import ingest

SHAPE = 80, 120, 160
PAINTED = 20, 60
REVIEWED = tuple(range(4, 80, 8))
SCORED = tuple(range(8, 80, 8))
A_SECTION = 3  # regions that are reviewed


@dataclass(frozen=True)
class Reviewer:
    """right: the share of decisions that are. pure: the share of a region from which on a class is that of the region."""

    right: float
    pure: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--decisions", type=int, default=30)
    parser.add_argument("--right", type=float, default=0.95)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--pure", type=float, default=0.5)
    arguments = parser.parse_args()
    for seed in range(arguments.seeds):
        with tempfile.TemporaryDirectory() as folder:
            measure(Path(folder), seed, arguments.decisions, Reviewer(arguments.right, arguments.pure))


def measure(folder: Path, seed: int, decisions: int, reviewer: Reviewer) -> None:
    survey = synthetic_survey(SHAPE, seed)
    np.save(folder / "survey.npy", survey.amplitude)
    painted = {
        f"inline_{number}": robot_strokes(survey.facies[number], seed + number, ROBOTS["loose"]) for number in PAINTED
    }
    assert all((labels == UNLABELLED_IN_FILE).any() for labels in painted.values())
    np.savez(folder / "strokes.npz", **painted)
    axes = ArrayAxes(inline_start=0, crossline_start=0)
    opened = drive(ingest(folder / "survey.npy", folder / "survey.seis", axes=axes))
    project, volume = opened.project, opened.volume
    drive(import_labels(project, volume, folder / "strokes.npz", ()))
    first = drive(train_layers(project, volume))
    before = score(project, volume, survey)
    marks = review(project, volume, survey, np.random.default_rng(seed), decisions, reviewer)
    second = drive(train_layers(project, volume))
    after = score(project, volume, survey)
    kinds = [count(marks, kind) for kind in ("accepted", "rejected")]
    held = [run.metrics["held_out_score"] for run in (first, second)]
    print(
        f"seed {seed}: mIoU {before:.3f} -> {after:.3f}; {kinds[0]} accepted or given a class, {kinds[1]} rejected; "
        f"held-out painted strokes {held[0]} -> {held[1]}; samples of rejected regions that came back: "
        f"{came_back(project, volume, marks)}",
        flush=True,
    )
    project.close()
    volume.close()


def inline(number: int) -> SectionId:
    return SectionId(Direction.INLINE, number)


def score(project: Project, volume: Volume, survey: SyntheticSurvey) -> float:
    said = drive(predict_sections(project, volume, [inline(number) for number in SCORED]))
    matrix = sum(
        confusion(survey.facies[number].ravel(), said[inline(number)].classes.ravel(), 256) for number in SCORED
    )
    present = np.flatnonzero(matrix.sum(axis=1))
    return float(mean_iou(matrix[np.ix_(present, present)]))


def review(
    project: Project,
    volume: Volume,
    survey: SyntheticSurvey,
    draw: np.random.Generator,
    decisions: int,
    reviewer: Reviewer,
) -> list[Mark]:
    """Each decision is one action, as in the window."""
    made: list[Mark] = []
    for number in REVIEWED:
        for region in drive(predicted_regions(project, volume, inline(number))).regions[:A_SECTION]:
            if len(made) < decisions:
                is_right, names_it = draw.random() < reviewer.right, bool(len(made) % 2)
                made.append(decided(region, survey.facies[number], reviewer.pure, is_right, names_it))
                project.commit([made[-1]])
    return made


def decided(region: Region, facies: np.ndarray, pure: float, is_right: bool, names_it: bool) -> Mark:
    shares = np.bincount(facies[region.on(facies.shape)], minlength=region.label + 1) / region.samples
    true = int(shares.argmax())
    if (shares[region.label] > pure) == is_right:
        return acceptance(region)
    return acceptance(region, true) if names_it and true != region.label and shares[true] > pure else rejection(region)


def count(marks: list[Mark], kind: str) -> int:
    rejected = sum(isinstance(each, Rejection) for each in marks)
    assert all(isinstance(each, Rejection) or each.origin is Origin.ACCEPTED for each in marks)
    return rejected if kind == "rejected" else len(marks) - rejected


def came_back(project: Project, volume: Volume, marks: list[Mark]) -> int:
    """Samples of rejected regions that the newest model gives the rejected class again."""
    found = 0
    for each in marks:
        if isinstance(each, Rejection):
            said = drive(predict_sections(project, volume, [each.section]))[each.section].classes
            rows, columns = each.mask.shape
            place = said[each.row : each.row + rows, each.column : each.column + columns]
            found += int((place[each.mask] == each.label).sum())
    return found


if __name__ == "__main__":
    main()
