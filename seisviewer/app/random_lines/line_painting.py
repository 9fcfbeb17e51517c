"""Brush and eraser on the section along a random line: what they cover goes to the traces that the line passes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict

import numpy as np
from PyQt6.QtCore import QObject, Qt

from seisviewer.app.painting.brush import BrushTool, EraserTool
from seisviewer.app.painting.label_editor import LabelEditor
from seisviewer.app.painting.paint_tools import REGISTRY
from seisviewer.app.section_state import Brush, Hit, SectionState, Tool
from seisviewer.labels.boundary_stroke import LineErasure
from seisviewer.labels.classes import ClassTable
from seisviewer.labels.stroke import UNLABELLED, Stroke
from seisviewer.project.project import Mark
from seisviewer.translation import tr
from seisviewer.volumes.geometry import SectionId
from seisviewer.volumes.random_line import RandomPath
from seisviewer.workflows.random_lines import labels_along, strokes_along

ONLY = tr("On a random line the brush (B) and the eraser (E) paint; other tools draw on inlines and crosslines.")


class LineEditor:
    """The labels of the survey along the line that is shown, as a section of their own. stored: gets each stroke on that
    section once it is in the project."""

    def __init__(self, label_editor: LabelEditor, stored: Callable[[Stroke], None]) -> None:
        self._label_editor, self._stored = label_editor, stored
        self.path: RandomPath | None = None

    @property
    def classes(self) -> ClassTable:
        return self._label_editor.classes

    def labels(self, section: SectionId) -> np.ndarray:
        """Class numbers (traces, samples), UNLABELLED where nothing is labelled."""
        state = self._label_editor.state
        if state.project is not None:
            return labels_along(state.project.snapshot(), self.path)
        return np.full((self.path.count, state.volume.geometry.samples.count), UNLABELLED, np.int8)

    def refusal(self, label: int) -> str:
        return self._label_editor.refusal(label)

    def meets_line(self, erasure: LineErasure) -> bool:
        """Boundaries and faults lie in the planes of inlines and crosslines, and are erased there."""
        return False

    def commit(self, strokes: Sequence[Mark]) -> None:
        """Store strokes on the section as strokes on the lines that are crossed, all of them one action."""
        geometry = self._label_editor.state.volume.geometry
        for stroke in strokes:
            if isinstance(stroke, Stroke):
                mask = np.zeros((self.path.count, geometry.samples.count), bool)
                rows, columns = stroke.mask.shape
                mask[stroke.row : stroke.row + rows, stroke.column : stroke.column + columns] = stroke.mask
                project = self._label_editor.ensure_project()
                before = project.labels_version
                self._label_editor.commit(strokes_along(geometry, self.path, mask, stroke.label, project.checking))
                if project.labels_version != before:
                    self._stored(stroke)


class LineTools(QObject):
    """Has the tool in hand, the brush and its class on the section of the line as they are on the desk. state: of the
    desk; line: of the section."""

    def __init__(self, state: SectionState, line: SectionState, editor: LineEditor) -> None:
        super().__init__()
        self._state, self._line = state, line
        self._tools = {each.name: each(line, editor) for each in (BrushTool, EraserTool)}
        self._other = OtherTool(line)
        for tool in (*self._tools.values(), self._other):
            tool.setParent(self)
        line.message.connect(state.message)
        state.brush_changed.connect(self._take_brush)
        state.tool_changed.connect(self._take_tool)
        self._take_brush(state.brush)
        self._take_tool(state.tool)

    def _take_brush(self, brush: Brush) -> None:
        self._line.set_brush(**asdict(brush))

    def _take_tool(self, tool: Tool | None) -> None:
        name = "" if tool is None else tool.name
        self._line.set_tool(self._tools.get(name, self._other if name in REGISTRY else None))


class OtherTool(QObject):
    """Stands for the paint tools that do nothing on a random line, and says so."""

    name = "other"
    cursor: Qt.CursorShape | None = Qt.CursorShape.ForbiddenCursor

    def __init__(self, line: SectionState) -> None:
        super().__init__()
        self._line = line

    def press(self, hit: Hit) -> None:
        self._line.message.emit(ONLY)

    def hover(self, hit: Hit) -> None: ...
    def drag(self, hit: Hit) -> None: ...
    def release(self, hit: Hit) -> None: ...
    def double_click(self, hit: Hit) -> None: ...
    def finish(self) -> None: ...
    def cancel(self) -> None: ...
