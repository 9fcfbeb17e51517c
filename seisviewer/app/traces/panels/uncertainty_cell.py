"""Typing the uncertainty of a pick into its cell of the table."""

from __future__ import annotations

from PyQt6.QtCore import QEvent, QModelIndex, QObject
from PyQt6.QtWidgets import QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from seisviewer.errors import BadRequest
from seisviewer.translation import tr

MOST = 60.0  # seconds; who is less sure than that has no onset


class UncertaintyCell(QStyledItemDelegate):
    """A line of text in place of the cell, which every key goes to until it is left."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex) -> QWidget:
        field = QLineEdit(parent)
        field.setToolTip(tr("Half width in seconds; empty: not known"))
        return field

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # Return ends the number, digits set no picks
            return True
        return super().eventFilter(watched, event)


def uncertainty_of(text: str) -> float | None:
    """Seconds, with a decimal point or comma; None for nothing. Raises BadRequest."""
    if not text.strip():
        return None
    try:
        seconds = float(text.strip().replace(",", "."))
    except ValueError:
        seconds = -1.0
    if not 0 < seconds <= MOST:
        raise BadRequest(
            tr("“{text}” is no uncertainty: type seconds such as 0.05, at most {most:g}, or nothing.").format(
                text=text, most=MOST
            )
        )
    return seconds
