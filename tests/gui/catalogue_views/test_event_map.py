"""The map of a catalogue and the section beside it: places, clicks, tooltips, the chosen event."""

from __future__ import annotations

import numpy as np
import pytest
from PyQt6.QtCore import QPoint, QPointF, Qt
from PyQt6.QtWidgets import QApplication

from seisviewer.app.catalogue_views.event_scatter import EventScatter
from seisviewer.app.catalogue_views.map_page import NONE_PLACED, MapPage
from seisviewer.picks.located.findings import Findings
from seisviewer.picks.located.location import Ellipse, Location
from seisviewer.picks.pick import Event
from seisviewer.pictures.catalogue.shown_catalogue import ShownCatalogue
from seisviewer.waveforms.station import Coordinates

START = 1_562_261_629.0
EVENTS = (
    Event(START, 35.60, -117.60, 8.0, 4.5, "ML", id=1),
    Event(START + 60, 35.62, -117.55, 3.0, 1.2, "ML", id=2),
    Event(START + 90, 35.70, -117.40, 12.0, 2.0, "ML", id=3),
    Event(START + 120, id=4),
)
SITES = {"XX.AAA": Coordinates(35.5, -117.7, 900.0), "XX.BBB": Coordinates(35.8, -117.3, 1200.0)}


def located(event: Event) -> Location:
    return Location(
        event.time, event.latitude, event.longitude, event.depth, 0.1, 120.0, 9.0, Ellipse(6.0, 2.0, 90.0), (5.0, 10.0), (), "x"
    )  # fmt: skip


@pytest.fixture
def page(qtbot) -> MapPage:
    made = MapPage()
    qtbot.addWidget(made)
    made.resize(1000, 600)
    with qtbot.waitExposed(made):
        made.show()
    return made


def pixel(view: EventScatter, across: float, down: float) -> QPoint:
    return view.mapFromScene(view.getPlotItem().getViewBox().mapViewToScene(QPointF(across, down)))


def test_a_click_on_a_mark_chooses_the_event_on_map_and_section(qtbot, page: MapPage) -> None:
    page.show_catalogue(ShownCatalogue(EVENTS, sites=SITES))
    QApplication.processEvents()
    with qtbot.waitSignal(page.event_chosen) as chosen:
        qtbot.mouseClick(page.map.viewport(), Qt.MouseButton.LeftButton, pos=pixel(page.map, -117.40, 35.70))
    assert chosen.args == [3]
    section = page.section
    ((across, down),) = [point.pos() for point in section.events.points() if point.data() == 2]
    with qtbot.waitSignal(page.event_chosen) as chosen:
        qtbot.mouseClick(section.viewport(), Qt.MouseButton.LeftButton, pos=pixel(section, across, down))
    assert chosen.args == [2]


def test_a_small_event_on_a_large_one_is_the_one_that_is_clicked(qtbot, page: MapPage) -> None:
    page.show_catalogue(ShownCatalogue((Event(START, 35.6, -117.6, 8.0, 0.5, id=8), *EVENTS[:1]), sites=SITES))
    QApplication.processEvents()
    with qtbot.waitSignal(page.event_chosen) as chosen:
        qtbot.mouseClick(page.map.viewport(), Qt.MouseButton.LeftButton, pos=pixel(page.map, -117.60, 35.60))
    assert chosen.args == [8]


def test_of_marks_that_overlap_the_one_whose_middle_is_clicked_is_chosen(qtbot, page: MapPage) -> None:
    page.show_catalogue(ShownCatalogue((Event(START, 35.6, -117.593, 8.0, 0.5, id=8), *EVENTS[:3]), sites=SITES))
    QApplication.processEvents()
    small, large = pixel(page.map, -117.593, 35.60), pixel(page.map, -117.60, 35.60)
    assert 3 < small.x() - large.x() < 12  # it lies on the large mark
    for at, number in ((large, 1), (small, 8)):
        with qtbot.waitSignal(page.event_chosen) as chosen:
            qtbot.mouseClick(page.map.viewport(), Qt.MouseButton.LeftButton, pos=at)
        assert chosen.args == [number]


