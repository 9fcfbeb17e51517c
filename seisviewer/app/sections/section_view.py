"""One section on screen: amplitudes with layers over them, axes, crosshair, and what the pointer does there."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QHideEvent, QShowEvent
from PyQt6.QtWidgets import QVBoxLayout, QWidget

from seisviewer.app.section_state import Position, SectionState
from seisviewer.app.sections.axes import GridAxis, section_plot
from seisviewer.app.sections.colours import amplitude_colours
from seisviewer.app.sections.crosshair import Crosshair
from seisviewer.app.sections.line_steps import next_index, well_covered
from seisviewer.app.sections.missing_trace_hatch import MissingBackground
from seisviewer.app.sections.oriented_box import OrientedBox, Span
from seisviewer.app.sections.overlay_layers import Layer, LayerStack
from seisviewer.app.sections.pointer_actions import PointerActions
from seisviewer.app.sections.pointer_reading import place_of
from seisviewer.app.sections.raster_item import Raster
from seisviewer.app.sections.section_canvas import SectionCanvas
from seisviewer.app.sections.section_reader import Picture, SectionReader
from seisviewer.app.sections.view_corners import ViewCorners
from seisviewer.app.sections.view_header import ViewHeader
from seisviewer.app.sections.wiggle_traces import Wiggles
from seisviewer.app.sections.zoom_level import PixelSize
from seisviewer.app.widgets.follows_theme import FollowsTheme
from seisviewer.pictures.amplitude_indices import indices
from seisviewer.volumes.display_cube import to_amplitudes
from seisviewer.volumes.geometry import Direction, Geometry, SectionId
from seisviewer.volumes.section_axes import section_axes
from seisviewer.volumes.section_lengths import TRACES, cell_shape, length_unit, step_lengths, trace_places
from seisviewer.volumes.slice_orientation import BY_NUMBER, TRACES_ACROSS, Orientation, north, slice_orientation
from seisviewer.volumes.volume import Volume

AHEAD = 3
LEAST_PIXELS, MOST_CELLS = 2, 12
ENOUGH = 0.75  # pixels of the screen for each cell of a level: while stepping nobody sees the difference
NEARLY = 1.01


class SectionView(FollowsTheme, QWidget):
    """A section of one direction at the crosshair of the desk.

    The plot counts indices: x is the first axis of the section's array, y the second; whole numbers are the centres of
    traces and samples, so that round(x), round(y) index the array. Samples run downward. `plot_item` takes further
    items in these coordinates, for previews of paint tools.

    range_changed: what part of the section is on screen has changed. section_shown: a SectionId came on screen.
    renewed: another section came on screen, or the amplitudes of the one that is there. used: the pointer came in or a
    button was pressed.
    """

    range_changed = pyqtSignal()
    section_shown = pyqtSignal(object)
    renewed = pyqtSignal()
    used = pyqtSignal()

    def __init__(self, state: SectionState, direction: Direction, reader: SectionReader) -> None:
        super().__init__()
        self.direction, self._state, self._reader = direction, state, reader
        self.section: SectionId | None = None
        self._wanted: SectionId | None = None
        self._asked: dict[SectionId, int] = {}  # since the last section that was wanted came, with running numbers
        self._ahead, self._serial = 1, 0
        self._amplitudes: np.ndarray | None = None
        self._drawn_step, self._drawn_limit = 1, 0.0  # of the picture on screen; no limit where amplitudes were drawn
        self._covered = np.ones(0, bool)
        self._build()
        self._connect()
        self.set_volume(state.volume)

    def _build(self) -> None:
        self.axes = GridAxis("top"), GridAxis("left")
        self.box = OrientedBox(TRACES_ACROSS if self._is_vertical else BY_NUMBER)
        self.plot_item = section_plot(self.box, *self.axes)
        self._background = MissingBackground()
        self._raster = Raster(smooth=True)
        self._wiggles = Wiggles(self.box, self._raster)
        self._crosshair = Crosshair(self.box, self.direction)
        for item in (self._background, self._raster):
            self.box.addItem(item, ignoreBounds=True)
        self.canvas = SectionCanvas(self.plot_item)
        self.corners = ViewCorners(self.canvas, self.box)
        self._pixel = PixelSize(self.box)
        self.layers = LayerStack(self.box, self._pixel, self.corners.caption)
        self.header = ViewHeader(self.direction)
        PointerActions(self._state, self, self.canvas)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.canvas, 1)
        self.follow_theme()

    def _connect(self) -> None:
        state, canvas = self._state, self.canvas
        state.volume_changed.connect(self.set_volume)
        state.position_changed.connect(self._move_to)
        state.labels_changed.connect(self._show_checking)
        state.project_changed.connect(self._show_checking)
        state.display_changed.connect(self._redisplay)
        state.tool_changed.connect(lambda tool: canvas.rest_on(None if tool is None else tool.cursor))
        self._reader.section_ready.connect(self._take)
        self._reader.picture_ready.connect(self._take_picture)
        self._reader.failed.connect(self._give_up)
        self.header.stepped.connect(self.step)
        self.header.jumped.connect(self.go_to)
        self.header.done.connect(lambda: canvas.setFocus(Qt.FocusReason.OtherFocusReason))
        canvas.stepped.connect(self.step)
        canvas.used.connect(self.used)
        self.layers.captions_changed.connect(self.corners.place_caption)
        self._pixel.changed.connect(self._redraw_sparse)
        self._pixel.changed.connect(self._refine)
        self.box.sigRangeChanged.connect(self._range_changed)

    def amplitudes(self) -> np.ndarray | None:
        """float32 amplitudes of the section on screen, or None while they are not read."""
        return self._amplitudes

    def shown_amplitudes(self) -> np.ndarray | None:
        """float32 amplitudes of the section on screen, or, while they are not read, those that are drawn in their place,
        in 254 steps; None where nothing is drawn."""
        if self._amplitudes is not None or self.section is None:
            return self._amplitudes
        levels = self._reader.levels(self.section)
        return None if levels is None else to_amplitudes(*levels)

    @property
    def has_wiggles(self) -> bool:
        """Whether traces are drawn as curves now."""
        return self._wiggles.drawn

    def add_layer(self, layer: Layer) -> None:
        """Draw a layer above the amplitudes and above the layers added before."""
        self.layers.add(layer)

    def step(self, lines: int) -> None:
        """Go on by so many lines, back when negative; on a sparse survey over those with few live traces."""
        index = self._state.position.along(self.direction)
        if len(self._covered):
            self.go_to(next_index(self._stops, index, lines))

    @property
    def _stops(self) -> np.ndarray:
        """Bool (sections,): where stepping stops."""
        return self._covered if self._state.display.skip_sparse else np.ones_like(self._covered)

    def go_to(self, index: int) -> None:
        """Show the section at an index along the direction, and take the crosshair there."""
        old = self._state.position.along(self.direction)
        self._ahead = 1 if index >= old else -1
        self._state.set_position(self._state.position.moved(self.direction, index))

    def show_whole(self) -> None:
        """Zoom out until all of the section is seen."""
        if self._state.volume is not None:
            rows, columns = self._shape(self._state.volume.geometry)
            self.box.show_cells((-0.5, rows - 0.5), (-0.5, columns - 0.5))

    @property
    def in_sight(self) -> tuple[Span, Span]:
        """The rows and the columns that are seen. Where a cell keeps its shape, what is seen beyond the section is no
        wish of anybody and counts for nothing."""
        seen = self.box.shown
        if self.box.orientation.shape is None or self._state.volume is None:
            return seen
        counts = self._shape(self._state.volume.geometry)
        rows, columns = (
            (max(low, -0.5), min(high, count - 0.5)) for (low, high), count in zip(seen, counts, strict=True)
        )
        return rows, columns

    def set_volume(self, volume: Volume | None) -> None:
        """Show another survey, from the whole section on."""
        self._wanted = None
        self._asked.clear()
        self._clear()
        geometry = volume.geometry if volume else None
        self.header.set_geometry(geometry)
        self._crosshair.setVisible(volume is not None)
        if geometry is None:
            self._covered = np.ones(0, bool)
            self.corners.show_north(None)
            self.corners.show_lengths(None, TRACES)
            self._background.set_size(0, 0)
            return
        self._covered = well_covered(geometry, self.direction)
        self._orient(geometry)
        self._move_to(self._state.position)

    def _orient(self, geometry: Geometry) -> None:
        """Lay the section as the display asks for, and show the whole of it."""
        orientation = self._wanted_orientation(geometry)
        self.box.orient(orientation)
        self._raster.turn(orientation.turned)
        self.layers.turn(orientation.turned)
        self.corners.show_north(None if self._is_vertical else north(geometry))
        self._fit(geometry)

    def _fit(self, geometry: Geometry) -> None:
        """Show the whole of the section, with its own numbers and lengths."""
        grids = section_axes(geometry, self.direction, self._index(geometry))
        for axis, grid in zip(self.axes, self.box.on_axes(grids), strict=True):
            axis.set_grid(grid)
        self._show_lengths(geometry)
        self._background.set_size(*self._shape(geometry))
        self.box.limit(*self._shape(geometry))
        self.show_whole()

    def _index(self, geometry: Geometry) -> int:
        """Of the section that is shown, or will be."""
        if self.section is not None:
            return geometry.index(self.section)
        return min(self._state.position.along(self.direction), geometry.count(self.direction) - 1)

    def _shape(self, geometry: Geometry) -> tuple[int, int]:
        """Of several 2D lines each has a length of its own; all other sections of a direction are alike."""
        rows, columns = geometry.section_shape(self.direction)
        if self.direction is Direction.INLINE and geometry.lines:
            rows = geometry.length(self._index(geometry))
        return rows, columns

    def _wanted_orientation(self, geometry: Geometry) -> Orientation:
        display = self._state.display
        if self._is_vertical:
            section = geometry.section(self.direction, 0)
            shape = cell_shape(geometry, section, display.exaggeration, display.velocity)
            return replace(TRACES_ACROSS, shape=shape)
        return slice_orientation(geometry, display.north_up, display.true_scale)

    def _show_lengths(self, geometry: Geometry) -> None:
        """The scale bar, where the display wants one."""
        section = geometry.section(self.direction, self._index(geometry) if geometry.lines else 0)
        if not self._state.display.scale_bar:
            places = None
        elif self._is_vertical:
            places = trace_places(geometry, section)
        else:
            turned = self.box.orientation.turned
            places = np.arange(geometry.section_shape(self.direction)[turned]) * step_lengths(geometry, section)[turned]
        self.corners.show_lengths(places, length_unit(geometry))

    @property
    def _is_vertical(self) -> bool:
        return self.direction is not Direction.TIME

    def _range_changed(self, *_: object) -> None:
        if not self.box.is_resizing:
            self.range_changed.emit()

    def _clear(self) -> None:
        self.section = self._amplitudes = None
        self._raster.clear()
        self._wiggles.clear()
        self.layers.show_section(None)

    def _move_to(self, position: Position) -> None:
        volume = self._state.volume
        if volume is None:
            return
        if self.isVisible():  # it comes here again when it is shown
            self._crosshair.move(*place_of(self.direction, position))
        index = position.along(self.direction)
        self.header.show_index(index)
        section = volume.geometry.section(self.direction, index)
        self._show_checking()
        if self.isVisible() and section != self._wanted:
            self._want(section, index)

    def _show_checking(self, *_: object) -> None:
        project, volume = self._state.project, self._state.volume
        checking = project.checking if project is not None and volume is not None else frozenset()
        index = self._state.position.along(self.direction)
        self.header.show_checking(bool(checking) and volume.geometry.section(self.direction, index) in checking)

    def _want(self, section: SectionId, index: int) -> None:
        self._wanted = section
        self._serial += 1
        self._asked[section] = self._serial
        ahead = self._sections_ahead(index)
        amplitudes = self._reader.want(self, section, ahead, self._level)
        if amplitudes is not None:
            self._put_on_screen(section, amplitudes)
        elif (quick := self._reader.picture(section, self._level)) is not None:
            self._put_on_screen(section, None, quick)
        else:
            self.header.show_reading(True)
        if ahead:
            self.layers.look_ahead(ahead[0])

    def _sections_ahead(self, index: int) -> list[SectionId]:
        geometry, stops = self._state.volume.geometry, self._stops
        found = [next_index(stops, index, lines * self._ahead) for lines in (*range(1, AHEAD + 1), -1)]
        return [geometry.section(self.direction, other) for other in dict.fromkeys(found) if other != index]

    def _take(self, section: SectionId, amplitudes: np.ndarray) -> None:
        """A section was read: it is shown if it is wanted, or on the way from what is shown to what is wanted."""
        if section not in self._asked or not self.isVisible():
            return
        on_the_way = self.section != self._wanted and self._asked[section] > self._asked.get(self.section, -1)
        if section == self._wanted or on_the_way:
            self._put_on_screen(section, amplitudes)

    def _take_picture(self, section: SectionId) -> None:
        """The same for a section in 8 bits, whose amplitudes may follow; or of a finer level, of the section on screen."""
        if section not in self._asked or not self.isVisible():
            return
        picture = self._reader.picture(section, self._level)
        if picture is None:
            return
        if section == self.section:
            if self._amplitudes is None:
                self._draw(picture)
        elif section == self._wanted or self._asked[section] > self._asked.get(self.section, -1):
            self._put_on_screen(section, None, picture)

    @property
    def _level(self) -> int:
        """The coarsest level of a store that shows as much as the screen can."""
        if self._needs_amplitudes:
            return 0
        cells = min(self._pixel.now)
        return 2 if cells >= 4 * ENOUGH else 1 if cells >= 2 * ENOUGH else 0

    def _refine(self) -> None:
        """Zoomed in: what is on screen may be too coarse now."""
        if self.section is None or self._drawn_step <= 1 << self._level:
            return
        if self._amplitudes is not None:
            self._draw(None)
            return
        picture = self._reader.picture(self.section, self._level)
        if picture is not None:
            self._draw(picture)
        else:
            self._asked[self.section] = self._serial
            self._reader.want(self, self.section, (), self._level)

    def _give_up(self, section: SectionId) -> None:
        """A section cannot be read: nothing is shown, rather than another section under its number."""
        if section == self._wanted:
            self._clear()
            self._background.setVisible(True)
            self.header.show_reading(False)

    def _put_on_screen(
        self, section: SectionId, amplitudes: np.ndarray | None, picture: Picture | None = None
    ) -> None:
        new = section != self.section
        is_drawn = not new and amplitudes is not None and self._shows_enough
        self.section, self._amplitudes = section, amplitudes
        if section == self._wanted:
            self._asked = {section: self._serial}
            self.header.show_reading(False)
        if not is_drawn:
            self._draw(picture)
        if new and self._state.volume.geometry.lines:
            self._fit(self._state.volume.geometry)
        if new:
            # Painting a hatch that nobody sees takes longer than painting the section.
            live = self._state.volume.geometry.section_live(section)
            self._background.setVisible(not live[: self._shape(self._state.volume.geometry)[0]].all())
            self.layers.show_section(section, math.prod(self._shape(self._state.volume.geometry)))
            self.section_shown.emit(section)
        self.renewed.emit()

    def _draw(self, picture: Picture | None) -> None:
        display, amplitudes = self._state.display, self._amplitudes
        vertical = self.direction is not Direction.TIME
        if amplitudes is None and picture is not None and vertical and self._needs_amplitudes and picture.step == 1:
            amplitudes = to_amplitudes(picture.values, picture.limit)
        if amplitudes is not None:
            interval = self._state.volume.geometry.samples.interval if vertical else None
            shown, limit = amplitude_colours.shown_amplitudes(amplitudes, display, interval)
            self._raster.show_indices(self._visible(indices(shown, limit)), amplitude_colours.lookup_table(display))
            self._wiggles.show(shown if vertical and display.wiggle else None, -limit if display.flipped else limit)
            self._drawn_step, self._drawn_limit = 1, 0.0
        elif picture is not None:
            colours = amplitude_colours.lookup_table(display, picture.limit * display.gain / display.limit)
            self._raster.show_indices(self._visible(picture.values), colours, picture.step)
            self._wiggles.show(None, 1.0)
            self._drawn_step, self._drawn_limit = picture.step, picture.limit

    @property
    def _shows_enough(self) -> bool:
        """Whether what is drawn in 8 bits looks as the amplitudes would: painting those anew would only take time."""
        display = self._state.display
        fine = self._drawn_step <= 1 << self._level
        return fine and not self._needs_amplitudes and 0 < display.limit / display.gain <= self._drawn_limit * NEARLY

    @property
    def _needs_amplitudes(self) -> bool:
        """Whether indices of the display cube cannot be drawn as they are."""
        display = self._state.display
        return display.agc > 0 or (display.wiggle and self._wiggles.has_room)

    def _visible(self, values: np.ndarray) -> np.ndarray:
        """Lone live traces of a sparse time slice as wide as they must be to be seen."""
        if not self._sparse_slice:
            return values
        return amplitude_colours.widened(
            values, *(min(math.ceil(LEAST_PIXELS * size), MOST_CELLS) for size in self._pixel.now)
        )

    def _redraw_sparse(self) -> None:
        if self._sparse_slice:
            self._redisplay()

    @property
    def _sparse_slice(self) -> bool:
        volume = self._state.volume
        return self.direction is Direction.TIME and volume is not None and volume.geometry.is_sparse

    def _redisplay(self, *_: object) -> None:
        # What a signal carries may be out of date: the reader answers a new clip with a new limit before this is called.
        volume = self._state.volume
        if volume is not None and self._wanted_orientation(volume.geometry) != self.box.orientation:
            self._orient(volume.geometry)
            self.layers.show_section(self.section, math.prod(self._shape(volume.geometry)))
        elif volume is not None and self._state.display.scale_bar != self.corners.has_lengths:
            self._show_lengths(volume.geometry)
        if self.section is not None:
            self._draw(self._reader.picture(self.section, self._level))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._move_to(self._state.position)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._reader.forget(self)
        self._wanted = None

    def _take_theme(self) -> None:
        palette = self.palette()
        self.canvas.setBackground(palette.base().color())
        for part in (*self.axes, self._background, self._wiggles):
            part.dress(palette)
