"""Picks and events as QuakeML, by ObsPy.

origin → evaluation mode, review → evaluation status, uncertainty → time_errors; QuakeML has no place for the rest (model,
probability, self-trained, trace name), which stands in comments “seisviewer NAME: VALUE”. Rejected picks are written with
the status “rejected”. Picks without an event are gathered in one event that has no origin.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import obspy
from obspy import UTCDateTime
from obspy.core import event as quake

from seisviewer.atomic_files import write_whole
from seisviewer.errors import BadRequest, UnreadableFile
from seisviewer.picks.pick import Event, Origin, Pick, Polarity, Review
from seisviewer.picks.text_values import (
    channel_of,
    instrument_of,
    parsed_number,
    phase_of,
    place_on_earth,
    writable_text,
)
from seisviewer.waveforms.station import StationId

PREFIX = "seisviewer "
STATUS = {
    Review.UNREVIEWED: "preliminary",
    Review.ACCEPTED: "confirmed",
    Review.MOVED: "reviewed",
    Review.REJECTED: "rejected",
}


def write_quakeml(path: str | Path, picks: Iterable[Pick], events: Iterable[Event] = ()) -> None:
    """Write all picks and events; raises BadRequest where the file cannot be written."""
    content = io.BytesIO()
    catalogue_of(picks, events).write(content, format="QUAKEML")
    write_whole(path, content.getvalue(), BadRequest)


def read_quakeml(path: str | Path) -> tuple[tuple[Pick, ...], tuple[Event, ...]]:
    """Picks and events of any event format that ObsPy reads.

    Events have negative ids, and picks name theirs so, until a project gives them others. Of an event the preferred origin
    and magnitude are taken, else the first. Picks of phases that are neither P nor S (amplitudes) are left out; those of
    other programs are manual and accepted unless they say otherwise. Raises UnreadableFile.
    """
    path = Path(path)
    try:
        with path.open("rb") as file:
            catalogue = obspy.read_events(file)
    except OSError as error:
        raise UnreadableFile(f"{path} cannot be read: {error.strerror or error}.") from error
    except Exception as error:  # a reader of ObsPy raises whatever its parser does on a damaged file
        raise UnreadableFile(f"{path} holds no events that ObsPy can read: choose a QuakeML file.") from error
    try:
        return _contents(catalogue)
    except ValueError as error:  # of our own comments; ObsPy has checked the rest
        raise UnreadableFile(
            f"{path} has a comment of seisviewer that says nothing ({error}): export it again."
        ) from error


def catalogue_of(picks: Iterable[Pick], events: Iterable[Event] = ()) -> quake.Catalog:
    """ObsPy's catalogue: the events in their order with their picks, then one event of the picks without."""
    events = tuple(events)
    known = {event.id for event in events} - {0}  # an event that no project has stored has no picks
    grouped: dict[int, list[Pick]] = {}
    for pick in picks:
        grouped.setdefault(pick.event if pick.event in known else 0, []).append(pick)
    loose = grouped.pop(0, None)
    catalogue = [_quake_event(event, grouped.get(event.id, [])) for event in events]
    if loose:
        catalogue.append(_loose_picks(loose))
    return quake.Catalog(catalogue)


def _contents(catalogue: quake.Catalog) -> tuple[tuple[Pick, ...], tuple[Event, ...]]:
    picks: list[Pick] = []
    events: list[Event] = []
    for found in catalogue:
        event = _event_from(found, -1 - len(events))
        if event is not None:
            events.append(event)
        number = event.id if event is not None else 0
        picks += [pick for pick in (_pick_from(each, number) for each in found.picks) if pick is not None]
    return tuple(sorted(picks, key=lambda pick: pick.time)), tuple(events)


def _quake_event(event: Event, picks: list[Pick]) -> quake.Event:
    written = [_quake_pick(pick) for pick in picks]
    origin = quake.Origin(
        time=_utc(event.time),
        latitude=event.latitude,
        longitude=event.longitude,
        depth=None if event.depth is None else event.depth * 1000.0,
        # A rejected pick is no arrival of the event.
        arrivals=[
            quake.Arrival(pick_id=each.resource_id, phase=each.phase_hint)
            for each in written
            if each.evaluation_status != "rejected"
        ],
    )
    made = quake.Event(origins=[origin], picks=written, comments=_comments(source=event.source, score=event.score))
    made.preferred_origin_id = origin.resource_id
    if event.magnitude is not None:
        magnitude = quake.Magnitude(mag=event.magnitude, magnitude_type=writable_text(event.magnitude_type) or None)
        made.magnitudes, made.preferred_magnitude_id = [magnitude], magnitude.resource_id
    if event.name:
        made.event_descriptions = [quake.EventDescription(text=writable_text(event.name), type="earthquake name")]
    return made


