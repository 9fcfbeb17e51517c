"""What cannot be true of a trace is seen before it is shown: impossible times and rates, samples in the wrong byte
order."""

from __future__ import annotations

import numpy as np
from obspy import Trace

from seisviewer.translation import tr

NO_NUMBERS = tr("without numbers or without a sampling rate")
YEAR_1, YEAR_10000 = -62135596800.0, 253402300800.0  # seconds since 1970: what lies outside can be written as no date
SLOWEST, FASTEST = 1e-6, 1e9  # samples per second that a recorder may have
LARGEST = 1e30  # amplitude from which on a number is none: it marks a gap or is damaged
LOOKED_AT = 20_000  # samples of a trace that tell the byte order
USUAL = 1e-20, 1e20  # amplitudes in whatever unit; with bytes in the wrong order most floats lie outside
SEEN = 0.99  # share of whole numbers whose lowest byte is but a sign: they were written the other way round
SMALL = 1 << 24  # whole numbers of a recorder are below it, so that the highest byte is but a sign


def flaw_of(trace: Trace, rate: float) -> str:
    """What makes a trace useless, to be said after “has a trace”; "" for nothing."""
    data = trace.data
    if np.ndim(data) != 1 or np.asarray(data).dtype.kind not in "iuf" or not len(data):
        return NO_NUMBERS
    if rate <= 0 or not np.isfinite(rate):
        return NO_NUMBERS
    if not SLOWEST <= rate <= FASTEST:
        return tr("of {rate:.3g} samples per second, which no recorder has").format(rate=rate)
    start = trace.stats.starttime.ns / 1e9
    if not (YEAR_1 <= start and start + len(data) / rate < YEAR_10000):
        return tr("outside of the years 1 to 9999")
    return ""


def doubts_of(trace: Trace) -> list[str]:
    """What must be said of a trace that is shown, after “has a trace”."""
    samples = np.ma.getdata(trace.data)
    if is_byte_swapped(samples):
        return [tr("whose samples make sense in the other byte order only: they are read so")]
    if samples.dtype.kind == "f" and len(samples) and (np.abs(samples) >= LARGEST).any():
        return [tr("with amplitudes of {largest:.0e} and more, which are shown as gaps").format(largest=LARGEST)]
    return []


def is_byte_swapped(samples: np.ndarray) -> bool:
    """Whether samples make sense in the other byte order, and none in the one they were read in."""
    some = samples[:: max(1, len(samples) // LOOKED_AT)]
    some = some[some != 0]
    if samples.dtype.itemsize < 4 or len(some) < 8:
        return False
    other = some.byteswap()
    if samples.dtype.kind == "f":
        return _unusual(some) > 0.1 and _unusual(other) < 0.001
    if samples.dtype.itemsize != 4:
        return False
    lowest = some.astype(np.int64) & 0xFF
    signs = np.isin(lowest, (0, 255)).mean() > SEEN and 0 < (lowest == 255).mean() < 1
    return bool(signs and (np.abs(other.astype(np.int64)) < SMALL).mean() > SEEN)


def _unusual(values: np.ndarray) -> float:
    """The share of numbers beyond what any amplitude is."""
    with np.errstate(invalid="ignore", over="ignore"):
        sizes = np.abs(values.astype(np.float64))
    low, high = USUAL
    return float((~np.isfinite(sizes) | (sizes < low) | (sizes > high)).mean())
