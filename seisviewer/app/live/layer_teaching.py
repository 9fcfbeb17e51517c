"""What the layers say goes to the network: it learns from them, and both answer together."""

from __future__ import annotations

from PyQt6.QtCore import QObject

from seisviewer.app.live.layer_controller import LayerController, LayerStatus
from seisviewer.app.live.live_controller import LiveController
from seisviewer.app.live.training_status import LiveStatus
from seisviewer.learning.sections.live_inbox import LayersAtHand


class LayerTeaching(QObject):
    """Hands the newest layer models to training, and asks for those that a network may learn from while training is on."""

    def __init__(self, layers: LayerController, live: LiveController, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._layers, self._live = layers, live
        self._given: LayersAtHand | None = None
        layers.status_changed.connect(self._give)
        live.status_changed.connect(self._ask)

    def _give(self, status: LayerStatus) -> None:
        """A first word is no teacher; while one is said, what was solved before it still is."""
        everything = status.whole.predictor if status.whole is not None and status.solved is not None else None
        apart = status.apart.predictor if status.apart is not None else None
        given = LayersAtHand(everything, apart) if everything is not None else None
        if not _same(given, self._given):
            self._given = given
            self._live.set_layers(given)

    def _ask(self, status: LiveStatus) -> None:
        self._layers.teach(status.is_on)


def _same(one: LayersAtHand | None, other: LayersAtHand | None) -> bool:
    """Whether both are the very same models."""
    if one is None or other is None:
        return one is other
    return one.everything is other.everything and one.apart is other.apart
