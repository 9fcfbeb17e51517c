"""Names of near 2D lines on the map do not lie over one another."""

from __future__ import annotations

from itertools import combinations

import pyqtgraph as pg
from PyQt6.QtGui import QColor
from PyQt6.QtWidgets import QApplication

from seisviewer.app.sections.line_names import LineNames, NamedLine
from seisviewer.app.sections.oriented_box import OrientedBox
from seisviewer.app.sections.survey_map import NORTH_UP


def test_names_of_near_lines_are_apart_and_come_when_there_is_room(qtbot) -> None:
    view, box = pg.GraphicsView(), OrientedBox(NORTH_UP)
    qtbot.addWidget(view)
    view.setCentralItem(pg.PlotItem(viewBox=box))
    view.resize(300, 300)
    view.show()
    names = LineNames(box, view)
    lines = [NamedLine(f"NPRA-{n}", ((2.0 * n, 20.0 * n), (2.0 * n, 1000.0), (2.0 * n, 500.0))) for n in range(9)]
    names.show(lines, QColor("black"))
    box.setRange(xRange=(-500, 500), yRange=(-100, 1100))
    QApplication.processEvents()
    shown = [item for item in names.items if item.isVisible()]
    room = box.mapRectToScene(box.boundingRect())
    assert all(room.contains(item.mapRectToScene(item.boundingRect()).adjusted(1, 1, -1, -1)) for item in shown)
    assert 3 <= len(shown) < 9, "the ends and the middle are used, and what has no room is left out"
    for one, other in combinations(shown, 2):
        assert not one.mapRectToScene(one.boundingRect()).intersects(other.mapRectToScene(other.boundingRect()))
    box.setRange(xRange=(-90, 100), yRange=(-20, 200))
    QApplication.processEvents()
    assert sum(item.isVisible() for item in names.items) > len(shown), "zoomed in, there is room"
    names.show((), QColor("black"))
    assert not names.items
