"""Flips and turns that leave a possible earthquake: another source sign, another direction."""

from __future__ import annotations

import numpy as np

from seisviewer.datasets.phase_sample import Draw, PhaseSample
from seisviewer.learning.phases.waveform_augmentation.pool import Pool
from seisviewer.learning.phases.waveform_augmentation.with_seisbench import through_seisbench


def flip(sample: PhaseSample, draw: Draw, pool: Pool) -> PhaseSample:
    """All components change sign together. Not for learning first-motion polarities."""
    return sample.with_array(-sample.array)


def rotation(sample: PhaseSample, draw: Draw, pool: Pool) -> PhaseSample:
    """N and E turned about the vertical by a random angle."""
    from seisbench.generate import RotateHorizontalComponents

    return through_seisbench(RotateHorizontalComponents(alpha=draw.uniform(-np.pi, np.pi)), sample, draw)
