"""The regions of what is shown on a section, found off the GUI thread."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from PyQt6.QtCore import QObject, pyqtSignal

from seisviewer.app.live.prediction_layer import AnswerSource
from seisviewer.app.live.shown_prediction import ShownPrediction
from seisviewer.app.section_state import SectionState
from seisviewer.jobs.newest_first import NewestFirst
from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.predictions.answer_regions import LEAST, AnswerRegions
from seisviewer.volumes.geometry import SectionId
from seisviewer.workflows.review.review_counts import ReviewCounts
from seisviewer.workflows.review.section_review import counts_of, regions_to_review


@dataclass(frozen=True, eq=False)
class _Wanted:
    """shown, snapshot: what is said and labelled on the section. above: as in `answer_regions`."""

    section: SectionId
    shown: ShownPrediction = field(repr=False)
    snapshot: LabelSnapshot = field(repr=False)
    above: float

    def is_like(self, other: _Wanted) -> bool:
        return self.shown is other.shown and self.snapshot is other.snapshot and self.above == other.above


@dataclass(frozen=True, eq=False)
class _Answer:
    regions: AnswerRegions = field(repr=False)
    counts: ReviewCounts


def _found(wanted: _Wanted) -> _Answer:
    shown = wanted.shown
    confidence = np.asarray(shown.confidence)
    regions = regions_to_review(wanted.snapshot, wanted.section, shown.classes, confidence, wanted.above)
    return _Answer(regions, counts_of(wanted.snapshot, regions))


class RegionSource(QObject):
    """Regions of sections on screen. changed: emitted with the section whose regions are known now."""

    changed = pyqtSignal(object)
    _answered = pyqtSignal(object, object)

    def __init__(self, state: SectionState, predictions: AnswerSource) -> None:
        super().__init__()
        self._state, self._predictions = state, predictions
        self._asked: dict[tuple[SectionId, float], _Wanted] = {}
        self._found: dict[tuple[SectionId, float], _Answer] = {}
        self._threads: NewestFirst[_Wanted, _Answer] | None = None
        self._answered.connect(self._take)
        state.closing.on_stop(self.stop)
        state.volume_changed.connect(lambda _: self.stop())

    def get(self, section: SectionId, above: float = LEAST) -> AnswerRegions | None:
        """The regions of a section as it is now; None where nothing is said, or they are still looked for."""
        wanted = self._wanted(section, above)
        if wanted is None:
            return None
        key = section, above
        asked = self._asked.get(key)
        if asked is None or not asked.is_like(wanted):
            self._begin()
            self._found.pop(key, None)
            self._asked[key] = wanted
            self._threads.want(key, wanted)
        found = self._found.get(key)
        return found.regions if found is not None else None

    def counts(self, section: SectionId) -> ReviewCounts:
        """How the review of a section stands, as last known."""
        found = self._found.get((section, LEAST))
        return found.counts if found is not None else ReviewCounts()

    def is_looking(self, section: SectionId, above: float = LEAST) -> bool:
        """Whether the regions of a section will be known in a moment."""
        return (section, above) in self._asked and (section, above) not in self._found

    def stop(self) -> None:
        """Look for nothing any more; does not wait."""
        if self._threads is not None:
            self._threads.close()
        self._threads = None
        self._asked.clear()
        self._found.clear()

    def _wanted(self, section: SectionId, above: float) -> _Wanted | None:
        shown, project = self._predictions.get(section), self._state.project
        if shown is None or project is None:
            return None
        return _Wanted(section, shown, project.snapshot(), above)

    def _begin(self) -> None:
        if self._threads is None:
            self._threads = NewestFirst(_found, lambda key, answer: self._answered.emit(key, answer))
            self._state.closing.wait_for(self._threads)

    def _take(self, wanted: _Wanted, answer: _Answer | Exception) -> None:
        key = wanted.section, wanted.above
        if self._asked.get(key) is not wanted:
            return
        if isinstance(answer, Exception):
            raise answer
        for each in [each for each in self._found if each[0] not in self._state.shown]:
            del self._found[each], self._asked[each]
        self._found[key] = answer
        self.changed.emit(wanted.section)
