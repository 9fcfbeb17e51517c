"""The table of paint tools. A new tool is one new file and one line here."""

from __future__ import annotations

from importlib import import_module

from seisviewer.app.painting.label_editor import LabelEditor
from seisviewer.app.painting.paint_gesture import Answers
from seisviewer.app.section_state import SectionState, Tool

REGISTRY = {
    "brush": "seisviewer.app.painting.brush:BrushTool",
    "eraser": "seisviewer.app.painting.brush:EraserTool",
    "polygon": "seisviewer.app.painting.polygon_and_line:PolygonTool",
    "fill": "seisviewer.app.painting.flood_fill:FillTool",
    "line": "seisviewer.app.painting.polygon_and_line:LineTool",
    "boundary": "seisviewer.app.painting.boundary_tool:BoundaryTool",
    "fault": "seisviewer.app.painting.fault_tool:FaultTool",
}


def make_tools(state: SectionState, label_editor: LabelEditor, answers: Answers = Answers()) -> dict[str, Tool]:
    """One tool of each kind, by name, in the order of the table. answers: what models say on a section."""
    tools = {}
    for name, place in REGISTRY.items():
        module, kind = place.split(":")
        tools[name] = getattr(import_module(module), kind)(state, label_editor)
        tools[name].answers = answers
    return tools