def test_a_kilometre_is_as_long_to_the_east_as_to_the_north_and_the_bar_says_it(page: MapPage) -> None:
    page.show_catalogue(ShownCatalogue(EVENTS, sites=SITES))
    QApplication.processEvents()
    corner = pixel(page.map, -117.5, 35.65)
    east, north = pixel(page.map, -117.4, 35.65) - corner, corner - pixel(page.map, -117.5, 35.75)
    a_degree_east = 111.195 * np.cos(np.radians(page.map.frame.latitude))
    assert east.x() / (0.1 * a_degree_east) == pytest.approx(north.y() / (0.1 * 111.195), rel=0.02)
    assert page.map.bar.isVisible()
    assert page.map.bar.length / page.map.bar.pixels == pytest.approx(1000 * 0.1 * 111.195 / north.y(), rel=0.02)


def test_the_chosen_event_has_a_ring_and_its_confidence_region(page: MapPage) -> None:
    catalogue = ShownCatalogue(EVENTS, Findings({1: located(EVENTS[0])}), SITES, chosen=1)
    page.show_catalogue(catalogue)
    (ring,) = page.map.ring.points()
    assert (ring.pos().x(), ring.pos().y()) == pytest.approx((-117.60, 35.60))
    east, north = page.map.region.getData()
    assert np.ptp(north) * 111.195 == pytest.approx(4.0, rel=0.01)  # the shorter axis points north
    assert np.ptp(east) * 111.195 * np.cos(np.radians(35.65)) == pytest.approx(12.0, rel=0.01)
    along, depth = page.section.errors.getData()
    assert np.ptp(along) == pytest.approx(12.0, rel=0.01)
    assert depth.tolist() == [8.0, 8.0, 5.0, 10.0]
    page.direction.setCurrentText("S – N")
    page.direction.activated.emit(page.direction.currentIndex())
    assert np.ptp(page.section.errors.getData()[0]) == pytest.approx(4.0, rel=0.01)
    page.show_catalogue(ShownCatalogue(EVENTS, sites=SITES))
    assert not len(page.map.ring.points()) and not len(page.map.region.getData()[0])


def test_what_is_under_the_pointer_is_said_and_never_taken_for_html(page: MapPage) -> None:
    page.show_catalogue(ShownCatalogue(EVENTS, Findings({1: located(EVENTS[0])}), {"<b>.A": SITES["XX.AAA"]}))
    words = page.map._tip(0.0, 0.0, 1)
    assert (
        "2019-07-04 17:33:49.0 UTC" in words
        and "ML 4.5" in words
        and "8.0 km below sea level" in words
        and "± 6.0 km" in words
    )
    assert "&lt;b&gt;" in page.map.stations.opts["tip"](0.0, 0.0, page.map.stations.points()[0].data())


def test_colours_follow_depth_or_time_and_sizes_magnitudes(page: MapPage) -> None:
    page.show_catalogue(ShownCatalogue(EVENTS, sites=SITES))
    by_depth = {point.data(): point.brush().color().name() for point in page.map.events.points()}
    sizes = {point.data(): point.size() for point in page.map.events.points()}
    assert sizes[1] > sizes[3] > sizes[2]
    page.colour.setCurrentText("Time")
    page.colour.activated.emit(page.colour.currentIndex())
    by_time = {point.data(): point.brush().color().name() for point in page.map.events.points()}
    assert len(set(by_depth.values())) == len(set(by_time.values())) == 3 and by_depth != by_time


def test_events_without_a_place_are_counted_and_not_drawn(page: MapPage) -> None:
    page.show_catalogue(ShownCatalogue(EVENTS, sites=SITES))
    assert page.said.text() == "3 of 4 events have a place"
    page.show_catalogue(ShownCatalogue(EVENTS[3:]))
    assert page.said.text() == NONE_PLACED
    page.show_catalogue(ShownCatalogue())
    assert not len(page.map.events.points())


def test_events_on_both_sides_of_the_date_line_lie_side_by_side(page: MapPage) -> None:
    page.show_catalogue(
        ShownCatalogue((Event(START, -17.0, 179.8, 5.0, 3.0, id=1), Event(START, -17.1, -179.8, 5.0, 3.0, id=2)))
    )
    across = [point.pos().x() for point in page.map.events.points()]
    assert np.ptp(across) == pytest.approx(0.4)
    axis = page.map.getPlotItem().getAxis("bottom")
    assert axis.tickStrings([179.5, 180.0, 180.5], 1.0, 0.5) == ["179.5° E", "180.0°", "179.5° W"]
