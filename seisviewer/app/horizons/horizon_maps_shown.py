"""Maps at the chosen horizon for the map of the survey: made in the background, kept until the horizon is another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from PyQt6.QtCore import QObject, QTimer, pyqtSignal

from seisviewer.app.background.background_jobs import Background
from seisviewer.app.background.background_results import BackgroundResults
from seisviewer.app.horizons.horizon_desk import HorizonDesk
from seisviewer.app.topics import Topic
from seisviewer.predictions.stored.prediction_store import PredictionStore
from seisviewer.progress import drive
from seisviewer.structure.horizons.horizon import Horizon
from seisviewer.translation import tr
from seisviewer.workflows.horizons.at_horizon import AtHorizon
from seisviewer.workflows.horizons.horizon_map_pictures import MapColours, map_colours
from seisviewer.workflows.horizons.horizon_maps import amplitude_map, facies_map_of_store, time_map

TITLES = {
    AtHorizon.TIME: tr("Time at horizon"),
    AtHorizon.AMPLITUDE: tr("Amplitude at horizon"),
    AtHorizon.FACIES: tr("Facies at horizon"),
}
TIPS = {
    AtHorizon.TIME: tr("How deep the chosen horizon lies; bright where it lies high"),
    AtHorizon.AMPLITUDE: tr("The amplitude at the chosen horizon, between samples; read in the background"),
    AtHorizon.FACIES: tr("The predicted class at the chosen horizon, as far as lines are predicted"),
}
NO_HORIZON = tr("no horizon yet")
READING = tr("reading amplitudes …")
NOT_READ = tr("not read; choose again")
NO_PREDICTION = tr("not predicted yet")
NOTHING = tr("defined nowhere")
REST_MS = 3000  # between two looks at what is stored: it grows line by line while the survey is predicted


@dataclass(frozen=True)
class _Asked:
    """Horizons are told apart by their depths, the same array through every change of a name or a pick."""

    depths: int
    version: int
    horizon: Horizon = field(compare=False, repr=False)


class HorizonMaps(QObject):
    """changed: another map can be shown now. Used on the GUI thread."""

    changed = pyqtSignal()

    def __init__(self, desk: HorizonDesk, background: Background, store: Callable[[], PredictionStore | None]) -> None:
        """store: gives what is kept of who speaks on screen, None where nothing is."""
        super().__init__()
        self._desk, self._background, self._store = desk, background, store
        self._amplitudes: tuple[np.ndarray, np.ndarray] | None = None  # the depths, and the amplitudes there
        self._read: np.ndarray | None = None  # the depths for which reading was begun last
        self._job: Any = None
        self._facies: np.ndarray | None = None
        self._asked: _Asked | None = None
        self._of: PredictionStore | None = None
        self._results: BackgroundResults[_Asked, np.ndarray] = BackgroundResults(self._take_facies)
        self._later = QTimer(self, singleShot=True, interval=REST_MS, timeout=self.changed.emit)
        desk.changed.connect(self.changed)
        desk.state.volume_changed.connect(lambda _: self._forget())
        desk.state.closing.on_stop(self._forget)

    @property
    def horizon(self) -> Horizon | None:
        """The chosen one, else the first."""
        return self._desk.current or next(iter(self._desk.horizons), None)

    def colours(self, kind: AtHorizon) -> MapColours | str:
        """What is to be drawn now, or why nothing can be; what is missing is begun."""
        horizon, volume = self.horizon, self._desk.state.volume
        if horizon is None or volume is None:
            return NO_HORIZON
        values = {AtHorizon.AMPLITUDE: self._amplitude, AtHorizon.FACIES: self._classes}.get(kind, self._time)(horizon)
        if isinstance(values, str):
            return values
        made = map_colours(volume.geometry, kind, values, self._desk.state.project.classes)
        return made or (NO_PREDICTION if kind is AtHorizon.FACIES else NOTHING)

    def begin_again(self) -> None:
        """Somebody has chosen a map anew: amplitudes whose reading was stopped are read after all."""
        if self._job is None or self._job.done:
            self._read = None

    def renew_facies(self) -> None:
        """More is predicted: it is shown soon."""
        if self._asked is not None and not self._later.isActive():
            self._later.start()

    def _time(self, horizon: Horizon) -> np.ndarray:
        return time_map(self._desk.state.volume.geometry, horizon)

    def _amplitude(self, horizon: Horizon) -> np.ndarray | str:
        if self._amplitudes is not None and self._amplitudes[0] is horizon.depths:
            return self._amplitudes[1]
        if self._read is not horizon.depths:
            self._read, volume = horizon.depths, self._desk.state.volume

            def take(values: np.ndarray) -> None:
                if self._desk.state.volume is volume:
                    self._amplitudes = horizon.depths, values
                    self.changed.emit()

            name = tr("Amplitudes at “{horizon_name}”").format(horizon_name=horizon.name)
            self._job = self._background.run(name, lambda: amplitude_map(volume, horizon), take, topic=Topic.LABELS)
            if self._amplitudes is not None and self._amplitudes[0] is horizon.depths:
                return self._amplitudes[1]
        return NOT_READ if self._job is None or self._job.done else READING

    def _classes(self, horizon: Horizon) -> np.ndarray | str:
        store = self._store()
        if store is None:
            return NO_PREDICTION
        if store is not self._of:
            self._of, self._asked, self._facies = store, None, None
            self._results.begin(lambda asked: drive(facies_map_of_store(store, asked.horizon)))
        wanted = _Asked(id(horizon.depths), store.version, horizon)
        if self._asked is None or self._asked.depths != wanted.depths:
            self._facies = None
        if wanted != self._asked and not self._results.busy:
            self._asked = wanted
            self._results.want(self, wanted)
        elif wanted != self._asked:
            self._later.start()
        return NO_PREDICTION if self._facies is None else self._facies

    def _take_facies(self, asked: _Asked, values: np.ndarray | Exception) -> None:
        if isinstance(values, Exception):
            self._asked = None
            self._desk.state.message.emit(tr("Facies at the horizon cannot be shown: {values}").format(values=values))
            return
        horizon = self.horizon
        if horizon is not None and id(horizon.depths) == asked.depths:
            self._facies = values
        self.changed.emit()

    def _forget(self) -> None:
        self._later.stop()
        self._results.end()
        self._desk.state.closing.wait_for(self._results)
        self._amplitudes = self._read = self._job = self._facies = self._asked = self._of = None
