"""What the models have said so far about the survey on the desk, ready to be drawn."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field

import numpy as np
from PyQt6.QtCore import QObject, QTimer

from seisviewer.app.section_state import SectionState
from seisviewer.predictions.prediction_cache import PredictionCache
from seisviewer.predictions.section_prediction import SectionPrediction
from seisviewer.volumes.geometry import Direction, SectionId

SLICE_INTERVAL = 400  # ms; a time slice changes with every line predicted, and is put together again at most this often
KEPT_SLICES = 4  # put together and ready to be drawn
GRACE = 4000  # ms that training gets to learn a stroke before what it said without it counts as out of date


@dataclass(frozen=True)
class Answer:
    """What is drawn over one section.

    classes: uint8 (rows, columns), NO_CLASS where unknown. confidence, stability: 0–1, NaN where unknown; stability may be
    None. unknown: True where there is a trace but no answer yet (time slices only), else None. made, labels_made:
    time.time() of the prediction and of the labels it had learned, None where unknown; of a time slice, those of its
    oldest line. outdated: newer strokes should have been learned by now; of a time slice, in most of its lines.
    """

    classes: np.ndarray = field(repr=False)
    confidence: np.ndarray = field(repr=False)
    stability: np.ndarray | None = field(default=None, repr=False)
    unknown: np.ndarray | None = field(default=None, repr=False)
    model: str = ""
    version: int = 0
    made: float | None = None
    labels_made: float | None = None
    outdated: bool = False


class Answers(QObject):
    """Predictions by section for the layers and the age tag; says `desk.prediction_changed` when one should be redrawn."""

    def __init__(self, state: SectionState, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._cache: PredictionCache | None = None
        self._slices: OrderedDict[int, Answer] = OrderedDict()
        self._labels_made: dict[int, float | None] = {}
        self._labels_version = 0
        self._asked_version = 0
        self._overdue_version = 0
        self._slice_timer = self._timer(SLICE_INTERVAL, self._renew_slices)
        self._grace_timer = self._timer(GRACE, self._grace_over)
        state.volume_changed.connect(self.clear)
        self.clear()

    def __bool__(self) -> bool:
        """Whether anything has been predicted."""
        return self._cache is not None and len(self._cache) > 0

    def clear(self) -> None:
        """Forget everything, as for another survey."""
        volume = self._state.volume
        self._cache = PredictionCache(volume.geometry) if volume is not None else None
        self._slices.clear()
        self._labels_made.clear()
        self._labels_version = self._overdue_version = 0
        self._slice_timer.stop()
        self._grace_timer.stop()

    def put(self, prediction: SectionPrediction) -> None:
        """Take a newer prediction of a section."""
        if self._cache is None:
            return
        self._cache.put(prediction)
        self._state.prediction_changed.emit(prediction.section)
        if not self._slice_timer.isActive():
            self._slice_timer.start()

    def labels_changed(self, version: int, made: float | None) -> None:
        """The labels are now at `version`; what was said without them goes out of date after a grace.

        made: time.time() of the change, None where unknown; the first word on a version counts.
        """
        self._labels_version = version
        self._labels_made.setdefault(version, made)
        if not self._grace_timer.isActive():
            self._asked_version = version
            self._grace_timer.start()

    def get(self, section: SectionId) -> Answer | None:
        """What to draw over a section, or None where nothing is known about it."""
        if not self:
            return None
        if section.direction is Direction.TIME:
            return self._slice(section.number)
        prediction = self._cache.get(section)
        if prediction is None:
            return None
        return Answer(
            prediction.classes,
            prediction.confidence,
            prediction.stability,
            model=prediction.model,
            version=prediction.model_version,
            made=prediction.seconds,
            labels_made=self._labels_made.get(prediction.labels_version),
            outdated=prediction.labels_version < self._overdue_version,
        )

    def _slice(self, index: int) -> Answer:
        if index not in self._slices:
            self._slices[index] = self._assembled(index)
            if len(self._slices) > KEPT_SLICES:
                self._slices.popitem(last=False)
        return self._slices[index]

    def _assembled(self, index: int) -> Answer:
        classes, confidence, known = self._cache.time_slice(index)
        lines = list(self._cache)
        oldest = min(line.labels_version for line in lines)
        late = sum(line.labels_version < self._overdue_version for line in lines)
        return Answer(
            classes,
            confidence,
            unknown=self._state.volume.geometry.live & ~known,
            made=min(line.seconds for line in lines),
            labels_made=self._labels_made.get(oldest),
            outdated=2 * late > len(lines),
        )

    def _renew_slices(self) -> None:
        self._slices.clear()
        for section in self._state.shown:
            if section.direction is Direction.TIME:
                self._state.prediction_changed.emit(section)

    def _grace_over(self) -> None:
        self._overdue_version = self._asked_version
        self._slices.clear()
        for section in self._state.shown:
            answer = self.get(section)
            if answer is not None and answer.outdated:
                self._state.prediction_changed.emit(section)
        if self._labels_version > self._asked_version:
            self._asked_version = self._labels_version
            self._grace_timer.start()

    def _timer(self, interval: int, slot: object) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval)
        timer.timeout.connect(slot)
        return timer
