"""QuakeML, and every other format of events that ObsPy reads, as picks and events.

evaluation mode → origin, evaluation status → review, time_errors → uncertainty; the rest by our comments.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import obspy
from obspy import UTCDateTime
from obspy.core import event as quake
from obspy.core.util.base import ENTRY_POINTS
from obspy.core.util.misc import buffered_load_entry_point

from seisviewer.bounded_reading import read_within_memory
from seisviewer.errors import UnreadableFile
from seisviewer.guarded_files import said_by_child, unreadable
from seisviewer.guarded_process import Failure
from seisviewer.picks.found_picks import IMPROBABLE, NEITHER, NO_STATION, NO_TIME, FoundPicks, gathered
from seisviewer.picks.located.findings import Findings
from seisviewer.picks.located.found import NOTHING_FOUND, Found
from seisviewer.picks.located.location import Location
from seisviewer.picks.located.magnitude import EventMagnitude
from seisviewer.picks.located.mechanism import Mechanism
from seisviewer.picks.phase_names import PhaseName, phase_name
from seisviewer.picks.pick import Event, Origin, Pick, Polarity, Review
from seisviewer.picks.pick_exchange import unpacked
from seisviewer.picks.quakeml_comments import WIDTH, review_of, said_in
from seisviewer.picks.quakeml_findings import location_of, magnitude_of, mechanisms_of
from seisviewer.picks.text_values import (
    has_a_year,
    hypo71_weight,
    instrument_of,
    parsed_number,
    parsed_time,
    place_on_earth,
    plain_location,
    share_or_none,
)
from seisviewer.safe_xml import check_xml
from seisviewer.translation import tr
from seisviewer.waveforms.station import StationId

SECONDS = 4.0  # of a processor, for a file of any size


def read_quakeml(path: str | Path) -> FoundPicks:
    """Picks and events of any event format that ObsPy reads.

    Of an event the preferred origin and magnitude are taken, else the first. The phase is that of the pick, else that of
    its arrival, of the preferred origin first. Picks of phases that are neither P nor S (amplitudes) are left out; those of
    other programs are manual and accepted unless they say otherwise. Raises UnreadableFile.
    """
    path = Path(path)
    if not path.is_file():
        return parsed(path)  # which says what is wrong
    said = said_by_child("events", path, SECONDS).value
    if said["refused"]:
        raise UnreadableFile(said["refused"])
    try:
        return unpacked(said["found"])
    except Exception as error:  # noqa: BLE001 - a child that its file has led astray says anything
        raise unreadable(path, Failure.CRASHED, 0) from error


@cache  # once: finding them takes long, and is part of every call otherwise
def load_readers() -> None:
    """Import every reader of events, which ObsPy does when a file has to be recognised."""
    for entry in ENTRY_POINTS["event"].values():
        for function in ("isFormat", "readFormat"):
            buffered_load_entry_point(entry.dist.name, f"obspy.plugin.event.{entry.name}", function)


def parsed(path: Path) -> FoundPicks:
    """`read_quakeml` in this process, which a file may crash, or keep for ever."""
    try:
        content = read_within_memory(path)
    except OSError as error:
        raise UnreadableFile(
            tr("{path} cannot be read: {strerror}.").format(path=path, strerror=error.strerror or error)
        ) from error
    except ValueError as error:
        raise UnreadableFile(tr("{path} cannot be read: {error}.").format(path=path, error=error)) from error
    try:
        check_xml(content)
    except ValueError as error:
        raise UnreadableFile(
            tr("{path} is not read, for {error}: write it again without.").format(path=path, error=error)
        ) from error
    try:
        catalogue = obspy.read_events(io.BytesIO(content))
    except Exception as error:  # a reader of ObsPy raises whatever its parser does on a damaged file
        raise UnreadableFile(
            tr("{path} holds no events that ObsPy can read: choose a QuakeML file.").format(path=path)
        ) from error
    try:
        return _contents(catalogue)
    except (ValueError, OverflowError) as error:  # of our own comments; ObsPy has checked the rest
        raise UnreadableFile(
            tr("{path} has a comment of seisviewer that says nothing ({error}): export it again.").format(
                path=path, error=error
            )
        ) from error


def _contents(catalogue: quake.Catalog) -> FoundPicks:
    picks: list[Pick] = []
    events: list[Event] = []
    left_out: Counter[str] = Counter()
    locations: dict[int, Location] = {}
    magnitudes: dict[int, EventMagnitude] = {}
    mechanisms: dict[int, tuple[Mechanism, ...]] = {}
    for found in catalogue:
        event = _event_from(found, -1 - len(events))
        if event is not None:
            events.append(event)
        number = event.id if event is not None else 0
        phases = _phases_of(found)
        own = {str(each.resource_id): _pick_from(each, number, phases, left_out) for each in found.picks}
        taken = {name: pick for name, pick in own.items() if pick is not None}
        picks += taken.values()
        if event is not None:
            _find(found, event, taken, locations, magnitudes)
            solutions = mechanisms_of(found)
            if solutions:
                mechanisms[event.id] = solutions
    findings = Findings(locations, magnitudes, mechanisms)
    return replace(gathered(picks, events, left_out), findings=findings)


def _find(
    found: quake.Event,
    event: Event,
    picks: Mapping[str, Pick],
    locations: dict[int, Location],
    magnitudes: dict[int, EventMagnitude],
) -> None:
    """Add what the event's preferred origin and magnitude say of their quality."""
    origin, magnitude = _preferred(found)
    location = location_of(origin, picks) if origin is not None and event.latitude is not None else None
    if location is not None:
        locations[event.id] = location
    measured = magnitude_of(found, magnitude) if magnitude is not None and magnitude.mag is not None else None
    if measured is not None:
        magnitudes[event.id] = measured


