"""What is suggested to look at next, in the order in which it is shown, and the walk through it: the same on both desks."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from PyQt6.QtCore import QObject, pyqtSignal


@dataclass(frozen=True)
class Suggested:
    """One row. cells: texts of the columns; keys: what they are sorted by. reason: why, a sentence. place: what the desk
    goes to; equal for the same place."""

    cells: tuple[str, ...]
    keys: tuple[float | str, ...]
    reason: str
    place: Hashable


class SuggestionList(QObject):
    """rows: in the order shown. said: about them as a whole. current: the one that was gone to last, None before the first.

    changed: any of these is another. chosen: go to this `Suggested`. wanted: the next one is asked for and there is none.
    dismissed: nobody wants to hear of this `Suggested` any more. brought_back: what was dismissed is wanted again.
    left_out: how many are dismissed.
    """

    changed = pyqtSignal()
    chosen = pyqtSignal(object)
    wanted = pyqtSignal()
    dismissed = pyqtSignal(object)
    brought_back = pyqtSignal()

    def __init__(self, said: str, best_last: int) -> None:
        super().__init__()
        self.rows: tuple[Suggested, ...] = ()
        self.said = said
        self.current: Suggested | None = None
        self.left_out = 0
        self._column, self._descending = best_last, False
        self._seen: set[Hashable] = set()
        self._trail: list[Suggested] = []

    def show(self, rows: Sequence[Suggested], said: str) -> None:
        """Replace the rows; the one that is looked at stays so while it is among them."""
        self.rows, self.said = self._sorted(rows), said
        if self.current is not None:
            place = self.current.place
            self.current = next((row for row in rows if row.place == place), None)
        self.changed.emit()

    def start_afresh(self, said: str) -> None:
        """Forget what was seen, as for other data."""
        self._seen.clear()
        self._trail.clear()
        self.current = None
        self.show((), said)

    def sort(self, column: int, descending: bool) -> None:
        """Show them in another order; the walk follows it."""
        self._column, self._descending = column, descending
        self.rows = self._sorted(self.rows)
        self.changed.emit()

    def next(self) -> None:
        """Go to the first one that was not gone to yet; when all were, begin again."""
        if not self.rows:
            self.wanted.emit()
            return
        unseen = [row for row in self.rows if row.place not in self._seen]
        if not unseen:
            self._seen.clear()
            unseen = [row for row in self.rows if row is not self.current] or list(self.rows)
        self.go_to(unseen[0])

    def previous(self) -> None:
        """Go back the way it came."""
        if len(self._trail) > 1:
            self._trail.pop()
        if self._trail:
            self._choose(self._trail[-1])

    def go_to(self, row: Suggested) -> None:
        self._trail.append(row)
        self._choose(row)

    def dismiss(self) -> None:
        """Hear no more of the one that is looked at, and go to the next."""
        gone = self.current
        if gone is None:
            return
        self._trail = [row for row in self._trail if row.place != gone.place]
        self.current = None
        self.show([row for row in self.rows if row.place != gone.place], self.said)
        self.dismissed.emit(gone)
        if self.rows:
            self.next()

    def show_left_out(self, count: int) -> None:
        """Say how many are dismissed."""
        self.left_out = count
        self.changed.emit()

    def _choose(self, row: Suggested) -> None:
        self._seen.add(row.place)
        self.current = row
        self.changed.emit()
        self.chosen.emit(row)

    def _sorted(self, rows: Sequence[Suggested]) -> tuple[Suggested, ...]:
        return tuple(sorted(rows, key=lambda row: row.keys[self._column], reverse=self._descending))
