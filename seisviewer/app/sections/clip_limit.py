"""The clip: which amplitude gets the strongest colour."""

from __future__ import annotations

import numpy as np

from seisviewer.volumes.statistics import AmplitudeStatistics

TAILS = (0.0, 0.5, 1.0, 5.0, 25.0)


def clip_limit(statistics: AmplitudeStatistics, tail: float) -> float:
    """The amplitude that `tail` percent of the samples exceed on the stronger side, symmetric about zero.

    Between the percentiles that were estimated it is interpolated; 0 percent is the strongest sample seen.
    """
    found = statistics.percentiles
    limits = [max(abs(statistics.minimum), abs(statistics.maximum))]
    limits += [max(abs(found[percent]), abs(found[100 - percent])) for percent in TAILS[1:]]
    limit = float(np.interp(tail, TAILS, limits))
    return limit if limit > 0 else statistics.limit
