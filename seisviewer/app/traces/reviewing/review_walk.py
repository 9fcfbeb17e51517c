"""The walk through the picks that are to be reviewed, in the order of time. Picks are given in that order, as the desk has
them: there may be tens of thousands, and each step is taken between two key strokes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable

from PyQt6.QtCore import QObject

from seisviewer.app.traces.bring_into_view import show_pick
from seisviewer.app.traces.pick_editor import PickEditor
from seisviewer.app.traces.pick_wording import nothing_left
from seisviewer.app.traces.trace_state import TraceState
from seisviewer.picks.pick import UNREVIEWED, Pick
from seisviewer.waveforms.record import Record
from seisviewer.workflows.review.pick_review import counts_of_picks
from seisviewer.workflows.review.review_counts import ReviewCounts

JUDGED_SECONDS = 20.0  # in which P and S of a local earthquake stand side by side
JUDGED_SAMPLES = 2000  # on screen at once: of more, single samples of an onset are not seen
ROUNDING = 1e-5  # of a length; times since 1970 are not good to more


class ReviewWalk(QObject):
    """Goes from pick to pick, and back the way it came. Used on the GUI thread only."""

    def __init__(self, state: TraceState, editor: PickEditor) -> None:
        super().__init__()
        self._state = state
        self._editor = editor
        self._trail: list[int] = []  # the picks that were accepted or rejected one after another, for the way back
        self._width = ReviewWidth()
        state.archive_changed.connect(lambda _: self._start_afresh())

    def accept_and_next(self) -> None:
        """What Enter does: accept the selected pick and go to the next one to review."""
        self._decide(self._editor.accept)
        self.next()

    def reject_and_next(self) -> None:
        """Reject the selected pick and go to the next one to review."""
        if self._decide(self._editor.reject):
            self.next()

    def rename_and_next(self, phase: str) -> None:
        """Say that the selected pick is of this phase and go to the next one to review."""
        self._decide(lambda pick: self._editor.rename(phase, pick))
        self.next()

    def next(self, direction: int = 1) -> Pick | None:
        """Select the next (or with −1 the previous) shown pick that is to be reviewed, and bring it into view."""
        found = neighbour(self._state, direction)
        if found is None:
            self._state.message.emit(nothing_left(len(waiting(self._state)), direction))
        else:
            self._go_to(found)
        return found

    def back(self) -> None:
        """What Backspace does: return to the pick that was accepted or rejected last, else to the previous one."""
        while self._trail:
            last = self._trail.pop()
            pick = next((pick for pick in self._state.picks if pick.id == last), None)
            if pick is not None and last != self._state.selected:
                self._go_to(pick)
                return
        self.next(-1)

    def _decide(self, change: Callable[[Pick], object]) -> bool:
        """Change the selected pick, if there is one, and remember it for the way back."""
        pick = self._state.selected_pick
        if pick is None:
            return False
        change(pick)
        self._trail.append(self._state.selected)
        return True

    def _go_to(self, pick: Pick) -> None:
        """Show a pick in as much time as it is judged in."""
        state = self._state
        record = state.archive.record(pick.record)
        length = self._width.length(state.span.length, record) if record is not None else state.span.length
        if abs(length - state.span.length) > ROUNDING * length:
            state.set_span(pick.time - length / 2, pick.time + length / 2)
        show_pick(state, pick)
        self._width.left = state.span.length

    def _start_afresh(self) -> None:
        self._trail.clear()
        self._width = ReviewWidth()


class ReviewWidth:
    """How much time the walk shows: enough to judge a pick, until the user zooms to something else on the way.

    left: seconds that were on screen after the last step, 0 before the first.
    """

    def __init__(self) -> None:
        self.left = 0.0
        self._chosen = 0.0

    def length(self, shown: float, record: Record) -> float:
        """Seconds to show of a record, where `shown` are on screen. A look at the whole record is no choice of width."""
        if self.left and abs(shown - self.left) > ROUNDING * self.left and shown < record.end - record.start:
            self._chosen = shown
        return self._chosen or min(shown, JUDGED_SECONDS, JUDGED_SAMPLES / record.rate)


def waiting(state: TraceState) -> tuple[Pick, ...]:
    """Shown picks on shown records that nobody has reviewed."""
    keys = _shown_keys(state)
    return tuple([pick for pick in state.shown_picks if pick.review is UNREVIEWED and pick.record in keys])


def standing(state: TraceState) -> ReviewCounts:
    """How the review of the shown picks on shown records stands."""
    keys = _shown_keys(state)
    return counts_of_picks([pick for pick in state.shown_picks if pick.record in keys])


def neighbour(state: TraceState, direction: int) -> Pick | None:
    """The next (or with −1 the previous) of those from the selected pick on, or without one from the border of the span."""
    picks, keys = state.shown_picks, _shown_keys(state)
    chosen = state.selected_pick
    border = state.span.start if direction > 0 else state.span.end
    here = _place(chosen) if chosen is not None else (border,)
    if direction > 0:
        steps = range(bisect_right(picks, here, key=_place), len(picks))
    else:
        steps = range(bisect_left(picks, here, key=_place) - 1, -1, -1)
    return next((picks[step] for step in steps if not picks[step].is_reviewed and picks[step].record in keys), None)


def _shown_keys(state: TraceState) -> set[str]:
    return {record.key for record in state.records}


def _place(pick: Pick) -> tuple[float, int]:
    """The order in which a project gives its picks."""
    return pick.time, pick.id
