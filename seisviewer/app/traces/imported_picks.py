"""Picks of a file find the record that they lie on, for files often say less than which instrument it was; and what of them
is new beside the picks and events that are there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from seisviewer.picks.pick import Change, Event, Pick
from seisviewer.waveforms.record import Archive, Record

SAME_TIME = 1e-3  # s; what is closer than this, and alike otherwise, is one pick or event read twice


def place_picks(picks: Sequence[Pick], archive: Archive) -> tuple[tuple[Pick, ...], int]:
    """The picks, each on the record that it can only mean, and how many lie on none.

    A pick that names less than an instrument (many formats name the station alone) goes to the first record of that station
    that has samples at its time, else to the first one. A pick of a station that is not here stays as it is.
    """
    keys = {record.key for record in archive.records}
    found = [pick if pick.record in keys else _on_record(pick, archive.records) for pick in picks]
    return tuple(found), sum(pick.record not in keys for pick in found)


def _on_record(pick: Pick, records: Sequence[Record]) -> Pick:
    candidates = [record for record in records if _could_be(pick, record)]
    there = [record for record in candidates if record.start <= pick.time <= record.end]
    record = next(iter(there or candidates), None)
    return pick if record is None else replace(pick, station=record.station, trace_name=record.name)


def _could_be(pick: Pick, record: Record) -> bool:
    """Whether nothing that the pick says of its station contradicts the record."""
    named, here = pick.station, record.station
    return named.station == here.station and all(
        not said or said == known
        for said, known in (
            (named.network, here.network),
            (named.location, here.location),
            (named.instrument, here.instrument),
            (pick.trace_name, record.name),
        )
    )


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
