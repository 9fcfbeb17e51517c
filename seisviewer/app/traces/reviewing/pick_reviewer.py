"""Review mode of the trace desk: what is decided about is outlined, and many are taken in a box."""

from __future__ import annotations

from collections.abc import Iterable

from PyQt6.QtCore import QTimer, pyqtSignal

from seisviewer.app.review.reviewer import Reviewer, nothing_surer
from seisviewer.app.traces.pick_editor import PickEditor
from seisviewer.app.traces.reviewing.review_walk import ReviewWalk, standing, waiting
from seisviewer.app.traces.trace_state import TraceState
from seisviewer.picks.pick import Pick, between
from seisviewer.translation import tr
from seisviewer.workflows.review.pick_review import PHASE_OF_DIGIT, undecided
from seisviewer.workflows.review.review_counts import ReviewCounts

HINT = tr(
    "Return accepts, R rejects, 1 is P, 2 is S, Tab: next; drag: box, Alt+drag: lasso, a pick: mends it; Esc leaves"
)
IN_SIGHT, ON_RECORD = tr("in sight"), tr("on this trace")
SURE_TIP = tr(
    "Accept every undecided pick of which the picker is that sure: those in sight, or all on "
    "the record in use, also beyond what is in sight; one undo takes it back"
)
SOON = 50  # ms: a key that is held down is not slowed by the counting of thousands of picks


class PickReview(Reviewer):
    """What is decided about: the picks that a box or lasso took, else the one under the pointer, else the selected one, so that
    picks can be gone through by keys alone.

    outlined_changed: `outlined` may be another. Used on the GUI thread.
    """

    hint = HINT
    sure_tip = SURE_TIP
    wheres = (IN_SIGHT, ON_RECORD)
    outlined_changed = pyqtSignal()

    def __init__(self, state: TraceState, editor: PickEditor, walk: ReviewWalk) -> None:
        super().__init__()
        self._state, self._editor, self._walk = state, editor, walk
        self._chosen: frozenset[int] = frozenset()
        self._pointed = 0
        self._soon = QTimer(self, singleShot=True, interval=SOON, timeout=self.counted.emit)
        state.reviewing_changed.connect(self._switch)
        state.archive_changed.connect(lambda _: state.set_reviewing(False))
        for signal in (state.shown_picks_changed, state.hidden_changed, state.selected_changed):
            signal.connect(lambda *_: self._look_again())

    @property
    def outlined(self) -> tuple[Pick, ...]:
        """What a key would decide about, in the order of time; nothing outside of Review mode."""
        state = self._state
        if not state.reviewing:
            return ()
        ids = self._chosen or {self._pointed or state.selected}
        return tuple(pick for pick in state.shown_picks if pick.id in ids)

    @property
    def counts(self) -> ReviewCounts:
        """Of the shown picks on shown records."""
        return standing(self._state)

    # What is decided about

    def point(self, pick: Pick | None) -> None:
        """The pick under the pointer."""
        number = pick.id if pick is not None else 0
        if number != self._pointed:
            self._pointed = number
            self.outlined_changed.emit()

    def choose(self, picks: Iterable[Pick]) -> None:
        """Take those of some picks that are undecided."""
        self._chosen = frozenset(pick.id for pick in undecided(tuple(picks)))
        if not self._chosen:
            self._state.message.emit(tr("No undecided pick lies inside."))
        self.outlined_changed.emit()

    def let_go(self) -> None:
        """Decide about what a box or lasso took no more."""
        self._chosen = frozenset()
        self.outlined_changed.emit()

    # Decisions

    def accept(self) -> None:
        if many := self._many():
            self._editor.accept(*many)
        else:
            self._walk.accept_and_next()

    def reject(self) -> None:
        if many := self._many():
            self._editor.reject(*many)
        elif self._state.selected_pick is not None:
            self._walk.reject_and_next()
        else:
            self._walk.next()

    def reclass(self, digit: int) -> None:
        phase = PHASE_OF_DIGIT.get(digit)
        if phase is None:
            self._state.message.emit(tr("No phase has the number {digit}: 1 is P, 2 is S.").format(digit=digit))
        elif many := self._many():
            self._editor.rename(phase, *many)
        else:
            self._walk.rename_and_next(phase)

    def skip(self, step: int) -> None:
        self._chosen, self._pointed = frozenset(), 0
        self._walk.next(step)
        self.outlined_changed.emit()

    def accept_all(self, above: float, where: str = "") -> None:
        state = self._state
        here = waiting(state)
        if where == ON_RECORD:
            sure = undecided(here, above, records={state.current})
        else:
            sure = undecided(between(here, state.span.start, state.span.end), above)
        self._chosen = frozenset()
        if sure:
            self._editor.accept(*sure)
        else:
            state.message.emit(nothing_surer(above))

    def _many(self) -> tuple[Pick, ...]:
        """What a box or lasso took; else the pick under the pointer becomes the selected one."""
        many = self.outlined if self._chosen else ()
        self._chosen = frozenset()
        if self._pointed and not many:
            self._state.set_selected(self._pointed)
        self._pointed = 0  # until it moves again
        return many

    # Following the desk

    def _switch(self, on: bool) -> None:
        self._chosen, self._pointed = frozenset(), 0
        if on:
            self._begin()
        self.switched.emit(on)
        self.outlined_changed.emit()

    def _begin(self) -> None:
        """Begin with an undecided pick in sight; the view stays where it is."""
        state = self._state
        left = waiting(state)
        here = between(left, state.span.start, state.span.end)
        if state.selected not in {pick.id for pick in here}:
            state.set_selected(here[0].id if here else 0)
        if not here:
            state.message.emit(
                tr("No undecided pick is in sight: Tab goes to the next.")
                if left
                else tr("No shown pick is left to review.")
            )

    def _look_again(self) -> None:
        if self._state.reviewing:
            self._soon.start()
            self.outlined_changed.emit()
