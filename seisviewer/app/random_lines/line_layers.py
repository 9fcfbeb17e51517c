"""What is labelled and predicted along a random line, over its section."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache

import numpy as np
from PyQt6.QtCore import QObject, QTimer, pyqtSignal

from seisviewer.app.background.background_results import BackgroundResults
from seisviewer.app.live.prediction_layer import class_colours
from seisviewer.app.painting.label_layer import LEAST_PIXELS
from seisviewer.app.painting.widening import at_least_wide
from seisviewer.app.section_state import SectionState
from seisviewer.app.sections.outline_item import outline
from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.labels.stroke import UNLABELLED, Stroke
from seisviewer.predictions.layer_predictor import LayerPredictor, random_survey_line
from seisviewer.predictions.section_prediction import NO_CLASS
from seisviewer.predictions.stored.prediction_store import PredictionStore
from seisviewer.progress import drive
from seisviewer.structure.followed_line import FollowedLine, follow
from seisviewer.translation import tr
from seisviewer.volumes.geometry import SectionId
from seisviewer.volumes.random_line import RandomLineVolume, RandomPath
from seisviewer.workflows.random_lines import labels_along

SOON_MS = 300  # strokes and predicted lines come one after the other


@dataclass(frozen=True)
class SaidAlong:
    """labels: int8, classes: uint8, both (traces, samples); None where nothing is said at all. by_reflectors: the classes
    were carried along the line itself, and not gathered from the lines that it crosses."""

    labels: np.ndarray | None = field(repr=False)
    classes: np.ndarray | None = field(repr=False)
    by_reflectors: bool = False

    @property
    def predicted_share(self) -> float:
        """Of the traces, 0–1."""
        return 0.0 if self.classes is None else float((self.classes != NO_CLASS).any(axis=1).mean())


@dataclass(frozen=True)
class LineSources:
    """Who says something along a line. layers: gives the layer model where that speaks on screen, which answers along any
    line; store: what is kept of who speaks. None where there is nothing."""

    layers: Callable[[], LayerPredictor | None]
    store: Callable[[], PredictionStore | None]


class LineLayers(QObject):
    """A layer of the view of a random line. found: what is said is known, or known anew; `said` has it."""

    changed = pyqtSignal(object)
    found = pyqtSignal()

    def __init__(self, state: SectionState, sources: LineSources) -> None:
        """state: of the desk with the survey."""
        super().__init__()
        self._state, self._sources = state, sources
        self._path: RandomPath | None = None
        self._line: Callable[[], FollowedLine] | None = None
        self.said = SaidAlong(None, None)
        self._results: BackgroundResults[int, SaidAlong] = BackgroundResults(self._take)
        self._asked = 0
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS, timeout=self._ask)
        for signal in (state.overlays_changed, state.classes_changed):
            signal.connect(lambda *_: self.changed.emit(None))
        state.labels_changed.connect(self.renew)
        state.closing.on_stop(self.rest)

    def follow(self, along: RandomLineVolume) -> None:
        """Another line is shown."""
        self._path, self.said = along.path_along, SaidAlong(None, None)
        geometry = self._state.volume.geometry
        self._line = cache(
            lambda: follow(random_survey_line(geometry, along.path_along, along.section(along.section_id)))
        )
        self.changed.emit(None)
        self._ask()

    def renew(self) -> None:
        """Something else may be said now."""
        if self._path is not None and not self._soon.isActive():
            self._soon.start()

    def painted(self, stroke: Stroke) -> None:
        """Show a stroke on the section of the line at once; what is said is read anew a moment later."""
        shape = self._path.count, self._state.volume.geometry.samples.count
        labels = np.full(shape, UNLABELLED, np.int8) if self.said.labels is None else self.said.labels.copy()
        rows, columns = stroke.mask.shape
        place = labels[stroke.row : stroke.row + rows, stroke.column : stroke.column + columns]
        place[stroke.mask] = stroke.label
        self.said = replace(self.said, labels=labels)
        self.changed.emit(None)

    def rest(self) -> None:
        """Nobody looks, or the survey goes. Does not wait: it stays open until the thread has let go of it."""
        self._soon.stop()
        self._results.end()
        self._state.closing.wait_for(self._results)
        self._path = self._line = None

    def rgba(self, section: SectionId, pixel: tuple[float, float]) -> np.ndarray | None:
        """As every layer; the section is the line itself."""
        project, overlays, said = self._state.project, self._state.overlays, self.said
        if project is None or (said.labels is None and said.classes is None):
            return None
        colours, image = class_colours(project.classes), None
        if said.classes is not None and overlays.prediction:
            image = _translucent(colours, overlays.opacity)[said.classes]
        if said.labels is not None and overlays.labels:
            image = np.zeros((*said.labels.shape, 4), np.uint8) if image is None else image
            wide = at_least_wide(said.labels, *(max(1, math.ceil(LEAST_PIXELS * size)) for size in pixel))
            painted = wide != UNLABELLED
            image[painted] = _translucent(colours, overlays.label_opacity)[wide[painted]]
        return image

    def outline(self, section: SectionId, pixel: tuple[float, float]) -> np.ndarray | None:
        """Around what is labelled, as on other sections: it tells paint from what a model says in the same colour."""
        if self._state.project is None or self.said.labels is None or not self._state.overlays.labels:
            return None
        wide = at_least_wide(self.said.labels, *(max(1, math.ceil(LEAST_PIXELS * size)) for size in pixel))
        return outline(wide != UNLABELLED)

    def caption(self, section: SectionId) -> str:
        if self.said.classes is None or not self._state.overlays.prediction:
            return ""
        if self.said.by_reflectors:
            return tr("Carried by reflectors")
        return tr("{share:.0%} of the traces predicted").format(share=self.said.predicted_share)

    def _ask(self) -> None:
        project, path = self._state.project, self._path
        if path is None or project is None:
            return
        layers, store, snapshot = self._sources.layers(), self._sources.store(), project.snapshot()
        line = self._line
        self._results.end()
        self._state.closing.wait_for(self._results)
        self._asked += 1
        self._results.begin(lambda _: said_along(path, snapshot, store, layers, line))
        self._results.want(self, self._asked)

    def _take(self, asked: int, said: SaidAlong | Exception) -> None:
        if isinstance(said, Exception):
            self._state.message.emit(
                tr("Labels and predictions along the line cannot be read: {said}").format(said=said)
            )
        elif asked == self._asked:
            self.said = said
            self.changed.emit(None)
            self.found.emit()


def said_along(
    path: RandomPath,
    snapshot: LabelSnapshot,
    store: PredictionStore | None,
    layers: LayerPredictor | None,
    line: Callable[[], FollowedLine],
) -> SaidAlong:
    """Read labels, and carry layers along the line, or else read predictions where they are stored; takes a moment."""
    labels = labels_along(snapshot, path)
    if layers is not None:
        return SaidAlong(labels, layers.classes_along(line()), by_reflectors=True)
    if store is None:
        return SaidAlong(labels, None)
    drive(store.load())
    classes = store.traces(path.inlines, path.crosslines)
    return SaidAlong(labels, classes if (classes != NO_CLASS).any() else None)


def _translucent(colours: np.ndarray, opacity: float) -> np.ndarray:
    table = colours.copy()
    table[:, 3] = (table[:, 3] * opacity).astype(np.uint8)
    return table