def _preferred(found: quake.Event) -> tuple[quake.Origin | None, quake.Magnitude | None]:
    """The preferred origin and magnitude of an event, else its first."""
    return (
        found.preferred_origin() or next(iter(found.origins), None),
        found.preferred_magnitude() or next(iter(found.magnitudes), None),
    )


def _phases_of(found: quake.Event) -> dict[str, PhaseName]:
    """By the id of a pick, what its arrivals call it; those of the preferred origin come first."""
    preferred = found.preferred_origin()
    origins = [preferred] if preferred is not None else []
    phases: dict[str, PhaseName] = {}
    for origin in (*origins, *found.origins):
        for arrival in origin.arrivals:
            phase = phase_name(arrival.phase or "")
            if phase is not None and arrival.pick_id is not None:
                phases.setdefault(str(arrival.pick_id), phase)
    return phases


def _event_from(found: quake.Event, number: int) -> Event | None:
    """None for a mere gathering of picks."""
    origin, magnitude = _preferred(found)
    said = dict(said_in(found.comments))
    if origin is not None and origin.time is not None:
        time = _seconds(origin.time)
    elif "time" in said:  # of a detection, which has no place and so no origin
        time = parsed_time(said["time"])
    else:
        return None
    if not has_a_year(time):
        return None
    place = place_on_earth(origin.latitude, origin.longitude) if origin is not None else (None, None)
    return Event(
        time,
        *place,
        None if origin is None or origin.depth is None else origin.depth / 1000.0,
        magnitude.mag if magnitude else None,
        (magnitude.magnitude_type or "") if magnitude else "",
        next((each.text for each in found.event_descriptions if each.text), ""),
        said.get("source", "catalogue"),
        parsed_number(said.get("score", "")),
        number,
        public_id=str(found.resource_id or ""),
        origin_id=str(origin.resource_id or "") if origin is not None else "",
        kind=str(found.event_type or ""),
        found=Found(kind_model=said.get("kind_model", "")) if found.event_type else NOTHING_FOUND,
        stale="stale" in said,
    )


def _pick_from(found: quake.Pick, event: int, phases: Mapping[str, PhaseName], left_out: Counter[str]) -> Pick | None:
    """None for a pick that is left out, which is counted."""
    where = found.waveform_id
    phase = phase_name(found.phase_hint or "") or phases.get(str(found.resource_id))
    said = dict(said_in(found.comments))
    time = _seconds(found.time) if found.time is not None else None
    probability = parsed_number(said.get("probability", ""))
    reasons = (
        (NEITHER, phase is None),
        (NO_TIME, time is None),
        (NO_STATION, where is None or not where.station_code),
        (IMPROBABLE, probability is not None and not 0 <= probability <= 1),
    )
    reason = next((reason for reason, is_so in reasons if is_so), None)
    if reason is not None:
        left_out[reason] += 1
        return None
    automatic = found.evaluation_mode == "automatic"
    origin = Origin(said["origin"]) if "origin" in said else Origin.AUTOMATIC if automatic else Origin.MANUAL
    review = Review(said["review"]) if "review" in said else None
    errors = found.time_errors
    both_sides = [value for value in (errors.lower_uncertainty, errors.upper_uncertainty) if value is not None]
    return Pick(
        StationId(
            where.network_code or "",
            where.station_code,
            plain_location(where.location_code or ""),
            instrument_of(where.channel_code or ""),
        ),
        phase.phase,
        time,
        errors.uncertainty if errors.uncertainty is not None else max(both_sides, default=None),
        Polarity(found.polarity or ""),
        origin,
        review or review_of(found.evaluation_status, origin, ours="origin" in said),
        probability,
        said.get("model", ""),
        said.get("trace_name", ""),
        event,
        phase_name=phase.detail,
        onset=found.onset or phase.onset,
        status=found.evaluation_status or "",
        public_id=str(found.resource_id or ""),
        width_of_model=said.get("uncertainty") == WIDTH,
        polarity_model=said.get("polarity_model", ""),
        polarity_probability=share_or_none(said.get("polarity_probability", "")),
        polarity_spread=share_or_none(said.get("polarity_spread", "")),
        weight=hypo71_weight(said.get("hypo71_weight", "")),
    )


def _seconds(time: UTCDateTime) -> float:
    return time.ns / 10**9  # of whole numbers: by 1e9 it would be rounded twice, and differ from what was written
