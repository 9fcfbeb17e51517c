"""The panels around the views: placed, put away while no survey is open, and found again as they were left."""

from __future__ import annotations

from dataclasses import dataclass

from PyQt6.QtCore import QByteArray, QSettings, Qt
from PyQt6.QtWidgets import QDockWidget, QMainWindow, QScrollArea, QWidget

STATE, GEOMETRY = "window/state", "window/geometry"
VERSION = 1  # of the docks; what another version stored is not restored
FIRST_SIZE = 1440, 900
LEFT, RIGHT = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea


@dataclass(frozen=True)
class Panel:
    """name: under which its place is stored. width, height: its share of the window at first, in pixels. scrolls: what
    does not fit can be scrolled to; otherwise the widget is as large as its dock."""

    name: str
    title: str
    widget: QWidget
    area: Qt.DockWidgetArea
    width: int
    height: int
    scrolls: bool = True


class Docks:
    """The docks of a window, by the name of their panel in `docks`."""

    def __init__(self, window: QMainWindow, settings: QSettings, panels: tuple[Panel, ...]) -> None:
        self._window = window
        self._settings = settings
        self._panels = panels
        self._shown = True
        self.docks = {panel.name: _dock(panel) for panel in panels}
        for panel in panels:
            window.addDockWidget(panel.area, self.docks[panel.name])
        stored = settings.value(STATE)
        self._state = stored if isinstance(stored, QByteArray) else None

    def restore_window(self) -> None:
        """Give the window the size and place it had, or those it has at first."""
        geometry = self._settings.value(GEOMETRY)
        if not (isinstance(geometry, QByteArray) and self._window.restoreGeometry(geometry)):
            self._window.resize(*FIRST_SIZE)

    def show(self) -> None:
        """Bring the panels out as they were left."""
        if self._shown:
            return
        self._shown = True
        if self._state is None or not self._window.restoreState(self._state, VERSION):
            self.reset()

    def put_away(self) -> None:
        """Hide every panel and keep in mind how they stood."""
        if self._shown:
            self._state = self._window.saveState(VERSION) if self._window.isVisible() else self._state
            self._shown = False
        for dock in self.docks.values():
            dock.hide()

    def reset(self) -> None:
        """Put every panel back where it was at first."""
        for panel in self._panels:
            dock = self.docks[panel.name]
            dock.setFloating(False)
            self._window.addDockWidget(panel.area, dock)
            dock.show()
        docks = list(self.docks.values())
        self._window.resizeDocks(docks, [panel.width for panel in self._panels], Qt.Orientation.Horizontal)
        self._window.resizeDocks(docks, [panel.height for panel in self._panels], Qt.Orientation.Vertical)

    def store(self) -> None:
        """Remember everything for the next time the program is started."""
        self.put_away()
        self._settings.setValue(GEOMETRY, self._window.saveGeometry())
        if self._state is not None:
            self._settings.setValue(STATE, self._state)


def _dock(panel: Panel) -> QDockWidget:
    dock = QDockWidget(panel.title)
    dock.setObjectName(panel.name)
    dock.setWidget(_scroll_area(panel.widget) if panel.scrolls else panel.widget)
    return dock


def _scroll_area(widget: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidgetResizable(True)
    area.setWidget(widget)
    area.setMinimumWidth(widget.minimumSizeHint().width() + area.verticalScrollBar().sizeHint().width())
    return area
