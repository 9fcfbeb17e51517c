"""The survey from above: live traces, the lines on screen, the sections that carry labels. A click jumps there."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np
import pyqtgraph as pg
from PyQt6.QtCore import QSize, QTimer
from PyQt6.QtGui import QColor, QFontMetricsF, QTransform
from PyQt6.QtWidgets import QVBoxLayout, QWidget

from seisviewer.app.section_state import Position, SectionState
from seisviewer.app.sections.line_names import LineNames, NamedLine
from seisviewer.app.sections.line_steps import nearest_index, well_covered
from seisviewer.app.sections.oriented_box import OrientedBox
from seisviewer.app.sections.raster_item import Raster
from seisviewer.app.sections.section_canvas import SectionCanvas
from seisviewer.app.sections.view_header import LINE_COLOURS
from seisviewer.app.widgets.follows_theme import FollowsTheme
from seisviewer.app.widgets.plain_text import RichLabel
from seisviewer.app.widgets.plot_axes import colour_axes
from seisviewer.translation import tr
from seisviewer.volumes.geometry import LINES, Direction, SectionId
from seisviewer.volumes.map_grid import MapGrid
from seisviewer.volumes.slice_orientation import Orientation
from seisviewer.volumes.volume import Volume

LABEL_COLOUR = "#228be6"  # unlike the colours of the lines on screen
PLACE_COLOUR = "#ffd43b"
LIVE_ALPHA = 90
NORTH_UP = Orientation(downward=False, shape=1.0)
BETWEEN = 8  # pixels between two numbers below the map
MOST_NAMES = 40  # of 2D lines on the map
FOLLOW_MS = 30  # after the views have moved: who steps waits for them, not for the map


class MapHand(Protocol):
    """Who may take the left button on the map; True: it has, and the map is to do nothing itself. x, y: on the map."""

    def press(self, x: float, y: float) -> bool: ...
    def drag(self, x: float, y: float) -> bool: ...
    def release(self) -> None: ...
    def double_click(self) -> bool: ...


class SurveyMap(FollowsTheme, QWidget):
    """A map in the survey's coordinates, north up; in line numbers where the file has no coordinates. hand: takes the left
    button where it wants it; otherwise a click jumps there."""

    def __init__(self, state: SectionState) -> None:
        super().__init__()
        self._state = state
        self._grid: MapGrid | None = None
        self.hand: MapHand | None = None
        self._colours: np.ndarray | None = None
        self._plain: int | None = None  # the colour of the traces on screen, where they have no other ones
        self._build()
        state.volume_changed.connect(self._set_volume)
        self._follow = QTimer(self, singleShot=True, interval=FOLLOW_MS, timeout=self._show_position)
        state.position_changed.connect(lambda _: self._follow.isActive() or self._follow.start())
        state.labels_changed.connect(self._show_labelled)
        state.project_changed.connect(lambda _: self._show_labelled())
        self._set_volume(state.volume)

    def _build(self) -> None:
        self.box = OrientedBox(NORTH_UP)
        self.names = LineNames(self.box, self)
        axes = {side: _MapAxis(side) for side in ("left", "bottom")}
        self.plot_item = pg.PlotItem(viewBox=self.box, axisItems=axes, enableMenu=False)
        self.plot_item.hideButtons()
        self._live = Raster()
        self._best_lines = pg.PlotDataItem(connect="pairs")
        self._labelled = pg.PlotDataItem(pen=pg.mkPen(LABEL_COLOUR, width=4), connect="pairs")
        self._lines = {
            direction: pg.PlotDataItem(pen=pg.mkPen(LINE_COLOURS[direction], width=2))
            for direction in (Direction.CROSSLINE, Direction.INLINE)
        }
        self._places = pg.ScatterPlotItem(size=9, symbol="d", pen=pg.mkPen("black", width=1), brush=PLACE_COLOUR)
        self._spot = pg.ScatterPlotItem(size=9, pen=pg.mkPen("white", width=1), brush=LINE_COLOURS[Direction.INLINE])
        for item in (self._live, self._best_lines, self._labelled, *self._lines.values(), self._places, self._spot):
            self.box.addItem(item, ignoreBounds=True)
        self.canvas = SectionCanvas(self.plot_item)
        self.canvas.setToolTip(
            tr("Click to take the views there; Ctrl+wheel zooms, a double click shows the whole survey")
        )
        self.canvas.pressed.connect(self._press)
        self.canvas.dragged.connect(self._drag)
        self.canvas.released.connect(lambda *_: self.hand.release() if self.hand is not None else None)
        self.canvas.double_clicked.connect(self._double_click)
        self.note = RichLabel()
        self.note.setWordWrap(True)
        self.note.setContentsMargins(6, 2, 6, 4)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.canvas, 1)
        column.addWidget(self.note)
        self.plot_item.layout.setContentsMargins(6, 6, 10, 2)
        self.follow_theme()

    def sizeHint(self) -> QSize:
        return QSize(300, 280)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 180)

    def show_whole(self) -> None:
        """Zoom out until all of the survey is seen."""
        if self._grid is not None:
            low, high = self._grid.bounds
            self.box.setRange(xRange=(low[0], high[0]), yRange=(low[1], high[1]), padding=0.06)

    def mark_places(self, spots: Sequence[tuple[float, float]]) -> None:
        """Mark grid positions (inline index, crossline index), such as those where a label would tell most."""
        if self._grid is not None:
            places = [self._grid.place(*spot) for spot in spots]
            self._places.setData([x for x, _ in places], [y for _, y in places])

    def show_colours(self, colours: np.ndarray | None, *, labelled_lines: bool = True) -> None:
        """Colour the traces, uint8 RGBA (inlines, crosslines, 4), transparent where they stay as they are. labelled_lines:
        whether the lines that carry labels are drawn over them."""
        self._colours = colours
        self._labelled.setVisible(labelled_lines)
        if self._grid is not None:
            self._show_live()

    def add_below(self, widget: QWidget) -> None:
        """Put something between the map and its note."""
        self._column.insertWidget(1, widget)

    def _set_volume(self, volume: Volume | None) -> None:
        self._colours = self._plain = None
        self._grid = MapGrid(volume.geometry) if volume is not None else None
        for item in (self._best_lines, self._labelled, *self._lines.values()):
            item.setData([], [])
        self._spot.clear()
        self._places.clear()
        self._live.clear()
        self.note.clear()
        self.names.show((), QColor())
        if self._grid is None:
            return
        self.box.orient(replace(NORTH_UP, shape=self._grid.east_to_north))
        for axis, name in zip(("bottom", "left"), self._grid.axis_names, strict=True):
            self.plot_item.getAxis(axis).setLabel(name)
        self._show_live()
        self.show_whole()
        self._show_position()
        self._show_labelled()

    def _show_live(self) -> None:
        """Where there are traces: a picture of the grid, laid into the coordinates; a 2D line is just its line."""
        geometry = self._state.volume.geometry
        colour = QColor(self.palette().text().color())
        if geometry.is_2d:
            every = np.concatenate(
                [
                    self._ends(geometry.section(Direction.INLINE, line))
                    for line in range(geometry.inlines.count)
                    if not geometry.is_removed(line)
                ],
                axis=1,
            )
            self._best_lines.setData(*every, pen=pg.mkPen(QColor(*colour.getRgb()[:3], LIVE_ALPHA), width=2))
            self._show_names(colour)
            self._show_position()
            return
        self._best_lines.setData(
            *self._well_covered_lines(), pen=pg.mkPen(QColor(*colour.getRgb()[:3], LIVE_ALPHA), width=2)
        )
        # As numbers of 32 bits: large surveys have millions of traces.
        trace = np.array([colour.red(), colour.green(), colour.blue(), LIVE_ALPHA], np.uint8).view(np.uint32)[0]
        plain = None if self._colours is not None else int(trace)
        if plain is None or plain != self._plain:  # a new survey, other colours, or another theme
            picture = np.where(geometry.live, trace, np.uint32(0))
            if self._colours is not None:
                coloured = np.ascontiguousarray(self._colours).view(np.uint32)[..., 0]
                np.copyto(picture, coloured, where=self._colours[..., 3] > 0)
            self._live.show_rgba(picture.view(np.uint8).reshape(*picture.shape, 4))
        self._plain = plain
        (a, b, c), (d, e, f) = self._grid.affine
        self._live.setTransform(QTransform(a, d, b, e, c, f))

    def _well_covered_lines(self) -> np.ndarray:
        """Ends of the lines of a sparse survey that have most traces, (2, ends): thinner than a pixel in the picture."""
        geometry = self._state.volume.geometry
        ends = [np.zeros((2, 0))]
        if geometry.is_sparse:
            for direction in LINES:
                lines = np.flatnonzero(well_covered(geometry, direction))
                ends += [self._ends(geometry.section(direction, line)) for line in lines]
        return np.concatenate(ends, axis=1)

    def _show_position(self) -> None:
        if self._grid is None:
            return
        position = self._state.position
        for direction, line in self._lines.items():
            if direction is Direction.INLINE or not self._state.volume.geometry.is_2d:
                line.setData(*self._grid.line(direction, position.along(direction)))
        x, y = self._grid.place(position.inline, position.crossline)
        self._spot.setData([x], [y])

    def _show_labelled(self) -> None:
        project = self._state.project
        if self._grid is None:
            return
        sections = project.snapshot().sections_drawn_on if project is not None else ()
        ends = [self._ends(section) for section in sections if section.direction is not Direction.TIME]
        x, y = np.concatenate(ends, axis=1) if ends else ([], [])
        self._labelled.setData(x, y)
        counts = Counter(section.direction for section in sections)
        parts = [self._counted(direction, counts[direction]) for direction in Direction if counts[direction]]
        self.note.setText(
            tr('<span style="color:{label_colour}">━</span> labelled: {parts}').format(
                label_colour=LABEL_COLOUR, parts=", ".join(parts)
            )
            if parts
            else ""
        )

    def _counted(self, direction: Direction, count: int) -> str:
        """“2 inlines”."""
        geometry = self._state.volume.geometry
        one, many = {
            Direction.INLINE: (tr("1 inline"), tr("{count} inlines")),
            Direction.CROSSLINE: (tr("1 crossline"), tr("{count} crosslines")),
            Direction.TIME: (tr("1 time slice"), tr("{count} time slices"))
            if geometry.samples.is_time
            else (tr("1 depth slice"), tr("{count} depth slices")),
        }[direction]
        if geometry.is_2d:
            one, many = tr("1 line"), tr("{count} lines")
        return one if count == 1 else many.format(count=count)

    def _ends(self, section: SectionId) -> np.ndarray:
        """Both ends of a line; of a 2D line those of all its pieces, since it may be bent."""
        geometry = self._state.volume.geometry
        places = np.asarray(self._grid.line(section.direction, geometry.index(section)))
        return np.repeat(places, 2, axis=1)[:, 1:-1] if geometry.is_2d else places[:, [0, -1]]

    def _show_names(self, colour: QColor) -> None:
        """Of several 2D lines, where there are not too many, each at the beginning, the end or the middle of its line."""
        geometry = self._state.volume.geometry
        lines = geometry.lines if len(geometry.lines) <= MOST_NAMES else ()
        named = []
        for index, line in enumerate(lines):
            if not geometry.is_removed(index):
                last = geometry.length(index) - 1
                named.append(NamedLine(line.name, tuple(self._grid.place(index, at) for at in (0, last, last // 2))))
        self.names.show(named, colour)

    @property
    def grid(self) -> MapGrid | None:
        """Where grid positions lie; None without a survey."""
        return self._grid

    def _press(self, x: float, y: float) -> None:
        if self._grid is not None and not (self.hand is not None and self.hand.press(x, y)):
            self._jump(x, y)

    def _drag(self, x: float, y: float) -> None:
        if self._grid is not None and not (self.hand is not None and self.hand.drag(x, y)):
            self._jump(x, y)

    def _double_click(self, *_: float) -> None:
        if self.hand is None or not self.hand.double_click():
            self.show_whole()

    def _jump(self, x: float, y: float) -> None:
        if self._grid is None:
            return
        geometry = self._state.volume.geometry
        inline, crossline = self._grid.nearest(x, y)
        if self._state.display.skip_sparse and not geometry.is_2d:
            inline = nearest_index(well_covered(geometry, Direction.INLINE), inline)
            crossline = nearest_index(well_covered(geometry, Direction.CROSSLINE), crossline)
        self._state.set_position(Position(inline, crossline, self._state.position.sample))

    def _take_theme(self) -> None:
        palette = self.palette()
        self.canvas.setBackground(palette.base().color())
        colour_axes(self.plot_item, palette.text().color())
        if self._grid is not None:
            self._show_live()


class _MapAxis(pg.AxisItem):
    """Coordinates in full, in few ticks: the map is small and the numbers are long."""

    def __init__(self, side: str) -> None:
        super().__init__(side, maxTickLength=-4)
        self.enableAutoSIPrefix(False)
        self.setTickDensity(0.5 if side == "left" else 0.35)

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        places = max(0, math.ceil(-math.log10(spacing) - 1e-9))
        return [f"{value:.{places}f}".replace("-", "−") for value in values]

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, list[float]]]:
        """Only as many below the map as fit beside one another."""
        levels = super().tickValues(minVal, maxVal, size)[:1]
        if self.orientation != "bottom" or not levels or not len(levels[0][1]):
            return levels
        spacing, values = levels[0]
        font = self.style["tickFont"] or self.font()
        widest = max(QFontMetricsF(font).horizontalAdvance(text) for text in self.tickStrings(values, 1.0, spacing))
        every = math.ceil((widest + BETWEEN) * (maxVal - minVal) / (spacing * size))
        return [(spacing * every, values[::every])]
