"""The first motions of an event's P picks, with the rays they came along."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from seisviewer.picks.located.location import Location
from seisviewer.picks.pick import Pick, Polarity, Review

UP = {Polarity.POSITIVE: True, Polarity.NEGATIVE: False}


@dataclass(frozen=True)
class StationMotion:
    """distance: km from the epicentre. azimuth, take_off: degrees, of the ray."""

    pick: Pick
    distance: float
    azimuth: float
    take_off: float

    @property
    def station(self) -> str:
        return self.pick.station.code

    @property
    def up(self) -> bool | None:
        """None where nobody can say."""
        return UP.get(self.pick.polarity)


def station_motions(picks: Iterable[Pick], event: int, location: Location) -> tuple[StationMotion, ...]:
    """Of the P picks of an event that its location has as arrivals, the nearest station first."""
    known = {arrival.station: arrival for arrival in location.arrivals if arrival.phase == "P"}
    own = (pick for pick in picks if pick.event == event and pick.phase == "P" and pick.review is not Review.REJECTED)
    found = (
        StationMotion(pick, arrival.distance, arrival.azimuth, arrival.take_off)
        for pick in own
        if (arrival := known.get(pick.station.code)) is not None
    )
    return tuple(sorted(found, key=lambda motion: motion.distance))
