"""The layer that draws what the model says: classes, their boundaries, confidence, stability, and what is not known yet."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from functools import cache
from typing import Any, Protocol

import numpy as np
from cachetools import LRUCache
from PyQt6.QtCore import QObject, QTimer, pyqtSignal
from PyQt6.QtGui import QColor

from seisviewer.app.live.prediction_caption import (
    DISAGREEMENT,
    WHY_DISAGREEING,
    caption,
    details,
    difference_note,
    disagreement_note,
    percent,
)
from seisviewer.app.live.shown_prediction import ShownPrediction
from seisviewer.app.section_state import Overlays, SectionState
from seisviewer.app.sections.colours.amplitude_colours import widened
from seisviewer.app.sections.section_view import LEAST_PIXELS, MOST_CELLS
from seisviewer.app.sections.view_caption import ColourScale
from seisviewer.labels.classes import ClassTable
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.pictures import prediction_images
from seisviewer.pictures.colour_maps import colour_map
from seisviewer.predictions.passes.passes_apart import PassesApart
from seisviewer.predictions.section_prediction import NO_CLASS
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction, SectionId
from seisviewer.volumes.volume import Volume

CONTOUR_PIXELS = 2.6  # screen pixels, both sides of a boundary together
MAP_ALPHA = 0.55  # opacity of the confidence and stability maps
OUTDATED_ALPHA = 0.5  # what was said without newer strokes is drawn this much fainter
SINGLE_ALPHA = 0.7  # likewise what only one direction was asked about so far
KEPT_IMAGES = 12  # three views, the lines that come next, and both of two answers
PINK = (230, 0, 126, 200)  # unlike the classes of usual tables
CONFIDENCE_MAP = "viridis"
STABILITY_MAP = "plasma"
CONFIDENCE_ENDS = f"≤ {percent(prediction_images.UNSURE)}", tr("100 % sure")  # what the ends of the scales are called
STABILITY_ENDS = "0 %", tr("100 % stable")
CAPTION_INTERVAL = 350  # ms from one view's look at the clock to the next one's: all at once would hold the window up

Steps = tuple[int, int]  # rows and columns of a section of which one is drawn
ImageKey = tuple[SectionId, tuple[float, ...], str, Steps]  # third: what the run is called that answers
DrawnFrom = tuple[ShownPrediction, np.ndarray | None]  # the answer, and where it is not drawn
Images = LRUCache[ImageKey, tuple[DrawnFrom, np.ndarray | None]]


class AnswerSource(Protocol):
    """What it needs of a PredictionSource."""

    def get(self, section: SectionId) -> ShownPrediction | None: ...
    def apart(self, section: SectionId) -> PassesApart | None: ...
    def waits(self, section: SectionId) -> bool: ...
    def strokes_behind(self, shown: ShownPrediction) -> int: ...


def _nowhere(section: SectionId) -> None:
    """Nothing is compared."""


class PredictionLayer(QObject):
    """One picture for everything the model says about a section. Where a person's labels show, nothing is drawn.

    changed: emitted with the section that looks different, or None for all of them.
    """

    changed = pyqtSignal(object)
    picture_name = tr("Prediction")

    def __init__(
        self,
        state: SectionState,
        source: AnswerSource,
        same: Callable[[SectionId], np.ndarray | None] = _nowhere,
    ) -> None:
        """same: gives, bool in the shape of a section, where another answer says the same and nothing is to be drawn; None
        where there is none, or all of it is."""
        super().__init__()
        self._state = state
        self._source, self._same = source, same
        self._images: Images = LRUCache(KEPT_IMAGES)
        self._under_labels: Images = LRUCache(
            KEPT_IMAGES
        )  # before what is painted was taken out: a stroke changes no more
        self._overlays = state.overlays
        for signal in (state.classes_changed, state.project_changed, state.volume_changed):
            signal.connect(self._renew)
        state.labels_changed.connect(self._renew_labels)
        state.overlays_changed.connect(self._renew_looks)
        state.prediction_changed.connect(self.changed)
        self._turn = 0
        self._clock = QTimer(self)
        self._clock.setInterval(CAPTION_INTERVAL)
        self._clock.timeout.connect(self._renew_caption)
        state.volume_changed.connect(self._keep_time)
        self._keep_time(state.volume)

    def rgba(self, section: SectionId, pixel: tuple[float, float]) -> np.ndarray | None:
        """Colours of a section, uint8 (rows, columns, 4), or None where there is nothing to draw.

        pixel: rows and columns to one screen pixel.
        """
        return self.coarse_rgba(section, pixel, (1, 1))

    def coarse_rgba(self, section: SectionId, pixel: tuple[float, float], steps: Steps) -> np.ndarray | None:
        """The same of every so many rows and columns."""
        if self._state.project is None or not _shows_anything(self._state.overlays):
            return None
        # Zooming changes `pixel` all the time: rounded to a quarter of an octave, most of the pictures can be kept.
        pixel = tuple(2.0 ** (round(4 * math.log2(max(size, 1e-3))) / 4) for size in pixel)
        shown = self._source.get(section)
        if shown is None:
            return None
        wanted = shown, self._same(section)
        key = section, pixel, shown.run, steps
        drawn_from, image = self._images.get(key, (None, None))
        if not _is_of(drawn_from, wanted):
            image = self._beside_labels(section, self._drawn(key, wanted), steps)
            self._images[key] = wanted, image
        return image

    def caption(self, section: SectionId) -> str:
        """Who says what is drawn, how old it is, and what one must know to read it, in two lines at most; "" where
        nothing is drawn."""
        shown = self._shown(section)
        if shown is None:
            return ""
        behind = self._source.strokes_behind(shown)
        note = self._disagreement_note(section) or difference_note(self._same(section), shown.classes)
        return caption(section, shown, time.time(), self._state.overlays.stability, behind, note)

    def details(self, section: SectionId) -> str:
        """Which model is drawn, how old it is, how old the labels that it had learned, and so on, for a tooltip."""
        shown, project = self._shown(section), self._state.project
        if shown is None:
            return ""
        deleted = deleted_classes(shown.classes, project.classes) if project is not None else []
        said = details(section, shown, time.time(), self._state.overlays.stability, deleted)
        if not self._state.overlays.disagreement or self._state.volume.geometry.is_2d:
            return said
        return tr("Pink: {disagreement}{disagreement2}\n{why_disagreeing}\n{said}").format(
            disagreement=DISAGREEMENT[0].lower(),
            disagreement2=DISAGREEMENT[1:],
            why_disagreeing=WHY_DISAGREEING,
            said=said,
        )

    def scale(self, section: SectionId) -> ColourScale | None:
        """What the colours of a map mean; None where classes are drawn, or nothing."""
        shown, overlays = self._shown(section), self._state.overlays
        if shown is None:
            return None
        if self._apart(section) is not None:
            return None
        if overlays.stability and shown.stability is not None:
            return ColourScale(*STABILITY_ENDS, map_table(STABILITY_MAP))
        return ColourScale(*CONFIDENCE_ENDS, map_table(CONFIDENCE_MAP)) if overlays.confidence else None

    def _apart(self, section: SectionId) -> PassesApart | None:
        """What either direction says, where somebody wants to see it."""
        return self._source.apart(section) if self._state.overlays.disagreement else None

    def _disagreement_note(self, section: SectionId) -> str:
        if not self._state.overlays.disagreement:
            return ""
        geometry = self._state.volume.geometry
        return disagreement_note(self._source.apart(section), geometry.section_live(section), is_2d=geometry.is_2d)

    @property
    def scale_name(self) -> str:
        """What the colours of a map stand for."""
        return tr("Stability") if self._state.overlays.stability else tr("Confidence")

    def classes_in(self, section: SectionId) -> np.ndarray | None:
        """The class numbers that are drawn, uint8, NO_CLASS where there is none; None where a map is."""
        shown = self._shown(section)
        is_map = self.scale(section) is not None or self._apart(section) is not None
        return None if shown is None or is_map else shown.classes

    def _shown(self, section: SectionId) -> ShownPrediction | None:
        return self._source.get(section) if _shows_anything(self._state.overlays) else None

    def _keep_time(self, volume: Volume | None) -> None:
        """Ages are counted while there is a survey."""
        if volume is not None:
            self._clock.start()
        else:
            self._clock.stop()

    def _renew_caption(self) -> None:
        """Ages grow: let one view after the other see whether its caption reads otherwise now. Where the user steps it
        waits with the picture."""
        shown = [section for section in self._state.shown if not self._source.waits(section)]
        if shown:
            self._turn += 1
            self.changed.emit(shown[self._turn % len(shown)])

    def _beside_labels(self, section: SectionId, image: np.ndarray | None, steps: Steps) -> np.ndarray | None:
        """The picture without what a person's labels cover, where they show."""
        if image is None or not self._state.overlays.labels:
            return image
        covered = self._state.project.label_section(section)[_every(steps)] != UNLABELLED
        if not covered.any():
            return image
        image = image.copy(order="K")  # laid out as it is drawn
        np.copyto(image.view(np.uint32), 0, where=covered[..., None])
        return image

    def _drawn(self, key: ImageKey, wanted: DrawnFrom) -> np.ndarray | None:
        drawn_from, image = self._under_labels.get(key, (None, None))
        if not _is_of(drawn_from, wanted):
            section, pixel, _, steps = key
            image = self._draw(section, wanted, pixel, steps)
            self._under_labels[key] = wanted, image
        return image

    def _draw(
        self, section: SectionId, wanted: DrawnFrom, pixel: tuple[float, float], steps: Steps
    ) -> np.ndarray | None:
        shown, same = wanted
        colours = class_colours(self._state.project.classes)
        pixel = pixel[0] / steps[0], pixel[1] / steps[1]
        image = picture(shown, self._state.overlays, colours, pixel, self._apart(section), _every(steps))
        if image is None:
            return None
        if same is not None:
            np.copyto(image.view(np.uint32), 0, where=same[_every(steps)][..., None])
        if section.direction is Direction.TIME and self._state.volume.geometry.is_sparse:
            # Lone traces are drawn as wide as the view draws their amplitudes; a colour is one 32-bit number here.
            widths = (min(math.ceil(LEAST_PIXELS * size), MOST_CELLS) for size in pixel)
            image = widened(image.view(np.uint32)[..., 0], *widths)[..., None].view(np.uint8)
        return image

    def _renew(self, *_: Any) -> None:
        self._under_labels.clear()
        self._renew_labels()

    def _renew_labels(self, *_: Any) -> None:
        self._images.clear()
        self.changed.emit(None)

    def _renew_looks(self, overlays: Overlays) -> None:
        before, self._overlays = self._overlays, overlays
        names = ("labels", "prediction", "confidence", "stability", "disagreement", "contours", "fade", "opacity")
        if any(getattr(before, name) != getattr(overlays, name) for name in names):
            self._renew()


