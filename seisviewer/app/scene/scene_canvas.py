"""The drawing in three dimensions: slices to take hold of, the frame around them, an eye that moves.

Imported only where `gl_check` has found that it can be.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from OpenGL import GL
from PyQt6.QtCore import QEvent, QPointF, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QColor, QMouseEvent, QPainter, QPalette, QPen, QWheelEvent
from pyqtgraph import Vector
from pyqtgraph.opengl import GLViewWidget

from seisviewer.app.scene.scene_frame import SceneText, edges, numbered_edges
from seisviewer.app.scene.scene_items import LinesItem, SliceItem, SurfaceItem, forget_programs, transform
from seisviewer.app.scene.scene_space import EXTENT, Ray, SceneSpace, dragged_index, met_slice
from seisviewer.app.scene.surfaces import Surface
from seisviewer.app.sections.view_header import LINE_COLOURS
from seisviewer.app.widgets.pointer_canvas import LEAST_PINCH
from seisviewer.volumes.geometry import Direction
from seisviewer.volumes.section_axes import IndexAxis

FIRST_LOOK = {"distance": 2.6 * EXTENT, "elevation": 28.0, "azimuth": -115.0}
FIELD_OF_VIEW = 40.0  # degrees
NEAREST, FARTHEST = 0.1 * EXTENT, 20 * EXTENT
CLICK_PIXELS = 3
FRAME_MS = 16
ARROW = 26  # pixels
PATH_WIDTH, NAME_ABOVE = 3.0, (0.0, 0.0, 0.03 * EXTENT)
Place = tuple[float, float, float]


@dataclass(frozen=True)
class ScenePath:
    """A line through the survey, such as a well. places: float (places, 3), grid positions; its name stands at the first."""

    name: str
    places: np.ndarray = field(repr=False)
    colour: QColor


class SceneCanvas(GLViewWidget):
    """Left drag on a slice moves it, elsewhere it turns the scene, as the right button does everywhere; the middle button, or
    Shift and the left one, shifts it; the wheel goes nearer.

    slice_dragged: a Direction and the index that the slice is to go to, once a frame at most. spot_clicked: the grid
    position (inline, crossline, sample) of a click on a slice.
    """

    slice_dragged = pyqtSignal(object, int)
    spot_clicked = pyqtSignal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setMouseTracking(True)
        self.setMinimumSize(320, 240)
        self._space: SceneSpace | None = None
        self._axes: tuple[IndexAxis, IndexAxis, IndexAxis] | None = None
        self._has_north = False
        self._indices: dict[Direction, int] = {}
        self._shown: frozenset[Direction] = frozenset(Direction)
        self._slices: dict[Direction, SliceItem] = {}
        self._pictures: dict[Direction, tuple[np.ndarray, int]] = {}
        self._frame, self._ticks = LinesItem(), LinesItem()
        self._outlines = {direction: LinesItem(pairs=False) for direction in Direction}
        self._surfaces: dict[str, list[SurfaceItem]] = {}
        self._lines: list[LinesItem] = []
        self._paths: tuple[ScenePath, ...] = ()
        self._texts: tuple[SceneText, ...] = ()
        self._hovered: Direction | None = None
        self._held: tuple[Direction, Place] | None = None
        self._pressed: QPointF | None = None
        self._last = QPointF()
        self._asked: tuple[Direction, int] | None = None
        self._soon = QTimer(self, singleShot=True, interval=FRAME_MS)
        self._soon.timeout.connect(self._tell_drag)
        self.reset_view()
        for item in (self._frame, self._ticks, *self._outlines.values()):
            item.setVisible(False)
            self.addItem(item)

    # What is shown

    def set_space(
        self, space: SceneSpace | None, axes: tuple[IndexAxis, IndexAxis, IndexAxis] | None, *, has_north: bool = False
    ) -> None:
        """Another survey, or the same one in another height. Slices keep their pictures, which are laid anew."""
        self._space, self._axes, self._has_north = space, axes, has_north
        self._held = self._hovered = None
        for item in (self._frame, self._ticks):
            item.setVisible(space is not None)
        if space is None:
            self.clear_slices()
            self._texts = ()
            return
        for direction, (picture, index) in list(self._pictures.items()):
            self.show_slice(direction, picture, index)
        self._frame.show_lines(edges(space), self.palette().text().color())
        self._lay_surfaces()
        self._draw_outlines()
        self.update()

    def show_slice(self, direction: Direction, picture: np.ndarray, index: int) -> None:
        """picture: uint8 RGBA (columns, rows, 4) of the section at `index`."""
        self._pictures[direction] = picture, index
        if direction not in self._slices:
            self._slices[direction] = SliceItem(picture)
            self.addItem(self._slices[direction])
        item = self._slices[direction]
        height, width = picture.shape[:2]
        item.show_picture(picture, self._space.slice_matrix(direction, index, (width, height)))
        item.setVisible(direction in self._shown)

    @property
    def indices(self) -> dict[Direction, int]:
        """Where the slices stand."""
        return dict(self._indices)

    def clear_slices(self) -> None:
        """Take the pictures away, as before another survey."""
        for item in self._slices.values():
            item.setVisible(False)  # kept: its place in the graphics memory is used again
        self._pictures.clear()
        for item in self._outlines.values():
            item.setVisible(False)

    def set_indices(self, indices: dict[Direction, int]) -> None:
        """Where the slices stand; their pictures may still be on the way."""
        self._indices = dict(indices)
        self._draw_outlines()

    def set_shown(self, directions: frozenset[Direction]) -> None:
        """Which of the slices are seen."""
        self._shown = directions
        for direction, item in self._slices.items():
            item.setVisible(direction in directions and direction in self._pictures)
        self._draw_outlines()

    def show_surfaces(self, kind: str, surfaces: dict[int, tuple[Surface, QColor]]) -> None:
        """Draw these surfaces of a kind, and no other ones; by number, each with its colour."""
        for item in self._surfaces.pop(kind, ()):
            self.removeItem(item)
        items = [SurfaceItem(surface, colour) for surface, colour in surfaces.values()]
        self._surfaces[kind] = items
        for item in items:
            self.addItem(item)
        self._lay_surfaces()

    def show_paths(self, paths: Sequence[ScenePath]) -> None:
        """Draw these paths, and no other ones."""
        for item in self._lines:
            self.removeItem(item)
        self._paths, self._lines = tuple(paths), []
        for path in paths:
            item = LinesItem(pairs=False)
            item.show_lines(path.places, path.colour, PATH_WIDTH)
            self._lines.append(item)
            self.addItem(item)
        self._lay_surfaces()

    def _lay_surfaces(self) -> None:
        if self._space is not None:
            for item in (*(item for items in self._surfaces.values() for item in items), *self._lines):
                item.setTransform(transform(self._space.matrix))

    def reset_view(self) -> None:
        """Look at the whole survey from where one looks at first: north is away."""
        self.setCameraParams(center=Vector(0, 0, 0), fov=FIELD_OF_VIEW, **FIRST_LOOK)

    def look_from_above(self) -> None:
        """As on the map: north is up."""
        self.setCameraParams(
            center=Vector(0, 0, 0), fov=FIELD_OF_VIEW, distance=2.2 * EXTENT, elevation=90.0, azimuth=-90.0
        )

    def dress(self, palette: QPalette) -> None:
        """Take the colours of the theme."""
        self.setBackgroundColor(palette.base().color())
        if self._space is not None:
            self._frame.show_lines(edges(self._space), palette.text().color())
        self._draw_outlines()

    # How it is drawn

    def initializeGL(self) -> None:
        forget_programs()
        super().initializeGL()

    def paintGL(self) -> None:
        if self._space is not None:
            self._renew_frame()
        super().paintGL()
        if self._space is not None:
            self._write()

    def _renew_frame(self) -> None:
        """Numbers stand on the edges that the eye has before it."""
        colour = self.palette().text().color()
        ticks, self._texts = numbered_edges(self._space, self._axes, self._eye, self._to_the_right)
        self._ticks.show_lines(ticks, colour)

    def _draw_outlines(self) -> None:
        for direction, item in self._outlines.items():
            there = self._space is not None and direction in self._indices and direction in self._shown
            item.setVisible(there)
            if there:
                active = direction is self._hovered
                points = self._space.outline(direction, self._indices[direction])
                item.show_lines(points, QColor(LINE_COLOURS[direction]), 4.0 if active else 2.0)

    def _write(self) -> None:
        GL.glDisable(GL.GL_DEPTH_TEST)  # a painter does not, and what it writes would lie behind everything
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        painter.setPen(self.palette().text().color())
        names = [SceneText(path.name, self._space.places(path.places[:1])[0] + NAME_ABOVE) for path in self._paths]
        texts = (*self._texts, *names)
        font, spots = painter.font(), self._on_screen(np.array([text.place for text in texts]))
        for text, middle in zip(texts, spots, strict=True):
            if font.bold() != text.is_title:
                font.setBold(text.is_title)
                painter.setFont(font)
            metrics = painter.fontMetrics()
            width = metrics.horizontalAdvance(text.text)
            left = min(max(middle.x() - width / 2, 2), self.width() - width - 2)
            painter.drawText(QPointF(left, middle.y() + metrics.ascent() / 2 - 1), text.text)
        if self._has_north:
            self._draw_north(painter)
        painter.end()

    def _draw_north(self, painter: QPainter) -> None:
        """An arrow in the corner that lies as north does in the scene."""
        azimuth, elevation = (math.radians(self.opts[name]) for name in ("azimuth", "elevation"))
        # North in the plane of the screen: to the right, and upward as far as one looks from above.
        across, upward = math.cos(azimuth), -math.sin(azimuth) * math.sin(elevation)
        middle = QPointF(self.width() - 2 * ARROW, 2 * ARROW)
        tip = QPointF(middle.x() + ARROW * across, middle.y() - ARROW * upward)
        length = math.hypot(across, upward)
        if length < 0.05:
            return
        painter.setPen(QPen(self.palette().text().color(), 2))
        painter.drawLine(QPointF(2 * middle.x() - tip.x(), 2 * middle.y() - tip.y()), tip)
        for turn in (2.6, -2.6):
            angle = math.atan2(-upward, across) + turn
            painter.drawLine(tip, QPointF(tip.x() + 10 * math.cos(angle), tip.y() + 10 * math.sin(angle)))
        beyond = QPointF(
            middle.x() + (ARROW + 11) * across / max(length, 0.6), middle.y() - (ARROW + 11) * upward / max(length, 0.6)
        )
        painter.drawText(QPointF(beyond.x() - 5, beyond.y() + 5), "N")

    # Where things are

    @property
    def _eye(self) -> np.ndarray:
        eye = self.cameraPosition()
        return np.array([eye.x(), eye.y(), eye.z()])

    @property
    def _to_the_right(self) -> np.ndarray:
        azimuth = math.radians(self.opts["azimuth"])
        return np.array([-math.sin(azimuth), math.cos(azimuth), 0.0])

    def _matrix(self) -> np.ndarray:
        """Float (4, 4), from the scene to what is seen, -1 to 1 across and upward."""
        view = self.getViewport()
        product = self.projectionMatrix(view, view) * self.viewMatrix()
        return np.array(product.data(), float).reshape(4, 4).T

    def _on_screen(self, places: np.ndarray) -> list[QPointF]:
        """Pixels of places in the scene, float (places, 3)."""
        x, y, _, w = self._matrix() @ np.column_stack([places, np.ones(len(places))]).T
        w = np.where(np.abs(w) > 1e-9, w, 1e-9)
        across, down = (x / w + 1) / 2 * self.width(), (1 - y / w) / 2 * self.height()
        return [QPointF(*spot) for spot in zip(across.tolist(), down.tolist(), strict=True)]

    def ray(self, spot: QPointF) -> Ray:
        """The line of sight through a pixel."""
        across = 2 * spot.x() / max(self.width(), 1) - 1
        upward = 1 - 2 * spot.y() / max(self.height(), 1)
        ends = np.linalg.solve(self._matrix(), np.array([[across, upward, -1, 1], [across, upward, 0.9, 1]]).T)
        near, far = (ends[:3] / ends[3]).T
        return Ray(self._eye, (far - near) / np.linalg.norm(far - near))

    def slice_at(self, spot: QPointF) -> tuple[Direction, Place] | None:
        """The slice under a pixel, and the grid position there."""
        if self._space is None:
            return None
        standing = {each: float(index) for each, index in self._indices.items() if each in self._shown}
        return met_slice(self._space, self.ray(spot), standing)

    # What the hands do

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._last = self._pressed = event.position()
        left = event.button() == Qt.MouseButton.LeftButton and not event.modifiers()
        self._held = self.slice_at(event.position()) if left else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        spot, moved = event.position(), event.position() - self._last
        buttons, shift = event.buttons(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self._last = spot
        if not buttons:
            self._hover(spot)
        elif self._held is not None:
            if not self._is_click(spot):
                self._drag(spot)
        elif buttons == Qt.MouseButton.MiddleButton or (buttons == Qt.MouseButton.LeftButton and shift):
            self.pan(moved.x(), moved.y(), 0, relative="view")
        else:
            self.orbit(-moved.x() / 3, moved.y() / 3)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        held, self._held = self._held, None
        self._tell_drag()
        if held is not None and self._is_click(event.position()):
            self.spot_clicked.emit(tuple(round(at) for at in held[1]))
        self._pressed = None
        self._hover(event.position())

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._come_nearer(0.999 ** (event.angleDelta().y() or event.angleDelta().x()))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.NativeGesture and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self._come_nearer(1 / max(1 + event.value(), LEAST_PINCH))
            return True
        return super().event(event)

    def _come_nearer(self, factor: float) -> None:
        self.setCameraPosition(distance=float(np.clip(self.opts["distance"] * factor, NEAREST, FARTHEST)))

    def leaveEvent(self, event: object) -> None:
        self._hovered = None
        self._draw_outlines()

    def _is_click(self, spot: QPointF) -> bool:
        """Whether the pointer is still where the button was pressed."""
        if self._pressed is None:
            return False
        if (spot - self._pressed).manhattanLength() > CLICK_PIXELS:
            self._pressed = None  # it was moved: coming back makes no click of it
            return False
        return True

    def _hover(self, spot: QPointF) -> None:
        found = self.slice_at(spot)
        hovered = found[0] if found is not None else None
        if hovered is not self._hovered:
            self._hovered = hovered
            self.setCursor(Qt.CursorShape.SizeAllCursor if hovered is not None else Qt.CursorShape.ArrowCursor)
            self._draw_outlines()

    def _drag(self, spot: QPointF) -> None:
        direction, place = self._held
        index = dragged_index(self._space, direction, place, self.ray(spot))
        if index is not None:
            self._asked = direction, round(index)
            if not self._soon.isActive():
                self._soon.start()

    def _tell_drag(self) -> None:
        self._soon.stop()
        if self._asked is not None:
            asked, self._asked = self._asked, None
            self.slice_dragged.emit(*asked)
