"""The walk through the picks that are to be reviewed, in the order of time. Picks are given in that order, as the desk has
them: there may be tens of thousands, and each step is taken between two key strokes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from seisviewer.app.traces.trace_state import TraceState
from seisviewer.picks.pick import UNREVIEWED, Pick


def waiting(state: TraceState) -> tuple[Pick, ...]:
    """Shown picks on shown records that nobody has reviewed."""
    keys = _shown_keys(state)
    return tuple([pick for pick in state.shown_picks if pick.review is UNREVIEWED and pick.record in keys])


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


def between(picks: Sequence[Pick], start: float, end: float) -> Sequence[Pick]:
    """Those of a stretch of time, its ends included."""
    first, last = bisect_left(picks, start, key=_time), bisect_right(picks, end, key=_time)
    return picks[first:last]


def _shown_keys(state: TraceState) -> set[str]:
    return {record.key for record in state.records}


def _place(pick: Pick) -> tuple[float, int]:
    """The order in which a project gives its picks."""
    return pick.time, pick.id


def _time(pick: Pick) -> float:
    return pick.time
