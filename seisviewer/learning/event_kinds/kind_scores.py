"""How well the kind of events is told: folds by whole events, never by traces, for the traces of one event are alike."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import rankdata
from sklearn.metrics import balanced_accuracy_score

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
    """Area under the receiver operating characteristic, of each kind against the others and their mean, by the statistic
    of Mann and Whitney (Hanley and McNeil 1982); NaN where a kind has no event or all."""
    own = kinds[:, None] == np.arange(answers.shape[1])
    count = own.sum(axis=0)
    if not ((count > 0) & (count < len(kinds))).all():
        return float("nan")
    ranks = np.where(own, rankdata(answers, axis=0), 0.0).sum(axis=0)
    return float(np.mean((ranks - count * (count + 1) / 2) / (count * (len(kinds) - count))))
