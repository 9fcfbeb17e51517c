"""Magnitudes over time and their frequencies."""

from __future__ import annotations

import numpy as np
import pytest
from PyQt6.QtCore import QPointF, Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication

from seisviewer.app.catalogue_views.magnitude_page import NO_MAGNITUDES, MagnitudePage
from seisviewer.picks.pick import Event
from seisviewer.pictures.catalogue.shown_catalogue import ShownCatalogue

START = 1_562_261_629.0


def events(number: int) -> tuple[Event, ...]:
    """b = 1 above magnitude 1."""
    sizes = np.round(0.95 + np.random.default_rng(0).exponential(1 / np.log(10), number), 1)
    return tuple(Event(START + 60 * place, magnitude=float(size), id=place + 1) for place, size in enumerate(sizes))


@pytest.fixture
def page(qtbot) -> MagnitudePage:
    made = MagnitudePage()
    qtbot.addWidget(made)
    made.resize(1000, 500)
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_the_b_value_is_said_and_drawn_and_the_completeness_can_be_set(page: MagnitudePage) -> None:
    page.show_catalogue(ShownCatalogue(events(500)))
    assert "Mc 1.0, b = 0.91 ± 0.04 from 500 events" in page.said.text()
    magnitudes, numbers = page.frequency.line.getOriginalDataset()
    assert numbers[0] == pytest.approx(500, rel=0.1) and magnitudes[0] == pytest.approx(1.0)
    before = page.said.text()
    page.completeness.setFocus()
    QTest.keyClick(page.completeness, Qt.Key.Key_Up)
    assert page.completeness.value() == pytest.approx(1.0) and page.said.text() == before  # as it was found
    QTest.keyClick(page.completeness, Qt.Key.Key_Up)
    assert page.completeness.value() == pytest.approx(1.1) and "Mc 1.1" in page.said.text()
    page.completeness.setValue(1.0)
    QTest.keyClick(page.completeness, Qt.Key.Key_Down)
    page.completeness.setValue(3.5)
    assert "too few for a b-value" in page.said.text()
    assert page.frequency.line.getOriginalDataset()[0] is None or not len(page.frequency.line.getOriginalDataset()[0])


def test_a_click_on_a_magnitude_chooses_its_event(qtbot, page: MagnitudePage) -> None:
    known = events(3)
    page.show_catalogue(ShownCatalogue((*known, Event(START, id=99)), chosen=2))
    QApplication.processEvents()
    view = page.time
    assert [point.pos().x() for point in view.ring.points()] == [START + 60]
    at = view.mapFromScene(view.getPlotItem().getViewBox().mapViewToScene(QPointF(START + 120, known[2].magnitude)))
    with qtbot.waitSignal(page.event_chosen) as chosen:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert chosen.args == [3]


def test_without_magnitudes_it_says_what_to_do(page: MagnitudePage) -> None:
    page.show_catalogue(ShownCatalogue((Event(START, id=1),)))
    assert page.said.text() == NO_MAGNITUDES
    page.show_catalogue(ShownCatalogue(events(500)))
    page.show_catalogue(ShownCatalogue())
    assert page.said.text() == NO_MAGNITUDES and not page.frequency.completeness.isVisible()
