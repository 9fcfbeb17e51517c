"""Labels that are proposed for one section and not stored yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from scipy import ndimage

from seisviewer.labels.label_edits import cropped_stroke
from seisviewer.labels.provenance import Origin
from seisviewer.labels.stroke import UNLABELLED, Stroke
from seisviewer.volumes.geometry import SectionId


@dataclass(frozen=True, eq=False)
class LabelProposal:
    """classes: int8 in the section's shape, UNLABELLED where nothing is proposed. before: int16 likewise, what a label or a
    model says there now, UNLABELLED where nothing does. by: how it was made, in words, "" where there is nothing to say."""

    section: SectionId
    classes: np.ndarray = field(repr=False)
    before: np.ndarray = field(repr=False)
    by: str = ""

    @cached_property
    def samples(self) -> int:
        return int(np.count_nonzero(self.classes != UNLABELLED))

    @cached_property
    def places(self) -> int:
        """How many connected pieces of the section get labels."""
        return int(ndimage.label(self.classes != UNLABELLED)[1])

    @cached_property
    def counts(self) -> Mapping[tuple[int, int], int]:
        """Samples by class before (UNLABELLED: none) and class proposed, the most first."""
        where = self.classes != UNLABELLED
        pairs = np.stack([self.before[where], self.classes[where].astype(np.int16)], axis=1)
        found, samples = np.unique(pairs, axis=0, return_counts=True)
        order = np.argsort(-samples, kind="stable")
        return {(int(found[each, 0]), int(found[each, 1])): int(samples[each]) for each in order}

    def strokes(self) -> list[Stroke]:
        """The accepted labels that it becomes, one stroke a class; none where it proposes nothing."""
        unlabelled = np.full(self.classes.shape, UNLABELLED, np.int8)
        made = (
            cropped_stroke(unlabelled, self.section, self.classes == number, number)
            for number in np.unique(self.classes[self.classes != UNLABELLED]).tolist()
        )
        return [replace(stroke, origin=Origin.ACCEPTED) for stroke in made if stroke is not None]
