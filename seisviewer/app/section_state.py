"""What lies on the section desk: the survey, the position, the tool and the looks that its views and panels share."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from PyQt6.QtCore import Qt, pyqtBoundSignal, pyqtSignal
from pyqtgraph import PlotItem

from seisviewer.app.shared_state import SharedState
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction, Geometry, SectionId
from seisviewer.volumes.volume import Volume

if TYPE_CHECKING:
    from seisviewer.project.project import Project


@dataclass(frozen=True)
class Position:
    """The crosshair in grid indices (not line numbers)."""

    inline: int
    crossline: int
    sample: int

    def along(self, direction: Direction) -> int:
        return {Direction.INLINE: self.inline, Direction.CROSSLINE: self.crossline, Direction.TIME: self.sample}[
            direction
        ]

    def moved(self, direction: Direction, index: int) -> Position:
        name = {Direction.INLINE: "inline", Direction.CROSSLINE: "crossline", Direction.TIME: "sample"}[direction]
        return replace(self, **{name: int(index)})


@dataclass(frozen=True)
class Display:
    """How sections are drawn. shows: the amplitudes, or one of the attributes of `attribute_kinds`. attribute_opacity: 0–1, of
    that attribute over the amplitudes; 1: in their place. window: of attributes that look at a stretch of a trace, in ms or in
    the survey's unit of depth; 0: the usual one. limit: amplitude
    drawn in the strongest colour before gain. clip: percent of the survey's samples beyond the limit, in each tail.
    agc: length of its window in ms, or in the survey's unit of depth; 0 off. polarity: what the user says about the
    survey, it changes nothing that is drawn. north_up: time slices lie as the map does, else by line numbers.
    true_scale: a metre on a time slice is as long across as upward. exaggeration: how many times longer a metre downward
    is drawn than one along the line; 0: as the view has room. velocity: m/s, from two-way time to depth; 0 not stated.
    scale_bar: show how long a length is."""

    shows: str = "amplitude"
    attribute_opacity: float = 1.0
    window: float = 0.0
    colour_map: str = "grey"
    limit: float = 1.0
    clip: float = 0.5
    gain: float = 1.0
    flipped: bool = False
    polarity: str = tr("not stated")
    agc: float = 0.0
    wiggle: bool = True
    north_up: bool = True
    true_scale: bool = True
    skip_sparse: bool = True
    exaggeration: float = 0.0
    velocity: float = 0.0
    scale_bar: bool = True


@dataclass(frozen=True)
class SecondLooks:
    """The second volume and how it is drawn. path: "" where there is none. opacity: 0–1, where it is blended. swipe: it lies at
    one side of a divider instead."""

    path: str = ""
    shown: bool = True
    colour_map: str = "vik"
    opacity: float = 0.5
    swipe: bool = False


@dataclass(frozen=True)
class Overlays:
    """What is drawn over the amplitudes. opacity: 0–1, of the classes that a model says. label_opacity: 0–1, of what was
    painted. on_map: what the map of the survey is coloured by, one of `map_kinds`. hidden_horizons, hidden_wells: numbers of those that
    are not drawn, with commas between. well_distance: metres from a section within which wells are drawn on it. well_log: the
    name of the log that is drawn beside them, "" for none. crossings: where other 2D lines cross."""

    labels: bool = True
    prediction: bool = True
    confidence: bool = False
    stability: bool = False
    disagreement: bool = False
    contours: bool = True
    layer_boundaries: bool = False
    fade: bool = False
    opacity: float = 0.45
    label_opacity: float = 0.7
    on_map: str = "traces"
    horizons: bool = True
    hidden_horizons: str = ""
    wells: bool = True
    hidden_wells: str = ""
    well_distance: float = 100.0
    well_log: str = ""
    crossings: bool = True


@dataclass(frozen=True)
class Brush:
    """How paint tools paint. label: class number. size: diameter in samples. tolerance: of the flood fill, in percent of
    the clip amplitude. only_unlabelled: leave existing labels alone. fault: number of the fault that is drawn. reach: lines
    to each side to which a stroke is carried along the dips."""

    label: int = 0
    size: int = 12
    tolerance: float = 15.0
    only_unlabelled: bool = False
    fault: int = 1
    reach: int = 0


class PointedView(Protocol):
    """What the pointer and the tools need of the view that they are in. renewed: it shows other amplitudes."""

    section: SectionId | None
    plot_item: PlotItem
    renewed: pyqtBoundSignal

    def amplitudes(self) -> np.ndarray | None: ...
    def show_whole(self) -> None: ...


@dataclass(frozen=True)
class Hit:
    """A pointer event in a section view: `row` and `column` are fractional indices into the section's array."""

    view: PointedView
    section: SectionId
    row: float
    column: float


