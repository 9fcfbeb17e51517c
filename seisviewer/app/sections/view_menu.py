"""What a right click in a section view offers: which views to show, how to arrange them, how to look at them."""

from __future__ import annotations

from typing import Any

from PyQt6.QtCore import QPoint
from PyQt6.QtGui import QActionGroup
from PyQt6.QtWidgets import QMenu

from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction, Geometry
from seisviewer.volumes.section_names import direction_name

SLICE_LOOKS = {"north_up": tr("North up"), "true_scale": tr("True scale")}
ARRANGEMENT_NAMES = {"row": tr("Side by side"), "column": tr("One above the other"), "corner": tr("One large")}


def view_menu(sections: Any, geometry: Geometry) -> QMenu:
    """The menu for a SectionDesk."""
    menu = QMenu(sections)
    menu.addAction(tr("Whole section"), sections.show_whole)
    linked = menu.addAction(tr("Linked zoom"))
    linked.setCheckable(True)
    linked.setChecked(sections.linked)
    linked.toggled.connect(sections.set_linked)
    captions = menu.addAction(tr("Captions"))
    captions.setCheckable(True)
    captions.setChecked(sections.captions)
    captions.toggled.connect(sections.set_captions)
    if geometry.is_2d:
        return menu
    for name, text in SLICE_LOOKS.items():
        look = menu.addAction(text)
        look.setCheckable(True)
        look.setChecked(getattr(sections.display, name))
        look.toggled.connect(lambda on, name=name: sections.set_display(**{name: on}))
    menu.addSeparator()
    for direction in Direction:
        shown = menu.addAction(direction_name(direction, geometry))
        shown.setCheckable(True)
        shown.setChecked(direction in sections.directions)
        shown.toggled.connect(lambda on, direction=direction: sections.show_direction(direction, on))
    menu.addSeparator()
    menu.addAction(tr("Enlarge this view"), sections.enlarge)
    group = QActionGroup(menu)
    for name, text in ARRANGEMENT_NAMES.items():
        arranged = menu.addAction(text)
        arranged.setCheckable(True)
        arranged.setChecked(name == sections.arrangement)
        arranged.triggered.connect(lambda _, name=name: sections.set_arrangement(name))
        group.addAction(arranged)
    return menu


def pop_up(sections: Any, geometry: Geometry | None, where: QPoint) -> None:
    """Show the menu at a place of the screen."""
    if geometry is not None:
        menu = view_menu(sections, geometry)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(where)
