"""What is done to three-component windows before a picker learns from them. Imports neither torch nor SeisBench."""

from __future__ import annotations

from seisviewer.learning.waveform_augmentation.pool import Pool
from seisviewer.learning.waveform_augmentation.registry import REGISTRY, Augmentation, augment, drawing_weights
from seisviewer.learning.waveform_augmentation.sample import PhaseSample, signal_to_noise

__all__ = ["REGISTRY", "Augmentation", "PhaseSample", "Pool", "augment", "drawing_weights", "signal_to_noise"]
