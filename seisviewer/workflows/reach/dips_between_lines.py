"""The dips from each line of a survey to the next one, found where nobody knows them of the whole survey yet."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from seisviewer.structure.mask_carrying import steady_slopes
from seisviewer.structure.slopes import Slopes
from seisviewer.structure.volume_slopes import MARGIN, slopes_across
from seisviewer.volumes.geometry import Direction
from seisviewer.volumes.volume import Volume


def dips_found(
    volume: Volume, direction: Direction, lines: Sequence[int], traces: slice, samples: slice = np.s_[:]
) -> list[np.ndarray]:
    """Samples down from each of some lines to the next one of the survey, float32 (traces, samples) of the part that is
    asked for; lines by their place on the grid."""
    geometry = volume.geometry
    first, past = max(0, min(lines) - MARGIN), min(geometry.count(direction), max(lines) + MARGIN + 1)
    sections = (volume.section(geometry.section(direction, line)) for line in range(first, past))
    block = np.stack([np.nan_to_num(amplitudes[traces, samples], nan=0.0) for amplitudes in sections])
    found = slopes_across(block, [line - first for line in lines])
    return [steady_slopes(Slopes(*each)) for each in zip(found.slope, found.coherence, strict=True)]
