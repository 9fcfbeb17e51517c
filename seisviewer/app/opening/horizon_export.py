"""The boundaries between layers that are on screen, written as horizons for other programs."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtWidgets import QWidget

from seisviewer.app.background.background_jobs import Background
from seisviewer.app.live.layer_controller import LayerController
from seisviewer.app.opening.file_asker import FileAsker
from seisviewer.app.section_state import SectionState
from seisviewer.predictions.layer_predictor import LayerPredictor
from seisviewer.volumes.horizon_files import HorizonLayout
from seisviewer.workflows.boundary_exchange import write_horizons

NONE_YET = "There are no boundaries between layers yet: paint two classes with “Carry strokes along reflectors” on."
NOT_WHOLE = "The boundaries are still being solved over the whole survey: try again when that has ended."


class HorizonExport(FileAsker[SectionState]):
    """Asks for a folder, then writes one file for each boundary into it."""

    def __init__(self, state: SectionState, layers: LayerController, background: Background, window: QWidget) -> None:
        super().__init__(state, background, window)
        self._layers = layers

    def folder_to_ask_in(self) -> Path:
        """Beside the survey."""
        return self._state.volume.path.parent if self._state.volume is not None else Path.home()

    def ask(self, layout: HorizonLayout) -> None:
        """Says why where there is nothing to write."""
        solved = self._layers.status.solved
        if solved is None or solved.predictor is None:
            self._state.message.emit(NONE_YET)
        elif not solved.whole:
            self._state.message.emit(NOT_WHOLE)
        else:
            folder = self._ask_folder("Export horizons into a folder")
            if folder is not None:
                self._write(solved.predictor, folder, layout)

    def _write(self, predictor: LayerPredictor, folder: Path, layout: HorizonLayout) -> None:
        volume, classes = self._state.volume, self._state.project.classes
        export = self._background.run(
            "Exporting horizons",
            lambda: write_horizons(predictor, volume, classes, folder, layout),
            lambda files: self._state.message.emit(f"{len(files)} horizons are in {folder}."),
            awaited=True,
        )
        self._state.closing.wait_for(export)
