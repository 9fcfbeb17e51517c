"""Where a clear event begins: the place at which the energy of the components together jumps most."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from seisviewer.waveforms.continuous_stretches import Stretch

BEFORE, AFTER = 2.0, 0.5  # s, whose energies are compared
CLEAR = 20.0  # times the energy: an S wave behind its P wave hardly jumps so far, and a weak onset not at all


def clear_onset(stretches: Sequence[Stretch], begin: float, end: float) -> float | None:
    """The time of the greatest jump between two times (seconds since 1970 UTC), or None where nothing begins clearly.

    The mean energy of half a second is compared with that of the two seconds before it.
    """
    for stretch in stretches:
        before, after = round(BEFORE * stretch.rate), round(AFTER * stretch.rate)
        first = max(round((begin - stretch.start) * stretch.rate), before)
        last = min(round((end - stretch.start) * stretch.rate), stretch.samples.shape[1] - after)
        if first >= last:
            continue
        part = stretch.samples[:, first - before : last + after].astype(np.float64)
        sums = np.concatenate([[0.0], np.cumsum((part**2).sum(0))])
        places = np.arange(before, before + last - first)
        earlier = (sums[places] - sums[places - before]) / before
        later = (sums[places + after] - sums[places]) / after
        jump = later / np.maximum(earlier, np.finfo(np.float64).tiny)
        best = int(jump.argmax())
        return stretch.start + (first + best) / stretch.rate if jump[best] >= CLEAR else None
    return None
