"""The stored predictions of the survey on the desk, and the switch that has the whole survey predicted."""

from __future__ import annotations

import math
from typing import Any

from PyQt6.QtCore import QObject, QSettings, QTimer, pyqtSignal

from seisviewer.app.live.prediction_source import PredictionSource
from seisviewer.app.section_state import SectionState
from seisviewer.predictions.leading_answer import Speaker
from seisviewer.predictions.stored.prediction_store import PredictionStore
from seisviewer.predictions.stored.survey_filling import SurveyFilled
from seisviewer.project.prediction_folders import LAYERS
from seisviewer.workflows.live_storing import StoreOpened

FILL = "predictions/fill"
SMALL = (
    400_000_000  # samples of a survey that is filled unless the user says otherwise: some 300 MB, minutes to an hour
)
LOOK = 1000  # ms between two looks at whether lines have come in


class StoredSource(QObject):
    """changed: lines came in, or others are asked now; once a second at most. filling_changed: whether the whole survey
    is to be predicted. filled: how far that has come, a SurveyFilled, or None."""

    changed = pyqtSignal()
    filling_changed = pyqtSignal(bool)
    filled = pyqtSignal(object)

    def __init__(self, state: SectionState, predictions: PredictionSource, settings: QSettings | None = None) -> None:
        super().__init__()
        self.progress: SurveyFilled | None = None
        self._state, self._predictions = state, predictions
        self._settings = settings or QSettings()
        self._layers: PredictionStore | None = None
        self._run: PredictionStore | None = None
        self._shown: PredictionStore | None = None  # of an earlier run that lies over the sections
        self._of: tuple[object, object] = (None, None)
        self._seen: tuple[PredictionStore | None, int] = (None, 0)
        self._timer = QTimer(self, interval=LOOK, timeout=self._look)
        state.closing.on_stop(self._timer.stop)
        state.volume_changed.connect(self._start_afresh)
        state.project_changed.connect(self._start_afresh)
        predictions.speaker_changed.connect(lambda speaker: self.note(None))

    @property
    def layers(self) -> PredictionStore | None:
        """What reflectors say is kept here; None without a project."""
        project, volume = self._state.project, self._state.volume
        if project is None or volume is None:
            self._of, self._layers, self._run = (None, None), None, None
        elif self._of != (project, volume):
            self._of = project, volume
            read_only = project.read_only or not project.can_edit
            self._layers = PredictionStore(project.folder, LAYERS, volume.geometry, read_only=read_only)
            self._run = None
        return self._layers

    @property
    def store(self) -> PredictionStore | None:
        """What is kept of who speaks on screen now; None where nothing is."""
        if self._shown is not None:
            return self._shown
        layers = self.layers
        return layers if self._predictions.speaker is Speaker.LAYERS else self._run

    @property
    def filling(self) -> bool:
        """Whether the whole survey is to be predicted: as the user said last, else where it is small."""
        volume = self._state.volume
        is_small = volume is not None and math.prod(volume.geometry.shape) <= SMALL
        return self._settings.value(FILL, is_small, bool)

    def set_filling(self, on: bool) -> None:
        """Predict the whole survey from now on, or only what is looked at; remembered."""
        if on != self.filling:
            self._settings.setValue(FILL, on)
            self.filling_changed.emit(on)

    def show(self, store: PredictionStore | None) -> None:
        """An earlier run lies over the sections, whose answers are kept here; None: the live answer does."""
        if store is not self._shown:
            self._shown = store
            self.changed.emit()

    def note(self, event: Any) -> None:
        """Take what whoever predicts says about it."""
        if isinstance(event, StoreOpened):
            if self.layers is not None:
                self._run = event.store
            self.changed.emit()
        elif isinstance(event, SurveyFilled) or event is None:
            if event != self.progress:
                self.progress = event
                self.filled.emit(event)

    def _start_afresh(self, *_: object) -> None:
        """Another survey or project is on the desk."""
        self.filling_changed.emit(self.filling)
        before = self._of
        if self.layers is not None:
            self._timer.start()
        if self._of == before:
            return  # told again, of the same
        self.note(None)
        self.changed.emit()

    def _look(self) -> None:
        store = self.store
        seen = store, 0 if store is None else store.version
        if seen != self._seen:
            self._seen = seen
            self.changed.emit()
