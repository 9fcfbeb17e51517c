"""What the trace desk does with events."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PyQt6.QtWidgets import QFileDialog, QWidget

from seisviewer.app.background.background_jobs import Background
from seisviewer.app.dialogs.open_dialogs import OpenDialogs
from seisviewer.app.traces.archive_names import archive_folder
from seisviewer.app.traces.events.event_dialogs import AssociateDialog, LocationDialog
from seisviewer.app.traces.events.event_editor import EventEditor
from seisviewer.app.traces.events.event_work import EventWork
from seisviewer.app.traces.events.kind_suggester import KindSuggester
from seisviewer.app.traces.events.location_form import STATION_FILES
from seisviewer.app.traces.pick_editor import PickEditor
from seisviewer.app.traces.trace_state import TraceState
from seisviewer.jobs.lanes import Lanes
from seisviewer.translation import tr


class EventDialogs(OpenDialogs):
    """Opens each of them once."""

    def __init__(self, work: EventWork, background: Background, window: QWidget) -> None:
        super().__init__(background, window)
        self._work = work

    def associate(self) -> None:
        self.show("associate", lambda: AssociateDialog(self._work, self._window))

    def settings(self) -> None:
        self.show("settings", lambda: LocationDialog(self._work, self._window))


@dataclass(frozen=True)
class EventParts:
    editor: EventEditor
    work: EventWork
    dialogs: EventDialogs
    kinds: KindSuggester


def make_event_parts(
    state: TraceState, picks: PickEditor, background: Background, lanes: Lanes, window: QWidget
) -> EventParts:
    """They end with the window, and their dialogs open over it."""
    editor = EventEditor(state, picks)
    work = EventWork(state, picks, background, lanes, _asking(state, window))
    for part in (editor, work):
        part.setParent(window)
    return EventParts(
        editor,
        work,
        EventDialogs(work, background, window),
        KindSuggester(state, editor, background, window),
    )


def _asking(state: TraceState, window: QWidget) -> Callable[[], str]:
    def ask() -> str:
        folder = archive_folder(state) or Path.home()
        title = tr("Where do the stations stand? StationXML, or a table of stations")
        return QFileDialog.getOpenFileName(window, title, str(folder), STATION_FILES)[0]

    return ask
