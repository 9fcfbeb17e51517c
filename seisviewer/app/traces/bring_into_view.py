"""Going to a pick or a time: the view moves only as far as it takes to see it."""

from __future__ import annotations

from seisviewer.app.traces.trace_state import TraceState
from seisviewer.picks.pick import Event, Pick

ROOM = 0.15  # of the time from the origin to the last arrival, before it, and twice as much after
SHORTEST = 20.0  # seconds from the origin on that are shown at least
MARGIN = 0.1  # of the span at either end, where a pick that is gone to would be too near the border


def show_pick(state: TraceState, pick: Pick) -> None:
    """Select a pick and bring it into view: its record, and its time in the middle where it is not well inside."""
    if pick.record in state.hidden:
        state.set_hidden(state.hidden - {pick.record})
    state.set_current(pick.record)
    show_time(state, pick.time)
    state.set_selected(pick.id)
    state.pick_wanted.emit(pick)


def show_event(state: TraceState, event: Event) -> None:
    """Select an event and bring its origin time into view."""
    show_time(state, event.time)
    state.set_selected_event(event.id)


def show_event_closely(state: TraceState, event: Event) -> None:
    """Select an event and let its arrivals fill the view; a stretch after its origin where it has none."""
    times = [pick.time for pick in state.picks if pick.event == event.id]
    first, last = min([event.time, *times]), max([event.time + SHORTEST, *times])
    room = ROOM * (last - first)
    state.set_selected_event(event.id)
    state.set_span(first - room, last + 2 * room)


def show_time(state: TraceState, time: float) -> None:
    """Move the span, as long as it is, so that a time lies well inside."""
    span = state.span
    margin = MARGIN * span.length
    if not span.start + margin <= time <= span.end - margin:
        state.set_span(time - span.length / 2, time + span.length / 2)
