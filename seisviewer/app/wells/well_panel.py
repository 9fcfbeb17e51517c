"""The list of wells, and what is done with them."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QGridLayout,
    QVBoxLayout,
    QWidget,
)

from seisviewer.app.named_list import MORE, NAME, NamedList, ask_colour
from seisviewer.app.painting.swatch import swatch
from seisviewer.app.wells.facies_dialog import ask_facies
from seisviewer.app.wells.well_desk import WellDesk
from seisviewer.app.wells.well_dialogs import ask_export, ask_logs, ask_markers, ask_times, ask_wells
from seisviewer.app.widgets.controls import form, quiet_button, sentence
from seisviewer.app.widgets.numbered_rows import rows_of, tick
from seisviewer.app.widgets.plain_text import as_plain
from seisviewer.structure.wells.well import Well
from seisviewer.structure.wells.well_places import has_coordinates, why_not_in_depth
from seisviewer.translation import tr

NOTHING = tr(
    "No well yet: import the path of one (MD with inclination and azimuth, or with x, y and TVD), or a LAS file."
)
NO_PLACE = tr("The survey has no coordinates: wells cannot be placed in it.")
NO_LOG = tr("No log")


class WellPanel(QWidget):
    """A row a well: shown or not, colour, name, how deep it goes."""

    def __init__(self, desk: WellDesk) -> None:
        super().__init__()
        self._desk = desk
        self._build()
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.addWidget(self.list, 1)
        column.addWidget(self.said)
        column.addLayout(form((tr("Within"), self.distance), (tr("Log"), self.log)))
        grid = QGridLayout()
        for number, button in enumerate(self.buttons.values()):
            grid.addWidget(button, number // 3, number % 3)
        column.addLayout(grid)
        desk.changed.connect(self._show)
        self._show()

    def _build(self) -> None:
        desk = self._desk
        self.list = NamedList(desk, tr("Well"), tr("Depth"))
        self.said = sentence(NOTHING)
        self.distance = QDoubleSpinBox(minimum=0, maximum=100_000, decimals=0, singleStep=25, suffix=" m")
        self.distance.setKeyboardTracking(False)
        self.distance.setToolTip(
            tr("How far from a section a well may be to be drawn on it, projected at right angles")
        )
        self.distance.valueChanged.connect(lambda value: desk.state.set_overlays(well_distance=value))
        self.log = QComboBox()
        self.log.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.log.setToolTip(tr("The log that is drawn to the right of the wells"))
        self.log.currentIndexChanged.connect(lambda _: desk.state.set_overlays(well_log=self.log.currentData() or ""))
        self.buttons = {
            "import": quiet_button(tr("Import…"), tr("Take paths of wells over, or LAS files of vertical wells")),
            "times": quiet_button(tr("Times…"), tr("Give the chosen well its time–depth table or checkshot")),
            "markers": quiet_button(tr("Markers…"), tr("Give wells the markers of a file")),
            "logs": quiet_button(tr("Logs…"), tr("Give the chosen well the logs of a LAS file")),
            "facies": quiet_button(
                tr("Facies…"), tr("Label along the well by a log of facies, or compare the prediction with it")
            ),
            "go": quiet_button(tr("Go to"), tr("Take the views to the chosen well (Alt+G)")),
            "colour": quiet_button(tr("Colour…"), tr("Draw the chosen well in another colour")),
            "delete": quiet_button(tr("Delete"), tr("Take the chosen well away; one undo brings it back")),
            "export": quiet_button(tr("Export…"), tr("Write all wells as text and LAS files into a folder")),
        }
        commands = {
            "import": lambda: ask_wells(desk, self.window()),
            "times": lambda: ask_times(desk, self.window()),
            "markers": lambda: ask_markers(desk, self.window()),
            "logs": lambda: ask_logs(desk, self.window()),
            "facies": lambda: ask_facies(desk, self.window()),
            "go": desk.go_to,
            "colour": lambda: ask_colour(desk, self.window()),
            "delete": desk.delete,
            "export": lambda: ask_export(desk, self.window()),
        }
        for name, command in commands.items():
            self.buttons[name].clicked.connect(lambda _=False, command=command: command())

    def _show(self) -> None:
        desk, volume = self._desk, self._desk.state.volume
        with rows_of(self.list, [well.number for well in desk.wells], desk.chosen) as items:
            for item, well in zip(items, desk.wells, strict=True):
                item.setText(NAME, well.name)
                item.setText(MORE, f"{well.path.md[-1]:.0f} m")
                item.setIcon(NAME, swatch(well.colour))
                item.setCheckState(NAME, tick(desk.is_shown(well.number)))
                item.setToolTip(NAME, as_plain(_described(well)))
        self.said.setText(self._sentence())
        self.said.setVisible(bool(self.said.text()))
        self._show_looks()
        for name in ("times", "markers", "logs", "facies", "go", "colour", "delete"):
            self.buttons[name].setEnabled(desk.current is not None)
        self.buttons["export"].setEnabled(bool(desk.wells))
        self.buttons["import"].setEnabled(volume is not None)

    def _sentence(self) -> str:
        desk, volume = self._desk, self._desk.state.volume
        if volume is not None and not has_coordinates(volume.geometry):
            return NO_PLACE
        if not desk.wells:
            return NOTHING
        return (
            why_not_in_depth(volume.geometry, desk.current) if desk.current is not None and volume is not None else ""
        )

    def _show_looks(self) -> None:
        overlays = self._desk.state.overlays
        for part in (self.distance, self.log):
            part.blockSignals(True)
        self.distance.setValue(overlays.well_distance)
        self.log.clear()
        self.log.addItem(NO_LOG, "")
        for name in self._desk.log_names:
            self.log.addItem(name, name)
        self.log.setCurrentIndex(max(0, self.log.findData(overlays.well_log)))
        for part in (self.distance, self.log):
            part.blockSignals(False)


def _described(well: Well) -> str:
    """What is known of a well, in a line."""
    parts = [well.source or tr("source not known")]
    parts += [] if well.kb is None else [tr("kelly bushing at {kb:g} m").format(kb=well.kb)]
    parts.append(
        tr("{count} points of time and depth").format(count=len(well.times))
        if len(well.times)
        else tr("no time–depth table")
    )
    parts += [tr("{count} markers").format(count=len(well.markers))] * bool(well.markers) + [
        tr("{count} logs").format(count=len(well.logs))
    ] * bool(well.logs)
    return f"{well.name}: {', '.join(parts)}"
