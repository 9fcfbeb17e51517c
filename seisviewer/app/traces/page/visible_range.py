"""What is seen of the page: the stretch of time, the rows and how far they are scrolled, in pixels of the canvas."""

from __future__ import annotations

from dataclasses import dataclass

from PyQt6.QtCore import QPointF, QRectF

from seisviewer.app.traces.page.page_rows import SECTION_OVERLAP, Layout, Row
from seisviewer.app.traces.page.time_spans import TimeScale


@dataclass(frozen=True)
class VisibleRange:
    """plot: where the rows are drawn, without axis and names. scrolled: pixels of the page above it."""

    scale: TimeScale
    layout: Layout
    plot: QRectF
    scrolled: float

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows in sight."""
        return self.layout.between(self.scrolled, self.scrolled + self.plot.height())

    def area(self, row: Row) -> QRectF:
        """Where a row lies on the canvas; it may reach beyond the plot."""
        return QRectF(self.plot.left(), self.y(row.top), self.plot.width(), row.height)

    def y(self, page_y: float) -> float:
        return self.plot.top() + page_y - self.scrolled

    def row_at(self, position: QPointF) -> Row | None:
        """The row under a point of the canvas, its name at the left included."""
        if not self.plot.top() <= position.y() <= self.plot.bottom():
            return None
        return self.layout.at(position.y() - self.plot.top() + self.scrolled)

    def extent(self, key: str) -> tuple[float, float] | None:
        """Where the picks of a record are drawn on the canvas, from top to bottom: over all its rows, in a section not over
        its neighbours. None when it is not on the page."""
        rows = self.layout.of(key)
        if rows and self.layout.is_section:
            half = rows[0].height / SECTION_OVERLAP / 2
            return self.y(rows[0].middle - half), self.y(rows[0].middle + half)
        return (self.y(rows[0].top), self.y(rows[-1].bottom)) if rows else None
