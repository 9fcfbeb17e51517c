"""Picks and events that stand in the headers of waveform files."""

from __future__ import annotations

from seisviewer.picks.phase_names import phase_name
from seisviewer.picks.pick import Event, Pick, Polarity
from seisviewer.waveforms.record import Archive, HeaderArrival

SOURCE = "catalogue"


def header_picks(archive: Archive) -> tuple[Pick, ...]:
    """P and S picks in the order of time, as set by hand; names that mean neither are passed by (SAC marks what it
    will)."""
    found = (_pick(arrival) for arrival in archive.arrivals)
    return tuple(pick for pick in found if pick is not None)


def header_events(archive: Archive) -> tuple[Event, ...]:
    """Events in the order of time, with negative ids."""
    in_time = sorted(archive.events, key=lambda event: event.time)
    return tuple(
        Event(each.time, each.latitude, each.longitude, each.depth, each.magnitude, source=SOURCE, id=-1 - number)
        for number, each in enumerate(in_time)
    )


def _pick(arrival: HeaderArrival) -> Pick | None:
    phase = phase_name(arrival.name)
    if phase is None:
        return None
    return Pick(
        arrival.station,
        phase.phase,
        arrival.time,
        polarity=Polarity(arrival.polarity),
        phase_name=phase.detail,
        onset=phase.onset,
    )
