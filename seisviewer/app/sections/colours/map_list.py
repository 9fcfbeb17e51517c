"""The list of colour maps of amplitudes, those of plugins last; these are imported when they are chosen."""

from __future__ import annotations

from PyQt6.QtCore import QSize, pyqtSignal
from PyQt6.QtGui import QIcon
from PyQt6.QtWidgets import QComboBox

from seisviewer.app.section_state import SectionState
from seisviewer.app.sections.colours.colour_bar import map_icon
from seisviewer.app.topics import Topic
from seisviewer.errors import PluginError
from seisviewer.pictures.colour_maps import ColourMap, amplitude_maps, checked_map
from seisviewer.translation import tr

SHORTEST = 6  # letters of its name that the chosen colour map always shows


class MapList(QComboBox):
    """chosen: emitted with the name of the map that a user chose. One that fails says so, and leaves the list."""

    chosen = pyqtSignal(str)

    def __init__(self, state: SectionState) -> None:
        super().__init__()
        self._state, self._shown = state, ""
        self.setIconSize(QSize(64, 14))
        self._fill()
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(SHORTEST)
        self.currentIndexChanged.connect(lambda _: self._choose())
        state.colour_maps_changed.connect(self.renew)

    def renew(self) -> None:
        """List those that there are now."""
        before = self.blockSignals(True)
        self.clear()
        self._fill()
        self.blockSignals(before)
        self.show_name(self._shown)

    def _fill(self) -> None:
        for each in amplitude_maps().values():
            icon = QIcon(map_icon(each)) if isinstance(each, ColourMap) else QIcon()
            self.addItem(icon, tr(each.title), each.name)

    def show_name(self, name: str) -> None:
        """Turn to a map, the first for one that is not there; nothing is emitted."""
        before = self.blockSignals(True)
        self.setCurrentIndex(max(0, self.findData(name)))
        self.blockSignals(before)
        self._shown = self.currentData()

    def _choose(self) -> None:
        place, name = self.currentIndex(), self.currentData()
        try:
            found = checked_map(name)
        except PluginError as error:
            before = self.blockSignals(True)
            self.removeItem(place)
            self.blockSignals(before)
            self.show_name(self._shown)
            self._state.report(str(error), Topic.PLUGINS)
            return
        if self.itemIcon(place).isNull():
            self.setItemIcon(place, QIcon(map_icon(found)))
        self._shown = name
        self.chosen.emit(name)
