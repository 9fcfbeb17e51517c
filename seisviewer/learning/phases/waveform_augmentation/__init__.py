"""What is done to three-component windows before a picker learns from them. Imports neither torch nor SeisBench."""

from __future__ import annotations

from seisviewer.datasets.phase_sample import PhaseSample, signal_to_noise
from seisviewer.learning.phases.waveform_augmentation.augmentations import (
    REGISTRY,
    Augmentation,
    augment,
    drawing_weights,
)
from seisviewer.learning.phases.waveform_augmentation.pool import Pool

__all__ = ["REGISTRY", "Augmentation", "PhaseSample", "Pool", "augment", "drawing_weights", "signal_to_noise"]