def _loose_picks(picks: list[Pick]) -> quake.Event:
    return quake.Event(
        picks=[_quake_pick(pick) for pick in picks], comments=[quake.Comment(text="picks without an event")]
    )


def _quake_pick(pick: Pick) -> quake.Pick:
    station = pick.station
    made = quake.Pick(
        time=_utc(pick.time),
        waveform_id=quake.WaveformStreamID(
            network_code=writable_text(station.network),
            station_code=writable_text(station.station),
            location_code=writable_text(station.location),
            channel_code=writable_text(channel_of(station)),
        ),
        phase_hint=pick.phase,
        evaluation_mode="manual" if pick.origin is Origin.MANUAL else "automatic",
        evaluation_status=STATUS[pick.review],
        polarity=pick.polarity.value or None,
        comments=_comments(
            origin=pick.origin.value, model=pick.model, probability=pick.probability, trace_name=pick.trace_name
        ),
    )
    if pick.uncertainty is not None:
        made.time_errors = quake.QuantityError(uncertainty=pick.uncertainty)
    if pick.model:
        made.method_id = quake.ResourceIdentifier(
            "smi:local/seisviewer/" + re.sub(r"[^\w.-]+", "-", writable_text(pick.model))
        )
    return made


def _event_from(found: quake.Event, number: int) -> Event | None:
    """None for a mere gathering of picks."""
    origin = found.preferred_origin() or next(iter(found.origins), None)
    if origin is None or origin.time is None:
        return None
    magnitude = found.preferred_magnitude() or next(iter(found.magnitudes), None)
    said = dict(_said(found.comments))
    return Event(
        _seconds(origin.time),
        *place_on_earth(origin.latitude, origin.longitude),
        None if origin.depth is None else origin.depth / 1000.0,
        magnitude.mag if magnitude else None,
        (magnitude.magnitude_type or "") if magnitude else "",
        next((each.text for each in found.event_descriptions if each.text), ""),
        said.get("source", "catalogue"),
        parsed_number(said.get("score", "")),
        number,
    )


def _pick_from(found: quake.Pick, event: int) -> Pick | None:
    """None for a pick of another phase, or of no station."""
    where = found.waveform_id
    phase = phase_of(found.phase_hint or "")
    if not phase or found.time is None or where is None or not where.station_code:
        return None
    said = dict(_said(found.comments))
    automatic = found.evaluation_mode == "automatic"
    origin = Origin(said["origin"]) if "origin" in said else Origin.AUTOMATIC if automatic else Origin.MANUAL
    errors = found.time_errors
    both_sides = [value for value in (errors.lower_uncertainty, errors.upper_uncertainty) if value is not None]
    uncertainty = errors.uncertainty if errors.uncertainty is not None else max(both_sides, default=None)
    instrument = instrument_of(where.channel_code or "")
    return Pick(
        StationId(where.network_code or "", where.station_code, where.location_code or "", instrument),
        phase,
        _seconds(found.time),
        uncertainty,
        Polarity(found.polarity or ""),
        origin,
        _review(found.evaluation_status, origin, ours="origin" in said),
        parsed_number(said.get("probability", "")),
        said.get("model", ""),
        said.get("trace_name", ""),
        event,
    )


def _review(status: str | None, origin: Origin, *, ours: bool) -> Review:
    """What a status means. Only in our own files does “reviewed” say that the pick was moved."""
    if status is None:
        return Review.ACCEPTED if origin is Origin.MANUAL else Review.UNREVIEWED
    if status == "reviewed" and not ours:
        return Review.ACCEPTED
    return {word: review for review, word in STATUS.items()}.get(status, Review.ACCEPTED)


def _comments(**said: str | float | None) -> list[quake.Comment]:
    return [
        quake.Comment(text=writable_text(f"{PREFIX}{name}: {value}"), force_resource_id=False)
        for name, value in said.items()
        if value not in (None, "")
    ]


def _said(comments: Iterable[quake.Comment]) -> Iterator[tuple[str, str]]:
    for comment in comments:
        text = comment.text or ""
        if text.startswith(PREFIX) and ": " in text:
            name, _, value = text.removeprefix(PREFIX).partition(": ")
            yield name, value


def _utc(time: float) -> UTCDateTime:
    """To the microsecond, which is what QuakeML keeps."""
    return UTCDateTime(ns=round(time * 1e6) * 1000)


def _seconds(time: UTCDateTime) -> float:
    return time.ns / 10**9  # of whole numbers: by 1e9 it would be rounded twice, and differ from what was written
