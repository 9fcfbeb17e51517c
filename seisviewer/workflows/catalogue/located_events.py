"""Association and location: picks become events, and events get a place."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from seisviewer.catalogue.area import Area, area_around
from seisviewer.catalogue.associating import AssociationSettings, associate
from seisviewer.catalogue.locating import LocationSettings, Observed, locate
from seisviewer.catalogue.station_tables import StationTables, farthest
from seisviewer.catalogue.station_terms import enough_for_terms, station_terms
from seisviewer.catalogue.travel_times import FARTHEST, Extent
from seisviewer.catalogue.velocity_model import VelocityModel, named_model
from seisviewer.errors import BadRequest
from seisviewer.picks.located.findings import Findings
from seisviewer.picks.located.location import Location
from seisviewer.picks.pick import PHASES, Event, Pick, Review
from seisviewer.progress import Notice, Progress
from seisviewer.translation import tr
from seisviewer.waveforms.station import Coordinates
from seisviewer.waveforms.waiting import waited

Events = Progress | Notice
SOURCE = "seisviewer"  # who says where these events were
OUTLIER = 1.0  # seconds: an arrival that misses by more belongs to something else, and does not count;
OUTLIER_FAR = 4.0  # through the mantle, where models are less right
MANTLE = 1000.0  # km
FEWEST_LEFT = 4  # arrivals
LEAST_WEIGHT = 4  # of HYPO71: does not count
HIGHEST_OF_ALL, DEEPEST_OF_ALL = -9.0, 800.0  # km below sea level, between which earthquakes happen
ROUNDS = 3  # of locating everything and taking the stations' median residuals off
DEFAULT_MODEL = "iasp91"


@dataclass(frozen=True)
class CatalogueSettings:
    """model: of velocities. association: what makes an event, None: what suits the network. misfit, depth: of
    `locating.LocationSettings`. deepest: km below sea level, None: what such a network hears. with_terms: the stations'
    median residuals are taken off, where there are enough events."""

    model: VelocityModel = field(default_factory=lambda: named_model(DEFAULT_MODEL))
    association: AssociationSettings | None = None
    associator: str = "pyocto"
    misfit: str = "edt"
    depth: float | None = None
    deepest: float | None = None
    with_terms: bool = False


@dataclass(frozen=True)
class LocatedEvents:
    """picks: with the ids of their events, 0 for those without. events: in the order of time, with negative ids. terms:
    seconds by (station, phase) that were taken off."""

    picks: tuple[Pick, ...]
    events: tuple[Event, ...]
    findings: Findings
    terms: Mapping[tuple[str, str], float] = field(default_factory=dict)


def associate_picks(
    picks: Sequence[Pick], sites: Mapping[str, Coordinates], settings: CatalogueSettings
) -> Generator[Events, None, LocatedEvents]:
    """Gather picks that belong to one event, and locate each. Rejected picks take no part; events that the picks had before
    are forgotten. Raises BadRequest."""
    used = [place for place, pick in enumerate(picks) if pick.review is not Review.REJECTED]
    heard = {picks[place].station.code for place in used}
    known = {code: site for code, site in sites.items() if code in heard}
    yield from _say_unknown(heard - set(sites))
    chosen = settings.association or AssociationSettings.for_network(known)
    chosen = replace(chosen, area=_deeper(chosen.area, settings.deepest))
    offered = [picks[place] for place in used]
    yield Progress(0, 0, tr("Associating picks"))
    found = yield from waited(
        lambda: associate(settings.associator, offered, known, settings.model, chosen), tr("Associating picks")
    )
    events = [
        Event(each.time, each.latitude, each.longitude, each.depth, source=SOURCE, id=-1 - number)
        for number, each in enumerate(found)
    ]
    own = {used[place]: event.id for event, each in zip(events, found, strict=True) for place in each.picks}
    numbered = [replace(pick, event=own.get(place, 0)) for place, pick in enumerate(picks)]
    return (yield from _located(numbered, events, known, _with_depth(chosen.area, settings.depth), settings))


def locate_events(
    picks: Sequence[Pick], events: Sequence[Event], sites: Mapping[str, Coordinates], settings: CatalogueSettings
) -> Generator[Events, None, LocatedEvents]:
    """Locate events anew from the picks that name them; one with too few keeps what was known of it. Raises BadRequest."""
    own = [pick for pick in picks if pick.event]
    if not own:
        raise BadRequest(
            tr("None of the picks belongs to an event: gather them into events first (seisviewer associate).")
        )
    yield from _say_unknown({pick.station.code for pick in own} - set(sites))
    known = heard_by(own, sites)
    area = with_depths(area_around(known), settings)
    return (yield from _located(picks, events, known, area, settings))


def _located(
    picks: Sequence[Pick],
    events: Sequence[Event],
    sites: Mapping[str, Coordinates],
    area: Area,
    settings: CatalogueSettings,
) -> Generator[Events, None, LocatedEvents]:
    tables = tables_over(settings.model, sites, area)
    for number, code in enumerate(sites):
        yield Progress(number, len(sites), tr("Computing travel times"))
        for phase in PHASES:
            tables.table(code, phase)
    observed: dict[int, list[Observed]] = {event.id: [] for event in events}
    for place, pick in enumerate(picks):
        if pick.event in observed and pick.review is not Review.REJECTED:
            observed[pick.event].append(observed_of(pick, place))
    terms: dict[tuple[str, str], float] = {}
    rounds = ROUNDS if settings.with_terms else 1
    total = rounds * len(events)
    for number in range(rounds):
        wanted = LocationSettings(settings.misfit, settings.depth, terms)
        locations: dict[int, Location] = {}
        too_few = 0
        for done, event in enumerate(events):
            yield Progress(number * len(events) + done, total, tr("Locating events"))
            try:
                locations[event.id] = without_outliers(observed[event.id], tables, area, wanted)
            except BadRequest:
                too_few += 1
        if number == rounds - 1:
            break
        if not enough_for_terms(locations.values()):
            break
        terms = station_terms(locations.values(), terms)
    if too_few:
        yield Notice(
            tr(
                "{too_few:,} events have too few arrivals at known stations to be located, and keep what was known."
            ).format(too_few=too_few)
        )
    moved = tuple(sorted((_moved(event, locations.get(event.id)) for event in events), key=lambda event: event.time))
    return LocatedEvents(tuple(picks), moved, Findings(locations), terms)


def observed_of(pick: Pick, number: int) -> Observed:
    """A pick as an arrival to locate with. number: what the location calls it."""
    error = None if pick.width_of_model else pick.uncertainty or None
    weight = 1.0 - (pick.weight or 0) / LEAST_WEIGHT
    return Observed(pick.station.code, pick.phase, pick.time, error, weight, number, is_chosen=pick.weight is not None)


def without_outliers(
    observed: Sequence[Observed], tables: StationTables, area: Area, settings: LocationSettings
) -> Location:
    """Located once more without the arrivals that miss by far, which stay with the weight 0; as it was where too few would
    be left. Arrivals to which a person gave a weight keep it."""
    location = locate(observed, tables, area, settings)
    far = {
        arrival.pick
        for arrival in location.counted
        if abs(arrival.residual) > (OUTLIER if arrival.distance < MANTLE else OUTLIER_FAR)
    }
    far -= {each.pick for each in observed if each.is_chosen}
    if not far or len(location.counted) - len(far) < FEWEST_LEFT:
        return location
    return locate(
        [replace(each, weight=0.0) if each.pick in far else each for each in observed], tables, area, settings
    )


def tables_over(model: VelocityModel, sites: Mapping[str, Coordinates], area: Area) -> StationTables:
    """Travel times from everywhere in the area to every station, as far as the shadow of the earth's core."""
    lowest = min((-site.elevation / 1000.0 for site in sites.values()), default=0.0)
    reach = min(farthest(sites, area.outline()) * 1.02 + 1.0, FARTHEST)
    return StationTables(model, sites, Extent(reach, min(area.highest, lowest), area.deepest))


