"""The baseline: a forest on spectra and P/S ratios. A forest is kept as the table that it learned, and grown again from it:
no file holds a pickled object."""

from __future__ import annotations

import numpy as np
from sklearn.ensemble import RandomForestClassifier

from seisviewer.learning.event_kinds.kind_examples import KindTable

TREES = 300
SMALLEST_LEAF, SHARE = 5, 40  # traces of a leaf, and a leaf is no larger than this part of all of them


class KindForest:
    """Grown in a second or so; the same table and seed give the same forest."""

    def __init__(self, features: np.ndarray, kinds: np.ndarray, weights: np.ndarray, seed: int) -> None:
        """features: (traces, 24). kinds: (traces,). weights: (traces,)."""
        leaf = max(1, min(SMALLEST_LEAF, len(kinds) // SHARE))
        self._forest = RandomForestClassifier(TREES, min_samples_leaf=leaf, random_state=seed)
        self._forest.fit(features, kinds, weights)

    @classmethod
    def of(cls, table: KindTable, seed: int) -> KindForest:
        return cls(table.features, table.kinds[table.events], table.weights, seed)

    def answer(self, table: KindTable) -> np.ndarray:
        """(traces, kinds) probabilities."""
        return self._forest.predict_proba(table.features)
