"""Which events wait to be located anew, and which of them were tried in vain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from seisviewer.picks.pick import Event, Pick

Arrivals = frozenset[Pick]  # of an event


@dataclass
class Tried:
    """reasons: why an event could not be located, by its id. An event is tried again when its picks change."""

    reasons: dict[int, str] = field(default_factory=dict)
    _with: dict[int, Arrivals] = field(default_factory=dict)

    def fail(self, reasons: Mapping[int, str], picks: Sequence[Pick]) -> None:
        """Remember why events could not be located with these picks."""
        own = picks_of(picks)
        for event, reason in reasons.items():
            self.reasons[event] = reason
            self._with[event] = own.get(event, frozenset())

    def in_vain(self, event: Event, own: Arrivals) -> bool:
        return event.id in self._with and self._with[event.id] == own

    def forget(self) -> None:
        self.reasons.clear()
        self._with.clear()


def picks_of(picks: Sequence[Pick]) -> dict[int, Arrivals]:
    """By event."""
    own: dict[int, set[Pick]] = {}
    for pick in picks:
        if pick.event:
            own.setdefault(pick.event, set()).add(pick)
    return {event: frozenset(each) for event, each in own.items()}


def events_to_try(events: Sequence[Event], picks: Sequence[Pick], tried: Tried) -> tuple[Event, ...]:
    """Stale events that were not tried with the picks that they have."""
    stale = [event for event in events if event.stale]
    own = picks_of(picks) if stale else {}
    return tuple(event for event in stale if not tried.in_vain(event, own.get(event.id, frozenset())))


def still_as_it_was(
    event: Event, picks_then: Sequence[Pick], events_now: Sequence[Event], picks_now: Sequence[Pick]
) -> bool:
    """Whether an event and its picks are what they were when its location began."""
    if not any(now == event for now in events_now):
        return False
    then, now = ({pick for pick in picks if pick.event == event.id} for picks in (picks_then, picks_now))
    return then == now
