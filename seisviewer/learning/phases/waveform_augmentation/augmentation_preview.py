"""What one augmentation does: to the window on screen, and to the distribution that a picker learns from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from seisviewer.datasets.phase_sample import PhaseSample
from seisviewer.learning.phases.waveform_augmentation.augmentations import REGISTRY
from seisviewer.learning.phases.waveform_augmentation.examples import Examples
from seisviewer.learning.phases.waveform_augmentation.histogram import Histogram, arrival_histogram, ratio_histogram
from seisviewer.learning.phases.waveform_augmentation.shift import fixed_place


@dataclass(frozen=True)
class Preview:
    """before, after: training windows of one length. histogram: None where nothing on the desk is picked."""

    name: str
    before: PhaseSample
    after: PhaseSample
    histogram: Histogram | None

    @property
    def changed(self) -> bool:
        return not np.array_equal(self.before.array, self.after.array)


def preview(examples: Examples, name: str, seed: int) -> Preview:
    """One draw of the augmentation `name`; the same seed gives the same draw."""
    augmentation, pool = REGISTRY[name], examples.pool
    before = fixed_place(examples.shown, np.random.default_rng(0), pool)
    whole = examples.shown if name == "shift" else before
    after = augmentation(whole, np.random.default_rng(seed), pool)
    histogram = None
    if pool.events:
        make = arrival_histogram if augmentation.weigh is None else ratio_histogram
        histogram = make(pool.events, (name,), pool, seed=seed)
    return Preview(name, before, after, histogram)
