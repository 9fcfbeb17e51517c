"""The mechanism of one event, searched while its first motions are looked at."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence

from seisviewer.catalogue.area import area_around, covering
from seisviewer.catalogue.mechanism_search import SearchSettings
from seisviewer.catalogue.station_motions import station_motions
from seisviewer.catalogue.velocity_model import velocity_model
from seisviewer.errors import BadRequest
from seisviewer.picks.located.findings import findings_of
from seisviewer.picks.located.mechanism import Mechanism
from seisviewer.picks.pick import Event, Pick
from seisviewer.progress import Notice, Progress
from seisviewer.translation import tr
from seisviewer.waveforms.record import Archive
from seisviewer.waveforms.station import Coordinates
from seisviewer.workflows.catalogue.event_mechanisms import FARTHEST, find_mechanisms
from seisviewer.workflows.catalogue.located_events import LocatedEvents
from seisviewer.workflows.catalogue.network import TravelTimes


def mechanism_of(
    event: Event,
    picks: Sequence[Pick],
    sites: Mapping[str, Coordinates],
    times: TravelTimes,
    archive: Archive | None = None,
    settings: SearchSettings | None = None,
) -> Generator[Progress | Notice, None, tuple[Mechanism, ...]]:
    """The distinct solutions of a located event, the most probable first, in the velocity model that located it.
    archive: records on which S/P amplitude ratios are measured too, None for first motions alone.

    Raises BadRequest for too few first motions, for stations whose place nobody knows, and for a model that is not known by
    its name.
    """
    settings, location = settings or SearchSettings(), event.found.location
    if location is None:
        raise BadRequest(tr("This event is not located: a mechanism needs the rays to its stations."))
    motions = station_motions(picks, event.id, location)
    known = [each for each in motions if each.up is not None and each.distance <= FARTHEST]
    if len(known) < settings.fewest:
        raise BadRequest(
            tr(
                "{count} first motions within {farthest:.0f} km are too few for a mechanism: {fewest} are needed."
            ).format(count=len(known), farthest=FARTHEST, fewest=settings.fewest)
        )
    unknown = sorted({each.station for each in known} - set(sites))
    if unknown:
        raise BadRequest(
            tr("Nobody says where {listed} stand: open StationXML beside the records.").format(
                listed=", ".join(unknown[:5])
            )
        )
    near = [each for each in motions if each.distance <= FARTHEST and each.station in sites]
    reached = {each.station: sites[each.station] for each in near}
    tables = times.over(velocity_model(location.model), reached, covering(area_around(reached), [location]))
    own = tuple(pick for pick in picks if pick.event == event.id and pick.station.code in reached)
    found = yield from find_mechanisms(
        LocatedEvents(own, (event,), findings_of([event])), [tables], settings, FARTHEST, archive
    )
    return found.findings.mechanisms.get(event.id, ())
