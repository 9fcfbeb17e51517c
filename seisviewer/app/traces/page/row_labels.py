"""The names at the left: station, channel and unit of each row, and how high its amplitudes reach."""

from __future__ import annotations

from collections.abc import Mapping

from PyQt6.QtCore import QRectF, Qt
from PyQt6.QtGui import QFont, QFontMetricsF, QPainter

from seisviewer.app.traces.page.page_rows import Kind, Row
from seisviewer.app.traces.page.probability_row import height_of
from seisviewer.app.traces.page.trace_colours import TraceColours
from seisviewer.app.traces.page.visible_range import VisibleRange
from seisviewer.translation import tr
from seisviewer.waveforms.record import Component, record_title

INSET = 8.0
STRIPE = 3.0  # width of the mark beside the record in use
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def row_label_width(metrics: QFontMetricsF) -> float:
    return metrics.horizontalAdvance("±8.8e−8 counts") + 2 * INSET + 34


def draw_row_labels(
    painter: QPainter,
    visible: VisibleRange,
    components: Mapping[tuple[str, int], Component],
    reaches: Mapping[tuple[str, int], str],
    models: Mapping[str, str],
    current: str,
    colours: TraceColours,
) -> None:
    """components: as shown, by key of the record and number. reaches: what a full row is, in words, in the same way.
    models: who says the probabilities, by key of the record."""
    width = visible.plot.left()
    painter.fillRect(QRectF(0, visible.plot.top(), width, visible.plot.height()), colours.margin)
    if visible.layout.is_section:
        _draw_section_names(painter, visible, components, current, colours)
        return
    for row in visible.rows:
        area = QRectF(0, visible.y(row.top), width, row.height)
        if row.record.key == current:
            painter.fillRect(QRectF(width - STRIPE, area.top(), STRIPE, area.height()), colours.accent)
        first = row is visible.layout.of(row.record.key)[0]
        if row.kind is Kind.TRACE:
            key = row.record.key, row.component
            _draw_trace_name(painter, row, area, components[key], reaches.get(key, ""), first, colours)
        elif row.kind is Kind.PROBABILITY:
            model = models.get(row.record.key, tr("Probability"))
            _draw_scale(painter, area, model, {0.0: "0", 1.0: "1"}, colours)
        else:
            component = row.record.components[row.component]
            labels = {0.0: "0", 1.0: f"{component.rate / 2:g} Hz"}
            _draw_scale(painter, area, tr("{channel} as recorded").format(channel=component.channel), labels, colours)


def _draw_trace_name(
    painter: QPainter, row: Row, area: QRectF, component: Component, reach: str, first: bool, colours: TraceColours
) -> None:
    line = QFontMetricsF(painter.font()).height()
    text = area.adjusted(INSET, 0, -INSET, 0)
    painter.setPen(colours.ink)
    y = area.top() + 1
    if first:
        low = row.height < 3 * line  # then station and channel share a line
        room = text.width() - (QFontMetricsF(painter.font()).horizontalAdvance(component.channel) + INSET if low else 0)
        title = QFontMetricsF(_bold(painter.font())).elidedText(
            record_title(row.record), Qt.TextElideMode.ElideRight, room
        )
        _write_bold(painter, QRectF(text.left(), y, room, line), title)
        y += 0 if low else line
    y = max(y, area.center().y() - line)
    painter.drawText(QRectF(text.left(), y, text.width(), line), RIGHT, component.channel)
    painter.setPen(colours.faint)
    if y + 2 * line <= area.bottom() + 2:
        painter.drawText(QRectF(text.left(), y + line, text.width(), line), RIGHT, reach or component.unit)


def _draw_scale(painter: QPainter, area: QRectF, title: str, labels: dict[float, str], colours: TraceColours) -> None:
    """A small upright axis: text at shares of the height."""
    line = QFontMetricsF(painter.font()).height()
    text = area.adjusted(INSET, 0, -INSET, 0)
    painter.setPen(colours.ink)
    title = QFontMetricsF(painter.font()).elidedText(title, Qt.TextElideMode.ElideMiddle, text.width())
    painter.drawText(QRectF(text.left(), area.center().y() - line / 2, text.width(), line), LEFT, title)
    painter.setPen(colours.faint)
    for share, label in labels.items():
        y = min(max(height_of(share, area) - line / 2, area.top()), area.bottom() - line)
        painter.drawText(QRectF(text.left(), y, text.width(), line), RIGHT, label)


def _draw_section_names(
    painter: QPainter,
    visible: VisibleRange,
    components: Mapping[tuple[str, int], Component],
    current: str,
    colours: TraceColours,
) -> None:
    """Names beside their traces, pushed apart where traces lie too close together."""
    line = QFontMetricsF(painter.font()).height()
    width, free = visible.plot.left(), visible.plot.top()
    for row in sorted(visible.rows, key=lambda row: row.middle):
        height = line * (1 if row.distance is None else 2)
        y = max(visible.y(row.middle) - height / 2, free)
        free = y + height
        text = QRectF(INSET, y, width - 2 * INSET, line)
        painter.setPen(colours.ink)
        if row.record.key == current:
            painter.fillRect(QRectF(width - STRIPE, y, STRIPE, height), colours.accent)
        code = components[row.record.key, row.component].channel
        room = text.width() - QFontMetricsF(painter.font()).horizontalAdvance(code) - INSET
        title = QFontMetricsF(_bold(painter.font())).elidedText(
            record_title(row.record), Qt.TextElideMode.ElideRight, room
        )
        _write_bold(painter, text, title)
        painter.drawText(text, RIGHT, code)
        if row.distance is not None:
            painter.setPen(colours.faint)
            painter.drawText(text.translated(0, line), RIGHT, tr("{distance:.1f} km").format(distance=row.distance))


def _write_bold(painter: QPainter, area: QRectF, text: str) -> None:
    plain = painter.font()
    painter.setFont(_bold(plain))
    painter.drawText(area, LEFT, text)
    painter.setFont(plain)


def _bold(font: QFont) -> QFont:
    made = QFont(font)
    made.setBold(True)
    return made
