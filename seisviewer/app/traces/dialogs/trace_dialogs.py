"""The dialogs of the trace desk that stay beside the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PyQt6.QtWidgets import QWidget

from seisviewer.app.background.background_jobs import Background
from seisviewer.app.catalogue_views.catalogue_window import AskPicture, CatalogueWindow
from seisviewer.app.dialogs.open_dialogs import OpenDialogs
from seisviewer.app.traces.dialogs.augmentation_dialog import AugmentationDialog
from seisviewer.app.traces.dialogs.cluster_map_dialog import ClusterMapDialog
from seisviewer.app.traces.pick_editor import PickEditor
from seisviewer.app.traces.trace_state import TraceState


class TraceDialogs(OpenDialogs):
    """Opens each of them once; asking again brings the one that is open to the front. open_folder: opens waveforms."""

    def __init__(
        self,
        state: TraceState,
        editor: PickEditor,
        background: Background,
        open_folder: Callable[[Path], None],
        ask_picture: AskPicture,
        window: QWidget,
    ) -> None:
        super().__init__(background, window)
        self._state = state
        self._editor = editor
        self._open_folder = open_folder
        self._ask_picture = ask_picture

    def download(self) -> None:
        """Ask for what is on screen now, where records are open."""
        span = self._state.span if self._state.archive is not None else None
        times = {} if span is None else {"start": span.start, "end": span.end}

        def made() -> QWidget:
            from seisviewer.app.traces.dialogs.download_dialog import DownloadDialog  # ObsPy's clients, at need

            return DownloadDialog(self._background, self._open_folder, self._window, **times)

        self.show("download", made)

    def augmentations(self) -> None:
        self.show("augmentations", lambda: AugmentationDialog(self._state, self._background, self._window))

    def find_events(self) -> None:
        self.show(
            "find events",
            lambda: ClusterMapDialog(self._state, self._background, self._window, add_events=self._editor.add_events),
        )

    def arrival_plots(self) -> None:
        """The residuals of the selected event by distance, and Wadati's plot."""
        self.catalogue()
        window = self.open["catalogue"]
        window.tabs.setCurrentWidget(window.arrivals)

    def catalogue(self) -> None:
        self.show(
            "catalogue",
            lambda: CatalogueWindow(self._state, self._editor, self._background, self._ask_picture, self._window),
        )
