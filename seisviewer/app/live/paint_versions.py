"""Which versions of the labels say the same: an undo brings back what an earlier version was."""

from __future__ import annotations

from collections import deque

from seisviewer.labels.label_volume import LabelSnapshot

KEPT = 12  # versions; they share all blocks that were not painted on in between


class PaintVersions:
    """The last versions of the labels of one project."""

    def __init__(self) -> None:
        self._kept: deque[LabelSnapshot] = deque(maxlen=KEPT)

    def note(self, newest: LabelSnapshot) -> frozenset[int]:
        """Keep a version; returns those that say the same as it, its own number among them."""
        if not self._kept or self._kept[-1] is not newest:
            self._kept.append(newest)
        return frozenset(each.version for each in self._kept if each is newest or each.says_the_same(newest))
