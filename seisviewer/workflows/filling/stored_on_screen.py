"""Shows what was stored on another day, before a model can answer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator
from dataclasses import replace
from typing import Protocol

from seisviewer.learning.events import SectionPredicted
from seisviewer.predictions.fill_order import BLOCK, FillOrder
from seisviewer.predictions.stored.prediction_store import PredictionStore
from seisviewer.progress import Slot
from seisviewer.volumes.geometry import LINES, Direction, Geometry, SectionId


class Wishes(Protocol):
    """What it needs of a ScreenInbox."""

    wanted: Slot[tuple[SectionId, ...]]
    crosshair: Slot[tuple[int, int]]


class StoredOnScreen:
    """Every line once. store: where it is kept. crossing: the directions of the lines that time slices are put together
    from. version: of the model, which they get."""

    def __init__(
        self,
        geometry: Geometry,
        wishes: Wishes,
        store: PredictionStore | None,
        crossing: Collection[Direction],
        version: int,
    ) -> None:
        self._order = FillOrder(geometry)
        self._wishes, self._store, self._crossing = wishes, store, crossing
        self._version = version
        self._shown: set[SectionId] = set()
        self._keys: dict[SectionId, str] = {}  # of lines that were shown

    def show_lines(self) -> Generator[SectionPredicted, None, None]:
        """Show the lines on screen."""
        for section in self._wishes.wanted.get():
            if section.direction in LINES:
                yield from self._show(section)

    def show_crossing(self, comparing: bool = False) -> Generator[SectionPredicted, None, None]:
        """Show a few of the lines that time slices on screen are put together from, where they were not shown yet.
        comparing: both directions are compared, so that all lines that cross what is on screen are wanted."""
        wanted, directions = self._wishes.wanted.get(), LINES if comparing else self._crossing
        tied = [section for section in wanted if comparing or section.direction is Direction.TIME]
        lines = self._order.around(tied, self._wishes.crosshair.get()) if self._store is not None else ()
        missing = [line for line in lines if line.direction in directions and line not in self._shown]
        for section in missing[:BLOCK]:
            yield from self._show(section)

    def are_all(self, is_good: Callable[[str], bool]) -> bool:
        """Whether every line on screen was shown, as a model predicted it whose key is good."""
        on_screen = [section for section in self._wishes.wanted.get() if section.direction in LINES]
        return bool(on_screen) and all(is_good(self._keys.get(section, "")) for section in on_screen)

    def _show(self, section: SectionId) -> Generator[SectionPredicted, None, None]:
        if self._store is None or section in self._shown:
            return
        self._shown.add(section)
        kept = self._store.get(section)
        if kept is not None:
            self._keys[section] = kept.key
            yield SectionPredicted(replace(kept, model_version=self._version), stored=True)
