"""What is seen of the page: the stretch of time, the rows and how far they are scrolled, in pixels of the canvas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from PyQt6.QtCore import QPointF, QRectF

from seisviewer.app.traces.page.page_rows import SECTION_OVERLAP, Layout, Row
from seisviewer.app.traces.page.time_spans import TimeScale
from seisviewer.app.traces.trace_state import Span


@dataclass(frozen=True)
class VisibleRange:
    """plot: where the rows are drawn, without axis and names. scrolled: pixels of the page above it. delays: seconds by which
    records are drawn earlier, by their keys."""

    scale: TimeScale
    layout: Layout
    plot: QRectF
    scrolled: float
    delays: Mapping[str, float] = field(default_factory=dict)

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows in sight."""
        return self.layout.between(self.scrolled, self.scrolled + self.plot.height())

    def scale_of(self, key: str) -> TimeScale:
        """Where times lie on the rows of a record."""
        delay = self.delays.get(key, 0.0)
        if not delay:
            return self.scale
        span = self.scale.span
        return replace(self.scale, span=Span(span.start + delay, span.end + delay))

    @property
    def latest(self) -> float:
        """Seconds by which the record is drawn earlier that is shifted most."""
        return max(self.delays.values(), default=0.0)

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