def _every(steps: Steps) -> tuple[slice, slice]:
    return np.s_[:: steps[0], :: steps[1]]


def _is_of(drawn_from: DrawnFrom | None, wanted: DrawnFrom) -> bool:
    return drawn_from is not None and all(one is other for one, other in zip(drawn_from, wanted, strict=True))


def picture(
    shown: ShownPrediction,
    overlays: Overlays,
    colours: np.ndarray,
    pixel: tuple[float, float],
    apart: PassesApart | None = None,
    every: tuple[slice, slice] = np.s_[:, :],
) -> np.ndarray | None:
    """A prediction as uint8 (rows, columns, 4); None where the overlays ask for something the answer lacks.

    every: the rows and columns to draw; pixel: how many of these one pixel of the screen covers.

    colours: opaque class colours, uint8 (256, 4). apart: what either direction says, where that is to be drawn and known.
    The disagreement map hides the stability map, that the confidence map, and that class colours;
    boundaries go on top of each. Where the stability of what is predicted is not known, class colours are drawn.
    """
    # As it is drawn, line by line downward: nobody has to turn the picture round.
    classes = np.asfortranarray(shown.classes[every])
    if apart is not None:
        image = np.zeros((*classes.shape, 4), np.uint8)
    elif overlays.stability and shown.stability is not None:
        stability = shown.stability[every]
        image = prediction_images.value_map(stability, 0.0, map_table(STABILITY_MAP))
        if overlays.prediction and shown.stability_share < 1:
            unstated = np.isnan(stability)
            image[unstated] = _translucent(colours, overlays.opacity)[classes[unstated]]
    elif overlays.confidence:
        image = prediction_images.value_map(shown.confidence[every], prediction_images.UNSURE, map_table(CONFIDENCE_MAP))
    elif overlays.prediction:
        image = prediction_images.fill(classes, _translucent(colours, overlays.opacity))
        if overlays.fade:
            prediction_images.fade(image, shown.confidence[every])
    elif overlays.contours:
        image = np.zeros((*classes.shape, 4), np.uint8)
    else:
        return None
    if overlays.contours:
        _draw_boundaries(image, classes, colours, pixel)
    unknown = None if shown.unknown is None else shown.unknown[every]
    if apart is not None:
        # Over the boundaries: where layers differ, it is by some samples beside one.
        np.copyto(image, np.array(PINK, np.uint8), where=apart.differs[every][..., None])
        possible = (apart.possible if apart.possible.ndim == 2 else apart.possible[:, None])[every]
        one_direction = ~apart.known[every] & (classes != NO_CLASS) & possible
        unknown = one_direction if unknown is None else unknown | one_direction
    outdated, single = shown.outdated[every], shown.single[every]
    _thin(image, outdated, OUTDATED_ALPHA)
    _thin(image, single & ~outdated, SINGLE_ALPHA)
    if unknown is not None:
        prediction_images.hatch(image, unknown, pixel)
    return image


