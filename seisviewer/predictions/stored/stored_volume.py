"""What is stored of a whole survey, without predicting anything again."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import numpy as np

from seisviewer.predictions.passes.two_passes import LineFacts, chosen_passes, count_passes
from seisviewer.predictions.passes.volume_pass import LinesAsked, volume_of_lines
from seisviewer.predictions.predicted_volume import PredictedVolume
from seisviewer.predictions.stored.prediction_store import PredictionStore
from seisviewer.predictions.stored.stored_line import Coverage
from seisviewer.progress import Progress
from seisviewer.volumes.geometry import Direction, SectionId


def stored_volume(store: PredictionStore, scratch: Path) -> Generator[Progress, None, PredictedVolume]:
    """The one answer at every trace of which something is stored: NO_CLASS and NaN elsewhere.

    Inline and crossline are averaged where one model has predicted both, else the newer counts. scratch, and what is
    raised: as in `volume_of_lines`.
    """
    yield from store.load()
    inlines, crosslines = (store.coverage(direction) for direction in (Direction.INLINE, Direction.CROSSLINE))
    keys = [*dict.fromkeys((*inlines.model_key, *crosslines.model_key))]
    facts = _facts(inlines, keys)[:, None], _facts(crosslines, keys)[None, :]
    counted = count_passes(*facts, *chosen_passes(store.geometry))
    channels = store.channels
    shape = {
        direction: store.geometry.section_shape(direction) for direction in (Direction.INLINE, Direction.CROSSLINE)
    }

    def probabilities(section: SectionId) -> np.ndarray:
        found = np.zeros((len(channels), *shape[section.direction]), np.uint8)
        kept = store.get(section)
        if kept is not None:
            found[[channels.index(number) for number in kept.channels]] = kept.probabilities
        return found

    asked = LinesAsked(channels, counted.inline, counted.crossline, probabilities)
    return (yield from volume_of_lines(asked, store.geometry, scratch, "reading predicted"))


def _facts(coverage: Coverage, keys: list[str]) -> LineFacts:
    """Lines of one model are alike, and those of two are not."""
    facts = LineFacts.none(len(coverage.stored))
    facts.kept[:], facts.seconds[:] = coverage.stored, coverage.seconds
    facts.labels_version[:] = [keys.index(key) for key in coverage.model_key]
    facts.model_version[:] = 1
    return facts
