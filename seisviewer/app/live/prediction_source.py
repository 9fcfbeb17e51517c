"""What the models have said so far about the survey on the desk, ready to be drawn."""

from __future__ import annotations

from functools import partial

import numpy as np
from cachetools import LRUCache
from PyQt6.QtCore import QObject, Qt, QTimer, pyqtSignal
from PyQt6.QtWidgets import QApplication

from seisviewer.app.live.model_answers import ModelAnswers
from seisviewer.app.live.shown_prediction import ShownPrediction, oldest_labels, shown_prediction
from seisviewer.app.section_state import Position, SectionState
from seisviewer.app.sections.pointer_reading import place_of
from seisviewer.labels.rejection import Rejection
from seisviewer.predictions.leading_answer import Speaker, leading, speaker_of
from seisviewer.predictions.passes import kept_passes
from seisviewer.predictions.passes.passes_apart import PassesApart
from seisviewer.predictions.passes.section_pass import SectionPass
from seisviewer.predictions.section_prediction import NO_CLASS
from seisviewer.predictions.voxel_answer import VoxelAnswer
from seisviewer.volumes.geometry import LINES, Direction, SectionId
from seisviewer.workflows import live_layers

# Lines predicted in the background change what is on screen; of that one section is drawn again each time, in ms.
RENEWAL = 500
HELD_FOR = 3000  # ms without another line, after which those that are held count though their block is not whole
KEPT_SECTIONS = 8  # put together and ready to be drawn
GRACE = 4000  # ms that a model gets to learn a stroke before what it said without it counts as out of date
LITTLE = 0.5  # share of a section's traces
BUDGETS = {
    Speaker.LAYERS: live_layers.BUDGET,
    Speaker.NETWORK: kept_passes.BUDGET,
    Speaker.BOTH: kept_passes.BUDGET,
}
# Training lets one of these speak at a time; what the other one said before is of no use then.
INSTEAD_OF = {Speaker.NETWORK: Speaker.BOTH, Speaker.BOTH: Speaker.NETWORK}


