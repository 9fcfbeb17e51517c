"""What horizons and wells on the desk have in common: one is chosen, some are hidden, each has a name and a colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Generic, Protocol, TypeVar

from PyQt6.QtCore import QObject, pyqtSignal

from seisviewer.app.section_state import SectionState
from seisviewer.translation import tr


class NamedObject(Protocol):
    """number: what it is called in the project, for good."""

    number: int
    name: str
    colour: str


Kind = TypeVar("Kind", bound=NamedObject)


class NamedObjects(QObject, Generic[Kind]):
    """chosen: number of the one that is worked on, 0 for none. changed: this, the objects, or how they are drawn, are others.

    nothing_chosen: the sentence for a command that needs one. hidden_in: the overlay setting with the numbers that are not
    drawn.
    """

    changed = pyqtSignal()
    nothing_chosen = ""
    hidden_in = ""

    def __init__(self, state: SectionState, objects_changed: Any) -> None:
        """objects_changed: the signal of `state` that tells of other objects."""
        super().__init__()
        self.state = state
        self.chosen = 0
        for signal in (state.project_changed, state.volume_changed, objects_changed):
            signal.connect(self._renew)
        state.overlays_changed.connect(lambda _: self.changed.emit())

    @property
    def objects(self) -> tuple[Kind, ...]:
        """All of them, in the order in which they were made."""
        raise NotImplementedError

    def store(self, put: Sequence[Kind] = (), removed: Sequence[Kind] = ()) -> None:
        """Store objects, changed, and take others away, as one action."""
        raise NotImplementedError

    @property
    def current(self) -> Kind | None:
        """The one that is chosen."""
        return self._numbered(self.chosen)

    @property
    def drawn(self) -> tuple[Kind, ...]:
        """Those that are not hidden."""
        hidden = self._hidden()
        return tuple(each for each in self.objects if each.number not in hidden)

    def is_shown(self, number: int) -> bool:
        return number not in self._hidden()

    def choose(self, number: int) -> None:
        if number != self.chosen:
            self.chosen = number
            self.changed.emit()

    def show(self, number: int, on: bool) -> None:
        """Draw one, or not; kept with the view and no part of undo."""
        hidden = self._hidden() - {number} if on else self._hidden() | {number}
        self.state.set_overlays(**{self.hidden_in: ",".join(map(str, sorted(hidden)))})

    def change(self, **looks: Any) -> None:
        """Give the chosen one another colour."""
        if self.current is not None:
            self.store([replace(self.current, **looks)])

    def rename(self, number: int, name: str) -> None:
        """Call one something else; nothing where the name is as it was, or empty."""
        each, name = self._numbered(number), " ".join(name.split())
        if each is not None and name and name != each.name:
            self.store([replace(each, name=name)])

    def delete(self) -> None:
        if self.current is None:
            self.state.message.emit(self.nothing_chosen)
            return
        name = self.current.name
        self.store(removed=[self.current])
        self.state.message.emit(tr("“{name}” is deleted; one undo brings it back.").format(name=name))

    def _choose_last(self, stored: tuple[Kind, ...]) -> None:
        if stored:
            self.choose(stored[-1].number)

    def _numbered(self, number: int) -> Kind | None:
        return next((each for each in self.objects if each.number == number), None)

    def _hidden(self) -> frozenset[int]:
        numbers = getattr(self.state.overlays, self.hidden_in).split(",")
        return frozenset(int(each) for each in numbers if each.isdigit())

    def _renew(self, *_: Any) -> None:
        if self.chosen and self.current is None:
            self.chosen = 0
        self.changed.emit()