def _moved(event: Event, location: Location | None) -> Event:
    if location is None:
        return event
    return replace(
        event, time=location.time, latitude=location.latitude, longitude=location.longitude, depth=location.depth
    )


def with_depths(area: Area, settings: CatalogueSettings) -> Area:
    """As deep as was asked for, and as the depth that is held fast. Raises BadRequest for a depth that cannot be."""
    return _with_depth(_deeper(area, settings.deepest), settings.depth)


def _deeper(area: Area, deepest: float | None) -> Area:
    if deepest is None:
        return area
    if not area.highest < deepest <= DEEPEST_OF_ALL:
        raise BadRequest(
            tr(
                "The greatest depth must lie between {highest:g} and {deepest_of_all:g} km below sea "
                "level, not at {deepest:g} km."
            ).format(highest=area.highest, deepest_of_all=DEEPEST_OF_ALL, deepest=deepest)
        )
    return replace(area, deepest=deepest)


def _with_depth(area: Area, depth: float | None) -> Area:
    """The area with a depth that is held fast."""
    if depth is None:
        return area
    if not HIGHEST_OF_ALL <= depth <= DEEPEST_OF_ALL:
        raise BadRequest(
            tr(
                "The depth must lie between {highest_of_all:g} and {deepest_of_all:g} km below sea "
                "level, not at {depth:g} km."
            ).format(highest_of_all=HIGHEST_OF_ALL, deepest_of_all=DEEPEST_OF_ALL, depth=depth)
        )
    return replace(area, highest=min(area.highest, depth), deepest=max(area.deepest, depth))


def _say_unknown(codes: set[str]) -> Generator[Notice, None, None]:
    if codes:
        some = ", ".join(sorted(codes)[:5]) + (
            tr(" and {count} more").format(count=len(codes) - 5) if len(codes) > 5 else ""
        )
        yield Notice(
            tr("Picks of {some} take no part: the file of stations does not say where they stand.").format(some=some)
        )


def heard_by(picks: Iterable[Pick], sites: Mapping[str, Coordinates]) -> dict[str, Coordinates]:
    """The stations that have picks; raises BadRequest where no place is known of any."""
    heard = {pick.station.code for pick in picks}
    known = {code: site for code, site in sites.items() if code in heard}
    if not known:
        raise BadRequest(tr("No pick lies at a station whose place is known: name the file of its stations."))
    return known
