"""What of the picks and events of a file is new beside those that are there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from seisviewer.picks.pick import Change, Event, Pick

SAME_TIME = 1e-3  # s; what is closer than this, and alike otherwise, is one pick or event read twice


def changes_to_merge(
    picks: Sequence[Pick], events: Sequence[Event], known_picks: Sequence[Pick], known_events: Sequence[Event]
) -> list[Change[Any]]:
    """Add picks and events that are not known yet. Ids in the file only say which pick belongs to which event."""
    there = {_event_mark(event): event.id for event in known_events}
    ids: dict[
        int, int
    ] = {}  # from those in the file to those in the project; a new event has a negative one until then
    changes: list[Change[Any]] = []
    for event in events:
        ids[event.id] = there.get(_event_mark(event), -1 - len(changes))
        if ids[event.id] < 0:
            changes.append(Change(None, replace(event, id=ids[event.id])))
    known = {_pick_mark(pick) for pick in known_picks}
    new = [pick for pick in picks if _pick_mark(pick) not in known]
    return changes + [Change(None, replace(pick, id=0, event=ids.get(pick.event, 0))) for pick in new]


def _pick_mark(pick: Pick) -> tuple[Any, ...]:
    return pick.record, pick.phase, round(pick.time / SAME_TIME), pick.origin, pick.model


def _event_mark(event: Event) -> tuple[Any, ...]:
    return round(event.time / SAME_TIME), event.latitude, event.longitude, event.source
