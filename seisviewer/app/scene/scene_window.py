"""The window with the survey in three dimensions, beside the desk: it follows the 2D views, and they follow it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PyQt6.QtCore import Qt, QTimer
from PyQt6.QtGui import QCloseEvent, QHideEvent, QKeySequence, QShortcut, QShowEvent
from PyQt6.QtWidgets import QDialog, QHBoxLayout, QSlider, QVBoxLayout, QWidget

from seisviewer.app.live.filling.stored_source import StoredSource
from seisviewer.app.main_window.window_geometry import RememberedPlace
from seisviewer.app.scene.gl_check import why_no_scene
from seisviewer.app.scene.scene_frame import grid_axes
from seisviewer.app.scene.scene_space import scene_space
from seisviewer.app.scene.scene_surfaces import SceneSurfaces
from seisviewer.app.scene.slice_pictures import SlicePictures
from seisviewer.app.section_state import Position, SectionState
from seisviewer.app.sections.section_reader import SectionReader
from seisviewer.app.sections.section_views import SectionViews
from seisviewer.app.widgets.controls import check_box, quiet_button, sentence
from seisviewer.app.widgets.follows_theme import FollowsTheme
from seisviewer.app.widgets.plain_text import PlainLabel, as_plain
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction
from seisviewer.volumes.section_names import direction_name
from seisviewer.volumes.slice_orientation import north
from seisviewer.volumes.volume import Volume

if TYPE_CHECKING:
    from seisviewer.app.scene.scene_canvas import SceneCanvas

SIZE = (980, 640)
HEIGHTS = 5, 200, 45  # lowest, highest and first height of the box, in percent of its longer side
IS_2D = tr("A 2D line is a single section: there is nothing more to see of it in three dimensions.")
NO_SURVEY = tr("No survey is open.")
GESTURES = tr(
    "Drag a slice to move it, click on it to set the crosshair; drag beside it, or with the "
    "right button, to turn the scene; with the middle button, or Shift, to shift it; the "
    "wheel goes nearer"
)


class SceneWindow(FollowsTheme, QDialog):
    """Draws nothing while it is not seen. `canvas` is None where the display cannot draw in 3D: `said` says why then."""

    def __init__(
        self,
        state: SectionState,
        reader: SectionReader,
        views: SectionViews,
        stored: StoredSource,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(tr("3D scene"))
        self.resize(*SIZE)
        RememberedPlace(self, "scene")
        self._state = state
        why_not = why_no_scene()
        self.said = sentence(why_not)
        self.said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.canvas: SceneCanvas | None = None
        self._stale: list[Direction] = []
        if why_not:
            QVBoxLayout(self).addWidget(self.said)
            return
        self.pictures = SlicePictures(state, reader, views.views[Direction.INLINE].layers.layers)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._draw_next)
        self._build()
        self.surfaces = SceneSurfaces(state, self.canvas, lambda: stored.store, stored.changed, self)
        self.middle.addWidget(self.surfaces.panel)
        self._connect()
        self.follow_theme()

    def _build(self) -> None:
        from seisviewer.app.scene.scene_canvas import SceneCanvas

        self.canvas = SceneCanvas()
        self.canvas.setToolTip(GESTURES)
        self.boxes = {
            direction: check_box("", tr("Show the {direction} slice in the scene").format(direction=tr(direction)))
            for direction in Direction
        }
        for box in self.boxes.values():
            box.setChecked(True)
            box.toggled.connect(self._show_slices)
        lowest, highest, first = HEIGHTS
        self.height_slider = QSlider(Qt.Orientation.Horizontal, minimum=lowest, maximum=highest, value=first)
        self.height_slider.setToolTip(tr("How high the survey is drawn, beside how long it is"))
        self.height_slider.setMaximumWidth(160)
        self.exaggeration = PlainLabel()
        self.reset = quiet_button(tr("Whole survey"), tr("Look at the whole survey as at first (Home)"))
        self.above = quiet_button(tr("From above"), tr("Look down at the survey, north up (T)"))
        row = QHBoxLayout()
        for part in self.boxes.values():
            row.addWidget(part)
        row.addSpacing(12)
        row.addWidget(PlainLabel(tr("Height")))
        row.addWidget(self.height_slider)
        row.addWidget(self.exaggeration)
        row.addStretch(1)
        row.addWidget(self.above)
        row.addWidget(self.reset)
        self.row = row
        self.middle = QHBoxLayout()
        self.middle.addWidget(self.canvas, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.addLayout(row)
        column.addLayout(self.middle, 1)
        column.addWidget(self.said)

    def _connect(self) -> None:
        state, canvas = self._state, self.canvas
        canvas.slice_dragged.connect(self._move)
        canvas.spot_clicked.connect(lambda spot: state.set_position(Position(*spot)))
        self.height_slider.valueChanged.connect(lambda _: self._lay_out())
        self.reset.clicked.connect(canvas.reset_view)
        self.above.clicked.connect(canvas.look_from_above)
        for key, act in ((Qt.Key.Key_Home, canvas.reset_view), (Qt.Key.Key_T, canvas.look_from_above)):
            QShortcut(QKeySequence(key), self, act)
        state.volume_changed.connect(self._set_volume)
        state.position_changed.connect(self._follow)
        state.display_changed.connect(lambda _: self._show_exaggeration())
        self.pictures.changed.connect(self._mark)
        state.closing.on_stop(self._rest)

    # What it shows

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.canvas is not None:
            self._set_volume(self._state.volume)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self.canvas is not None:
            self._stale.clear()
            self.pictures.rest()
            self.surfaces.rest()
            self.canvas.clear_slices()

    def _rest(self) -> None:
        """The survey goes; where the window goes with it, this one does, too."""
        self._stale.clear()
        self.pictures.rest()
        if self.parentWidget() is not None and not self.parentWidget().isVisible():
            self.hide()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Out of sight only: what OpenGL has made is of use again."""
        self.hide()
        event.accept()

    def _set_volume(self, volume: Volume | None) -> None:
        if not self.isVisible():
            return
        self.canvas.clear_slices()
        shown = volume is not None and not volume.geometry.is_2d
        self.said.setText("" if shown else IS_2D if volume is not None else NO_SURVEY)
        self.said.setVisible(not shown)
        for part in (self.canvas, self.surfaces.panel):
            part.setVisible(shown)
        if not shown:
            self.canvas.set_space(None, None)
            return
        for direction, box in self.boxes.items():
            box.setText(direction_name(direction, volume.geometry))
        self._lay_out()
        self._follow(self._state.position)
        self._mark(None)
        self.surfaces.look()

    def _lay_out(self) -> None:
        volume = self._state.volume
        if volume is None or volume.geometry.is_2d:
            return
        geometry = volume.geometry
        space = scene_space(geometry, self.height_slider.value() / 100, self._state.display.velocity)
        self.canvas.set_space(space, grid_axes(geometry), has_north=north(geometry) is not None)
        self._show_exaggeration()

    def _show_exaggeration(self) -> None:
        """How many times longer a metre downward is drawn, where that is known."""
        volume = self._state.volume
        if volume is None or volume.geometry.is_2d:
            return
        times = scene_space(
            volume.geometry, self.height_slider.value() / 100, self._state.display.velocity
        ).exaggeration
        self.exaggeration.setText("" if times is None else f"× {times:.3g}")
        tip = "" if times is None else tr("How many times longer a metre downward is drawn than one across")
        self.exaggeration.setToolTip(as_plain(tip))

    def _follow(self, position: Position) -> None:
        """The 2D views have moved."""
        if not self.isVisible() or self._state.volume is None:
            return
        before = self.canvas.indices
        indices = {direction: position.along(direction) for direction in Direction}
        self.canvas.set_indices(indices)
        for direction, index in indices.items():
            if before.get(direction) != index:
                self._mark(direction)
        if len(self._stale) == 1:
            self._draw_next()  # with its outline: the scene is painted once and not twice

    def _move(self, direction: Direction, index: int) -> None:
        """A slice is dragged."""
        if self._state.volume is not None:
            self._state.set_position(self._state.position.moved(direction, index))

    def _show_slices(self) -> None:
        shown = frozenset(direction for direction, box in self.boxes.items() if box.isChecked())
        self.canvas.set_shown(shown)
        self._mark(None)

    def _mark(self, direction: Direction | None) -> None:
        """A slice looks different; it is drawn when nothing else waits."""
        if not self.isVisible():
            return
        for each in Direction if direction is None else (direction,):
            if each not in self._stale:
                self._stale.append(each)
        self._soon.start()

    def _draw_next(self) -> None:
        """One slice at a time: in between, the window answers."""
        volume = self._state.volume
        if not self._stale or volume is None or volume.geometry.is_2d or not self.isVisible():
            return
        direction = self._stale.pop(0)
        if self.boxes[direction].isChecked():
            index = self._state.position.along(direction)
            picture = self.pictures.picture(direction, index)
            if picture is not None:
                self.canvas.show_slice(direction, picture, index)
        if self._stale:
            self._soon.start()

    def _take_theme(self) -> None:
        self.canvas.dress(self.palette())


def show_scene(
    state: SectionState, reader: SectionReader, views: SectionViews, stored: StoredSource, window: QWidget
) -> SceneWindow:
    """Open the scene beside the window, or bring it to the front."""
    scene = next(iter(window.findChildren(SceneWindow)), None) or SceneWindow(state, reader, views, stored, window)
    scene.show()
    scene.raise_()
    scene.activateWindow()
    return scene