def _thin(image: np.ndarray, where: np.ndarray, share: float) -> None:
    """Leave `share` of the opacity where `where` says, which broadcasts; in place."""
    if where.any():
        image[..., 3] = np.where(where, (image[..., 3] * share).astype(np.uint8), image[..., 3])


def deleted_classes(answer: np.ndarray, classes: ClassTable) -> list[str]:
    """What the classes in an answer (uint8 numbers) are called that were deleted since."""
    if not classes.retired:
        return []
    given = np.bincount(answer.ravel(), minlength=256)
    return [classes.name_of(each.number) for each in classes.retired if given[each.number]]


def class_colours(classes: ClassTable) -> np.ndarray:
    """Opaque RGBA of every class number, uint8 (256, 4); numbers that never had a class are transparent. A deleted class
    keeps its colour for as long as it is answered."""
    table = np.zeros((256, 4), np.uint8)
    for facies in (*classes.retired, *classes.classes):
        table[facies.number] = *QColor(facies.colour).getRgb()[:3], 255
    table[NO_CLASS] = 0
    return table


@cache
def map_table(name: str) -> np.ndarray:
    """A colour map as uint8 (256, 4), translucent enough to see the amplitudes through it."""
    table = np.full((256, 4), round(255 * MAP_ALPHA), np.uint8)
    table[:, :3] = colour_map(name).colours(np.linspace(0, 1, 256))
    return table


def _shows_anything(overlays: Overlays) -> bool:
    maps = overlays.confidence or overlays.stability or overlays.disagreement
    return overlays.prediction or overlays.contours or maps


def _translucent(colours: np.ndarray, opacity: float) -> np.ndarray:
    table = colours.copy()
    table[:, 3] = (table[:, 3] * min(max(opacity, 0.0), 1.0)).astype(np.uint8)
    return table


def _draw_boundaries(image: np.ndarray, classes: np.ndarray, colours: np.ndarray, pixel: tuple[float, float]) -> None:
    """Opaque class colours on either side of a boundary, wide enough on screen at any zoom; in place."""
    band = prediction_images.boundaries(classes, *(math.ceil(CONTOUR_PIXELS * size) for size in pixel))
    prediction_images.draw_over(image, band, classes, colours)
