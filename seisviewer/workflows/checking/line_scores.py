"""What an answer is worth on strokes that it did not learn, with intervals, beside “predict by depth”."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from seisviewer.errors import LabelsError
from seisviewer.labels.checking_lines import without_crossings
from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.labels.strokes_apart import strokes_held
from seisviewer.learning.bootstrap_interval import ENOUGH_SECTIONS, Interval, bootstrap, is_enough
from seisviewer.learning.metrics import Reliability, accuracy, confusion, intersection_over_union, mean_iou
from seisviewer.predictions.section_predictor import SectionPredictor
from seisviewer.predictions.stored.line_passes import LinePasses
from seisviewer.predictions.stored.prediction_store import PredictionStore
from seisviewer.progress import Progress
from seisviewer.translation import tr
from seisviewer.volumes.geometry import LINES, SectionId
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.evaluation import predict_by_depth

NUMBERS = 256  # class numbers, and NO_CLASS
TOO_LITTLE = tr("Not enough held back to tell")


@dataclass(frozen=True)
class LineScores:
    """sections: on which the strokes lie. classes: numbers that are true or answered anywhere, ascending. matrices,
    by_depth: a stroke each, int64 (classes, classes), rows are true; of the answer and of “predict by depth”. group: of
    each stroke, the place of its section. calibration: how sure the answer was and how often right."""

    sections: tuple[SectionId, ...]
    classes: tuple[int, ...]
    matrices: tuple[np.ndarray, ...] = field(repr=False, compare=False)
    by_depth: tuple[np.ndarray, ...] | None = field(repr=False, compare=False)
    group: tuple[int, ...] = field(repr=False)
    calibration: Reliability = field(repr=False, compare=False)

    @property
    def strokes(self) -> int:
        return len(self.matrices)

    @property
    def confusion(self) -> np.ndarray:
        """Of all strokes, int64 (classes, classes), rows are true."""
        return sum(self.matrices, np.zeros((len(self.classes),) * 2, np.int64))

    @property
    def is_enough(self) -> bool:
        """Whether the scores tell anything."""
        return is_enough(self.strokes, int((self.confusion.sum(axis=1) > 0).sum()))

    @property
    def drawn(self) -> str:
        """What the intervals are drawn over: "sections", or "strokes" where there are too few of those."""
        return "sections" if len(self.sections) >= ENOUGH_SECTIONS else "strokes"

    @property
    def mean_iou(self) -> Interval:
        return self._interval(self.matrices, mean_iou)

    @property
    def accuracy(self) -> Interval:
        return self._interval(self.matrices, accuracy)

    @property
    def mean_iou_by_depth(self) -> Interval | None:
        """None where nothing is painted that could be learned."""
        return None if self.by_depth is None else self._interval(self.by_depth, mean_iou)

    def iou(self, number: int) -> Interval:
        """Of one class."""
        place = self.classes.index(number)
        return self._interval(self.matrices, lambda matrix: float(intersection_over_union(matrix)[place]))

    def _interval(self, matrices: tuple[np.ndarray, ...], score: Any) -> Interval:
        groups = self.group if self.drawn == "sections" else range(len(matrices))
        return bootstrap(matrices, tuple(groups), score)

    def as_json(self) -> dict[str, Any]:
        """Ready for the metrics of a run; the scores only where they tell anything."""
        found: dict[str, Any] = {
            "strokes": self.strokes,
            "sections": [str(section) for section in self.sections],
            "enough": self.is_enough,
        }
        if not self.is_enough:
            return found
        depth = self.mean_iou_by_depth
        return found | {
            "drawn_over": self.drawn,
            "mean_iou": _numbers(self.mean_iou),
            "accuracy": _numbers(self.accuracy),
            "mean_iou_by_depth": None if depth is None else _numbers(depth),
            "iou": {str(number): _numbers(self.iou(number)) for number in self.classes},
            "classes": list(self.classes),
            "confusion": self.confusion.tolist(),
            "expected_calibration_error": round(self.calibration.expected_calibration_error, 4),
            "reliability": self.calibration.table(),
        }


def _numbers(interval: Interval) -> list[float]:
    return [round(value, 4) for value in (interval.value, interval.low, interval.high)]


def score_lines(
    snapshot: LabelSnapshot,
    volume: Volume,
    predictor: SectionPredictor,
    sections: Iterable[SectionId],
    store: PredictionStore | None = None,
) -> Generator[Progress, None, LineScores | None]:
    """Ask `predictor` about the strokes that are held back on some inlines and crosslines; None where there are none.

    store: of the predictor; what it holds is not predicted again. What was accepted and not painted does not count, nor do traces at which a line that is learned crosses one that is for
    checking only.
    """
    painted = snapshot.without_accepted
    held = strokes_held(painted, [section for section in sections if section.direction in LINES])
    learned = [section for section in snapshot.taught_sections if section not in snapshot.checking]
    depth, passes = _depth_classes(painted), LinePasses(predictor, volume, store)
    found: list[tuple[int, np.ndarray, np.ndarray | None]] = []
    calibration, used = Reliability.of(np.empty(0), np.empty(0)), []
    for done, (section, numbered) in enumerate(held.items()):
        yield Progress(done, len(held), tr("checking on {section}").format(section=section))
        if section in painted.checking:
            numbered = np.where(without_crossings(numbered > 0, section, volume.geometry, learned), numbered, 0)
        if not numbered.any():
            continue
        answer = passes.over(section).said
        truth = painted.section(section.direction, volume.geometry.index(section))
        where = numbered > 0
        right = answer.classes[where] == truth[where]
        calibration += Reliability.of(answer.confidence[where].astype(np.float64), right)
        for stroke in np.unique(numbered[where]):
            of = numbered == stroke
            guess = None if depth is None else _pairs(truth[of], np.broadcast_to(depth, of.shape)[of])
            found.append((len(used), _pairs(truth[of], answer.classes[of]), guess))
        used.append(section)
    if not found:
        return None
    present = sum(answer for _, answer, _ in found) + sum(guess for *_, guess in found if guess is not None)
    numbers = np.flatnonzero(present.sum(axis=0) + present.sum(axis=1))
    inside = np.ix_(numbers, numbers)
    return LineScores(
        tuple(used),
        tuple(numbers.tolist()),
        tuple(answer[inside] for _, answer, _ in found),
        None if depth is None else tuple(guess[inside] for *_, guess in found),
        tuple(group for group, *_ in found),
        calibration,
    )


def _pairs(truth: np.ndarray, answer: np.ndarray) -> np.ndarray:
    return confusion(truth, answer, NUMBERS)


def _depth_classes(snapshot: LabelSnapshot) -> np.ndarray | None:
    """Int (samples,): the class most often painted at each depth on lines that are learned; None without any."""
    try:
        return predict_by_depth(snapshot, snapshot.geometry)
    except LabelsError:
        return None
