"""A model at work on a whole survey, line by line, in whatever time is left over."""

from __future__ import annotations

import time
from collections.abc import Generator
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from seisviewer.predictions.passes.section_pass import SectionPass
from seisviewer.predictions.stored.pass_writer import PassWriter
from seisviewer.predictions.stored.prediction_store import PredictionStore
from seisviewer.predictions.stored.survey_fill import SurveyFill, filled
from seisviewer.progress import Notice, Progress
from seisviewer.volumes.geometry import SectionId
from seisviewer.volumes.volume import Volume


class FillingPredictor(Protocol):
    """What it needs of a SectionPredictor."""

    key: str
    version: int
    labels_version: int

    def one_pass(self, section: SectionId, amplitudes: np.ndarray) -> SectionPass: ...


@dataclass(frozen=True)
class SurveyFilled:
    """An event: of `total` lines of the survey `done` are stored as the model on screen predicts them. seconds_left:
    until all are, None where nothing tells."""

    done: int
    total: int
    seconds_left: float | None = None


class SurveyFilling:
    """For one thread. alternating: as in SurveyFill."""

    def __init__(self, volume: Volume, store: PredictionStore, writer: PassWriter, alternating: bool) -> None:
        self._volume, self._store, self._writer = volume, store, writer
        self._order = SurveyFill(volume.geometry, alternating)
        self._not_before = 0.0  # time.monotonic()
        self._told: tuple[object, ...] = ()

    def recall(self, section: SectionId, predictor: FillingPredictor) -> SectionPass | None:
        """What this very model said about a line before, or None; as if it had said it now."""
        if not self._store.is_current(section, predictor.key):
            return None
        kept = self._store.get(section)
        if kept is None:
            return None
        return replace(kept, labels_version=predictor.labels_version, model_version=predictor.version)

    def fill(
        self, predictor: FillingPredictor, crosshair: tuple[int, int], sharing: bool
    ) -> Generator[SurveyFilled | Notice | Progress, None, bool]:
        """Predict and store one line that is not stored yet; returns whether there was one.

        crosshair: indices of inline and crossline of where the user looks. sharing: rest as long as that took, for
        something else computes for the user.
        """
        store = self._store
        if store.read_only or not predictor.key or self._writer.has_failed or time.monotonic() < self._not_before:
            return False
        if not store.is_loaded:
            yield from store.load()
        self._order.look_at(crosshair)
        section = self._order.next(store, predictor.key)
        if section is not None:
            began = time.monotonic()
            made = predictor.one_pass(section, self._volume.section(section))
            yield from self._writer.write(store, made)
            now = time.monotonic()
            self._order.took(now - began)
            self._not_before = now + (now - began) if sharing else 0.0
        yield from self._tell(predictor)
        return section is not None

    def _tell(self, predictor: FillingPredictor) -> Generator[SurveyFilled, None, None]:
        """How far it has come, where that is news; of other labels it is, though as many lines be stored."""
        done, total = filled(self._store, predictor.key)
        told = done, total, predictor.labels_version
        if told != self._told:
            self._told = told
            yield SurveyFilled(done, total, self._order.seconds_left(total - done))
