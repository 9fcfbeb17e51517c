"""Names of several 2D lines on the map, each at its line and none over another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyqtgraph as pg
from PyQt6.QtCore import QObject, QPointF, QRectF
from PyQt6.QtGui import QColor

from seisviewer.app.sections.oriented_box import OrientedBox

# Which point of a name stands at its place: above it, below it, then beside it, as at the edge of the map.
ANCHORS = (0.5, 1.0), (0.5, 0.0), (0.0, 1.0), (1.0, 1.0), (0.0, 0.0), (1.0, 0.0)
MARGIN = 2.0  # pixels that stay free around a name


@dataclass(frozen=True)
class NamedLine:
    """places: where its name may stand, the best first, X and Y on the map."""

    name: str
    places: tuple[tuple[float, float], ...]


class LineNames(QObject):
    """A name that has no free place is left out until the map is zoomed. box: of the map."""

    def __init__(self, box: OrientedBox, parent: QObject) -> None:
        super().__init__(parent)
        self._box = box
        self._lines: tuple[NamedLine, ...] = ()
        self.items: list[pg.TextItem] = []
        box.sigRangeChanged.connect(lambda *_: self._place())
        box.sigResized.connect(lambda *_: self._place())

    def show(self, lines: Sequence[NamedLine], colour: QColor) -> None:
        """In the place of those that were shown; the first ones come first."""
        for item in self.items:
            self._box.removeItem(item)
        self._lines = tuple(lines)
        self.items = [pg.TextItem(line.name, color=colour, anchor=ANCHORS[0]) for line in lines]
        for item in self.items:
            self._box.addItem(item, ignoreBounds=True)
        self._place()

    def _place(self) -> None:
        taken: list[QRectF] = []
        for line, item in zip(self._lines, self.items, strict=True):
            found = self._free_place(line, item, taken)
            item.setVisible(found is not None)
            if found is not None:
                place, anchor, area = found
                taken.append(area.adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN))
                item.setAnchor(anchor)
                item.setPos(*place)

    def _free_place(
        self, line: NamedLine, item: pg.TextItem, taken: Sequence[QRectF]
    ) -> tuple[tuple[float, float], tuple[float, float], QRectF] | None:
        """Where it stands whole on the map and over no other: place, anchor, and the pixels it takes."""
        size, room = item.textItem.boundingRect(), self._box.mapRectToScene(self._box.boundingRect())
        for place in line.places:
            at = self._box.mapViewToScene(QPointF(*place))
            for anchor in ANCHORS:
                corner = QPointF(at.x() - size.width() * anchor[0], at.y() - size.height() * anchor[1])
                area = QRectF(corner, size.size())
                if room.contains(area) and not any(area.intersects(other) for other in taken):
                    return place, anchor, area
        return None
