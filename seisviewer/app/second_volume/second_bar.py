"""What stands above the sections while a second volume lies over them."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QHBoxLayout, QSlider, QWidget

from seisviewer.app.second_volume.second_volume import SecondVolume
from seisviewer.app.section_state import SectionState
from seisviewer.app.sections.colours.map_list import MapList
from seisviewer.app.widgets.controls import check_box, quiet_button
from seisviewer.app.widgets.elided_label import ElidedLabel
from seisviewer.app.widgets.plain_text import as_plain
from seisviewer.translation import tr


class SecondBar(QWidget):
    """Colours, opacity, swipe; the desk holds the values."""

    def __init__(self, state: SectionState, second: SecondVolume) -> None:
        super().__init__()
        self._state, self._second = state, second
        self.name = ElidedLabel()
        self.shown = check_box(tr("Show"), tr("Show or hide the second volume (Shift+O)"))
        self.swipe = check_box(
            tr("Swipe"), tr("Show it at the right of a divider that is dragged, in place of blending (Shift+I)")
        )
        self.colours = MapList(state)
        self.colours.setToolTip(tr("Colours of the second volume"))
        self.opacity = QSlider(Qt.Orientation.Horizontal)
        self.opacity.setRange(5, 100)
        self.opacity.setFixedWidth(110)
        self.opacity.setToolTip(tr("How far it hides what lies below it"))
        self.stop = quiet_button(tr("End"), tr("Take the second volume away"))
        for control in (self.shown, self.swipe, self.colours, self.opacity):
            control.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 2, 6, 2)
        row.addWidget(self.name, 1)
        for widget in (self.shown, self.swipe, self.colours, self.opacity, self.stop):
            row.addWidget(widget)
        self.shown.toggled.connect(lambda on: state.set_second(shown=on))
        self.swipe.toggled.connect(lambda on: state.set_second(swipe=on))
        self.colours.chosen.connect(lambda name: state.set_second(colour_map=name))
        self.opacity.valueChanged.connect(lambda share: state.set_second(opacity=share / 100))
        self.stop.clicked.connect(second.end)
        second.changed.connect(lambda _: self._show())
        state.second_changed.connect(lambda _: self._show())
        self._show()

    def _show(self) -> None:
        second, looks = self._second.second, self._state.second
        self.setVisible(second is not None)
        if second is None:
            return
        self.name.setText(tr("Second: {volume_path_name}").format(volume_path_name=second.volume.path.name))
        self.name.setToolTip(as_plain(f"{second.volume.path}\n{second.notice}".strip()))
        controls = (self.shown, self.swipe, self.colours, self.opacity)
        blocked = [(control, control.blockSignals(True)) for control in controls]
        self.shown.setChecked(looks.shown)
        self.swipe.setChecked(looks.swipe)
        self.colours.show_name(looks.colour_map)
        self.opacity.setValue(round(100 * looks.opacity))
        self.opacity.setEnabled(not looks.swipe)
        for control, before in blocked:
            control.blockSignals(before)
