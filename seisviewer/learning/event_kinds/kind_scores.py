"""How well the kind of events is told: folds by whole events, never by traces, for the traces of one event are alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.metrics import balanced_accuracy_score, roc_auc_score

from seisviewer.learning.bootstrap_interval import COVERED, DRAWS, Interval

FOLDS = 6


@dataclass(frozen=True)
class KindScores:
    """auc: of each kind against the others, their mean, with the interval when events are drawn anew. balanced: accuracy, the
    mean over kinds, of all events. decided: share of events that are as sure as the threshold asks; balanced_decided:
    accuracy of these, NaN where there are none of some kind."""

    events: int
    auc: Interval
    balanced: float
    decided: float
    balanced_decided: float


def folds_by_event(kinds: np.ndarray, seed: int, count: int = FOLDS) -> list[np.ndarray]:
    """Which events are held out together: every kind is spread over the folds."""
    draw = np.random.default_rng(seed)
    fold_of = np.empty(len(kinds), int)
    begin = 0
    for kind in np.unique(kinds):
        own = draw.permutation(np.flatnonzero(kinds == kind))
        fold_of[own] = (begin + np.arange(len(own))) % count
        begin += len(own)
    return [np.flatnonzero(fold_of == fold) for fold in range(count) if (fold_of == fold).any()]


def kind_scores(answers: np.ndarray, kinds: np.ndarray, threshold: float, seed: int = 0) -> KindScores:
    """answers: (events, kinds) probabilities of held-out events. kinds: (events,) what they were."""
    draw = np.random.default_rng(seed)
    drawn = [_auc(answers[rows], kinds[rows]) for rows in draw.integers(len(kinds), size=(DRAWS, len(kinds)))]
    sound = np.array([each for each in drawn if np.isfinite(each)])
    value = _auc(answers, kinds)
    low, high = np.quantile(sound, ((1 - COVERED) / 2, (1 + COVERED) / 2)) if len(sound) else (value, value)
    said, sure = answers.argmax(axis=1), answers.max(axis=1) >= threshold
    every = np.isin(np.unique(kinds), kinds[sure]).all()
    return KindScores(
        len(kinds),
        Interval(value, float(low), float(high)),
        float(balanced_accuracy_score(kinds, said)),
        float(sure.mean()),
        float(balanced_accuracy_score(kinds[sure], said[sure])) if every else float("nan"),
    )


def _auc(answers: np.ndarray, kinds: np.ndarray) -> float:
    each: Sequence[float] = [
        roc_auc_score(kinds == kind, answers[:, kind]) if 0 < (kinds == kind).sum() < len(kinds) else np.nan
        for kind in range(answers.shape[1])
    ]
    return float(np.mean(each))
