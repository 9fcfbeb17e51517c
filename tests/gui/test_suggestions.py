"""J goes to the next place to label, and says why: on a real window, with real keys."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtTest import QTest

from seisviewer.app.sections.line_bar import LineBar
from seisviewer.app.suggestions.place_rows import COLUMNS, WORTH
from seisviewer.app.suggestions.suggestion_list import Suggested, SuggestionList
from seisviewer.app.suggestions.suggestion_panel import SuggestionPanel
from seisviewer.labels.stroke import UNLABELLED, Stroke
from seisviewer.volumes.geometry import Direction

from .real_windows import show

LEFT = Qt.MouseButton.LeftButton


def row(name: str, worth: float, sure: float, place: int) -> Suggested:
    return Suggested(
        (name, "1100–1200", f"{sure:.2f}", f"{worth:.2f}"), (name, 0.0, sure, -worth), f"Why {name}.", place
    )


ROWS = (row("Crossline 88888", 1.0, 0.7, 1), row("Inline 105", 0.8, 0.5, 2), row("Crossline 215", 0.6, 0.6, 3))


def test_the_list_is_sorted_walked_through_in_that_order_and_dismissed(qtbot) -> None:
    places = SuggestionList("Nothing yet.", WORTH)
    panel = SuggestionPanel(places, COLUMNS, "place", WORTH)
    qtbot.addWidget(panel)
    panel.resize(320, 340)
    panel.show()
    gone: list[int] = []
    places.chosen.connect(lambda each: gone.append(each.place))
    places.show(ROWS, "Three.")
    model, table = panel.table.model(), panel.table
    assert [model.data(model.index(at, 0)) for at in range(3)] == ["Crossline 88888", "Inline 105", "Crossline 215"]
    assert table.columnWidth(0) > table.fontMetrics().horizontalAdvance("Crossline 88888")
    assert not table.horizontalScrollBar().isVisible()
    qtbot.mouseClick(panel.following, LEFT)
    assert gone == [1] and panel.said.text() == "Why Crossline 88888."
    header = table.horizontalHeader()
    qtbot.mouseClick(header.viewport(), LEFT, pos=QPoint(header.sectionPosition(2) + 10, header.height() // 2))
    assert [each.place for each in places.rows] == [2, 3, 1], "the least sure first"
    qtbot.mouseClick(panel.following, LEFT)
    qtbot.mouseClick(panel.dismissing, LEFT)
    assert gone == [1, 2, 3] and [each.place for each in places.rows] == [3, 1]
    places.previous()
    assert gone[-1] == 1, "back the way it came, past what was dismissed"
    qtbot.mouseClick(table.viewport(), LEFT, pos=table.visualRect(model.index(0, 0)).center())
    assert gone[-1] == 3


@pytest.mark.slow
def test_j_says_where_to_begin_then_goes_from_place_to_place_and_labelled_ones_drop_out(
    new_window, small_survey: Path, tmp_path: Path, qtbot
) -> None:
    window = new_window()
    show(qtbot, window)
    parts = window.parts.sections
    parts.opener.open(Path(shutil.copy(small_survey, tmp_path / "survey.sgy")))
    view = parts.views.views[Direction.INLINE]
    qtbot.waitUntil(lambda: view.section is not None, timeout=15000)
    places = parts.finder.places
    view.canvas.setFocus()
    QTest.keyClick(view.canvas, Qt.Key.Key_J)
    qtbot.waitUntil(lambda: places.current is not None, timeout=15000)
    assert "begin here" in places.current.reason
    geometry, begin = parts.state.volume.geometry, places.current.place
    assert parts.state.position.along(begin.section.direction) == geometry.index(begin.section)
    section = geometry.section(Direction.INLINE, 3)
    rows, samples = geometry.section_shape(Direction.INLINE)
    mask = np.ones((rows // 2, 4), bool)
    before = np.full(mask.shape, UNLABELLED, np.int8)
    strokes = [Stroke(section, label, 0, samples * label // 3, mask, before) for label in (1, 2)]
    parts.label_editor.commit(strokes)
    qtbot.waitUntil(lambda: bool(places.rows) and not places.rows[0].place.first, timeout=60000)
    QTest.keyClick(view.canvas, Qt.Key.Key_J)
    first = places.current.place
    assert first == places.rows[0].place, "the best one"
    QTest.keyClick(view.canvas, Qt.Key.Key_J)
    QTest.keyClick(view.canvas, Qt.Key.Key_J, Qt.KeyboardModifier.ShiftModifier)
    assert places.current.place == first
    seen = parts.views.views[first.section.direction]
    assert parts.views._outer.widget(0) is seen and parts.views.active is seen, "the place lies in the large view"
    marks = seen.layers
    tips = lambda: [mark.mark.tip for *_, item, _ in marks._layers for mark in item.drawn]  # noqa: E731
    qtbot.waitUntil(lambda: places.current.reason in tips(), timeout=5000)  # the rectangle to label
    row_at, column = first.middle
    small = np.ones((2, 2), bool)
    parts.label_editor.commit([Stroke(first.section, 1, row_at, column, small, np.full((2, 2), UNLABELLED, np.int8))])
    qtbot.waitUntil(lambda: all(each.place != first for each in places.rows), timeout=5000)


def test_a_click_on_the_line_bar_goes_to_that_line(qtbot) -> None:
    bar = LineBar("#f08c00")
    qtbot.addWidget(bar)
    bar.resize(212, 16)
    bar.set_lines(100, "100 – 200", True)
    asked: list[int] = []
    bar.moved.connect(asked.append)
    qtbot.mouseClick(bar, LEFT, pos=QPoint(round(bar.place(25)), 8))
    assert asked == [25]


@pytest.mark.slow
def test_a_dismissed_place_stays_out_on_another_day_until_it_is_brought_back(
    new_window, small_survey: Path, tmp_path: Path, qtbot
) -> None:
    survey = Path(shutil.copy(small_survey, tmp_path / "survey.sgy"))
    window = new_window()
    parts = window.parts.sections
    parts.opener.open(survey)
    places = parts.finder.places
    qtbot.waitUntil(lambda: len(places.rows) == 2, timeout=15000)  # two lines to begin on
    places.next()
    gone = places.current.place
    places.dismiss()
    geometry = parts.state.volume.geometry
    section, mask = geometry.section(Direction.INLINE, 3), np.ones((4, 4), bool)
    painted = Stroke(section, 1, 0, 0, mask, np.full(mask.shape, UNLABELLED, np.int8))
    parts.label_editor.commit([painted])  # the project is made now
    qtbot.waitUntil(lambda: parts.state.project is not None, timeout=15000)
    folder = parts.state.project.folder
    window.close()
    again = new_window()
    parts = again.parts.sections
    parts.opener.open(folder)
    qtbot.waitUntil(lambda: parts.state.project is not None, timeout=15000)
    assert parts.finder.places.left_out == 1
    parts.label_editor.undo()  # nothing is labelled, so that lines to begin on are named
    again.parts.panels.bring_out("places")
    places = parts.finder.places
    qtbot.waitUntil(lambda: len(places.rows) == 1, timeout=15000)
    assert places.rows[0].place.section != gone.section
    panel = next(each for each in again.findChildren(SuggestionPanel) if each.bringing_back.isVisible())
    qtbot.mouseClick(panel.bringing_back, LEFT)
    qtbot.waitUntil(lambda: len(places.rows) == 2, timeout=15000)
    assert gone in [row.place for row in places.rows]
    assert parts.state.project.dismissed == [] and not panel.bringing_back.isVisible()
