"""Events located anew after their picks changed, with all that rests on the place."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from seisviewer.catalogue.area import Sites, area_around, covering
from seisviewer.catalogue.local_magnitude import SCALES
from seisviewer.catalogue.mechanism_search import SearchSettings
from seisviewer.catalogue.station_tables import StationTables
from seisviewer.errors import BadRequest
from seisviewer.picks.located.findings import findings_of, holding
from seisviewer.picks.located.location import Location
from seisviewer.picks.pick import Event, Pick, Review
from seisviewer.progress import Notice, Progress
from seisviewer.translation import tr
from seisviewer.waveforms.record import Archive
from seisviewer.waveforms.station_table import StationTable
from seisviewer.workflows.catalogue.event_magnitudes import measure_magnitudes
from seisviewer.workflows.catalogue.event_mechanisms import FARTHEST, find_mechanisms
from seisviewer.workflows.catalogue.located_events import (
    SOURCE,
    LocatedEvents,
    observed_of,
    with_depths,
    without_outliers,
)
from seisviewer.workflows.catalogue.network import TravelTimes
from seisviewer.workflows.events.catalogue_choices import CatalogueChoices


@dataclass(frozen=True)
class Relocated:
    """events: those that were located, as they are now. reasons: why others could not be, by their ids."""

    events: tuple[Event, ...] = ()
    reasons: Mapping[int, str] = field(default_factory=dict)


def locate_anew(
    events: Sequence[Event],
    picks: Sequence[Pick],
    archive: Archive,
    stations: StationTable,
    choices: CatalogueChoices,
    times: TravelTimes,
) -> Generator[Progress | Notice, None, Relocated]:
    """Locate events from the picks that name them. Those with a measured magnitude or a mechanism get it anew, for both
    rest on the place. Raises BadRequest or UnreadableFile where nothing can be located at all."""
    sites = known_sites(archive, picks, stations)
    settings = choices.settings()
    area = with_depths(covering(area_around(sites), findings_of(events).locations.values()), settings)
    tables = times.over(settings.model, sites, area)
    wanted = choices.location(settings.misfit)
    located: list[Event] = []
    reasons: dict[int, str] = {}
    for done, event in enumerate(events):
        yield Progress(done, len(events), tr("Locating events"))
        own = [pick for pick in picks if pick.event == event.id and pick.review is not Review.REJECTED]
        observed = [observed_of(pick, place) for place, pick in enumerate(own)]
        try:
            location = without_outliers(observed, tables, area, wanted)
        except BadRequest as error:
            reasons[event.id] = str(error)
            continue
        if not np.isfinite([location.time, location.latitude, location.longitude, location.depth, location.rms]).all():
            reasons[event.id] = tr("Its arrivals fit no place near these stations.")
            continue
        located.append(moved_to(event, location))
    found = LocatedEvents(tuple(picks), tuple(located), findings_of(located))
    again = yield from _measured(found, archive, stations, choices, tables)
    return Relocated(again, reasons)


def moved_to(event: Event, location: Location) -> Event:
    """The event at a place that was just found; arrivals name no picks, for those are known by station, phase and time."""
    plain = replace(location, arrivals=tuple(replace(arrival, pick=0) for arrival in location.arrivals))
    return replace(
        event, time=location.time, latitude=location.latitude, longitude=location.longitude, depth=location.depth,
        source=SOURCE, found=replace(event.found, location=plain), stale=False,
    )  # fmt: skip


def known_sites(archive: Archive, picks: Sequence[Pick], stations: StationTable) -> Sites:
    """Of the stations that have records or picks. Raises BadRequest where no place is known of any."""
    here = {record.station.code for record in archive.records} | {pick.station.code for pick in picks}
    sites = {code: site for code, site in stations.sites.items() if code in here}
    if not sites:
        raise BadRequest(tr("No station here has a known place: name a file of stations."))
    return sites


def _measured(
    found: LocatedEvents, archive: Archive, stations: StationTable, choices: CatalogueChoices, tables: StationTables
) -> Generator[Progress | Notice, None, tuple[Event, ...]]:
    """Magnitudes and mechanisms anew, of those events alone that had them."""
    by_id = {event.id: event for event in found.events}
    large = [event for event in found.events if event.found.magnitude is not None]
    if large:
        some = replace(found, events=tuple(large), findings=findings_of(large))
        measured = yield from measure_magnitudes(some, archive, tables, stations, SCALES[choices.scale])
        by_id |= {event.id: event for event in holding(measured.events, measured.findings)}
    solved = [event for event in by_id.values() if event.found.mechanisms]
    if solved:
        with_ratios = any(each.ratio_misfit is not None for event in solved for each in event.found.mechanisms)
        some = replace(found, events=tuple(solved), findings=findings_of(solved))
        again = yield from find_mechanisms(some, [tables], SearchSettings(), FARTHEST, archive if with_ratios else None)
        by_id |= {event.id: event for event in holding(again.events, again.findings)}
    return tuple(by_id.values())
