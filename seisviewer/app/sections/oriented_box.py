"""The area of a plot in which a section lies, with its rows across or its columns, and either of them turned round."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg
from PyQt6.QtCore import QRectF
from PyQt6.QtGui import QResizeEvent, QTransform

from seisviewer.volumes.slice_orientation import TRACES_ACROSS, Orientation

Span = tuple[float, float]
NEAR = 4.0  # cells that are seen at least
FAR = 4.0  # times its longer side that a section which keeps its shape can be moved off
SWAPPED = QTransform(0.0, 1.0, 1.0, 0.0, 0.0, 0.0)  # (row, column) to (column, row)


class OrientedBox(pg.ViewBox):
    """What lies in it counts rows and columns of a section, whatever the orientation; so does all that is asked of it here.

    pyqtgraph's own ranges are those of the screen: the first is that of the axis across.
    """

    def __init__(self, orientation: Orientation = TRACES_ACROSS) -> None:
        self.orientation = Orientation(downward=False)  # as pyqtgraph draws
        self.is_resizing = False
        self._counts = (0, 0)
        super().__init__(enableMenu=False)
        self.setMouseEnabled(False, False)
        self.orient(orientation)

    def orient(self, orientation: Orientation) -> None:
        """Lay the section in another way; which part of it is seen is to be said again then."""
        self.orientation = orientation
        self.invertX(orientation.leftward)
        self.invertY(orientation.downward)
        self.setAspectLocked(orientation.shape is not None, orientation.shape or 1.0)
        self._matrixNeedsUpdate = True
        self.updateMatrix()
        self.sigRangeChanged.emit(self, self.viewRange(), [True, True])

    @property
    def shown(self) -> tuple[Span, Span]:
        """The rows and the columns in sight, ascending; where a cell keeps its shape, also beyond the section."""
        rows, columns = self.on_axes(self.viewRange())
        return tuple(rows), tuple(columns)

    def show_cells(self, rows: Span | None = None, columns: Span | None = None) -> None:
        """Bring rows and columns into sight. Where a cell keeps its shape, more is seen than is asked for."""
        across, along = self.on_axes((rows, columns))
        self.setRange(xRange=across, yRange=along, padding=0)

    def limit(self, rows: int, columns: int) -> None:
        """Let nobody get lost: not much more than a section of that size is seen, and some of its cells always are."""
        self._counts = rows, columns
        counts = np.array(self.on_axes((rows, columns)), float)
        middle, reach = (counts - 1) / 2, counts
        if self.orientation.shape is not None:  # a long view sees far beyond the short side of what keeps its shape
            lengths = counts * (self.orientation.shape, 1.0)
            reach = FAR * lengths.max() / (self.orientation.shape, 1.0)
        low, high = middle - reach, middle + reach
        self.setLimits(
            xMin=low[0], xMax=high[0], yMin=low[1], yMax=high[1],
            minXRange=NEAR, minYRange=NEAR, maxXRange=2 * reach[0], maxYRange=2 * reach[1],
        )  # fmt: skip

    @property
    def is_zoomed_in(self) -> bool:
        """Whether part of the section is out of sight."""
        return any(high - low < count - 1 for (low, high), count in zip(self.shown, self._counts, strict=True))

    @property
    def cell_size(self) -> tuple[float, float]:
        """Rows and columns that one pixel of the screen covers."""
        rows, columns = self.on_axes(self.viewPixelSize())
        return rows, columns

    def zoom(self, factor: float, around: tuple[float, float] | None = None) -> None:
        """Show 1 / factor as much, keeping a (row, column) place where it is on screen."""
        centre = None if around is None else pg.Point(*self.on_axes(around))
        self.scaleBy((1 / factor, 1 / factor), center=centre)

    def move_by(self, rows: float, columns: float) -> None:
        """Show what lies so many rows and columns further on."""
        across, along = self.on_axes((rows, columns))
        self.translateBy(x=across, y=along)

    def viewRect(self) -> QRectF:
        """What is in sight, in the coordinates of what lies in the box."""
        seen = super().viewRect()
        return QRectF(seen.y(), seen.x(), seen.height(), seen.width()) if self.orientation.turned else seen

    def updateMatrix(self, changed: object = None) -> None:
        """pyqtgraph's own, for rows and columns that have changed places."""
        if not self.orientation.turned:
            super().updateMatrix(changed)
            return
        seen, bounds = super().viewRect(), self.rect()
        if not self._matrixNeedsUpdate or not seen.width() or not seen.height():
            return
        made = QTransform().translate(bounds.center().x(), bounds.center().y())
        across, along = bounds.width() / seen.width(), bounds.height() / seen.height()
        made.scale(-across if self.orientation.leftward else across, along if self.orientation.downward else -along)
        made.translate(-seen.center().x(), -seen.center().y())
        self.childGroup.setTransform(SWAPPED * made)
        self._matrixNeedsUpdate = False
        self.sigTransformChanged.emit(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        # Where a cell keeps its shape, another size shows another part of the section, though nobody has zoomed.
        self.is_resizing = True
        super().resizeEvent(event)
        self.is_resizing = False

    def on_axes(self, pair: Sequence[Any]) -> tuple[Any, Any]:
        """What holds for rows and for columns, as what holds across and up or down; and back again."""
        first, second = pair
        return (second, first) if self.orientation.turned else (first, second)