class PredictionSource(QObject):
    """Predictions for the layers and their captions; says `state.prediction_changed` when a section should be redrawn.

    The layers speak, or the network, or both together (`leading`); where these have little to say about a section,
    another one does. speaker_changed: the Speaker that takes over. A section on screen is drawn again at once when it
    was predicted itself. Lines that cross it and are not on screen count a block at a time (`HeldPasses`), and what
    they change is drawn once the user neither steps nor drags.
    """

    speaker_changed = pyqtSignal(object)

    def __init__(self, state: SectionState, parent: QObject | None = None, run: str = "") -> None:
        """run: what the run is called whose answer this is, "" for the live one."""
        super().__init__(parent)
        self._state, self._run = state, run
        self._answers: dict[Speaker, ModelAnswers] = {}
        self._rejections: tuple[Rejection, ...] = ()
        self.speaker = Speaker.LAYERS
        self._sections: LRUCache[SectionId, ShownPrediction | None] = LRUCache(KEPT_SECTIONS)
        self._apart: LRUCache[SectionId, tuple[ShownPrediction, PassesApart | None]] = LRUCache(KEPT_SECTIONS)
        self._stale: dict[SectionId, None] = {}  # on screen, to be drawn again: the one that has waited longest first
        self._labels_made: dict[int, float | None] = {}
        self._labels_version = 0
        # The newest version of the labels that said the same as an earlier one: what came in between was undone.
        self._brought_back: dict[int, int] = {}
        # The same of versions that differ in nothing that reflectors carry, such as before and after a rejection.
        self._carried_alike: dict[int, int] = {}
        self._asked_version = 0
        self._overdue_version = 0
        self._renewal_timer = QTimer(self, singleShot=True, interval=RENEWAL, timeout=self._renew_next)
        self._grace_timer = QTimer(self, singleShot=True, interval=GRACE, timeout=self._grace_over)
        self._held_timer = QTimer(self, singleShot=True, interval=HELD_FOR, timeout=self._show_held)
        state.position_changed.connect(self._wait_for_rest)
        state.volume_changed.connect(self.clear)
        for signal in (state.labels_changed, state.project_changed):
            signal.connect(self._honour_rejections)
        self.clear()

    def __bool__(self) -> bool:
        """Whether anything has been predicted."""
        return any(self._answers.values())

    def clear(self) -> None:
        """Forget everything, as for another survey."""
        speakers = Speaker if self._state.volume is not None else ()
        self._answers = {speaker: self._no_answers(speaker) for speaker in speakers}
        self.speaker = Speaker.LAYERS
        self._network_is_better = False
        self._sections.clear()
        self._apart.clear()
        self._stale.clear()
        self._labels_made.clear()
        self._labels_version = self._overdue_version = 0
        self._brought_back.clear()
        self._carried_alike.clear()
        self._renewal_timer.stop()
        self._grace_timer.stop()
        self._held_timer.stop()

    def forget(self, speaker: Speaker) -> None:
        """A model has nothing to say any more."""
        if self._answers:
            self._answers[speaker] = self._no_answers(speaker)
            self._let_lead()
            self._renew_all()

    def _no_answers(self, speaker: Speaker) -> ModelAnswers:
        answers = ModelAnswers(self._state.volume.geometry, BUDGETS[speaker])
        answers.passes.reject(self._rejections)
        return answers

    def note_judgement(self, network_is_better: bool) -> None:
        """Whether the network alone is better than the layers on strokes that neither has learned."""
        self._network_is_better = network_is_better
        if self._answers:
            self._let_lead()

    def put(self, newer: SectionPass) -> tuple[SectionId, ...]:
        """Take a newer pass over a line; returns the lines whose passes of that model had to make room."""
        speaker = speaker_of(newer.model)
        answers = self._answers.get(speaker)
        if answers is None:
            return ()
        if (silent := INSTEAD_OF.get(speaker)) is not None and self._answers[silent]:
            self._answers[silent] = self._no_answers(silent)
            self._sections.clear()
        if speaker is not self.speaker:
            answers.put(newer)
            self._let_lead()
            if (
                speaker is not self.speaker
                and newer.section in self._state.shown
                and self._speaks_of(newer.section, speaker)
            ):
                self._renew(newer.section)
        elif newer.section in self._state.shown or not self._shows_something():
            self._take_in(newer)
            self._let_lead()
        else:
            self._hold(newer)
        return answers.take_gone()

    @property
    def _leader(self) -> ModelAnswers:
        return self._answers[self.speaker]

    def _let_lead(self) -> None:
        """See who speaks now."""
        speaker = leading(*(self._answers[each].labels_version for each in Speaker), self._network_is_better)
        if speaker is not self.speaker:
            self._held_timer.stop()
            self._leader.put_held()
            self.speaker = speaker
            self._renew_all()
            self.speaker_changed.emit(speaker)

    def _speaks_of(self, section: SectionId, speaker: Speaker) -> bool:
        """Whether it is this one whose answer is to be seen on a section now, whatever was drawn there last."""
        chosen = self._chosen(section)
        return chosen is not None and chosen.speaker is speaker

    def _shows_something(self) -> bool:
        """Whether anything is predicted on screen; the first word is not held back."""
        return bool(self._leader) and any(
            section.direction is Direction.TIME or self._leader.passes.get(section) is not None
            for section in self._state.shown
        )

    def _hold(self, newer: SectionPass) -> None:
        held = self._leader.held
        if held.ends_with(newer.section.direction):
            self._show_held()
        held.hold(newer)
        self._held_timer.start()
        if held.is_whole:
            self._show_held()

    def _show_held(self) -> None:
        self._held_timer.stop()
        for held in self._leader.held.take():
            self._take_in(held)

    def _take_in(self, newer: SectionPass) -> None:
        """Let a pass of the one that speaks count, and have drawn again what it changes on screen."""
        self._leader.put(newer)
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

    def labels_changed(self, version: int, made: float | None, same: frozenset[int] = frozenset()) -> None:
        """The labels are now at `version`; what was said without them goes out of date after a grace.

        made: time.time() of the change, None where unknown; the first word on a version counts. same: all versions that say
        the same, earlier ones too where what came after them was undone; what was said with those is up to date.
        """
        self._labels_version = version
        for earlier in [*same, *(each for each, latest in self._brought_back.items() if latest in same)]:
            self._brought_back[earlier] = version
        if len(same) > 1:
            self._renew_outdated()
        self._labels_made.setdefault(version, made)
        if not self._grace_timer.isActive():
            self._asked_version = version
            self._grace_timer.start()

    def note_carried_alike(self, earlier: int, version: int) -> None:
        """Two versions of the labels differ in nothing that reflectors carry: what these said with the earlier one is up to
        date."""
        for each in [earlier, *(each for each, latest in self._carried_alike.items() if latest == earlier)]:
            self._carried_alike[each] = version
        if self.speaker is Speaker.LAYERS:
            self._renew_all()

    def get(self, section: SectionId) -> ShownPrediction | None:
        """What to draw over a section, or None where nothing is known about it."""
        if not self:
            return None
        if section in self._leader.held:
            self._show_held()
        if section not in self._sections:
            self._sections[section] = self._chosen(section)
        return self._sections[section]

    def apart(self, section: SectionId) -> PassesApart | None:
        """What the passes along inlines, and those along crosslines, of the one that is drawn say about a section; None
        where no trace has both."""
        shown = self.get(section)
        if shown is None:
            return None
        drawn, apart = self._apart.get(section, (None, None))
        if drawn is not shown:
            apart = self._answers[shown.speaker].passes.apart(section)
            self._apart[section] = shown, apart
        return apart

    def at(self, section: SectionId, position: Position) -> tuple[Speaker, VoxelAnswer | None]:
        """What is said about one voxel of a section, and by whom: by the one that is drawn there. Puts nothing together."""
        drawn = self._sections.get(section)
        first = drawn.speaker if drawn is not None else self.speaker
        if drawn is not None and drawn.classes[place_of(section.direction, position)] == NO_CLASS:
            return first, None  # nothing is known there, or all was rejected
        for speaker in sorted(self._answers, key=lambda each: each is not first):
            passes = self._answers[speaker].passes
            answer = passes.at(position.inline, position.crossline, position.sample, section.direction)
            if answer is not None:
                return speaker, answer
        return first, None

    def waits(self, section: SectionId) -> bool:
        """Whether a section is drawn again once the user neither steps nor drags."""
        return section in self._stale

    def classes_of(self, section: SectionId) -> np.ndarray | None:
        """The most probable classes of a section, uint8 in its shape, or None where nothing is known about it."""
        shown = self.get(section)
        return None if shown is None else shown.classes

    def passes_at_hand(self) -> tuple[SectionPass, ...]:
        """The passes of the one that speaks, by inlines and then by crosslines."""
        if not self._answers:
            return ()
        geometry, passes = self._state.volume.geometry, self._leader.passes
        lines = (geometry.section(way, index) for way in LINES for index in range(geometry.count(way)))
        return tuple(kept for line in lines if (kept := passes.get(line)) is not None)

    def _chosen(self, section: SectionId) -> ShownPrediction | None:
        """What the one that speaks says, or another one where that knows more of a line and this one little. A time
        slice of the one that speaks fills up soon; only a whole one takes its place until then."""
        shown = self._assembled(section, self.speaker)
        if shown is not None and shown.known_share >= LITTLE:
            return shown
        others = [self._assembled(section, speaker) for speaker in self._answers if speaker is not self.speaker]
        least = 1.0 if section.direction is Direction.TIME and shown is not None else 0.0
        known = 0.0 if shown is None else shown.known_share
        better = (
            each for each in others if each is not None and each.known_share >= least and each.known_share > known
        )
        return next(better, shown)

    def strokes_behind(self, shown: ShownPrediction) -> int:
        """How many changes of the labels what is shown does not know of."""
        return max(0, self._labels_version - self._up_to_date_until(shown.speaker, shown.labels_version))

    def _up_to_date_until(self, speaker: Speaker, version: int) -> int:
        """The newest version of the labels that says the same to who speaks as `version` does."""
        if speaker is Speaker.LAYERS:
            version = self._carried_alike.get(version, version)
        return self._brought_back.get(version, version)

    def _assembled(self, section: SectionId, speaker: Speaker) -> ShownPrediction | None:
        passes = self._answers[speaker].passes
        tied = passes.section(section)
        if tied is None:
            return None
        live = self._state.volume.geometry.section_live(section)
        made = self._labels_made.get(oldest_labels(tied))
        is_outdated = partial(self._is_outdated, speaker)
        return shown_prediction(section, tied, passes, speaker, live, is_outdated, made, self._run)

    def _honour_rejections(self, *_: object) -> None:
        """Something was rejected, or that was taken back."""
        project = self._state.project
        rejections = () if project is None else project.snapshot().rejections
        if rejections != self._rejections:
            self._rejections = rejections
            for answers in self._answers.values():
                answers.passes.reject(rejections)
            if self._answers:
                self._renew_all()

    def _is_outdated(self, speaker: Speaker, labels_versions: np.ndarray) -> np.ndarray:
        """Whether newer labels than these should have been learned by now."""
        known = {*self._brought_back, *self._carried_alike}
        good = [each for each in known if self._up_to_date_until(speaker, each) >= self._overdue_version]
        return (labels_versions < self._overdue_version) & ~np.isin(labels_versions, good)

    def _renew(self, section: SectionId) -> None:
        """Let a section be put together and drawn again."""
        self._sections.pop(section, None)
        self._stale.pop(section, None)
        self._state.prediction_changed.emit(section)

    def _renew_all(self) -> None:
        """Let everything on screen be put together and drawn again."""
        self._sections.clear()
        for section in self._state.shown:
            self._renew(section)

    def _renew_next(self) -> None:
        """Draw one of the sections again that lines in the background have changed: more at once would hold the window
        up."""
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
        self._brought_back = {
            each: latest for each, latest in self._brought_back.items() if latest >= self._overdue_version
        }
        self._renew_outdated()
        if self._labels_version > self._asked_version:
            self._asked_version = self._labels_version
            self._grace_timer.start()

    def _renew_outdated(self) -> None:
        """Have drawn again what goes out of date now, or comes back."""
        before = dict(self._sections)
        self._sections.clear()
        for section in self._state.shown:
            shown, earlier = self.get(section), before.get(section)
            if shown is not None and (earlier is None or not np.array_equal(shown.outdated, earlier.outdated)):
                self._state.prediction_changed.emit(section)
