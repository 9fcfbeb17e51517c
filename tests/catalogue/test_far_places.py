"""Networks at the date line, near a pole and a thousand km wide: events are found there as elsewhere."""

from __future__ import annotations

import numpy as np
import pytest
from obspy.taup import TauPyModel
from pyproj import Geod

from seisviewer.catalogue.area import Area, area_around
from seisviewer.catalogue.associating import AssociationSettings, associate
from seisviewer.catalogue.locating import Observed, locate
from seisviewer.catalogue.station_tables import centred, distances
from seisviewer.catalogue.travel_times import FARTHEST
from seisviewer.catalogue.velocity_model import named_model
from seisviewer.errors import BadRequest
from seisviewer.picks.pick import Pick
from seisviewer.waveforms.station import Coordinates, StationId
from seisviewer.workflows.catalogue.located_events import tables_over

from .network import MODEL, START, Source, apart, arrivals

CROSS = ((0.0, -0.35), (0.3, 0.2), (-0.25, 0.3), (0.15, -0.1), (-0.15, -0.05))  # degrees of latitude from the middle


def around(latitude: float, longitude: float, stretch: float = 1.0) -> dict[str, Coordinates]:
    wide = stretch / np.cos(np.radians(latitude))
    return {
        f"XX.{number}": Coordinates(latitude + north * stretch, (longitude + east * wide + 180) % 360 - 180)
        for number, (north, east) in enumerate(CROSS)
    }


@pytest.mark.filterwarnings("error")
def test_one_place_lies_where_it_lies_among_many() -> None:
    together = centred(np.array([3.0, -60.0]), np.array([4.0, 179.0]))
    assert centred(np.array(-60.0), np.array(179.0)) == pytest.approx(together[1])
    assert centred(np.array([[3.0]]), np.array([[4.0]])) == pytest.approx(together[None, :1])


PLACES = [
    (around(-18, 180), Source(START, -17.95, -179.95, 8.0)),
    (around(-18, 179.8), Source(START, -18.1, 179.9, 8.0)),
    (around(88, 20), Source(START, 88.05, 22.0, 8.0)),
    (around(40, 180, 12), Source(START, 40.5, -179.5, 8.0)),
]


@pytest.mark.parametrize("sites, source", PLACES)
def test_an_event_is_located_where_it_was(sites: dict[str, Coordinates], source: Source) -> None:
    area = area_around(sites)
    found = locate(arrivals(source, sites, noise=0.01), tables_over(MODEL, sites, area), area)
    assert apart(found.latitude, found.longitude, source) < max(1.0, found.ellipse.longer)
    assert found.ellipse.longer < 10 and -180 <= found.longitude <= 180 and found.rms < 0.2


@pytest.mark.parametrize("sites, source", PLACES)
def test_its_picks_are_associated(sites: dict[str, Coordinates], source: Source) -> None:
    picks = [
        Pick(StationId(*each.station.split("."), "", "HH"), each.phase, each.time) for each in arrivals(source, sites)
    ]
    (event,) = associate("pyocto", picks, sites, MODEL, AssociationSettings.for_network(sites))
    assert len(event.picks) >= 7 and abs(event.time - START) < 3
    assert apart(event.latitude, event.longitude, source) < 15


def test_an_area_across_the_date_line_is_as_wide_as_elsewhere() -> None:
    here, there = area_around(around(-18, 100)), area_around(around(-18, 180))
    assert there.east - there.west == pytest.approx(here.east - here.west)
    assert area_around({"XX.A": Coordinates(0, 181)}) == area_around({"XX.A": Coordinates(0, -179)})


def test_travel_times_reach_everywhere_in_an_area() -> None:
    sites = {"XX.A": Coordinates(60, -150), "XX.B": Coordinates(68, -115), "XX.C": Coordinates(63, -90)}
    area = area_around(sites)
    reach = tables_over(MODEL, sites, area).extent.distance
    assert reach < FARTHEST
    for latitude in np.linspace(area.south, area.north, 9):
        for longitude in np.linspace(area.west, area.east, 9):
            place = centred(np.array(latitude), np.array(longitude))
            for site in sites.values():
                assert distances(place, centred(np.array(site.latitude), np.array(site.longitude))) <= reach


def test_no_station_is_said() -> None:
    with pytest.raises(BadRequest, match="known place"):
        area_around({})
    assert Area(0, 1, 0, 1).outline()[0] == (0.0, 0)


def test_a_network_over_half_the_earth_is_not_associated() -> None:
    sites = {"XX.A": Coordinates(0.0, 0.0), "XX.B": Coordinates(30.0, 60.0), "XX.C": Coordinates(-20.0, 30.0)}
    picks = [Pick(StationId("XX", name, "", "BH"), "P", START) for name in "ABC"]
    with pytest.raises(BadRequest, match="3,000 km"):
        associate("pyocto", picks, sites, MODEL, AssociationSettings.for_network(sites))


@pytest.mark.slow
def test_an_event_far_from_every_station_is_located_through_the_mantle() -> None:
    """P at 20 to 85 degrees, times by TauP; a station behind the shadow of the core is one sentence."""
    draw = np.random.default_rng(0)
    source = Source(START, 10.0, 140.0, 35.0)
    taup, sites, observed = TauPyModel("iasp91"), {}, []
    for number in range(10):
        azimuth, away = draw.uniform(0, 360), draw.uniform(20, 85)
        east, north, _ = Geod(ellps="WGS84").fwd(source.longitude, source.latitude, azimuth, away * 111_195)
        sites[f"XX.{number}"] = Coordinates(north, east, 0.0)
        travel = taup.get_travel_times(source.depth, away, ["P"])[0].time
        observed.append(Observed(f"XX.{number}", "P", START + travel + draw.normal(0, 0.3)))
    area = area_around(sites)
    found = locate(observed, tables_over(named_model("iasp91"), sites, area), area)
    assert apart(found.latitude, found.longitude, source) < 20 and abs(found.time - START) < 6
    sites["XX.far"] = Coordinates(-9.0, -42.0, 0.0)  # nearly at the other end of the earth
    behind = [*observed, Observed("XX.far", "P", START + 1180.0)]
    with pytest.raises(BadRequest, match="behind the shadow"):
        locate(behind, tables_over(named_model("iasp91"), sites, area), area)
