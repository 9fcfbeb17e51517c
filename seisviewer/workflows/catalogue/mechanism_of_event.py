"""The mechanism of one event, searched while its first motions are looked at."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from functools import lru_cache

from seisviewer.catalogue.area import Area, area_around, covering
from seisviewer.catalogue.mechanism_search import SearchSettings
from seisviewer.catalogue.station_motions import station_motions
from seisviewer.catalogue.station_tables import StationTables
from seisviewer.catalogue.velocity_model import velocity_model
from seisviewer.errors import BadRequest
from seisviewer.picks.located.findings import findings_of
from seisviewer.picks.located.mechanism import Mechanism
from seisviewer.picks.pick import Event, Pick
from seisviewer.progress import Notice, Progress
from seisviewer.waveforms.station import Coordinates
from seisviewer.workflows.catalogue.event_mechanisms import FARTHEST, find_mechanisms
from seisviewer.workflows.catalogue.located_events import LocatedEvents, tables_over


def mechanism_of(
    event: Event, picks: Sequence[Pick], sites: Mapping[str, Coordinates], settings: SearchSettings | None = None
) -> Generator[Progress | Notice, None, tuple[Mechanism, ...]]:
    """The distinct solutions of a located event, the most probable first, in the velocity model that located it.

    Raises BadRequest for too few first motions, for stations whose place nobody knows, and for a model that is not known by
    its name.
    """
    settings, location = settings or SearchSettings(), event.found.location
    if location is None:
        raise BadRequest("This event is not located: a mechanism needs the rays to its stations.")
    motions = station_motions(picks, event.id, location)
    known = [each for each in motions if each.up is not None and each.distance <= FARTHEST]
    if len(known) < settings.fewest:
        raise BadRequest(
            f"{len(known)} first motions within {FARTHEST:.0f} km are too few for a mechanism: {settings.fewest} are needed."
        )
    unknown = sorted({each.station for each in known} - set(sites))
    if unknown:
        raise BadRequest(f"Nobody says where {', '.join(unknown[:5])} stand: open StationXML beside the records.")
    tables = _tables(location.model, tuple(sorted((each.station, sites[each.station]) for each in known)),
                     covering(area_around({each.station: sites[each.station] for each in known}), [location]))  # fmt: skip
    own = tuple(each.pick for each in known)
    found = yield from find_mechanisms(LocatedEvents(own, (event,), findings_of([event])), [tables], settings, FARTHEST)
    return found.findings.mechanisms.get(event.id, ())


@lru_cache(maxsize=4)
def _tables(model: str, sites: tuple[tuple[str, Coordinates], ...], area: Area) -> StationTables:
    """Kept, so that a first motion that is turned round is answered at once."""
    return tables_over(velocity_model(model), dict(sites), area)
