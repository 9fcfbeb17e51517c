"""A desk with section views, paint tools and a hand that paints, for the tests of the painting room."""

from __future__ import annotations

import threading
from itertools import pairwise
from pathlib import Path

import numpy as np
from PyQt6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer
from PyQt6.QtGui import QImage, QMouseEvent
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QGraphicsItem

from seisviewer.app.painting.label_editor import LabelEditor
from seisviewer.app.painting.label_layer import LabelLayer
from seisviewer.app.painting.paint_tools import make_tools
from seisviewer.app.section_state import SectionState
from seisviewer.app.sections.section_reader import SectionReader
from seisviewer.app.sections.section_views import SectionViews
from seisviewer.progress import drive
from seisviewer.volumes.geometry import Direction
from seisviewer.volumes.open_choices import ArrayAxes
from seisviewer.workflows.survey_opening import open_path

INLINE, CROSSLINE, TIME = Direction
LEFT = Qt.MouseButton.LeftButton
SHAPE = (40, 50, 64)
LAYER = 8  # samples; the amplitude is constant in a layer and other in the next
MISSING = slice(44, 48)  # crosslines without traces


def write_survey(folder: Path) -> Path:
    """Flat layers with a gap of four crosslines."""
    cube = np.broadcast_to(100.0 * (1 + np.arange(SHAPE[2]) // LAYER), SHAPE).astype(np.float32)
    cube[:, MISSING] = np.nan
    np.save(folder / "layers.npy", cube)
    return folder / "layers.npy"


class Easel:
    """A desk with views, tools and labels, and a hand that paints."""

    def __init__(self, qtbot, survey: Path) -> None:
        self.qtbot, self.survey, self.state = qtbot, survey, SectionState()
        self.said: list[str] = []
        self.state.message.connect(self.said.append)
        self.state.problem.connect(self.said.append)
        self.reader = SectionReader(self.state, cube=False)
        self.sections = SectionViews(self.state, self.reader)
        self.label_editor = LabelEditor(self.state)
        self.tools = make_tools(self.state, self.label_editor)
        self.layer = LabelLayer(self.state)
        self.sections.add_layer(self.layer)
        qtbot.addWidget(self.sections)
        self.sections.resize(1100, 800)
        self.sections.show()
        qtbot.waitExposed(self.sections)
        self.open()

    def open(self) -> None:
        opened = drive(open_path(self.survey, axes=ArrayAxes(inline_start=100, crossline_start=500)))
        self.state.set_volume(opened.volume, opened.project)
        self.settle()

    def close(self) -> None:
        volume, project = self.state.volume, self.state.project
        self.state.set_volume(None)
        for each in (project, volume):
            if each is not None:
                each.close()

    def end(self) -> None:
        """Close it, and see that its threads have ended."""
        self.close()
        self.state.closing.stop()
        assert self.state.closing.wait(5.0)
        assert not [thread.name for thread in threading.enumerate() if thread.name.startswith("seisviewer")]

    def settle(self) -> None:
        """Until every view shows its section, and all that is drawn over it."""
        self.qtbot.waitUntil(lambda: all(self._ready(view) for view in self.sections.shown_views), timeout=30_000)

    def _ready(self, view) -> bool:
        wanted = self.state.volume.geometry.section(view.direction, self.state.position.along(view.direction))
        waiting = any(timer.isActive() for timer in view.box.findChildren(QTimer))  # to draw layers again
        return view.section == wanted and view.amplitudes() is not None and not waiting

    def use(self, name: str, **brush) -> None:
        self.state.set_brush(**brush)
        self.state.set_tool(self.tools[name])

    def go_to(self, direction: Direction, index: int) -> None:
        self.state.set_position(self.state.position.moved(direction, index))
        self.settle()

    def surface(self, direction: Direction):
        return self.sections.views[direction].canvas.viewport()

    def pixel(self, direction: Direction, row: float, column: float) -> QPoint:
        view = self.sections.views[direction]
        return view.canvas.mapFromScene(view.box.mapViewToScene(QPointF(row, column)))

    def hover(self, row: float, column: float, direction: Direction = INLINE) -> None:
        QTest.mouseMove(self.surface(direction), self.pixel(direction, row, column))
        QApplication.processEvents()

    def click(self, row: float, column: float, direction: Direction = INLINE) -> None:
        QTest.mouseClick(self.surface(direction), LEFT, pos=self.pixel(direction, row, column))

    def double_click(self, row: float, column: float, direction: Direction = INLINE) -> None:
        self.click(row, column, direction)
        QTest.mouseDClick(self.surface(direction), LEFT, pos=self.pixel(direction, row, column))
        QTest.mouseRelease(self.surface(direction), LEFT, pos=self.pixel(direction, row, column))

    def drag(self, *points: tuple[float, float], direction: Direction = INLINE, release: bool = True) -> None:
        surface, pixels = self.surface(direction), [self.pixel(direction, *point) for point in points]
        QTest.mousePress(surface, LEFT, pos=pixels[0])
        for start, end in pairwise(pixels):
            for part in (0.25, 0.5, 0.75, 1.0):
                QTest.mouseMove(surface, start + (end - start) * part)
        if release:
            QTest.mouseRelease(surface, LEFT, pos=pixels[-1])

    def send_move(self, place: QPoint, keys: Qt.KeyboardModifier, direction: Direction = INLINE) -> None:
        """Move with the left button and keys held, which QTest.mouseMove cannot."""
        surface = self.surface(direction)
        at, everywhere = QPointF(place), QPointF(surface.mapToGlobal(place))
        event = QMouseEvent(QEvent.Type.MouseMove, at, everywhere, Qt.MouseButton.NoButton, LEFT, keys)
        QApplication.sendEvent(surface, event)

    def labels(self, direction: Direction = INLINE) -> np.ndarray:
        return self.label_editor.labels(self.sections.views[direction].section)

    def blue_pixels(self, direction: Direction) -> np.ndarray:
        """Bool (height, width) of the drawing surface: where the screen shows class 2, the only blue thing on it."""
        image = self.sections.views[direction].canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGBX8888)
        pixels = np.frombuffer(image.constBits().asarray(image.sizeInBytes()), np.uint8)
        red, _, blue, _ = pixels.reshape(image.height(), image.width(), 4).astype(int).transpose(2, 0, 1)
        return blue - red > 40

    def preview_items(self) -> list[QGraphicsItem]:
        views = self.sections.views.values()
        return [item for view in views for item in view.box.childGroup.childItems() if item.zValue() >= 500]
