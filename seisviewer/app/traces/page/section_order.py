"""In which order a record section shows its stations: by distance where that is known, else by first arrival."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from seisviewer.app.traces.trace_state import Span
from seisviewer.picks.pick import Event, Pick, Review
from seisviewer.translation import tr
from seisviewer.waveforms.clock_ticks import utc_text
from seisviewer.waveforms.record import Record
from seisviewer.waveforms.station import Coordinates

EARLIER = 3600.0  # seconds before the span within which an event may have begun whose waves are still seen


@dataclass(frozen=True)
class SectionOrder:
    """records: in the order from the top. distances: km from the epicentre, one a record, or none where the order is not by
    distance. caption: what the order is, for the user."""

    records: tuple[Record, ...]
    distances: tuple[float, ...]
    caption: str


def section_order(
    records: Sequence[Record],
    picks: Sequence[Pick],
    events: Sequence[Event],
    span: Span,
    sites: Mapping[str, Coordinates],
    selected: int = 0,
) -> SectionOrder:
    """By distance from the event in view when it and every station have coordinates, else by the first pick in the span
    (records without one last, by name). sites, selected: as in `TraceState`."""
    event = event_in_view(events, span, selected)
    places = {record.key: site_of(record, sites) for record in records}
    if event is not None and records and None not in places.values():
        # Imported here: records with coordinates were read by ObsPy, a window without them need not wait for it.
        from seisviewer.waveforms.rotation import distance

        distances = {key: distance(event, place) for key, place in places.items()}
        ordered = tuple(sorted(records, key=lambda record: distances[record.key]))
        caption = tr("By distance from {event_name}").format(event_name=event_name(event))
        return SectionOrder(ordered, tuple(distances[record.key] for record in ordered), caption)
    first = first_arrivals(picks, span)
    ordered = tuple(sorted(records, key=lambda record: (first.get(record.key, math.inf), record.key)))
    if any(record.key in first for record in records):
        return SectionOrder(ordered, (), tr("By first arrival: {missing}").format(missing=_missing(event)))
    return SectionOrder(ordered, (), tr("By name: no picks in sight, and {missing}").format(missing=_missing(event)))


def site_of(record: Record, sites: Mapping[str, Coordinates]) -> Coordinates | None:
    """Where a record was made: as a file of stations says, else as the record does."""
    return sites.get(record.station.code, record.coordinates)


def event_in_view(events: Sequence[Event], span: Span, selected: int = 0) -> Event | None:
    """The located event whose waves are on screen: the selected one, else the largest that begins in the span, else the
    last one before it."""
    located = [event for event in events if event.latitude is not None and event.longitude is not None]
    chosen = next((event for event in located if event.id == selected), None) if selected else None
    if chosen is not None and span.start - EARLIER <= chosen.time <= span.end:
        return chosen
    inside = [event for event in located if span.start <= event.time <= span.end]
    if inside:
        return max(inside, key=lambda event: (event.magnitude is not None, event.magnitude or 0.0, -event.time))
    before = [event for event in located if span.start - EARLIER <= event.time < span.start]
    return max(before, key=lambda event: event.time, default=None)


def first_arrivals(picks: Sequence[Pick], span: Span) -> dict[str, float]:
    """Time of the first pick in the span for each record that has one; rejected ones do not count."""
    first: dict[str, float] = {}
    for pick in picks:
        if span.start <= pick.time <= span.end and pick.review is not Review.REJECTED:
            first[pick.record] = min(pick.time, first.get(pick.record, math.inf))
    return first


def event_name(event: Event) -> str:
    size = f"M{event.magnitude:.1f} " if event.magnitude is not None else ""
    return f"{size}{event.name or utc_text(event.time, 0) + ' UTC'}"


def event_in_words(event: Event) -> str:
    """When it was and how large, “2019-07-04 17:33:49 ML 6.4”."""
    size = f" {event.magnitude_type or 'M'} {event.magnitude:.1f}" if event.magnitude is not None else ""
    return f"{utc_text(event.time, 0)}{size}"


def _missing(event: Event | None) -> str:
    return tr("no located event in sight") if event is None else tr("coordinates of stations are not known")
