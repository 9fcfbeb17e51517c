"""Samples at another rate, every one of them still at its time."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import scipy  # its submodules are loaded when they are first used: the window opens a second earlier

SIMPLE = (100, 1000, 10_000, 100_000)  # greatest denominators that are tried


def resampled(values: np.ndarray, rate: float, wanted: float) -> np.ndarray:
    """Values (samples,) at another rate, in samples per second, by SciPy's polyphase filter.

    The rates are taken as the simplest ratio that moves no sample by more than a tenth of an interval (of odd rates over
    days, the nearest one). Beyond the ends the values go on along a line, so that an offset does not ring there.
    """
    for most in SIMPLE:
        ratio = Fraction(wanted / rate).limit_denominator(most)
        if abs(float(ratio) * rate / wanted - 1) * len(values) <= 0.1:
            break
    return scipy.signal.resample_poly(values, ratio.numerator, ratio.denominator, padtype="line")
