"""What a tool says beside the pointer."""

from __future__ import annotations

from html import escape

import pyqtgraph as pg

from seisviewer.app.painting.stroke_preview import ABOVE_LAYERS
from seisviewer.app.section_state import Hit

BESIDE = -0.08, 0.5  # the pointer, as an anchor
BELOW, ABOVE = -0.8, 1.8


class PointerNote:
    """Names, one above the other, each with a square of its colour."""

    def __init__(self) -> None:
        self._item = pg.TextItem(anchor=BESIDE, fill=pg.mkBrush(20, 20, 20, 200))
        self._item.setZValue(ABOVE_LAYERS + 3)
        self._plot: pg.PlotItem | None = None

    def say(self, hit: Hit, names: list[str], colours: list[str], shorter: list[str] | None = None) -> None:
        """shorter: said instead where the view is too narrow for the names."""
        if hit.view.plot_item is not self._plot:
            self.hide()
            self._plot = hit.view.plot_item
            self._plot.addItem(self._item, ignoreBounds=True)
        self._item.setHtml(_lines(names, colours))
        if (
            shorter is not None
            and self._item.boundingRect().width() > self._plot.getViewBox().sceneBoundingRect().width()
        ):
            self._item.setHtml(_lines(shorter, colours))
        self._item.setPos(hit.row, hit.column)
        self._item.setAnchor(self._anchor())

    def _anchor(self) -> tuple[float, float]:
        """Beside the pointer; above it, or below where there is no room, where it would reach beyond the view on the right."""
        box, size = self._plot.getViewBox(), self._item.boundingRect()
        view, at = box.sceneBoundingRect(), box.mapViewToScene(self._item.pos())
        if at.x() + (1 - BESIDE[0]) * size.width() <= view.right():
            return BESIDE
        left = max(view.right() - size.width(), view.left())
        is_room = at.y() - ABOVE * size.height() >= view.top()
        return (at.x() - left) / size.width(), ABOVE if is_room else BELOW

    def hide(self) -> None:
        if self._plot is not None:
            self._plot.removeItem(self._item)
        self._plot = None


def _lines(names: list[str], colours: list[str]) -> str:
    return "<br>".join(
        f'<span style="color: {colour}">■</span> <span style="color: white">{escape(name)}</span>'
        for name, colour in zip(names, colours)
    )
