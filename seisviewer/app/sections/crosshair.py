"""The crosshair: in each view, where the sections of the other two directions cut it."""

from __future__ import annotations

import pyqtgraph as pg

from seisviewer.app.sections.view_header import LINE_COLOURS
from seisviewer.volumes.geometry import LINES, Direction

CUTS = {
    Direction.INLINE: (Direction.CROSSLINE, Direction.TIME),
    Direction.CROSSLINE: (Direction.INLINE, Direction.TIME),
    Direction.TIME: LINES,
}
OVER_LAYERS = 90.0


class Crosshair:
    """Two lines, each in the colour of the direction whose section it stands for."""

    def __init__(self, box: pg.ViewBox, direction: Direction) -> None:
        across, down = CUTS[direction]
        self._lines = (
            pg.InfiniteLine(angle=90, pen=pg.mkPen(LINE_COLOURS[across], width=1)),
            pg.InfiniteLine(angle=0, pen=pg.mkPen(LINE_COLOURS[down], width=1)),
        )
        for line in self._lines:
            line.setZValue(OVER_LAYERS)
            box.addItem(line, ignoreBounds=True)

    def move(self, row: float, column: float) -> None:
        self._lines[0].setValue(row)
        self._lines[1].setValue(column)

    def setVisible(self, visible: bool) -> None:
        for line in self._lines:
            line.setVisible(visible)
