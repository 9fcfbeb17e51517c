"""What the models have said so far about the survey on the desk, ready to be drawn."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from cachetools import LRUCache
from PyQt6.QtCore import QObject, Qt, QTimer
from PyQt6.QtWidgets import QApplication

from seisviewer.app.live.held_passes import HeldPasses
from seisviewer.app.section_state import SectionState
from seisviewer.predictions.kept_passes import KeptPasses, TiedSection
from seisviewer.predictions.section_pass import SectionPass
from seisviewer.volumes.geometry import Direction, SectionId

# Lines predicted in the background change what is on screen; of that one section is drawn again each time, in ms.
RENEWAL = 500
HELD_FOR = 3000  # ms without another line, after which those that are held count though their block is not whole
KEPT_SECTIONS = 8  # put together and ready to be drawn
GRACE = 4000  # ms that training gets to learn a stroke before what it said without it counts as out of date


@dataclass(frozen=True)
class ShownPrediction:
    """What is drawn over one section, one answer a voxel whichever section shows it.

    tied: the answer. unknown: True where there is a trace but no answer yet (time slices only), else None. single: where
    only one of the two directions through a trace counts yet; outdated: where newer strokes should have been learned by
    now; both bool arrays over the traces, which broadcast against `classes`. model, version: the newest that counts.
    made, labels_made: time.time() of the oldest prediction, and of the oldest labels, that count; the latter None where
    unknown. The shares are of the traces that exist, or of those known: `known_share`, `current_share` (by the newest
    version alone), `single_share` and `stability_share` (with a stability).
    """

    tied: TiedSection = field(repr=False)
    unknown: np.ndarray | None = field(repr=False)
    single: np.ndarray = field(repr=False)
    outdated: np.ndarray = field(repr=False)
    model: str
    version: int
    made: float
    labels_made: float | None
    known_share: float
    current_share: float
    single_share: float
    stability_share: float

    @property
    def classes(self) -> np.ndarray:
        return self.tied.classes

    @property
    def confidence(self) -> np.ndarray:
        return self.tied.confidence

    @property
    def stability(self) -> np.ndarray | None:
        return self.tied.stability

    @property
    def stability_of(self) -> str:
        return self.tied.stability_of


class PredictionSource(QObject):
    """Predictions for the layers and their captions; says `state.prediction_changed` when a section should be redrawn.

    A section on screen is drawn again at once when it was predicted itself. Lines that cross it and are not on screen count
    a block at a time (`HeldPasses`), and what they change is drawn once the user neither steps nor drags.
    """

    def __init__(self, state: SectionState, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._passes: KeptPasses | None = None
        self._held = HeldPasses()
        self._gone: list[SectionId] = []  # lines whose passes had to make room, not told of yet
        self._sections: LRUCache[SectionId, ShownPrediction | None] = LRUCache(KEPT_SECTIONS)
        self._stale: dict[SectionId, None] = {}  # on screen, to be drawn again: the one that has waited longest first
        self._labels_made: dict[int, float | None] = {}
        self._labels_version = 0
        self._asked_version = 0
        self._overdue_version = 0
        self._renewal_timer = QTimer(self, singleShot=True, interval=RENEWAL, timeout=self._renew_next)
        self._grace_timer = QTimer(self, singleShot=True, interval=GRACE, timeout=self._grace_over)
        self._held_timer = QTimer(self, singleShot=True, interval=HELD_FOR, timeout=self._show_held)
        state.position_changed.connect(self._wait_for_rest)
        state.volume_changed.connect(self.clear)
        self.clear()

    def __bool__(self) -> bool:
        """Whether anything has been predicted."""
        return self._passes is not None and len(self._passes) > 0

    def clear(self) -> None:
        """Forget everything, as for another survey."""
        volume = self._state.volume
        self._passes = KeptPasses(volume.geometry) if volume is not None else None
        self._held = HeldPasses()
        self._gone.clear()
        self._sections.clear()
        self._stale.clear()
        self._labels_made.clear()
        self._labels_version = self._overdue_version = 0
        self._renewal_timer.stop()
        self._grace_timer.stop()
        self._held_timer.stop()

    def put(self, newer: SectionPass) -> tuple[SectionId, ...]:
        """Take a newer pass over a line; returns the lines whose passes had to make room."""
        if self._passes is None:
            return ()
        if newer.section in self._state.shown or not self._shows_something():
            self._take_in(newer)
        else:
            self._hold(newer)
        gone, self._gone = tuple(self._gone), []
        return gone

    def _shows_something(self) -> bool:
        """Whether anything is predicted on screen; the first word is not held back."""
        return bool(self) and any(
            section.direction is Direction.TIME or self._passes.get(section) is not None
            for section in self._state.shown
        )

    def _hold(self, newer: SectionPass) -> None:
        if self._held.ends_with(newer.section.direction):
            self._show_held()
        self._held.hold(newer)
        self._held_timer.start()
        if self._held.is_whole:
            self._show_held()

    def _show_held(self) -> None:
        self._held_timer.stop()
        for held in self._held.take():
            self._take_in(held)

    def _take_in(self, newer: SectionPass) -> None:
        """Let a pass count, and have drawn again what it changes on screen."""
        self._gone += self._passes.put(newer)
        on_screen, crossing = newer.section in self._state.shown, []
        for section in [section for section in self._sections if section.direction is not newer.section.direction]:
            if section not in self._state.shown:
                del self._sections[section]
            elif on_screen and section.direction is not Direction.TIME:
                del self._sections[section]  # two lines on screen agree where they cross
                crossing.append(section)
            else:
                self._stale.setdefault(section)
        self._renew(newer.section)
        self._stale = dict.fromkeys(crossing) | self._stale  # these first
        if self._stale and not self._renewal_timer.isActive():
            self._renewal_timer.start()

    def labels_changed(self, version: int, made: float | None) -> None:
        """The labels are now at `version`; what was said without them goes out of date after a grace.

        made: time.time() of the change, None where unknown; the first word on a version counts.
        """
        self._labels_version = version
        self._labels_made.setdefault(version, made)
        if not self._grace_timer.isActive():
            self._asked_version = version
            self._grace_timer.start()

    def get(self, section: SectionId) -> ShownPrediction | None:
        """What to draw over a section, or None where nothing is known about it."""
        if section in self._held:
            self._show_held()
        if not self:
            return None
        if section not in self._sections:
            self._sections[section] = self._assembled(section)
        return self._sections[section]

    def _assembled(self, section: SectionId) -> ShownPrediction | None:
        tied = self._passes.section(section)
        if tied is None:
            return None
        counted, known, live = tied.counted, tied.known, self._state.volume.geometry.section_live(section)
        single = known & ~counted.settled
        newest = self._passes.newest
        older = counted.any_that(lambda facts: facts.model_version != newest.model_version)
        own = self._passes.get(section) or newest
        return ShownPrediction(
            tied,
            unknown=live & ~known if section.direction is Direction.TIME else None,
            single=_across(single),
            outdated=_across(counted.any_that(lambda facts: facts.labels_version < self._overdue_version)),
            model=own.model,
            version=own.model_version,
            made=float(counted.facts(lambda facts: facts.seconds).min()),
            labels_made=self._labels_made.get(int(counted.facts(lambda facts: facts.labels_version).min())),
            known_share=float(known.sum() / live.sum()),
            current_share=1 - float(older[known].mean()),
            single_share=float(single[known].mean()),
            stability_share=_stability_share(tied),
        )

    def _renew(self, section: SectionId) -> None:
        """Let a section be put together and drawn again."""
        self._sections.pop(section, None)
        self._stale.pop(section, None)
        self._state.prediction_changed.emit(section)

    def _renew_next(self) -> None:
        """Draw one of the sections again that lines in the background have changed: more at once would hold the window up."""
        if self._stale and QApplication.mouseButtons() == Qt.MouseButton.NoButton:
            self._renew(next(iter(self._stale)))
        if self._stale:
            self._renewal_timer.start()

    def _wait_for_rest(self, *_: object) -> None:
        """The user steps: what lines in the background have changed can wait."""
        if self._renewal_timer.isActive():
            self._renewal_timer.start()

    def _grace_over(self) -> None:
        self._overdue_version = self._asked_version
        self._sections.clear()
        for section in self._state.shown:
            shown = self.get(section)
            if shown is not None and shown.outdated.any():
                self._state.prediction_changed.emit(section)
        if self._labels_version > self._asked_version:
            self._asked_version = self._labels_version
            self._grace_timer.start()


def _stability_share(tied: TiedSection) -> float:
    if tied.stability is None:
        return 0.0
    of_traces = tied.stability if tied.known.ndim == 2 else tied.stability[:, 0]
    return float(np.isfinite(of_traces[tied.known]).mean())


def _across(traces: np.ndarray) -> np.ndarray:
    """A fact of each trace so that it broadcasts over all samples of a line; a time slice's is as it should be."""
    return traces[:, None] if traces.ndim == 1 else traces
