"""Through which door something comes in: surveys to the section desk, waveforms and picks to the trace desk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PyQt6.QtCore import QObject
from PyQt6.QtWidgets import QFileDialog, QWidget

from seisviewer.app.dialogs.location_dialog import LocationDialog
from seisviewer.app.menus.action import SECTIONS, TRACES
from seisviewer.app.opening.survey_opener import SurveyOpener
from seisviewer.app.section_state import SectionState
from seisviewer.app.topics import Topic
from seisviewer.app.traces.pick_import_export import PickImportExport
from seisviewer.app.traces.waveform_opener import WaveformOpener
from seisviewer.errors import SeisviewerError
from seisviewer.picks.observations import is_pick_file
from seisviewer.translation import tr
from seisviewer.volumes.far.address import address_in
from seisviewer.volumes.far.location_file import place_of
from seisviewer.workflows.traces.trace_opening import is_trace_path


class OpenRouter(QObject):
    """Looks at what is to be opened and hands it on. to_front: brings a desk on which it lies already to the front."""

    def __init__(
        self,
        state: SectionState,
        sections: SurveyOpener,
        traces: WaveformOpener,
        picks: PickImportExport,
        to_front: Callable[[str], None],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._state = state
        self._sections = sections
        self._traces = traces
        self._picks = picks
        self._to_front = to_front
        self._window = window

    def open(self, path: Path) -> None:
        """Open a survey (also by its address), waveforms, or a project of either."""
        self.drop([path])

    def ask_project(self) -> None:
        path = QFileDialog.getExistingDirectory(
            self._window, tr("Open project folder (.seis)"), str(self._sections.folder_to_ask_in())
        )
        if path:
            self.open(Path(path))

    def ask_location(self) -> None:
        """Ask for the address of a survey on a server, and open it."""
        dialog = LocationDialog(self._window)
        dialog.accepted.connect(lambda: self.open(Path(dialog.address)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def drop(self, paths: Sequence[Path]) -> None:
        """Open whatever was dropped or named: one survey with its labels, and all waveforms together with their picks."""
        try:
            paths = [place_of(path) if address_in(path) else path for path in paths]
            picks = [path for path in paths if is_pick_file(path)]
            waveforms = [path for path in paths if path not in picks and not _are_labels(path) and is_trace_path(path)]
        except SeisviewerError as error:
            self._state.report(str(error), Topic.OPENING)
            return
        others = [path for path in paths if path not in picks and path not in waveforms]
        if others:
            self._drop_sections(others)
        if waveforms:
            if self._traces.is_open(waveforms):
                self._to_front(TRACES)
            self._traces.open(waveforms, lambda: self._import(picks))
        else:
            self._import(picks)

    def _drop_sections(self, paths: Sequence[Path]) -> None:
        if any(self._sections.is_open(path) for path in paths):
            self._to_front(SECTIONS)
        self._sections.drop(paths)

    def _import(self, picks: Sequence[Path]) -> None:
        for path in picks:
            self._picks.import_from(path)


def _are_labels(path: Path) -> bool:
    return path.suffix.lower() == ".npz"
