"""Who answers on screen while training is on: the network alone, or the layer model and the network together."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterable

import numpy as np

from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.learning.events import FusionJudged
from seisviewer.learning.sections.fusion_fit import Judgement, expected_of, judge_fusion
from seisviewer.learning.sections.held_out_evidence import HeldStrokes, evidence_of, held_strokes
from seisviewer.learning.sections.live_inbox import LayersAtHand
from seisviewer.predictions.fused_predictor import FusedPredictor
from seisviewer.predictions.fusion import NAME, FusionWeights
from seisviewer.predictions.predictor import Predictor
from seisviewer.predictions.remembered_layers import RememberedLayers
from seisviewer.predictions.section_predictor import SectionPredictor
from seisviewer.progress import Progress
from seisviewer.volumes.geometry import SectionId
from seisviewer.volumes.volume import Volume

EVERY = 10.0  # seconds between two judgements of a network that goes on learning
TAUGHT = 150  # steps that a network has learned from the layers until it is asked beside them: strokes held back tell too little
COUNTS = 0.1  # share of the network in the answer of both below which it says nothing of its own


class LiveFusion:
    """Judges both by the strokes held back, and lets them answer together where that is no worse than the better of the
    two.

    The weights are found again as the network learns. In between they hold, for newer labels too.
    """

    def __init__(self, volume: Volume) -> None:
        self._volume = volume
        self._layers: LayersAtHand | None = None
        self._everything: RememberedLayers | None = None
        self._strokes: list[HeldStrokes] = []
        self._strokes_of: tuple[int, int] | None = None  # which layer model, and the version of the labels
        self._judgement: Judgement | None = None
        self._judged: tuple[int, tuple[int, ...]] | None = None  # which layer model, and the classes
        self._judged_at = 0.0
        self._apart = 0  # counts the layer models that do not know the strokes held back

    def set_layers(self, layers: LayersAtHand | None) -> None:
        """The newest layer models, None where nothing is carried any more."""
        before, self._layers = self._layers, layers
        if before is None or layers is None or before.apart is not layers.apart:
            self._apart += 1
        self._everything = None if layers is None else RememberedLayers(layers.everything)
        if layers is None:
            self._judgement = self._judged = None

    def has_learned(self, taught: int) -> bool:
        """Whether a network that has learned so many steps from layers may be asked beside them; or there are none at
        hand."""
        return self._layers is None or taught >= TAUGHT

    def judge(
        self, network: Predictor, snapshot: LabelSnapshot, sections: Iterable[SectionId], taught: int
    ) -> Generator[Progress | FusionJudged, None, None]:
        """Compare the network with the layers, and find the weights of both, where that was not done of late. sections:
        those with strokes held back. taught: steps that the network has learned from layers."""
        apart = self._layers.apart if self._layers is not None else None
        if apart is None or not self.has_learned(taught):
            return
        classes = self._classes(network)
        now = (self._apart, classes)
        if self._judged == now and time.monotonic() - self._judged_at < EVERY:
            return
        if self._strokes_of != (self._apart, snapshot.version):
            self._strokes = yield from held_strokes(apart, self._volume, snapshot, sections)
            self._strokes_of = self._apart, snapshot.version
        evidence = yield from evidence_of(self._strokes, apart.answers, network, self._volume, classes)
        self._judged, self._judged_at = now, time.monotonic()
        self._judgement = None
        if evidence is not None and len(np.unique(evidence.truth)) > 1:
            self._judgement = judged = judge_fusion(classes, expected_of(apart.model), evidence)
            yield FusionJudged(
                judged.layers, judged.network, judged.together, network_share(judged.weights), judged.strokes,
                self._together, judged.both_checked, judged.network_checked,
            )  # fmt: skip

    def voice(self, network: Predictor) -> SectionPredictor:
        """What answers: the network, or both as one."""
        judged, layers = self._judgement, self._everything
        if judged is None or layers is None or not self._together or judged.weights.classes != self._classes(network):
            return network
        labels = min(network.labels_version, layers.labels_version)
        return FusedPredictor(layers, network, judged.weights, NAME, network.version, labels)

    @property
    def _together(self) -> bool:
        judged = self._judgement
        return judged is not None and judged.can_tell and judged.is_no_worse and network_share(judged.weights) >= COUNTS

    def _classes(self, network: Predictor) -> tuple[int, ...]:
        """The class numbers that either of the two knows, ascending."""
        return tuple(sorted({*self._layers.everything.answers, *network.answers}))


def network_share(weights: FusionWeights) -> float:
    """What the network counts beside the layers, 0–1, mean over the classes."""
    layers, network = np.asarray(weights.layers), np.asarray(weights.network)
    return float((network / (layers + network)).mean())
