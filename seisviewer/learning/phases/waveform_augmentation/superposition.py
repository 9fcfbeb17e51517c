"""Events and recorded noise added to a training window."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from seisviewer.datasets.phase_sample import Draw, PhaseSample, centred, strength
from seisviewer.learning.phases.waveform_augmentation.pool import Pool

GAP = 3.0  # seconds between the S of one event and the P of the next
RATIO = 10.0  # one event is at most so many times stronger than the other
VISIBLE = 2.0  # and the first arrival of each stands so far above what the other does there
ONSET = 2.0  # seconds before and after a first arrival over which that is measured
TRIES = 10
SNR = (3.0, 20.0)  # dB


def superposed_event(sample: PhaseSample, draw: Draw, pool: Pool) -> PhaseSample:
    """A second event is added at a random offset and amplitude ratio; as it was where none of a few drawn events fits.

    Never one event within the other: the P of the later one comes at least three seconds after the S of the earlier one,
    and it outlasts the earlier one (the end estimated from P and S). The ratio is drawn log-uniform from those between 1/10
    and 10 at which both first arrivals can be seen. Windows that hold several events already are left alone.
    """
    if sample.end is None or sample.others:
        return sample
    for _ in range(TRIES):
        other = pool.draw_event(draw)
        if other is None or other.name == sample.name or other.end is None or other.others:
            continue
        offsets = _fitting_offsets(sample, other)
        if other.rate != sample.rate or not len(offsets):
            continue
        moved = other.cut(int(draw.choice(offsets)), sample.length)
        moved = moved.with_array(centred(moved.array))
        factor = _factor(sample.with_array(centred(sample.array)), moved, draw)
        if factor is not None:
            array = sample.array + np.float32(factor) * moved.array
            others, doubts = sample.others + moved.arrivals, sample.doubts + moved.doubts
            return replace(sample.with_array(array), others=others, doubts=doubts)
    return sample


def _fitting_offsets(sample: PhaseSample, other: PhaseSample) -> np.ndarray:
    """Where `other` may be cut so that an arrival of it lies inside and neither event lies within the other."""
    offsets = np.arange(max(other.length - sample.length + 1, 0))
    p, s, end = other.p - offsets, other.s - offsets, other.end - offsets
    inside = ((0 <= p) & (p < sample.length)) | ((0 <= s) & (s < sample.length))
    gap = GAP * sample.rate
    after = (p > sample.s + gap) & (end > sample.end)
    before = (s + gap < sample.p) & (end < sample.end)
    return offsets[inside & (after | before)]


def _factor(sample: PhaseSample, moved: PhaseSample, draw: Draw) -> float | None:
    """What the second event is multiplied by; None where no factor leaves both first arrivals visible."""
    loud, other_loud = signal_strength(sample), signal_strength(moved)
    if not loud or not other_loud:
        return None
    low, high = loud / other_loud / RATIO, loud / other_loud * RATIO
    at, other_at = _first_arrival(sample), _first_arrival(moved)
    if other_at is not None and (own := _after(moved, other_at)) > 0:
        low = max(low, VISIBLE * _before(sample, other_at) / own)
    if at is not None and (level := _before(moved, at)) > 0:
        high = min(high, _after(sample, at) / VISIBLE / level)
    return float(np.exp(draw.uniform(np.log(low), np.log(high)))) if low <= high else None


def superposed_noise(sample: PhaseSample, draw: Draw, pool: Pool, snr: tuple[float, float] = SNR) -> PhaseSample:
    """Recorded noise is added so strong that the event stands `snr` dB (drawn uniformly) above it."""
    noise = pool.draw_noise(draw)
    loud = signal_strength(sample)
    if noise is None or not loud or noise.length < sample.length or noise.rate != sample.rate:
        return sample
    array = centred(noise.array[:, : sample.length])
    quiet = strength(array)
    if not quiet:
        return sample
    wanted = loud / 10 ** (draw.uniform(*snr) / 20)
    return sample.with_array(sample.array + np.float32(wanted / quiet) * array)


def signal_strength(sample: PhaseSample) -> float:
    """Root mean square of five seconds from the first own arrival inside the window on; 0 where there is none."""
    first = _first_arrival(sample)
    return 0.0 if first is None else strength(centred(sample.array)[:, first : first + round(5 * sample.rate)])


def _first_arrival(sample: PhaseSample) -> int | None:
    return min((int(at) for at in (sample.p, sample.s) if at is not None and 0 <= at < sample.length), default=None)


def _before(sample: PhaseSample, at: int) -> float:
    return strength(sample.array[:, max(at - round(ONSET * sample.rate), 0) : at])


def _after(sample: PhaseSample, at: int) -> float:
    return strength(sample.array[:, at : at + round(ONSET * sample.rate)])
