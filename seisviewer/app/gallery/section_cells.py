"""The cells of the gallery: a picture, the name of the section, how stable or sure it is, and whether it is labelled."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PyQt6.QtCore import QAbstractListModel, QModelIndex, QObject, QRect, QSize, Qt
from PyQt6.QtGui import QColor, QImage, QPainter, QPalette
from PyQt6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from seisviewer.app.live.prediction_caption import percent
from seisviewer.app.widgets.plain_text import as_plain
from seisviewer.translation import tr
from seisviewer.volumes.geometry import SectionId
from seisviewer.workflows.gallery.predicted_sections import PredictedSection
from seisviewer.workflows.gallery.thumbnail import SHAPE

MARGIN = 6
MARK = 7  # pixels across
LABELLED = QColor("#228be6")  # as on the bars of lines
Role = Qt.ItemDataRole


class SectionModel(QAbstractListModel):
    """One row a section."""

    def __init__(self, name_of: Callable[[SectionId], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[PredictedSection, ...] = ()
        self._name_of = name_of

    def show(self, rows: Sequence[PredictedSection]) -> None:
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: QModelIndex, role: int = Role.DisplayRole) -> object:
        each = self.rows[index.row()]
        if role == Role.DisplayRole:
            return self._name_of(each.section)
        if role in (Role.ToolTipRole, Role.AccessibleTextRole):
            parts = [self._name_of(each.section), said_of(each)]
            if each.stability is not None:
                parts.append(tr("{percent} confident").format(percent=percent(each.confidence)))
            parts += ["labelled"] if each.labelled else []
            return as_plain(", ".join(parts))
        return None


def said_of(each: PredictedSection) -> str:
    """How stable a section is, or how sure where that is not known."""
    if each.stability is None:
        return tr("{percent} confident").format(percent=percent(each.confidence))
    return tr("{percent} stable").format(percent=percent(each.stability))


class SectionCells(QStyledItemDelegate):
    """Draws them. picture: gives that of a section, None while it is made."""

    def __init__(self, picture: Callable[[PredictedSection], QImage | None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._picture = picture

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        lines = 2 * option.fontMetrics.lineSpacing()
        return QSize(SHAPE[1] + 2 * MARGIN, SHAPE[0] + lines + 2 * MARGIN + 2)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        each: PredictedSection = index.model().rows[index.row()]
        palette, chosen = option.palette, bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            painter.fillRect(option.rect, palette.color(QPalette.ColorRole.Highlight))
        place = QRect(option.rect.left() + MARGIN, option.rect.top() + MARGIN, SHAPE[1], SHAPE[0])
        image = self._picture(each)
        if image is None:
            painter.fillRect(place, palette.color(QPalette.ColorRole.Button))
        else:
            painter.drawImage(place, image)
        self._write(painter, option, place, each, index.data())
        painter.restore()

    def _write(
        self, painter: QPainter, option: QStyleOptionViewItem, place: QRect, each: PredictedSection, name: str
    ) -> None:
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text
        painter.setPen(option.palette.color(role))
        spacing = option.fontMetrics.lineSpacing()
        first = QRect(place.left(), place.bottom() + 3, place.width(), spacing)
        painter.drawText(first, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
        second = first.translated(0, spacing)
        said = tr("{said} · labelled").format(said=said_of(each)) if each.labelled else said_of(each)
        painter.drawText(second, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, said)
        if each.labelled:
            painter.setBrush(LABELLED)
            painter.setPen(QColor(0, 0, 0, 160))
            painter.drawEllipse(first.right() - MARK - 2, first.center().y() - MARK // 2, MARK, MARK)
