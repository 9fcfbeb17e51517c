"""Local magnitudes of located events from the records of their time."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from seisviewer.catalogue.catalogue_comparison import compare
from seisviewer.catalogue.local_magnitude import Horizontal, Scale, of_stations, station_magnitude
from seisviewer.catalogue.magnitude_corrections import FEWEST_EVENTS, corrected, magnitude_corrections
from seisviewer.catalogue.station_tables import StationTables, centred, distances
from seisviewer.errors import BadRequest
from seisviewer.picks.located.location import Location
from seisviewer.picks.located.magnitude import EventMagnitude, StationMagnitude
from seisviewer.picks.pick import Event
from seisviewer.progress import Notice, Progress
from seisviewer.translation import tr
from seisviewer.waveforms.record import Archive, Component, Record
from seisviewer.waveforms.response import without_response
from seisviewer.waveforms.station_table import MAGNITUDE_CORRECTION, StationTable
from seisviewer.workflows.catalogue.located_events import LocatedEvents

VERTICALS = "ZU3"
NOISE_BEFORE = 15.0  # s before P, to know the noise by
AFTER_S = 5.0  # s, and as long again as from P to S: the largest amplitude lies within
FLAT_UNITS = {"m/s": 1.0, "nm/s": 1e-9}
Gains = Mapping[tuple[str, str], float]


def measure_magnitudes(
    found: LocatedEvents, archive: Archive, tables: StationTables, stations: StationTable, scale: Scale
) -> Generator[Progress | Notice, None, LocatedEvents]:
    """The located events with their local magnitudes. stations: gains of the channels whose response the archive's station
    metadata do not hold, and corrections. Events without a station that counts keep the magnitude they had."""
    magnitudes: dict[int, EventMagnitude] = {}
    without: set[str] = set()
    for done, event in enumerate(found.events):
        yield Progress(done, len(found.events), tr("Measuring magnitudes"))
        location = found.findings.locations.get(event.id)
        if location is None:
            continue
        parts: list[StationMagnitude] = []
        for record in archive.records:
            if record.station.code in tables.sites:
                parts += _parts(record, location, tables, stations.gains, archive, scale, without)
        magnitude = of_stations(parts, scale.name)
        if magnitude is not None:
            magnitudes[event.id] = corrected(magnitude, stations.corrections)
    if without:
        yield Notice(
            tr(
                "No magnitude from {without}: neither a response nor a gain is known; add StationXML, or "
                "a column such as hh_counts_per_m_s to the table of stations."
            ).format(without=", ".join(sorted(without)))
        )
    placeless = len(found.events) - len([event for event in found.events if event.id in found.findings.locations])
    if placeless:
        yield Notice(
            tr(
                "{placeless:,} of {count:,} events get no magnitude, for nothing says on which arrivals "
                "their place rests: locate them first (seisviewer locate)."
            ).format(placeless=placeless, count=len(found.events))
        )
    missing = len(found.events) - len(magnitudes) - placeless
    if missing:
        yield Notice(
            tr("{missing:,} of {count:,} events have no component that a magnitude can be measured on.").format(
                missing=missing, count=len(found.events)
            )
        )
    return _with(found, magnitudes)


def correct_magnitudes(found: LocatedEvents, known: Sequence[Event]) -> Generator[Notice, None, LocatedEvents]:
    """Station corrections from the events that a known catalogue has too (within three seconds and 25 km), in place of those
    that were there. Raises BadRequest where too few events are known for any station."""
    same = [pair for pair in compare(known, found.events, shifts=0).matched if pair.known.magnitude is not None]
    measured = found.findings.magnitudes
    corrections = magnitude_corrections(
        (measured[pair.own.id], pair.known.magnitude) for pair in same if pair.own.id in measured
    )
    if not corrections:
        raise BadRequest(
            tr(
                "{count:,} events have a magnitude in the known catalogue, and no station measured "
                "{fewest_events} of them: too few for corrections."
            ).format(count=len(same), fewest_events=FEWEST_EVENTS)
        )
    yield Notice(
        tr("Station corrections from {count:,} known events: ").format(count=len(same))
        + ", ".join(f"{code} {value:+.2f}" for code, value in corrections.items())
        + tr(". In a column {magnitude_correction} of the table of stations they hold from now on.").format(
            magnitude_correction=MAGNITUDE_CORRECTION
        )
    )
    return _with(found, {number: corrected(each, corrections) for number, each in measured.items()})


def _with(found: LocatedEvents, magnitudes: Mapping[int, EventMagnitude]) -> LocatedEvents:
    events = tuple(
        replace(event, magnitude=round(magnitudes[event.id].value, 3), magnitude_type=magnitudes[event.id].kind)
        if event.id in magnitudes
        else event
        for event in found.events
    )
    kept = {**found.findings.magnitudes, **magnitudes}
    return replace(found, events=events, findings=replace(found.findings, magnitudes=kept))


def _parts(
    record: Record,
    location: Location,
    tables: StationTables,
    gains: Gains,
    archive: Archive,
    scale: Scale,
    without: set[str],
) -> Iterator[StationMagnitude]:
    """What the horizontal components of a record say; instruments of which nothing is known are added to `without`."""
    site = tables.sites[record.station.code]
    place = centred(np.array(location.latitude), np.array(location.longitude))
    away = float(distances(place, centred(np.array(site.latitude), np.array(site.longitude))))
    p, s = (
        location.time + float(tables.table(record.station.code, phase).at(np.array(away), np.array(location.depth)))
        for phase in ("P", "S")
    )
    distance = float(np.hypot(away, location.depth + site.elevation / 1000.0))
    end = s + (s - p) + AFTER_S
    for component in record.components:
        if component.code in VERTICALS or not (component.start <= p and component.end >= end):
            continue
        start = p - NOISE_BEFORE
        count = int((end + 1.0 - start) * component.rate)
        counts = component.window(start, count).astype(np.float64)
        if not np.isfinite(counts).all():
            continue
        velocity = _velocity(counts, start, component, record, gains, archive)
        if velocity is None:
            without.add(f"{record.station.code} {component.channel}")
            continue
        part = station_magnitude(
            Horizontal(
                record.station.code, record.station.location, component.channel, velocity, counts, start,
                component.rate, p, end, distance,
            ),
            scale,
        )  # fmt: skip
        if part is not None:
            yield part


def _velocity(
    counts: np.ndarray, start: float, component: Component, record: Record, gains: Gains, archive: Archive
) -> np.ndarray | None:
    """m/s: by the response, by the gain of the table, or because the file says so; None where nothing is known."""
    if component.unit in FLAT_UNITS:
        return (counts - counts.mean()) * FLAT_UNITS[component.unit]
    if component.unit != "counts":
        return None
    try:
        return without_response(counts, start, component, record.station, "velocity", archive.inventory)
    except BadRequest:
        gain = gains.get((record.station.code, record.station.instrument))
        return (counts - counts.mean()) / gain if gain else None


def scale_named(name: str, scales: Mapping[str, Scale]) -> Scale:
    """Raises BadRequest for a scale that is not known."""
    if name not in scales:
        raise BadRequest(
            tr("There is no magnitude scale “{name}”: choose one of {scales}.").format(
                name=name, scales=", ".join(scales)
            )
        )
    return scales[name]
