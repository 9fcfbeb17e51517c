"""The passes of a model over lines: what is stored is read, the rest is predicted and stored."""

from __future__ import annotations

from seisviewer.predictions.passes.section_pass import SectionPass
from seisviewer.predictions.section_predictor import SectionPredictor
from seisviewer.predictions.stored.pass_writer import PassWriter
from seisviewer.predictions.stored.prediction_store import PredictionStore
from seisviewer.volumes.geometry import SectionId
from seisviewer.volumes.volume import Volume


class LinePasses:
    """For one thread. store: of this model, None for none. Where it has no room for more, lines are predicted all the same."""

    def __init__(self, predictor: SectionPredictor, volume: Volume, store: PredictionStore | None) -> None:
        self._predictor, self._volume, self._store = predictor, volume, store
        self._writer = PassWriter(lambda: store)

    def over(self, section: SectionId) -> SectionPass:
        """The pass over an inline or crossline."""
        predictor = self._predictor
        kept = self._store.get(section) if self.has(section) else None
        if kept is None:
            kept = predictor.one_pass(section, self._volume.section(section))
            self.keep(kept)
        return kept

    def keep(self, made: SectionPass) -> None:
        """Store a pass, in place of one that knew less."""
        self._writer.note(made)
        self._writer.flush()

    def has(self, section: SectionId) -> bool:
        """Whether this very model has predicted a line before."""
        return self._store is not None and self._store.is_current(section, self._predictor.key)
