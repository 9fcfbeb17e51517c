"""The sections that are predicted and stored, with how stable and how sure each is, and the orders to list them in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.predictions.stored.prediction_store import PredictionStore
from seisviewer.volumes.geometry import LINES, SectionId


class Order(StrEnum):
    """By what a gallery is sorted, in the words of its list."""

    LEAST_STABLE = "Least stable first"
    MOST_STABLE = "Most stable first"
    LEAST_SURE = "Least confident first"
    MOST_SURE = "Most confident first"
    BY_NUMBER = "By line number"


NEED_STABILITY = Order.LEAST_STABLE, Order.MOST_STABLE


@dataclass(frozen=True)
class PredictedSection:
    """stability, confidence: 0–1, means over the section; stability is None where it is not known. labelled: something in
    its plane was painted or accepted, and not only carried there. seconds: when it was predicted, as time.time() gives it."""

    section: SectionId
    confidence: float
    stability: float | None
    labelled: bool
    seconds: float


def predicted_sections(store: PredictionStore, snapshot: LabelSnapshot) -> tuple[PredictedSection, ...]:
    """Those that a store holds, inlines before crosslines, each by its prediction along itself."""
    found, labelled = [], frozenset(snapshot.sections_drawn_on)
    for direction in LINES:
        coverage, means = store.coverage(direction), store.line_means(direction)
        for index in np.flatnonzero(coverage.stored & np.isfinite(means.confidence)).tolist():
            section = store.geometry.section(direction, index)
            stability = float(means.stability[index])
            known = stability if np.isfinite(stability) else None
            sure, seconds = float(means.confidence[index]), float(coverage.seconds[index])
            found.append(PredictedSection(section, sure, known, section in labelled, seconds))
    return tuple(found)


def know_stability(sections: Sequence[PredictedSection]) -> bool:
    """Whether the stability of any is known."""
    return any(each.stability is not None for each in sections)


def in_order(sections: Sequence[PredictedSection], order: Order) -> tuple[PredictedSection, ...]:
    """Sorted; an order by stability goes by confidence where no stability is known, and puts those without one last."""
    if order is Order.BY_NUMBER:
        return tuple(sections)
    descending = order in (Order.MOST_STABLE, Order.MOST_SURE)
    by_stability = order in NEED_STABILITY and know_stability(sections)

    def key(each: PredictedSection) -> tuple[bool, float]:
        value = each.stability if by_stability else each.confidence
        unknown = value is None
        return unknown, 0.0 if unknown else (-value if descending else value)

    return tuple(sorted(sections, key=key))
