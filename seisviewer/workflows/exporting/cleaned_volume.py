"""The classes of a whole survey by the rules of cleaning, inline by inline, as they are written."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from seisviewer.errors import BadRequest
from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.predictions.cleaning.class_cleaning import CleaningRules, cleaned
from seisviewer.predictions.cleaning.section_classes import SectionClasses
from seisviewer.predictions.predicted_volume import PredictedVolume
from seisviewer.predictions.section_prediction import NO_CLASS
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.exporting.export_answer import Answer
from seisviewer.workflows.proposals.section_proposals import order_of_layers


def layer_order(answer: Answer, volume: Volume) -> tuple[int, ...]:
    """The classes from top to base that every trace should meet in their order. Raises BadRequest for a run without
    layers."""
    if not answer.has_layers:
        raise BadRequest(
            tr("{answer_name} knows no order of layers: leave the order out, or choose a model with layers.").format(
                answer_name=answer.name
            )
        )
    model = answer.layer_predictor(volume).model
    return order_of_layers(model.order, model.kinds)


def cleaned_classes(
    predicted: PredictedVolume, snapshot: LabelSnapshot, rules: CleaningRules
) -> Callable[[int], np.ndarray]:
    """Gives uint8 (crosslines, samples) of an inline index, NO_CLASS where nothing is said. Each inline is cleaned by
    itself; a class does not come back where it was rejected, and what has no answer gets none."""
    return partial(_cleaned, predicted, snapshot, rules)


def _cleaned(predicted: PredictedVolume, snapshot: LabelSnapshot, rules: CleaningRules, inline: int) -> np.ndarray:
    said = predicted.classes(inline)
    known = said != NO_CLASS
    standing = SectionClasses(
        np.where(known, said, UNLABELLED).astype(np.int16),
        np.nan_to_num(predicted.confidence(inline).astype(np.float32)),
        known,
        tuple(np.unique(said[known]).tolist()),
        snapshot.rejected(Direction.INLINE, inline),
    )
    clean = cleaned(standing, rules)
    return np.where(known, clean, NO_CLASS).astype(np.uint8)
