"""Which desk is in front."""

from __future__ import annotations

from PyQt6.QtCore import QObject, pyqtSignal

from seisviewer.app.menus.action import SECTIONS, TRACES
from seisviewer.app.section_state import SectionState
from seisviewer.app.traces.trace_state import TraceState


class FrontDesk(QObject):
    """name: SECTIONS or TRACES, "" for the start page. What is opened comes to the front; when it is closed, the other
    desk does if anything is open there, and else the start page. changed: the name; also when a desk that is in front
    already was asked for again."""

    changed = pyqtSignal(str)

    def __init__(self, section_state: SectionState, trace_state: TraceState) -> None:
        super().__init__()
        self.name = ""
        self._stays = False
        self._sections, self._traces = section_state, trace_state
        section_state.volume_changed.connect(self._follow_volume)
        trace_state.archive_changed.connect(self._follow_archive)

    def show(self, name: str) -> None:
        """Bring a desk to the front, or the start page."""
        self.name = name
        self.changed.emit(name)

    def stay(self) -> None:
        """Nothing comes to the front any more: the window closes."""
        self._stays = True

    def _follow_volume(self, volume: object) -> None:
        self._follow(SECTIONS, volume, TRACES if self._traces.archive is not None else "")

    def _follow_archive(self, archive: object) -> None:
        self._follow(TRACES, archive, SECTIONS if self._sections.volume is not None else "")

    def _follow(self, name: str, opened: object, other: str) -> None:
        if self._stays:
            return
        if opened is not None:
            self.show(name)
        elif self.name == name:
            self.show(other)
