"""Brings attributes to the views: from memory at once, else worked out in the background."""

from __future__ import annotations

import numpy as np
from cachetools import LRUCache
from PyQt6.QtCore import QObject, pyqtBoundSignal, pyqtSignal

from seisviewer.app.attributes.slopes_in_background import BackgroundSlopes
from seisviewer.app.section_state import SectionState
from seisviewer.app.topics import Topic
from seisviewer.byte_cache import ByteCache
from seisviewer.errors import PluginError, SeisviewerError
from seisviewer.jobs.newest_first import NewestFirst
from seisviewer.pictures.attribute_kinds import AMPLITUDE, LAYERS, attribute_kinds, window_samples
from seisviewer.predictions.section_boundaries import SectionBoundaries
from seisviewer.volumes.geometry import Direction, SectionId
from seisviewer.workflows.attributes.attribute_maker import AttributeMaker, Wanted
from seisviewer.workflows.survey_slopes import suits_slopes

AHEAD = (1, -1, 2, -2)  # lines
CACHE_BYTES = 128 << 20
BOUNDARIES_KEPT = 2000  # sections
NOTHING = np.empty((0, 0), np.float32)  # kept where an attribute cannot be known


class AttributeSource(QObject):
    """Attributes of the survey on the desk, used on the GUI thread. changed: the section of which there is another, or
    None for all."""

    changed = pyqtSignal(object)
    _answered = pyqtSignal(object, object, object)

    def __init__(self, state: SectionState, slopes: BackgroundSlopes, boundaries_found: pyqtBoundSignal) -> None:
        """boundaries_found: emitted with the `SectionBoundaries` that strokes give now, None once there are none any
        more."""
        super().__init__()
        self._state, self._slopes = state, slopes
        self._cache: ByteCache[Wanted] = ByteCache(CACHE_BYTES)
        self._boundaries: LRUCache[SectionId, SectionBoundaries] = LRUCache(BOUNDARIES_KEPT)
        self._found: dict[SectionId, int] = {}  # how often boundaries of it have come
        self._threads: NewestFirst[Wanted, np.ndarray | None] | None = None
        self._slow_threads: NewestFirst[Wanted, np.ndarray | None] | None = (
            None  # for what all of the survey is read for
        )
        self._maker: AttributeMaker | None = None
        self._answered.connect(self._take)
        state.closing.on_stop(self.stop)
        state.volume_changed.connect(lambda _: self._start_afresh())
        state.project_changed.connect(lambda _: self._renew())
        slopes.found.connect(self._renew)
        boundaries_found.connect(self._take_boundaries)

    @property
    def kind(self) -> str:
        """What is to be shown; the amplitudes for a name that this version does not know."""
        shows = self._state.display.shows
        return shows if shows in attribute_kinds() else AMPLITUDE

    @property
    def will_be_known(self) -> bool:
        """Whether the slopes of the whole survey, which time slices are made of, are known or can be worked out."""
        return self._state.volume is not None and suits_slopes(self._state.volume.geometry)

    def values(self, section: SectionId) -> np.ndarray | None:
        """The attribute on show, float32 of the section's shape, or None while it is worked out; empty where it cannot be
        known."""
        if self.kind == AMPLITUDE or self._state.volume is None:
            return None
        wanted = self._wanted(section)
        values = self._cache.get(wanted)
        if values is None:
            self._begin()
            if section.direction is Direction.TIME and attribute_kinds()[self.kind].of_trace:
                self._slow_threads.want(section.direction, wanted)  # its neighbours come with it
            else:
                self._threads.want(section.direction, wanted, self._ahead(section))
        return values

    def stop(self) -> None:
        """Work nothing out any more. Does not wait: the survey stays open until the thread has let go of it."""
        if self._threads is not None:
            self._threads.close()
            self._slow_threads.close()
            self._maker.stop()
        self._threads = self._slow_threads = self._maker = None
        self._cache.clear()

    def _wanted(self, section: SectionId) -> Wanted:
        if attribute_kinds()[self.kind].windowed:
            samples = self._state.volume.geometry.samples
            return Wanted(self.kind, section, window=window_samples(self._state.display.window, samples))
        if self.kind != LAYERS:
            return Wanted(self.kind, section)
        return Wanted(LAYERS, section, self._found.get(section, 0), boundaries=self._boundaries.get(section))

    def _ahead(self, section: SectionId) -> list[Wanted]:
        """The neighbours that are not known yet, so that stepping shows no amplitudes in between."""
        geometry = self._state.volume.geometry
        index, count = geometry.index(section), geometry.count(section.direction)
        near = [index + step for step in AHEAD if 0 <= index + step < count]
        wanted = [self._wanted(geometry.section(section.direction, other)) for other in near]
        return [each for each in wanted if each not in self._cache]

    def _begin(self) -> None:
        if self._threads is None:
            maker = self._maker = AttributeMaker(self._state.volume, self._state.project, self._slopes.grid)
            self._threads, self._slow_threads = (
                NewestFirst(maker, lambda key, answer: self._answered.emit(maker, key, answer)) for _ in range(2)
            )
            self._state.closing.wait_for(self._threads, self._slow_threads)

    def _take(self, maker: AttributeMaker, wanted: Wanted, answer: np.ndarray | None | Exception) -> None:
        if maker is not self._maker:
            return
        if isinstance(answer, Exception) and not isinstance(answer, (SeisviewerError, OSError)):
            raise answer
        if isinstance(answer, PluginError):
            self._state.report(str(answer), Topic.PLUGINS)
        # A section that cannot be read says so itself where its amplitudes are asked for.
        self._cache[wanted] = answer if isinstance(answer, np.ndarray) else NOTHING
        self.changed.emit(wanted.section)

    def _take_boundaries(self, found: SectionBoundaries | None) -> None:
        if found is None:
            self._boundaries.clear()
            self._renew()
            return
        self._boundaries[found.section] = found
        self._found[found.section] = self._found.get(found.section, 0) + 1
        if self.kind == LAYERS:
            self.changed.emit(found.section)

    def _start_afresh(self) -> None:
        self._boundaries.clear()
        self._found.clear()
        self._renew()

    def _renew(self) -> None:
        """What was worked out holds no more."""
        self.stop()
        self.changed.emit(None)
