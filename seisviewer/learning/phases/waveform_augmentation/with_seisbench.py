"""What SeisBench has is used from there. It is imported where it is used: it brings torch with it."""

from __future__ import annotations

import threading
from typing import Any

import numpy as np

from seisviewer.datasets.phase_sample import Draw, PhaseSample, centred
from seisviewer.learning.phases.waveform_augmentation.pool import Pool

_GLOBAL_GENERATOR = threading.Lock()


def through_seisbench(step: Any, sample: PhaseSample, draw: Draw) -> PhaseSample:
    """Apply one of `seisbench.generate`'s augmentations.

    They draw from numpy's global generator. It is seeded from `draw` for the length of the call and put back afterwards, so
    that a run can be repeated and nobody else's numbers change.
    """
    state = {"X": (sample.array.copy(), {"trace_component_order": "ZNE"})}
    with _GLOBAL_GENERATOR:
        kept = np.random.get_state()
        np.random.seed(int(draw.integers(2**32)))
        try:
            step(state)
        finally:
            np.random.set_state(kept)
    return sample.with_array(state["X"][0])


def channel_dropout(sample: PhaseSample, draw: Draw, pool: Pool) -> PhaseSample:
    """None, one or two components become zero, never all three."""
    from seisbench.generate import ChannelDropout

    return through_seisbench(ChannelDropout(), sample, draw)


def gaussian_noise(sample: PhaseSample, draw: Draw, pool: Pool) -> PhaseSample:
    """White noise, standard deviation up to 5 % of the largest amplitude."""
    from seisbench.generate import GaussianNoise

    # SeisBench measures against the largest value, which must not be an offset.
    return through_seisbench(GaussianNoise(scale=(0, 0.05)), sample.with_array(centred(sample.array)), draw)
