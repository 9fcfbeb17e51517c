"""Rows of a list that stand for numbered things, each with a tick and a name to edit.

A row that is ticked or chosen tells so while it is still at work; were it taken away meanwhile, Qt would go on with what is
no longer there. So rows stay while the numbers are the same, and only what they show changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QTreeWidget, QTreeWidgetItem

NUMBER = Qt.ItemDataRole.UserRole


@contextmanager
def rows_of(rows: QTreeWidget, numbers: Sequence[int], chosen: int) -> Iterator[list[QTreeWidgetItem]]:
    """The row of each number, to be filled; then the chosen one is the current one, and none without it. The list tells
    nothing of all that."""
    blocked = rows.blockSignals(True)
    try:
        items = [rows.topLevelItem(row) for row in range(rows.topLevelItemCount())]
        if [number_of(item) for item in items] != list(numbers):
            rows.clear()
            items = [_row(number) for number in numbers]
            rows.addTopLevelItems(items)
        yield items
        rows.setCurrentItem(next((item for item in items if number_of(item) == chosen), None))
    finally:
        rows.blockSignals(blocked)


def number_of(item: QTreeWidgetItem) -> int:
    return item.data(0, NUMBER)


def tick(on: bool) -> Qt.CheckState:
    return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked


def _row(number: int) -> QTreeWidgetItem:
    item = QTreeWidgetItem()
    item.setData(0, NUMBER, number)
    item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEditable)
    return item
