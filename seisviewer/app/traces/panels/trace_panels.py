"""The panels around the traces: one line each."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtWidgets import QMenu

from seisviewer.app.main_window.docks import BOTTOM, LEFT, RIGHT, Panel
from seisviewer.app.suggestions.suggestion_panel import SuggestionPanel
from seisviewer.app.traces.events.arrival_panel import ArrivalPanel
from seisviewer.app.traces.events.event_list import EventList
from seisviewer.app.traces.events.event_parts import EventParts
from seisviewer.app.traces.events.pick_entries import add_pick_entries
from seisviewer.app.traces.panels.pick_table import PickTable
from seisviewer.app.traces.panels.picker_panel import PickerPanel
from seisviewer.app.traces.panels.stations_panel import StationsPanel
from seisviewer.app.traces.panels.teaching_panel import TeachingPanel
from seisviewer.app.traces.panels.threshold_panel import ThresholdPanel
from seisviewer.app.traces.panels.trace_display_panel import TraceDisplayPanel
from seisviewer.app.traces.pick_editor import PickEditor
from seisviewer.app.traces.picker_engine import PickerEngine
from seisviewer.app.traces.reviewing.review_walk import ReviewWalk
from seisviewer.app.traces.trace_state import TraceState
from seisviewer.app.traces.window_suggestions import COLUMNS, WORTH, WindowSuggestions
from seisviewer.picks.pick import Pick
from seisviewer.translation import tr


def trace_panels(
    state: TraceState,
    editor: PickEditor,
    walk: ReviewWalk,
    engine: PickerEngine,
    suggestions: WindowSuggestions,
    events: EventParts,
    show_plots: Callable[[], None],
) -> tuple[Panel, ...]:
    """In the order in which they are placed."""
    event_list = EventList(state, events.editor, events.work, events.dialogs.associate)
    arrivals = ArrivalPanel(state, events.editor, events.work, show_plots)

    def more(menu: QMenu, picks: tuple[Pick, ...]) -> None:
        add_pick_entries(menu, events.editor, picks)

    return (
        Panel("stations", tr("Stations"), StationsPanel(state), LEFT, 250, 300, scrolls=False),
        Panel("trace_display", tr("Display"), TraceDisplayPanel(state), LEFT, 250, 420),
        Panel("picker", tr("Picker"), PickerPanel(state, engine, editor), RIGHT, 280, 300),
        Panel("thresholds", tr("Thresholds and review"), ThresholdPanel(state, walk), RIGHT, 280, 430),
        Panel("teaching", tr("Teaching"), TeachingPanel(state, engine), RIGHT, 280, 430, behind="thresholds"),
        Panel("picks", tr("Picks"), PickTable(state, editor, more=more), BOTTOM, 900, 190, scrolls=False),
        Panel("events", tr("Events"), event_list, BOTTOM, 900, 190, scrolls=False, behind="picks"),
        Panel("arrivals", tr("Arrivals"), arrivals, BOTTOM, 900, 190, scrolls=False, behind="picks"),
        Panel(
            "suggestions",
            tr("Worth a look"),
            SuggestionPanel(suggestions.windows, COLUMNS, tr("window"), WORTH, lines=1),
            BOTTOM,
            900,
            190,
            scrolls=False,
            behind="picks",
        ),
    )
