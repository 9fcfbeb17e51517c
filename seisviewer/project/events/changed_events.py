"""Which events have to be located anew after changes of picks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from seisviewer.picks.pick import Change, Event, Pick, Review


def events_to_locate(changes: Sequence[Change], events: Mapping[int, Event]) -> list[Event]:
    """Located events that gained or lost an arrival, or have one at another time or of another weight, and are not marked
    yet. Events that are changed themselves say themselves whether they are stale."""
    own = {item.id for change in changes if isinstance(item := change.after or change.before, Event)}
    touched: set[int] = set()
    for change in changes:
        if isinstance(change.before or change.after, Pick) and _arrival(change.before) != _arrival(change.after):
            touched |= {pick.event for pick in (change.before, change.after) if pick is not None}
    found = (events[number] for number in sorted(touched - own) if number in events)
    return [event for event in found if event.found.location is not None and not event.stale]


def _arrival(pick: Pick | None) -> Pick | None:
    """What a location sees of a pick; None of one that it does not see."""
    if pick is None or not pick.event or pick.review is Review.REJECTED:
        return None
    return Pick(
        pick.station, pick.phase, pick.time, None if pick.width_of_model else pick.uncertainty,
        event=pick.event, weight=pick.weight,
    )  # fmt: skip


def with_events_of(old: Iterable[Pick], new: Iterable[Pick], seconds: float) -> list[Pick]:
    """New picks belong to the event that the old one of the same record, phase and, within so many seconds, time had."""
    known: dict[tuple[str, str], list[Pick]] = {}
    for pick in old:
        if pick.event:
            known.setdefault((pick.record, pick.phase), []).append(pick)
    taken = []
    for pick in new:
        near = min(known.get((pick.record, pick.phase), ()), key=lambda each: abs(each.time - pick.time), default=None)
        is_same = near is not None and abs(near.time - pick.time) <= seconds
        taken.append(replace(pick, event=near.event) if is_same else pick)
    return taken
