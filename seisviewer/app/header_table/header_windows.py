"""Opens the window with the headers of the survey on the desk, and closes it with the survey."""

from __future__ import annotations

from PyQt6.QtWidgets import QWidget

from seisviewer.app.background.background_jobs import Background
from seisviewer.app.dialogs.open_dialogs import OpenDialogs
from seisviewer.app.header_table.header_window import HeaderWindow
from seisviewer.app.section_state import SectionState
from seisviewer.errors import SeisviewerError
from seisviewer.translation import tr
from seisviewer.volumes.segy.segy_volume import SegyVolume

HEADERS = "headers"


class HeaderWindows(OpenDialogs):
    def __init__(self, state: SectionState, background: Background, window: QWidget) -> None:
        super().__init__(background, window)
        self._state = state
        state.closing.on_stop(self.close)
        state.volume_changed.connect(lambda _: self.close())

    def show_headers(self) -> None:
        volume = self._state.volume
        if not isinstance(volume, SegyVolume):
            self._state.message.emit(
                tr("{volume_path_name} is no SEG-Y file: it has no trace headers.").format(
                    volume_path_name=volume.path.name
                )
            )
            return
        try:
            self.show(HEADERS, lambda: HeaderWindow(self._state, volume, self._background, self._window))
        except SeisviewerError as error:
            self._state.report(str(error), HEADERS)
