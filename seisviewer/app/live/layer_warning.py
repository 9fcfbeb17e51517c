"""The line of the training panel that says what speaks against the layers."""

from __future__ import annotations

from PyQt6.QtWidgets import QLabel, QWidget

from seisviewer.app.live.layer_controller import LayerController
from seisviewer.app.live.layer_sentences import doubt_sentence
from seisviewer.app.section_state import SectionState
from seisviewer.translation import tr

TIP = tr("Some strokes are left out at a time, and it is seen where the layers put them")


class LayerWarning(QLabel):
    """Hidden where nothing does."""

    def __init__(self, state: SectionState, layers: LayerController, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state, self._layers = state, layers
        self.setWordWrap(True)
        self.setToolTip(TIP)
        self.setObjectName("doubt")
        for signal in (
            *(layers.status_changed, layers.on_changed),
            *(state.classes_changed, state.project_changed, state.volume_changed),
        ):
            signal.connect(self._show)
        self._show()

    def _show(self, *_: object) -> None:
        project = self._state.project
        asked = self._layers.on and project is not None
        self.setText(doubt_sentence(self._layers.status, project.classes.name_of) if asked else "")
        self.setVisible(bool(self.text()))
