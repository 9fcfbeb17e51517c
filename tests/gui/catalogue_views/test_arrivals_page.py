"""Residuals by distance and Wadati's plot of the chosen event."""

from __future__ import annotations

import numpy as np
import pytest
from PyQt6.QtCore import QPointF, Qt
from PyQt6.QtWidgets import QApplication

from seisviewer.app.catalogue_views.arrivals_page import NONE_CHOSEN, NOT_LOCATED, ArrivalsPage
from seisviewer.picks.located.findings import Findings
from seisviewer.picks.located.location import Arrival, Ellipse, Location
from seisviewer.picks.pick import Event
from seisviewer.pictures.catalogue.shown_catalogue import ShownCatalogue

START = 1_562_261_629.0
EVENT = Event(START, 35.6, -117.6, 8.0, 3.1, "ML", id=5)
ARRIVALS = tuple(
    Arrival(f"XX.S{number}", phase, START + distance / 6 * slower, 0.1 * number - 0.2, distance, 40.0, 90.0, weight)
    for number, (distance, weight) in enumerate(((12.0, 1.0), (30.0, 1.0), (55.0, 1.0), (70.0, 0.0)))
    for phase, slower in (("P", 1.0), ("S", 1.75))
)
LOCATION = Location(START, 35.6, -117.6, 8.0, 0.12, 95.0, 12.0, Ellipse(2.0, 1.0, 0.0), (6.0, 9.0), ARRIVALS, "iasp91")


@pytest.fixture
def page(qtbot) -> ArrivalsPage:
    made = ArrivalsPage()
    qtbot.addWidget(made)
    made.resize(1000, 500)
    with qtbot.waitExposed(made):
        made.show()
    made.show_catalogue(ShownCatalogue((EVENT,), Findings({5: LOCATION}), chosen=5))
    QApplication.processEvents()
    return made


def test_both_plots_show_the_arrivals_and_what_does_not_count_is_hollow(page: ArrivalsPage) -> None:
    marks = page.residuals.marks
    assert [(mark.across, mark.up) for mark in marks] == [(each.distance, each.residual) for each in ARRIVALS]
    assert [mark.filled for mark in marks] == [True] * 6 + [False] * 2
    assert (
        marks[0].colour == page.residuals.colours.phases["P"] and marks[1].colour == page.residuals.colours.phases["S"]
    )
    assert [mark.up for mark in page.wadati.marks] == pytest.approx([0.75 * each / 6 for each in (12, 30, 55, 70)])
    assert page.wadati.fit.ratio == pytest.approx(1.75) and page.wadati.fit.stations == 3
    across, up = page.wadati.line.getData()
    assert (across[0], up[0]) == pytest.approx((0.0, 0.0), abs=1e-3)
    assert "6 of 8 arrivals count" in page.said.text() and "Vp/Vs 1.750 ± 0.000" in page.said.text()


def test_a_click_on_a_residual_goes_to_its_arrival(qtbot, page: ArrivalsPage) -> None:
    view = page.residuals
    at = view.mapFromScene(view.getPlotItem().getViewBox().mapViewToScene(QPointF(70.0, 0.1)))
    with qtbot.waitSignal(page.arrival_chosen) as chosen:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert chosen.args[0].station == "XX.S3"


def test_what_is_missing_is_said(page: ArrivalsPage) -> None:
    page.show_catalogue(ShownCatalogue((EVENT,)))
    assert page.said.text() == NONE_CHOSEN and not page.residuals.marks and not page.wadati.marks
    page.show_catalogue(ShownCatalogue((EVENT,), chosen=5))
    assert page.said.text() == NOT_LOCATED
    few = Location(**{**vars(LOCATION), "arrivals": ARRIVALS[:4]})
    page.show_catalogue(ShownCatalogue((EVENT,), Findings({5: few}), chosen=5))
    assert "2 stations with P and S that count: Vp/Vs needs 3." in page.said.text()
    assert page.wadati.line.getData()[0] is None or not np.size(page.wadati.line.getData()[0])
