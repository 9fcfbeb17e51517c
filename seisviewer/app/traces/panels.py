"""The panels around the traces: one line each."""

from __future__ import annotations

from seisviewer.app.docks import BOTTOM, LEFT, RIGHT, Panel
from seisviewer.app.traces.desk import TraceDesk
from seisviewer.app.traces.display_panel import TraceDisplayPanel
from seisviewer.app.traces.editing import PickEditor
from seisviewer.app.traces.engine import PickerEngine
from seisviewer.app.traces.event_list import EventList
from seisviewer.app.traces.pick_table import PickTable
from seisviewer.app.traces.picker_panel import PickerPanel
from seisviewer.app.traces.stations_panel import StationsPanel
from seisviewer.app.traces.suggestions import Suggestions
from seisviewer.app.traces.teaching_panel import TeachingPanel
from seisviewer.app.traces.threshold_panel import ThresholdPanel


def trace_panels(desk: TraceDesk, editor: PickEditor, engine: PickerEngine) -> tuple[Panel, ...]:
    """In the order in which they are placed."""
    return (
        Panel("stations", "Stations", StationsPanel(desk), LEFT, 250, 300, scrolls=False),
        Panel("trace_display", "Display", TraceDisplayPanel(desk), LEFT, 250, 420),
        Panel("picker", "Picker", PickerPanel(desk, engine), RIGHT, 280, 230),
        Panel("thresholds", "Thresholds and review", ThresholdPanel(desk, editor), RIGHT, 280, 430),
        Panel("teaching", "Teaching", TeachingPanel(desk, engine), RIGHT, 280, 430, behind="thresholds"),
        Panel("picks", "Picks", PickTable(desk, editor), BOTTOM, 900, 190, scrolls=False),
        Panel("events", "Events", EventList(desk, editor), BOTTOM, 900, 190, scrolls=False, behind="picks"),
        Panel(
            "suggestions", "Worth a look", Suggestions(desk, engine), BOTTOM, 900, 190, scrolls=False, behind="picks"
        ),
    )
