"""The table of paint tools. A new tool is one new file and one line here."""

from __future__ import annotations

from importlib import import_module

from seisviewer.app.desk import Desk, Tool
from seisviewer.app.painting.labelling import Labelling

REGISTRY = {
    "brush": "seisviewer.app.painting.brush:BrushTool",
    "eraser": "seisviewer.app.painting.brush:EraserTool",
    "polygon": "seisviewer.app.painting.outlines:PolygonTool",
    "fill": "seisviewer.app.painting.fill:FillTool",
    "line": "seisviewer.app.painting.outlines:LineTool",
}


def make_tools(desk: Desk, labelling: Labelling) -> dict[str, Tool]:
    """One tool of each kind, by name, in the order of the table."""
    tools = {}
    for name, place in REGISTRY.items():
        module, kind = place.split(":")
        tools[name] = getattr(import_module(module), kind)(desk, labelling)
    return tools
