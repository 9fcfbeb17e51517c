"""The views side by side: one, two or three, with linked crosshair and zoom."""

from __future__ import annotations

from typing import Any

from PyQt6.QtCore import QPoint, Qt, pyqtSignal
from PyQt6.QtGui import QShowEvent
from PyQt6.QtWidgets import QApplication, QSplitter, QVBoxLayout, QWidget

from seisviewer.app.section_state import Display, Position, SectionState
from seisviewer.app.sections.line_steps import nearest_index, well_covered
from seisviewer.app.sections.overlay_layers import Layer
from seisviewer.app.sections.section_reader import SectionReader
from seisviewer.app.sections.section_view import SectionView
from seisviewer.app.sections.view_menu import pop_up
from seisviewer.volumes.geometry import LINES, Direction
from seisviewer.volumes.volume import Volume

ARRANGEMENTS = ("row", "column", "corner")
# What the rows and the columns of a section count.
AXES = {
    Direction.INLINE: ("crossline", "sample"),
    Direction.CROSSLINE: ("inline", "sample"),
    Direction.TIME: ("inline", "crossline"),
}


class SectionViews(QWidget):
    """The three section views, some of them shown, in a splitter.

    arrangement: "row", "column", or "corner": one view large, the others one above the other beside it. bars: lines of
    controls above them.
    layout_changed: other views are shown, or they are arranged, linked or captioned in another way.
    """

    layout_changed = pyqtSignal()

    def __init__(self, state: SectionState, reader: SectionReader) -> None:
        super().__init__()
        self._state = state
        self._linking = False
        self._wished: tuple[Direction, ...] = (Direction.INLINE, Direction.CROSSLINE, Direction.TIME)
        self.linked = True
        self.captions = True
        self.arrangement = "corner"
        self._large = Direction.INLINE
        self.bars: tuple[QWidget, ...] = ()
        self.views = {direction: SectionView(state, direction, reader) for direction in Direction}
        self.active = self.views[Direction.INLINE]
        self._arranged: tuple[Direction, ...] = ()
        self._remembered: list[list[int]] = []
        self._outer = QSplitter(Qt.Orientation.Horizontal)
        self._inner = QSplitter(Qt.Orientation.Vertical)
        for splitter in (self._outer, self._inner):
            splitter.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._outer, 1)
        for view in self.views.values():
            view.range_changed.connect(lambda view=view: self._link(view))
            view.section_shown.connect(lambda _: self._tell_shown())
            view.used.connect(lambda view=view: self._use(view))
            view.canvas.menu_wanted.connect(self._pop_up_menu)
        # The views hear of a new survey first, since they were made first.
        state.volume_changed.connect(self._set_volume)
        self._arrange()
        self._set_volume(state.volume)

    @property
    def shown_views(self) -> tuple[SectionView, ...]:
        """The views on screen, inline before crossline before time slice."""
        return tuple(self.views[direction] for direction in self.directions)

    @property
    def directions(self) -> tuple[Direction, ...]:
        volume = self._state.volume
        if volume is not None and volume.geometry.is_2d:
            return (Direction.INLINE,)
        return self._wished

    def set_directions(self, directions: tuple[Direction, ...]) -> None:
        """Show the views of these directions and no other; without any, nothing changes."""
        wished = tuple(direction for direction in Direction if direction in directions)
        if wished and wished != self._wished:
            self._wished = wished
            self._arrange()

    def show_direction(self, direction: Direction, shown: bool) -> None:
        """Show or hide one view; the last one stays."""
        others = tuple(other for other in self._wished if other is not direction)
        self.set_directions((*others, direction) if shown else others)

    def set_arrangement(self, arrangement: str) -> None:
        """Arrange the views as "row", "column" or "corner"."""
        if arrangement in ARRANGEMENTS and arrangement != self.arrangement:
            self.arrangement = arrangement
            self._arrange()

    def make_large(self, direction: Direction) -> None:
        """Show a view, and where one is large and the others small, as the large one."""
        self._large, before = direction, self._large
        view, has_focus = self.views[direction], self.isAncestorOf(QApplication.focusWidget() or self)
        if direction not in self.directions:
            self.show_direction(direction, True)
        elif direction is not before and self.arrangement == "corner":
            sizes = self._outer.sizes(), self._inner.sizes()
            self._arrange()
            for splitter, kept in zip((self._outer, self._inner), sizes, strict=True):
                splitter.setSizes(kept)
        self._use(view)
        if has_focus:  # else a number field beside the views might get the next key
            view.canvas.setFocus()

    def enlarge(self) -> None:
        """Make the view in use the large one."""
        self.set_arrangement("corner")
        self.make_large(self.active.direction)

    def set_linked(self, linked: bool) -> None:
        """Whether zooming in one view zooms the lines and samples of the others too."""
        if linked != self.linked:
            self.linked = linked
            self._link(self.active)
            self.layout_changed.emit()

    def set_captions(self, shown: bool) -> None:
        """Whether the views say over their sections how old their predictions are, and the like."""
        if shown != self.captions:
            self.captions = shown
            for view in self.views.values():
                view.corners.caption.allow(shown)
            self.layout_changed.emit()

    @property
    def display(self) -> Display:
        """How sections are drawn."""
        return self._state.display

    def set_display(self, **changes: Any) -> None:
        self._state.set_display(**changes)

    def add_layer(self, layer: Layer) -> None:
        """Draw a layer in every view."""
        for view in self.views.values():
            view.add_layer(layer)

    def add_bar(self, bar: QWidget) -> None:
        """Put a line of controls above the views."""
        self.bars = (*self.bars, bar)
        self.layout().insertWidget(0, bar)

    def step(self, lines: int) -> None:
        """Step the view in use."""
        self.active.step(lines)

    def show_whole(self) -> None:
        """Show the whole section in every view; without linked zoom, in the view in use only."""
        for view in self.shown_views if self.linked else (self.active,):
            view.show_whole()

    def state(self) -> dict[str, Any]:
        """What to remember of the layout, as JSON values."""
        return {
            "directions": [str(direction) for direction in self._wished],
            "arrangement": self.arrangement,
            "large": str(self._large),
            "linked": self.linked,
            "captions": self.captions,
            "sizes": [self._outer.sizes(), self._inner.sizes()],
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Go back to a remembered layout; what is not understood is left as it is."""
        known = [Direction(name) for name in state.get("directions", ()) if name in set(Direction)]
        if state.get("large") in set(Direction):
            self._large = Direction(state["large"])
        self.set_linked(bool(state.get("linked", self.linked)))
        self.set_captions(bool(state.get("captions", self.captions)))
        self.set_arrangement(state.get("arrangement", self.arrangement))
        self.set_directions(tuple(known))
        self._remembered = [[int(size) for size in sizes] for sizes in state.get("sizes", ())]
        if self.isVisible():
            self._restore_sizes()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._restore_sizes()

    def _restore_sizes(self) -> None:
        """Remembered sizes hold once the splitters have a size of their own to be divided."""
        self.layout().activate()
        for splitter, sizes in zip((self._outer, self._inner), self._remembered, strict=False):
            if len(sizes) == splitter.count():
                splitter.setSizes(sizes)
        self._remembered = []

    def _arrange(self) -> None:
        shown, self._arranged = self.shown_views, self.directions
        for view in self.views.values():
            view.setVisible(view in shown)
        corner = self.arrangement == "corner" and len(shown) > 1
        column = self.arrangement == "column"
        self._outer.setOrientation(Qt.Orientation.Vertical if column else Qt.Orientation.Horizontal)
        ordered = sorted(shown, key=lambda view: view.direction is not self._large) if corner else shown
        beside = ordered[1:] if corner else ()
        for view in ordered[:1] if corner else ordered:
            self._outer.addWidget(view)
        self._outer.addWidget(self._inner)
        for view in (*beside, *(view for view in self.views.values() if view not in shown)):
            self._inner.addWidget(view)
        self._inner.setVisible(bool(beside))
        self._outer.setSizes([600] * (self._outer.count() - 1) + [400 if beside else 0])
        self._inner.setSizes([400] * self._inner.count())
        if self.active not in shown:
            self._use(shown[0])
        self._tell_shown()
        self.layout_changed.emit()

    def _set_volume(self, volume: Volume | None) -> None:
        if volume is None:
            self._state.set_shown(())
            return
        geometry, position = volume.geometry, self._state.position
        if self._state.display.skip_sparse:
            inline, crossline = (
                nearest_index(well_covered(geometry, direction), position.along(direction)) for direction in LINES
            )
            position = Position(inline, crossline, position.sample)
        if self.directions != self._arranged:
            self._arrange()
        self._state.set_position(position)

    def _pop_up_menu(self, where: QPoint) -> None:
        volume = self._state.volume
        pop_up(self, volume.geometry if volume is not None else None, where)

    def _use(self, view: SectionView) -> None:
        if view is not self.active:
            self.active = view
            self._tell_shown()

    def _tell_shown(self) -> None:
        views = sorted(self.shown_views, key=lambda view: view is not self.active)
        self._state.set_shown(tuple(view.section for view in views if view.section is not None))

    def _link(self, view: SectionView) -> None:
        """Show the same lines and samples in the other views."""
        if not self.linked or self._linking:
            return
        self._linking = True
        ranges = dict(zip(AXES[view.direction], view.in_sight, strict=True))
        for other in self.views.values():
            if other is not view:
                rows, columns = (ranges.get(axis) for axis in AXES[other.direction])
                if rows or columns:
                    other.box.show_cells(rows, columns)
        self._linking = False
