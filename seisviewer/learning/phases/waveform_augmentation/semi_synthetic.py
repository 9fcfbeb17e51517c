"""Copies of clean windows as a poorer record would have been; the picks of the clean original are exact for them."""

from __future__ import annotations

import numpy as np

from seisviewer.datasets.phase_sample import Draw, PhaseSample, centred, signal_to_noise
from seisviewer.learning.phases.waveform_augmentation.pool import Pool
from seisviewer.learning.phases.waveform_augmentation.superposition import superposed_noise

CLEAN = 10.0  # dB: what counts as a clean original
DROWNED = (0.0, 10.0)  # dB of the noisy copies
LEVEL = (0.05, 0.6)  # where a copy is clipped, as a share of the largest amplitude


def semi_synthetic(sample: PhaseSample, draw: Draw, pool: Pool) -> PhaseSample:
    """A clipped copy, a noisy copy or both, equally often; as it was where the sample is not clean itself."""
    ratio = sample.snr if sample.snr is not None else signal_to_noise(sample.array, sample.p, sample.rate)
    if sample.is_noise or ratio is None or ratio < CLEAN:
        return sample
    kind = draw.integers(3)
    if kind != 0:
        sample = clipped(sample, draw)
    if kind != 1:
        sample = superposed_noise(sample, draw, pool, DROWNED)
    return sample


def clipped(sample: PhaseSample, draw: Draw) -> PhaseSample:
    """All components cut off at one level, as by a digitiser or a seismometer that was driven too hard."""
    array = centred(sample.array)
    level = np.exp(draw.uniform(np.log(LEVEL[0]), np.log(LEVEL[1]))) * np.abs(array).max()
    return sample.with_array(np.clip(array, -level, level))