class Tool(Protocol):
    """A paint tool. The view that has the pointer calls these; `preview` items are the tool's own and it removes them.

    finish: another tool takes over; the stroke that is being drawn ends here. cancel: the stroke is dropped. cursor:
    the shape of the pointer with this tool, None for the usual one.
    """

    name: str
    cursor: Qt.CursorShape | None

    def hover(self, hit: Hit) -> None: ...
    def press(self, hit: Hit) -> None: ...
    def drag(self, hit: Hit) -> None: ...
    def release(self, hit: Hit) -> None: ...
    def double_click(self, hit: Hit) -> None: ...
    def finish(self) -> None: ...
    def cancel(self) -> None: ...


def middle_of(geometry: Geometry) -> Position:
    """Where the crosshair of a survey is at first."""
    return Position(*(count // 2 for count in geometry.shape))


class SectionState(SharedState):
    """Shared state of the section views with a signal for each part. volume_sure: where the traces of the survey on the desk
    lie is known from all of its headers now, and is as it was taken to be."""

    volume_changed = pyqtSignal(object)
    volume_sure = pyqtSignal(object)
    project_changed = pyqtSignal(object)
    position_changed = pyqtSignal(object)
    display_changed = pyqtSignal(object)
    second_changed = pyqtSignal(object)
    overlays_changed = pyqtSignal(object)
    brush_changed = pyqtSignal(object)
    tool_changed = pyqtSignal(object)
    classes_changed = pyqtSignal(object)
    labels_changed = pyqtSignal()
    horizons_changed = pyqtSignal()
    wells_changed = pyqtSignal()
    prediction_changed = pyqtSignal(object)
    pointer_moved = pyqtSignal(object)
    shown_changed = pyqtSignal(object)
    colour_maps_changed = pyqtSignal()  # which there are

    def __init__(self) -> None:
        super().__init__()
        self.volume: Volume | None = None
        self.project: Project | None = None
        self.position = Position(0, 0, 0)
        self.display = Display()
        self.second = SecondLooks()
        self.overlays = Overlays()
        self.brush = Brush()
        self.tool: Tool | None = None
        self.shown: tuple[SectionId, ...] = ()

    def set_volume(self, volume: Volume | None, project: Project | None = None) -> None:
        """Put another survey on the desk, with its project if it has one; the crosshair goes to its middle."""
        self.volume, self.project = volume, project
        if volume is not None:
            self.position = middle_of(volume.geometry)
        self.volume_changed.emit(volume)
        self.project_changed.emit(project)
        self.position_changed.emit(self.position)

    def set_project(self, project: Project) -> None:
        """Give the survey on the desk a project (made at the first stroke)."""
        self.project = project
        self.project_changed.emit(project)

    def set_position(self, position: Position) -> None:
        self._set("position", position, self.position_changed)

    def set_display(self, **changes: Any) -> None:
        self._set("display", replace(self.display, **changes), self.display_changed)

    def set_second(self, **changes: Any) -> None:
        self._set("second", replace(self.second, **changes), self.second_changed)

    def set_overlays(self, **changes: Any) -> None:
        self._set("overlays", replace(self.overlays, **changes), self.overlays_changed)

    def set_brush(self, **changes: Any) -> None:
        self._set("brush", replace(self.brush, **changes), self.brush_changed)

    def set_tool(self, tool: Tool | None) -> None:
        """Take a tool; None puts the one in hand away and drops its stroke."""
        if self.tool is not None and tool is None:
            self.tool.cancel()
        elif self.tool is not None and self.tool is not tool:
            self.tool.finish()
        self._set("tool", tool, self.tool_changed)

    def set_shown(self, sections: tuple[SectionId, ...]) -> None:
        """The sections on screen, the one under the pointer first."""
        self._set("shown", sections, self.shown_changed)
