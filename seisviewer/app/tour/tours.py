"""The tours of a window: which there are, which one is under way, and whether the start page still offers them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PyQt6.QtCore import QObject, QSettings
from PyQt6.QtWidgets import QWidget

from seisviewer.app.main_window.docks import Docks
from seisviewer.app.main_window.front_desk import FrontDesk
from seisviewer.app.menus.action import DESKS
from seisviewer.app.menus.action_table import BY_ID
from seisviewer.app.menus.keymap import Keymap
from seisviewer.app.tour.step import Step
from seisviewer.app.tour.tour import Tour
from seisviewer.translation import tr

OFFERED = "tour/offered"  # settings: whether the start page has offered them once


class Tours(QObject):
    """steps: makes the steps of a tour, by the name of its desk. has_data: whether anything is open on a desk."""

    def __init__(
        self,
        settings: QSettings,
        keymap: Keymap,
        front: FrontDesk,
        has_data: Callable[[str], bool],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._settings, self._keymap, self._front = settings, keymap, front
        self._has_data, self._window = has_data, window
        self._steps: Mapping[str, Callable[[], Sequence[Step]]] = {}
        self._panels: Docks | None = None
        self.tour: Tour | None = None
        self._desk = ""
        self._back_to, self._had_data = "", False
        front.changed.connect(self._follow)

    def lead_through(self, steps: Mapping[str, Callable[[], Sequence[Step]]], panels: Docks) -> None:
        """What the tours show, once the window has all its parts."""
        self._steps, self._panels = steps, panels

    def start(self, desk: str) -> None:
        """Begin the tour of a desk, in the place of one that is under way. What is open on another desk stays there, and
        the user comes back to it."""
        self.leave()
        self._settings.setValue(OFFERED, True)
        before, anything = self._front.name, any(self._has_data(other) for other in DESKS)
        self._back_to = before if before != desk and self._has_data(before) else ""
        self._had_data = self._has_data(desk)
        self._front.show(desk if anything else "")
        self._desk = desk
        self.tour = Tour(self._steps[desk](), self._panels.bring_out, self._keys, self._window)
        self.tour.left.connect(self._forget)
        self.tour.begin()

    def leave(self) -> None:
        if self.tour is not None:
            self.tour.leave()

    def close(self) -> None:
        """The window closes: no desk comes to the front any more."""
        self._back_to = ""
        self.leave()

    def take_offer(self) -> bool:
        """Whether the start page is to offer them: at the first start alone. From now on it is not."""
        offered = self._settings.value(OFFERED, False, type=bool)
        self._settings.setValue(OFFERED, True)
        return not offered

    def _follow(self, front: str) -> None:
        """A tour shows one desk: when another one comes to the front, or nothing is open any more, it is over."""
        if self.tour is not None and front != self._desk and (front or not self.tour.step.needed):
            self._back_to = ""  # the user went elsewhere
            self.leave()

    def _forget(self) -> None:
        self.tour = None
        # Whoever opened something on the desk that was shown stays with it.
        if self._back_to and self._has_data(self._back_to) and self._has_data(self._desk) == self._had_data:
            self._front.show(self._back_to)

    def _keys(self, actions: Sequence[str]) -> str:
        """“Brush: B · Eraser: E”, of those that have a key."""
        shown = ((tr(BY_ID[name].text).removesuffix("…"), self._keymap.shown(name)) for name in actions)
        return " · ".join(f"{text}: {key}" for text, key in shown if key)
