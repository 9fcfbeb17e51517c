"""The dialogs of the trace desk that stay beside the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PyQt6.QtCore import QObject
from PyQt6.QtWidgets import QWidget

from seisviewer.app.background import Background
from seisviewer.app.dialogs.shelf import DialogShelf
from seisviewer.app.traces.augmentation_dialog import AugmentationDialog
from seisviewer.app.traces.cluster_map import ClusterMapDialog
from seisviewer.app.traces.desk import TraceDesk
from seisviewer.app.traces.download_dialog import DownloadDialog
from seisviewer.app.traces.editing import PickEditor


class TraceDialogs(QObject):
    """Opens each of them once; asking again brings the one that is open to the front. open_folder: opens waveforms."""

    def __init__(
        self,
        desk: TraceDesk,
        editor: PickEditor,
        background: Background,
        open_folder: Callable[[Path], None],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._desk = desk
        self._editor = editor
        self._background = background
        self._open_folder = open_folder
        self._window = window
        self._shelf = DialogShelf()

    def download(self) -> None:
        """Ask for what is on screen now, where records are open."""
        span = self._desk.span if self._desk.archive is not None else None
        times = {} if span is None else {"start": span.start, "end": span.end}
        self._shelf.show("download", lambda: DownloadDialog(self._background, self._open_folder, self._window, **times))

    def augmentations(self) -> None:
        self._shelf.show("augmentations", lambda: AugmentationDialog(self._desk, self._background, self._window))

    def find_events(self) -> None:
        self._shelf.show(
            "find events",
            lambda: ClusterMapDialog(self._desk, self._background, self._window, add_events=self._editor.add_events),
        )

    def close(self) -> None:
        self._shelf.close()
