"""When P and S of a located event should arrive, in the velocity model that located it and in no other."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field

import numpy as np

from seisviewer.catalogue.area import area_around, covering
from seisviewer.catalogue.station_tables import centred, distances
from seisviewer.picks.pick import PHASES, Event
from seisviewer.progress import Notice, Progress
from seisviewer.translation import tr
from seisviewer.waveforms.record import Archive
from seisviewer.waveforms.station_table import StationTable
from seisviewer.workflows.catalogue.network import TravelTimes
from seisviewer.workflows.events.catalogue_choices import CatalogueChoices
from seisviewer.workflows.events.relocation import known_sites


@dataclass(frozen=True)
class TheoreticalArrivals:
    """event: id of the event as it lies now. times: seconds since 1970 UTC, by station (“CI.CLC”) and phase. away: km from
    the epicentre, by station."""

    event: int
    times: Mapping[tuple[str, str], float] = field(default_factory=dict)
    away: Mapping[str, float] = field(default_factory=dict)


def arrivals_of_location(event: Event) -> TheoreticalArrivals:
    """Of the stations and phases that its location names: when they arrived less their residuals."""
    location = event.found.location
    arrivals = location.arrivals if location is not None else ()
    times = {(each.station, each.phase): each.time - each.residual for each in arrivals}
    return TheoreticalArrivals(event.id, times, {each.station: each.distance for each in arrivals})


def theoretical_arrivals(
    event: Event, archive: Archive, stations: StationTable, choices: CatalogueChoices, times: TravelTimes
) -> Generator[Progress | Notice, None, TheoreticalArrivals]:
    """At every station of the archive whose place is known, where the model is that of the location; else at the stations
    of the location alone. Raises BadRequest or UnreadableFile."""
    known = arrivals_of_location(event)
    location = event.found.location
    model = choices.settings().model
    if location is None or location.model != model.name:
        return known
    yield Progress(0, 0, tr("Computing travel times"))
    sites = known_sites(archive, (), stations)
    tables = times.over(model, sites, covering(area_around(sites), [location]))
    late = choices.location(choices.settings().misfit).terms
    place = centred(np.array(location.latitude), np.array(location.longitude))
    found: dict[tuple[str, str], float] = {}
    away: dict[str, float] = {}
    for code, site in sites.items():
        away[code] = float(distances(place, centred(np.array(site.latitude), np.array(site.longitude))))
        for phase in PHASES:
            travel = float(tables.table(code, phase).at(np.array(away[code]), np.array(location.depth)))
            if np.isfinite(travel):
                found[code, phase] = location.time + travel + late.get((code, phase), 0.0)
    return TheoreticalArrivals(event.id, {**found, **known.times}, {**away, **known.away})
