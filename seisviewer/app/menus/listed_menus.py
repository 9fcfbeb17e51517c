"""The menus whose entries no table can know: the panels of the desk in front, and what was opened lately."""

from __future__ import annotations

from PyQt6.QtWidgets import QMenu

from seisviewer.app.main_window.parts import Parts
from seisviewer.app.widgets.plain_text import as_plain
from seisviewer.translation import tr
from seisviewer.volumes.far.location_file import address_of


def add_listed_menus(parts: Parts) -> None:
    """Put them at the end of the menus View and File; each is filled whenever it is opened."""
    panels = parts.menus.add_menu("View", tr("Panels"))
    panels.aboutToShow.connect(lambda: _list_panels(panels, parts))
    recent = parts.menus.add_menu("File", tr("Open recent"))
    recent.aboutToShow.connect(lambda: _list_recents(recent, parts))


def _list_panels(menu: QMenu, parts: Parts) -> None:
    menu.clear()
    for dock in parts.panels.of(parts.front.name):
        menu.addAction(dock.toggleViewAction())


def _list_recents(menu: QMenu, parts: Parts) -> None:
    menu.clear()
    for path in parts.recents.paths:
        action = menu.addAction(path.name, lambda path=path: parts.open_router.open(path))
        action.setEnabled(path.exists())
        action.setToolTip(as_plain(address_of(path) or str(path)))
