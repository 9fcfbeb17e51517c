"""The panels around the views: placed, put away while their desk is not in front, and found again as they were left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PyQt6.QtCore import QByteArray, QSettings, Qt
from PyQt6.QtWidgets import QDockWidget, QMainWindow, QScrollArea, QScrollBar, QWidget

from seisviewer.app.main_window.window_geometry import fit, place_first
from seisviewer.app.menus.action import SECTIONS, TRACES

STATES, GEOMETRY = {SECTIONS: "window/state", TRACES: "window/trace_state"}, "window/geometry"
NAMES = {SECTIONS: "window/panels", TRACES: "window/trace_panels"}  # which panels the stored state speaks of
VERSION = 2  # of the docks; what another version stored is not restored
NARROWEST = 160  # px, of a panel that scrolls; what it holds may be wider
LEFT, RIGHT = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea
BOTTOM = Qt.DockWidgetArea.BottomDockWidgetArea


@dataclass(frozen=True)
class Panel:
    """name: under which its place is stored. width, height: its share of the window at first, in pixels. scrolls: what
    does not fit can be scrolled to; otherwise the widget is as large as its dock. behind: the panel under whose tab bar
    it lies at first."""

    name: str
    title: str
    widget: QWidget
    area: Qt.DockWidgetArea
    width: int
    height: int
    scrolls: bool = True
    behind: str = ""


class Docks:
    """The docks of a window: all of them by the name of their panel in `docks`, those of a desk with `of`."""

    def __init__(self, window: QMainWindow, settings: QSettings, desks: Mapping[str, tuple[Panel, ...]]) -> None:
        self._window = window
        self._settings = settings
        self._desks = desks
        self._front = ""
        # What lies below the views is as wide as the views: the sides reach down to the bottom.
        window.setCorner(Qt.Corner.BottomLeftCorner, LEFT)
        window.setCorner(Qt.Corner.BottomRightCorner, RIGHT)
        self.docks = {panel.name: _dock(panel) for panels in desks.values() for panel in panels}
        for panel in (panel for panels in desks.values() for panel in panels):
            window.addDockWidget(panel.area, self.docks[panel.name])
            self.docks[panel.name].hide()
        stored = {desk: settings.value(STATES[desk]) for desk in desks}
        self._states = {desk: state for desk, state in stored.items() if isinstance(state, QByteArray)}
        self._known = {desk: settings.value(NAMES[desk], [], type=list) for desk in desks}

    def of(self, desk: str) -> tuple[QDockWidget, ...]:
        """The docks of a desk, in the order of its panels."""
        return tuple(self.docks[panel.name] for panel in self._desks.get(desk, ()))

    def restore_window(self) -> None:
        """Give the window the size and place it had, or those it has at first."""
        geometry = self._settings.value(GEOMETRY)
        if isinstance(geometry, QByteArray) and self._window.restoreGeometry(geometry):
            fit(self._window)
        else:
            place_first(self._window)

    def show(self, desk: str) -> None:
        """Bring the panels of a desk out as they were left, in the place of those of another one."""
        if desk == self._front:
            return
        self.put_away()
        self._front = desk
        state = self._states.get(desk)
        if state is None or not self._window.restoreState(state, VERSION):
            self.reset()
        else:
            known = self._known[desk]
            self._arrange(tuple(panel for panel in self._desks[desk] if panel.name not in known))
        self._known[desk] = [panel.name for panel in self._desks[desk]]
        for other in self.docks.values():
            if other not in self.of(desk):
                other.hide()

    def put_away(self) -> None:
        """Hide every panel and keep in mind how they stood."""
        if self._front and self._window.isVisible():
            self._states[self._front] = self._window.saveState(VERSION)
        self._front = ""
        for dock in self.docks.values():
            dock.hide()

    def reset(self) -> None:
        """Put every panel of the desk in front back where it was at first."""
        self._arrange(self._desks.get(self._front, ()))

    def bring_out(self, name: str) -> None:
        """Show a panel of the desk in front, before the others under its tab bar."""
        self.docks[name].show()
        self.docks[name].raise_()

    def show_or_hide(self, name: str) -> None:
        """Bring a panel out, or hide it where it is seen already."""
        dock = self.docks[name]
        if dock.isVisible() and not dock.widget().visibleRegion().isEmpty():
            dock.hide()
        else:
            self.bring_out(name)

    def store(self) -> None:
        """Remember everything for the next time the program is started."""
        self.put_away()
        self._settings.setValue(GEOMETRY, self._window.saveGeometry())
        for desk, state in self._states.items():
            self._settings.setValue(STATES[desk], state)
            self._settings.setValue(NAMES[desk], self._known[desk])

    def _arrange(self, panels: tuple[Panel, ...]) -> None:
        self._place(panels)
        docks = [self.docks[panel.name] for panel in panels]
        self._window.resizeDocks(docks, [_first_width(panel) for panel in panels], Qt.Orientation.Horizontal)
        self._window.resizeDocks(docks, [panel.height for panel in panels], Qt.Orientation.Vertical)

    def _place(self, panels: tuple[Panel, ...]) -> None:
        for panel in panels:  # all of them first: Qt leaves a tab bar behind where docks under it are placed anew
            self._window.removeDockWidget(self.docks[panel.name])
        for panel in panels:
            dock = self.docks[panel.name]
            dock.setFloating(False)
            self._window.addDockWidget(panel.area, dock)
        for panel in panels:
            if panel.behind:
                self._window.tabifyDockWidget(self.docks[panel.behind], self.docks[panel.name])
        for panel in panels:  # shown only now: side by side for a moment, they would widen the window for good
            self.docks[panel.name].show()
        for panel in panels:
            if not panel.behind:
                self.docks[panel.name].raise_()


def _dock(panel: Panel) -> QDockWidget:
    dock = QDockWidget(panel.title)
    dock.setObjectName(panel.name)
    dock.setWidget(_scroll_area(panel.widget) if panel.scrolls else panel.widget)
    return dock


def _scroll_area(widget: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setWidget(widget)
    area.setMinimumWidth(NARROWEST)
    return area


def _first_width(panel: Panel) -> int:
    """Wide enough that nothing has to be scrolled to sideways, whatever the font."""
    bar = QScrollBar(Qt.Orientation.Vertical).sizeHint().width() if panel.scrolls else 0
    return max(panel.width, panel.widget.minimumSizeHint().width() + bar)
