"""The stretch of a vertical around a P onset, as a network of first motions looks at it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from seisviewer.waveforms.record import Component
from seisviewer.waveforms.resampling import resampled

RATE = 100.0  # samples per second that the network was taught with
SLOWEST = 50.0  # samples per second, below which a first motion is not told
BEFORE, AFTER = 1.2, 1.0  # s around the pick
NOISE, GUARD = 0.5, 0.03  # s of noise before the onset, and what is left between
SIGNAL = 0.2  # s behind the onset in which the first motion lies
LOOK_BACK, LOOK_ON = 0.4, 0.25  # s around a pick in which its onset is sought
LEAST = 5  # samples on either side of a place that Akaike's criterion needs


@dataclass(frozen=True)
class OnsetWindow:
    """samples: (samples,) at 100 per second. onset: which of them is the first of the wave. moved: seconds from the pick to
    it. snr: largest amplitude of the 0.2 s behind the onset by the standard deviation of the half second before."""

    samples: np.ndarray = field(repr=False, compare=False)
    onset: int
    moved: float
    snr: float


def onset_window(component: Component, time: float, reach: float = 0.0) -> OnsetWindow | None:
    """reach: seconds by which the onset may lie elsewhere than the pick; within them it is sought. None where the record has
    a gap there, is dead, or has too few samples per second."""
    if component.rate < SLOWEST:
        return None
    samples = component.window(time - BEFORE, round((BEFORE + AFTER) * component.rate) + 1).astype(np.float64)
    if not np.isfinite(samples).all():
        return None
    if component.rate != RATE:
        samples = resampled(samples, component.rate, RATE)
    picked = round(BEFORE * RATE)
    onset = onset_near(samples, picked, round(reach * RATE)) if reach else picked
    noise = samples[onset - round(NOISE * RATE) : onset - round(GUARD * RATE)]
    signal = samples[onset : onset + round(SIGNAL * RATE)] - noise.mean()
    if not noise.std() > 1e-9 * np.abs(signal).max():  # of a dead channel both are 0
        return None
    return OnsetWindow(samples, onset, (onset - picked) / RATE, float(np.abs(signal).max() / noise.std()))


def onset_near(samples: np.ndarray, picked: int, reach: int) -> int:
    """Where the samples fall best into noise and signal (Maeda, 1985), within `reach` samples of the pick; the pick itself
    where that lies farther away."""
    first = picked - round(LOOK_BACK * RATE)
    part = samples[first : picked + round(LOOK_ON * RATE)]
    part = part - part.mean()
    count = len(part)
    places = np.arange(LEAST, count - LEAST)
    sums, squares = np.cumsum(part), np.cumsum(part**2)
    before, behind = places, count - places
    earlier = squares[places - 1] / before - (sums[places - 1] / before) ** 2
    later = (squares[-1] - squares[places - 1]) / behind - ((sums[-1] - sums[places - 1]) / behind) ** 2
    least = np.finfo(np.float64).tiny
    criterion = before * np.log(np.maximum(earlier, least)) + behind * np.log(np.maximum(later, least))
    found = first + int(places[np.argmin(criterion)])
    return found if abs(found - picked) <= reach else picked
