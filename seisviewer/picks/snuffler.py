"""Marker files of Snuffler (Pyrocko), version 0.2, which every Snuffler reads; 0.3, which adds the uncertainty, is read
too.

A line is `phase: DATE TIME [DATE TIME SECONDS] KIND CHANNEL EVENT-HASH EVENT-DATE EVENT-TIME PHASE POLARITY AUTOMATIC`, or
`event: DATE TIME KIND HASH LATITUDE LONGITUDE DEPTH MAGNITUDE CATALOGUE NAME REGION`, with None for what is not known.
"""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from seisviewer.atomic_files import write_whole
from seisviewer.errors import BadRequest, UnreadableFile
from seisviewer.picks.format_signs import SNUFFLER
from seisviewer.picks.found_picks import NEITHER, NO_STATION, FoundPicks, gathered
from seisviewer.picks.phase_names import phase_name
from seisviewer.picks.pick import Event, Origin, Pick, Polarity, Review
from seisviewer.picks.text_table import read_text
from seisviewer.picks.text_values import (
    instrument_of,
    iso_time,
    parsed_number,
    parsed_time,
    place_on_earth,
    plain_location,
    writable_text,
)
from seisviewer.translation import tr
from seisviewer.waveforms.station import StationId

KINDS = {"P": 1, "S": 2}  # colours of the markers
SEVERAL = tr("of several stations at once")
SIGNS = {Polarity.POSITIVE: "1", Polarity.NEGATIVE: "-1", Polarity.UNDECIDABLE: "0", Polarity.NONE: "None"}


def write_markers(path: str | Path, picks: Iterable[Pick], events: Iterable[Event] = ()) -> None:
    """Write picks (without the rejected ones) and located events. A pick is drawn on all components of its instrument."""
    placed = [event for event in events if None not in (event.latitude, event.longitude)]
    located = {event.id: event for event in placed if event.id}
    lines = [SNUFFLER + "2"]
    lines += [_event_line(event) for event in placed]
    lines += [_phase_line(pick, located.get(pick.event)) for pick in picks if pick.review is not Review.REJECTED]
    write_whole(path, writable_text("\n".join(lines) + "\n").encode("utf-8"), BadRequest)


def read_markers(path: str | Path) -> FoundPicks:
    """P and S markers of one station each, and events (with negative ids, which their picks name). A marker with a length
    is a pick in its middle, uncertain by half of it. Raises UnreadableFile."""
    path = Path(path)
    first, *lines = read_text(path).splitlines() or [""]
    if not first.startswith(SNUFFLER):
        raise UnreadableFile(
            tr("{path} is no file of Snuffler markers: its first line must say “{snuffler}2”.").format(
                path=path, snuffler=SNUFFLER
            )
        )
    events: list[Event] = []
    marks: dict[str, int] = {}
    found: list[tuple[str, Pick]] = []
    left_out: Counter[str] = Counter()
    for number, line in enumerate(lines, 2):
        try:
            kind, *cells = _words(line) or [""]
            if kind == "event:":
                mark, event = _event_from(cells, -1 - len(events))
                events.append(event)
                marks[mark] = event.id
            elif kind == "phase:":
                found += _picks_from(cells, first.endswith("0.3"), left_out)
        except (ValueError, IndexError, OverflowError) as error:
            raise UnreadableFile(
                tr("{path}, line {number}, is no marker of Snuffler: {error}.").format(
                    path=path, number=number, error=error
                )
            ) from error
    marks.pop("None", None)  # an event that nobody names
    picks = (replace(pick, event=marks.get(mark, 0)) for mark, pick in found)
    return gathered(picks, events, left_out)


def _phase_line(pick: Pick, event: Event | None) -> str:
    station = pick.station
    channel = f"{station.network}.{station.station}.{station.location}.{station.instrument}*"
    when = f"{_mark(event)} {_time(event.time)}" if event is not None else "None None None"
    automatic = pick.origin is not Origin.MANUAL
    sign = SIGNS[pick.polarity]
    return f"phase: {_time(pick.time)} {KINDS.get(pick.phase, 0)} {channel} {when} {pick.name} {sign} {automatic}"


def _event_line(event: Event) -> str:
    depth = None if event.depth is None else event.depth * 1000
    words = " ".join(event.name.replace('"', "'").split())  # a name of two lines would end the marker
    name = f'"{words}"' if words else None
    place = f"{event.latitude} {event.longitude} {depth} {event.magnitude}"
    return f"event: {_time(event.time)} 0 {_mark(event)} {place} None {name} None"


def _event_from(cells: Sequence[str], number: int) -> tuple[str, Event]:
    date, time, _, mark, latitude, longitude, depth, magnitude, _, name, *_ = cells
    deep = _number(depth)
    return mark, Event(
        parsed_time(f"{date} {time}"),
        *place_on_earth(_number(latitude), _number(longitude)),
        None if deep is None else deep / 1000,
        _number(magnitude),
        name="" if name == "None" else name,
        source="catalogue",
        id=number,
    )


def _picks_from(cells: Sequence[str], uncertain: bool, left_out: Counter[str]) -> list[tuple[str, Pick]]:
    """The pick with the mark of its event; none for another phase, or a marker of no station or several: counted."""
    start, half = parsed_time(f"{cells[0]} {cells[1]}"), None
    if len(cells) >= 13:  # a stretch of time: its end and its length come next
        half = (parsed_time(f"{cells[2]} {cells[3]}") - start) / 2
        cells = [*cells[:2], *cells[5:]]
    channels, mark, phase = cells[3], cells[4], phase_name(cells[7])
    stations = {_station(channel) for channel in channels.split(",") if channel.count(".") == 3}
    if phase is None:
        left_out[NEITHER] += 1
        return []
    if len(stations) != 1 or "*" in (station := stations.pop()).station:
        left_out[NO_STATION if not stations else SEVERAL] += 1
        return []
    automatic = cells[9].lower() in ("true", "t", "1")
    polarity = {sign: polarity for polarity, sign in SIGNS.items()}.get(cells[8], Polarity.NONE)
    pick = Pick(
        station,
        phase.phase,
        start + (half or 0.0),
        half if half is not None else _number(cells[10]) if uncertain else None,
        polarity,
        Origin.AUTOMATIC if automatic else Origin.MANUAL,
        Review.UNREVIEWED if automatic else Review.ACCEPTED,
        phase_name=phase.detail,
        onset=phase.onset,
    )
    return [(mark, pick)]


def _words(line: str) -> list[str]:
    """The cells of a line; only double quotes hold words together, for an apostrophe belongs to the name of a place."""
    words = shlex.shlex(line, posix=True)
    words.whitespace_split, words.quotes, words.commenters, words.escape = True, '"', "", ""
    return list(words)


def _station(channel: str) -> StationId:
    network, station, location, code = channel.split(".")
    return StationId(
        network,
        station,
        plain_location(location),
        instrument_of(code.rstrip("*") + "Z" if code.endswith("*") else code),
    )


def _mark(event: Event) -> str:
    """What ties a phase marker to its event."""
    return f"seisviewer-{event.id}" if event.id else "None"


def _time(time: float) -> str:
    return iso_time(time).rstrip("Z").replace("T", " ")


def _number(text: str) -> float | None:
    return None if text == "None" else parsed_number(text)
