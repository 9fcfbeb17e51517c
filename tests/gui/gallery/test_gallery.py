"""The gallery in the real window: pictures of what is predicted, the least sure first; keys and mouse go there."""

from __future__ import annotations

import numpy as np
import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication

from seisviewer.app.gallery.gallery_dialog import EMPTY, GalleryDialog
from seisviewer.app.gallery.thumbnail_source import BUDGET
from seisviewer.labels.stroke import UNLABELLED, Stroke
from seisviewer.predictions.leading_answer import LAYERS
from seisviewer.predictions.passes.section_pass import SectionPass
from seisviewer.volumes.geometry import Direction, Geometry, SectionId
from seisviewer.workflows.gallery.predicted_sections import Order


@pytest.fixture
def window(survey_window):
    return survey_window


def opened(window) -> GalleryDialog:
    QTest.keyClick(window, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    (dialog,) = window.findChildren(GalleryDialog)
    return dialog


def paint(window, index: int = 20) -> None:
    parts = window.parts.sections
    geometry = parts.state.volume.geometry
    section, mask = geometry.section(Direction.INLINE, index), np.ones((12, 4), bool)
    before = np.full(mask.shape, UNLABELLED, np.int8)
    samples = geometry.samples.count
    parts.label_editor.commit(
        [Stroke(section, 1, 4, 6, mask, before), Stroke(section, 2, 4, samples - 10, mask, before)]
    )


def predicted(section: SectionId, geometry: Geometry, sure: int) -> SectionPass:
    """Class 1 over class 2; sure: of 255."""
    traces, samples = geometry.section_shape(section.direction)
    shares = np.full((2, traces, samples), 255 - sure, np.uint8)
    shares[0, :, : samples // 2] = shares[1, :, samples // 2 :] = sure
    shares[:, ~geometry.section_live(section)] = 0
    return SectionPass(section, shares, (1, 2), LAYERS, 1, 1, 5.0, None, "", "key")


@pytest.mark.slow
def test_it_says_what_to_do_where_nothing_is_predicted_and_fills_by_itself(qtbot, window):
    dialog = opened(window)
    assert dialog.empty.isVisible() and dialog.empty.text() == EMPTY and not dialog.list.isVisible()
    paint(window)
    parts = window.parts.sections
    store, geometry = parts.stored.store, parts.state.volume.geometry
    for number, sure in enumerate(np.random.default_rng(0).integers(130, 255, 60)):
        direction, index = (Direction.INLINE, number) if number < 40 else (Direction.CROSSLINE, number - 40)
        store.put(predicted(geometry.section(direction, index), geometry, int(sure)))
    qtbot.waitUntil(lambda: len(dialog.model.rows) == 60, timeout=10_000)
    rows = dialog.model.rows
    assert dialog.list.isVisible() and not dialog.empty.isVisible()
    # The layer model knows no stability: the least confident comes first, and orders by stability are not offered.
    assert [row.confidence for row in rows] == sorted(row.confidence for row in rows)
    assert dialog.order.currentText() == Order.LEAST_SURE.value and not dialog.order.model().item(0).isEnabled()
    assert [row.section.number for row in rows if row.labelled] == [parts.state.volume.geometry.inlines.number(20)]
    assert dialog.count.text() == "Reflectors (live): 60 sections, 1 labelled"
    qtbot.waitUntil(lambda: dialog.pictures.picture(rows[0]) is not None, timeout=20_000)
    picture = dialog.pictures.picture(rows[0])
    assert len({picture.pixel(x, y) for x in range(0, 150, 7) for y in range(0, 88, 7)}) > 10
    assert dialog.pictures._kept.currsize <= BUDGET and len(dialog.pictures._kept) < len(rows), "only those in sight"

    # Keys and mouse.
    dialog.list.setFocus()
    dialog.list.setCurrentIndex(dialog.model.index(0))
    QTest.keyClick(dialog.list, Qt.Key.Key_Right)
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    first = rows[1].section
    assert parts.state.position.along(first.direction) == parts.state.volume.geometry.index(first)
    assert first.direction in parts.views.directions and dialog.isVisible()
    place = dialog.list.visualRect(dialog.model.index(3)).center()
    QTest.mouseClick(dialog.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert parts.state.position.along(rows[3].section.direction) == parts.state.volume.geometry.index(rows[3].section)

    # Another order, and one direction alone; what is chosen stays so.
    dialog.which.setCurrentIndex(2)
    dialog.which.activated.emit(2)
    assert {row.section.direction for row in dialog.model.rows} == {Direction.CROSSLINE}
    dialog.order.setCurrentIndex(list(Order).index(Order.BY_NUMBER))
    dialog.order.activated.emit(0)
    numbers = [row.section.number for row in dialog.model.rows]
    assert numbers == sorted(numbers)
    chosen = dialog.model.rows[2]
    dialog.list.setCurrentIndex(dialog.model.index(2))
    dialog.order.setCurrentIndex(list(Order).index(Order.MOST_SURE))
    dialog.order.activated.emit(0)
    assert dialog.model.rows[dialog.list.currentIndex().row()] == chosen

    # A second asking brings the same one to the front; it ends with its survey.
    assert opened(window) is dialog
    parts.opener.close_survey()
    qtbot.waitUntil(lambda: parts.state.volume is None, timeout=10_000)
    assert dialog.empty.isVisible() and not dialog.model.rows
    dialog.close()
    QApplication.processEvents()
