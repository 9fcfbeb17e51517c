"""The window with the section along a random line, beside the desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

import pyqtgraph as pg
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QAction, QCloseEvent, QColor, QHideEvent, QShowEvent
from PyQt6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from seisviewer.app.main_window.window_geometry import RememberedPlace
from seisviewer.app.painting.label_editor import LabelEditor
from seisviewer.app.random_lines.line_drawing import COLOUR, DRAWING, LineDrawing
from seisviewer.app.random_lines.line_layers import LineLayers, LineSources
from seisviewer.app.random_lines.line_painting import LineEditor, LineTools
from seisviewer.app.random_lines.paint_row import KEYS, PaintRow
from seisviewer.app.random_lines.random_line_store import RandomLineStore
from seisviewer.app.section_state import Display, Position, SectionState
from seisviewer.app.sections.section_reader import SectionReader
from seisviewer.app.sections.section_view import SectionView
from seisviewer.app.wells.well_desk import WellDesk
from seisviewer.app.wells.wells_along import WellsAlong
from seisviewer.app.widgets.controls import quiet_button, sentence
from seisviewer.app.widgets.plain_text import PlainLabel
from seisviewer.errors import BadRequest
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction
from seisviewer.volumes.random_line import LONGEST_NAME, RandomLineVolume, distance_axis

SIZE = (980, 560)
NO_LINE = tr(
    "No line is drawn yet: press “Draw on the map” and click its nodes on the map of the "
    "survey; a double click ends it."
)
IS_2D = tr("A 2D line has no room for a random line: open a 3D survey.")
OWN = {"limit", "shows"}  # what the section has of its own: the limit follows from its samples


class RandomLineWindow(QDialog):
    """Shows the line in hand while it is seen. Amplitudes are those of the nearest traces; a click takes the views there,
    brush and eraser paint on those traces."""

    def __init__(
        self,
        state: SectionState,
        lines: RandomLineStore,
        drawing: LineDrawing,
        sources: LineSources,
        wells: WellDesk,
        label_editor: LabelEditor,
        actions: Mapping[str, QAction],
        parent: QWidget | None = None,
    ) -> None:
        """actions: of the window, by name; those that paint work here too."""
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(tr("Random line"))
        self.resize(*SIZE)
        RememberedPlace(self, "random line")
        self._state, self._lines, self._drawing = state, lines, drawing
        self._shown: RandomLineVolume | None = None
        self._marks: list[pg.InfiniteLine] = []
        self.desk = SectionState()
        self.desk.closing = state.closing  # what reads the survey here ends with it
        self.reader = SectionReader(self.desk, cube=False)
        self.view = SectionView(self.desk, Direction.INLINE, self.reader)
        self.view.header.hide()
        self.layers = LineLayers(state, sources)
        self.wells = WellsAlong(wells)
        for layer in (self.layers, self.wells):
            self.view.add_layer(layer)
        self.editor = LineEditor(label_editor, self.layers.painted)
        self.tools = LineTools(state, self.desk, self.editor)
        for part in (self.desk, self.reader, self.layers, self.wells, self.tools):
            part.setParent(self)
        self.addActions([actions[name] for name in KEYS])
        self.paint = PaintRow(state, label_editor, self.desk, actions)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.names = QComboBox()
        self.names.setEditable(True)
        self.names.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.names.lineEdit().setMaxLength(LONGEST_NAME)
        self.names.setMinimumWidth(160)
        self.names.setToolTip(tr("The line that is shown; write another name over it and press Return"))
        self.draw = quiet_button(tr("Draw on the map"), DRAWING)
        self.draw.setCheckable(True)
        self.delete = quiet_button(tr("Delete"), tr("Drop this line; its labels stay in the survey"))
        self.undo = quiet_button(tr("Undo lines"), tr("Take back the last change of the lines"))
        self.nodes = PlainLabel()
        self.said = sentence()
        self.said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row = QHBoxLayout()
        for part in (self.names, self.draw, self.delete, self.undo):
            row.addWidget(part)
        row.addSpacing(8)
        row.addWidget(self.nodes, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.addLayout(row)
        column.addWidget(self.paint)
        column.addWidget(self.view, 1)
        column.addWidget(self.said, 1)

    def _connect(self) -> None:
        state, lines = self._state, self._lines
        self.names.activated.connect(lines.choose)
        self.names.lineEdit().returnPressed.connect(self._rename)
        self.draw.toggled.connect(self._drawing.set_drawing)
        self._drawing.ended.connect(lambda: self.draw.setChecked(False))
        self.delete.clicked.connect(lines.delete)
        self.undo.clicked.connect(lines.undo)
        lines.changed.connect(self._show)
        state.volume_changed.connect(lambda _: self._clear())
        state.display_changed.connect(self._take_display)
        self.desk.display_changed.connect(lambda _: self._name_axis())
        self.desk.position_changed.connect(self._go_to)

    # What it shows

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._take_display(self._state.display)
        self._show()
        self.view.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.draw.setChecked(False)
        self._clear()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.hide()
        event.accept()

    def _show(self) -> None:
        """The line in hand, where it is another one than before."""
        lines, line, volume = self._lines.lines, self._lines.line, self._state.volume
        blocked = self.names.blockSignals(True)
        self.names.clear()
        self.names.addItems([each.name for each in lines])
        self.names.setCurrentIndex(self._lines.chosen)
        self.names.blockSignals(blocked)
        for part in (self.names, self.delete):
            part.setEnabled(line is not None)
        self.undo.setEnabled(self._lines.can_undo)
        if not self.isVisible():
            return
        is_2d = volume is not None and volume.geometry.is_2d
        self.draw.setEnabled(volume is not None and not is_2d)
        if volume is None or line is None or is_2d:
            self._clear()
            self._say(IS_2D if is_2d else NO_LINE)
            return
        if self._shown is not None and self._shown.line.nodes == line.nodes:
            return
        try:
            along = RandomLineVolume(volume, line)
        except BadRequest as error:
            self._clear()
            self._say(str(error))
            return
        self._say("")
        self._shown = along
        self.editor.path = along.path_along
        self.desk.set_volume(along)
        self._name_axis()
        self._mark_nodes()
        self.nodes.setText(
            tr("{count} traces, the nearest ones along {line}").format(count=along.path_along.count, line=line)
        )
        self.nodes.setToolTip(tr("inline,crossline of the nodes"))
        self.layers.follow(along)
        self.wells.follow(along)

    def _say(self, text: str) -> None:
        self.said.setText(text)
        self.said.setVisible(bool(text))
        self.view.setVisible(not text)
        self.paint.setVisible(not text)

    def _clear(self) -> None:
        self._shown = None
        for mark in self._marks:
            self.view.box.removeItem(mark)
        self._marks = []
        self.nodes.setText("")
        self.layers.rest()
        self.wells.follow(None)
        self.desk.set_volume(None)

    def _name_axis(self) -> None:
        """The axis counts the distance along the line, and not its traces."""
        if self._shown is not None and self._state.volume is not None:
            self.view.axes[0].set_grid(distance_axis(self._state.volume.geometry, self._shown.path_along))

    def _mark_nodes(self) -> None:
        for mark in self._marks:
            self.view.box.removeItem(mark)
        self._marks = []
        path, line = self._shown.path_along, self._shown.line
        paper = QColor(self.palette().base().color())
        paper.setAlpha(190)
        for place, (inline, crossline) in zip(path.nodes.tolist(), line.nodes, strict=True):
            at_end = place > 0.5 * path.count
            mark = pg.InfiniteLine(
                place, 90, pen=pg.mkPen(COLOUR, width=1, style=Qt.PenStyle.DashLine), label=f"{inline}, {crossline}",
                labelOpts={"position": 0.04, "color": COLOUR, "fill": paper, "anchors": [(1, 0), (1, 0)] if at_end else [(0, 0), (0, 0)]},
            )  # fmt: skip
            mark.setZValue(50)
            self.view.box.addItem(mark, ignoreBounds=True)
            self._marks.append(mark)

    def _take_display(self, display: Display) -> None:
        self.desk.set_display(**{name: value for name, value in asdict(display).items() if name not in OWN})

    # What is done in it

    def _rename(self) -> None:
        self._lines.change(name=self.names.currentText().strip())

    def _go_to(self, position: Position) -> None:
        """The crosshair of the survey goes to the trace under that of the line."""
        if self._shown is None or not self.isVisible() or not self.view.canvas.is_pressed:
            return
        path = self._shown.path_along
        trace = min(position.crossline, path.count - 1)
        self._state.set_position(Position(int(path.inlines[trace]), int(path.crosslines[trace]), position.sample))
