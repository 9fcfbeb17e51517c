"""Which picks belong to one event: what an associator needs to know, and the associators by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from importlib import import_module

from seisviewer.catalogue.area import Area, Sites, area_around
from seisviewer.catalogue.station_tables import farthest
from seisviewer.catalogue.velocity_model import VelocityModel
from seisviewer.errors import BadRequest
from seisviewer.picks.pick import PHASES, Pick
from seisviewer.translation import tr

REGISTRY = {"pyocto": "seisviewer.catalogue.pyocto_association:associate"}

WIDEST = 3_000.0  # km between stations: its map is flat


@dataclass(frozen=True)
class AssociationSettings:
    """What makes picks an event. fewest: picks of both phases; fewest_p: P picks; fewest_both: stations with P and S.
    tolerance: seconds by which a pick may differ from the event's travel time."""

    fewest: int
    fewest_p: int
    fewest_both: int
    area: Area
    tolerance: float = 1.5

    @classmethod
    def for_network(cls, sites: Sites) -> AssociationSettings:
        """What suits a network of so many stations, this wide. Raises BadRequest for fewer than three stations."""
        count = len(sites)
        if count < 3:
            raise BadRequest(
                tr(
                    "Places are known of {count} of the stations: three are needed to tell one event's picks "
                    "from another's."
                ).format(count=count)
            )
        return cls(
            fewest=min(4 + count // 2, 10), fewest_p=2 if count == 3 else 3, fewest_both=1 if count <= 4 else 2,
            area=area_around(sites),
        )  # fmt: skip

    def checked(self, sites: Sites) -> AssociationSettings:
        """Itself; raises BadRequest where no event of this network could have so many."""
        if self.fewest_p < 1 or self.fewest < 2 or self.fewest_both < 0 or not 0 < self.tolerance < 60:
            raise BadRequest(
                tr("An event needs at least two picks, one of them P, and a tolerance of 0 to 60 seconds.")
            )
        if self.fewest_p > len(sites) or self.fewest_both > len(sites) or self.fewest > 2 * len(sites):
            raise BadRequest(
                tr(
                    "No event of {count} stations has {fewest} picks, {fewest_p} of them P, with both phases "
                    "at {fewest_both}: ask for fewer."
                ).format(count=len(sites), fewest=self.fewest, fewest_p=self.fewest_p, fewest_both=self.fewest_both)
            )
        return self


@dataclass(frozen=True)
class Association:
    """The picks of one event, by their place in what was given, and a first idea of where and when it was. depth: km below
    sea level."""

    picks: tuple[int, ...]
    time: float
    latitude: float
    longitude: float
    depth: float


Associator = Callable[[Sequence[Pick], Sites, VelocityModel, AssociationSettings], list[Association]]


def associate(
    name: str, picks: Sequence[Pick], sites: Sites, model: VelocityModel, settings: AssociationSettings
) -> list[Association]:
    """The events of an associator, in the order of time; a pick belongs to one event at most, and no S comes before its
    station's P. Picks of stations without a place take no part."""
    if name not in REGISTRY:
        raise BadRequest(
            tr("There is no associator “{name}”: choose {registry}.").format(name=name, registry=", ".join(REGISTRY))
        )
    module, function = REGISTRY[name].split(":")
    associator: Associator = getattr(import_module(module), function)
    settings = settings.checked(sites)
    width = farthest(sites, [(site.latitude, site.longitude) for site in sites.values()])
    if width > WIDEST:
        raise BadRequest(
            tr(
                "These stations lie up to {width:,.0f} km apart, and picks are gathered into events "
                "within {widest:,.0f} km: choose those of one region."
            ).format(width=width, widest=WIDEST)
        )
    taken: set[int] = set()
    events: list[Association] = []
    for event in sorted(associator(picks, sites, model, settings), key=lambda event: -len(event.picks)):
        own = _one_a_phase([place for place in event.picks if place not in taken], picks)
        if len(own) >= settings.fewest and sum(picks[place].phase == "P" for place in own) >= settings.fewest_p:
            events.append(replace(event, picks=tuple(own)))
            taken |= set(own)
    return sorted(events, key=lambda event: event.time)


def _one_a_phase(places: Sequence[int], picks: Sequence[Pick]) -> list[int]:
    """Of the picks of a station and phase the first, since a second P is a later phase; of S the first after that P."""
    chosen: dict[tuple[str, str], int] = {}
    in_time = sorted(places, key=lambda place: picks[place].time)
    for phase in PHASES:  # P comes first, for S to be held against it
        for place in in_time:
            pick = picks[place]
            p = chosen.get((pick.station.code, "P"))
            if pick.phase == phase and (phase == "P" or p is None or pick.time > picks[p].time):
                chosen.setdefault((pick.station.code, phase), place)
    return sorted(chosen.values())
