"""What one vertical tells about the kind of its event: P/S amplitude ratios and spectra in bands, and a spectrogram.

Ratios of P to S amplitudes in bands tell explosions from earthquakes where a network can average over stations (O'Rourke et
al., 2016; Kong et al., 2022).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import scipy  # its submodules are loaded when they are first used: the window opens a second earlier

from seisviewer.waveforms.record import Component
from seisviewer.waveforms.resampling import resampled

RATE = 40.0  # samples per second to which every trace is brought
BANDS = ((1.0, 2.0), (2.0, 4.0), (4.0, 6.0), (6.0, 8.0), (8.0, 10.0), (10.0, 12.0), (12.0, 15.0), (15.0, 18.0))  # Hz
S_BY_P = 1.73  # travel time of S by that of P, where nobody picked S
BEFORE, AFTER = 20.0, 90.0  # s of record around the origin time
LEAST_P, LEAST_S_P = 0.5, 1.0  # s from origin to P, and from P to S: nearer stations have no S apart from P
STA, LTA, JUMP, LATEST = (
    0.5,
    8.0,
    8.0,
    60.0,
)  # s, s, times the energy, s after the origin: of an onset that nobody picked
GUARD = 0.5  # s between the noise and P
FRAME, HOP = 64, 32  # samples of a spectrogram's frames and between two of them
FRAMES, FREQUENCIES = 48, 28  # of a spectrogram, from LEAD s before P on, and from about 1 to 18 Hz
LEAD = 4.0
FIRST_FREQUENCY = 2
LOUDEST = 5.0  # log10 power above the noise


@dataclass(frozen=True)
class KindTrace:
    """station: its code. ratios: (8,) log10 of P by S amplitude in BANDS. spectra: (16,) log10 of the P and of the S
    amplitudes in BANDS less their mean. spectrogram: float32 (28, 48), log10 power above the noise before P, 0 to 5. snr: of
    S in the median band."""

    station: str
    ratios: np.ndarray = field(repr=False)
    spectra: np.ndarray = field(repr=False)
    spectrogram: np.ndarray = field(repr=False)
    snr: float

    @property
    def features(self) -> np.ndarray:
        """(24,): ratios, then spectra."""
        return np.concatenate([self.ratios, self.spectra])


def kind_trace(
    station: str, vertical: Component, origin: float, p: float | None = None, s: float | None = None
) -> KindTrace | None:
    """origin, p, s: seconds since 1970 UTC; a P that nobody picked is sought, an S computed from it. None where the record has
    gaps, fewer than 40 samples per second, no clear onset, or P and S too close together."""
    if vertical.rate < RATE:
        return None
    samples = vertical.window(origin - BEFORE, round((BEFORE + AFTER) * vertical.rate)).astype(np.float64)
    gaps = np.flatnonzero(~np.isfinite(samples))
    whole = int(gaps[gaps > BEFORE * vertical.rate].min(initial=len(samples)))
    if len(gaps) and gaps[0] < BEFORE * vertical.rate or whole < (BEFORE + LEAST_P) * vertical.rate:
        return None
    samples = samples[:whole] - samples[:whole].mean()
    if vertical.rate != RATE:
        samples = resampled(samples, vertical.rate, RATE)
    start = round(BEFORE * RATE)
    onset = _onset(samples, start) if p is None else start + round((p - origin) * RATE)
    if onset is None or (onset - start) / RATE < LEAST_P:
        return None
    second = start + round((s - origin) * RATE) if s is not None else start + round(S_BY_P * (onset - start))
    between = (second - onset) / RATE
    if between < LEAST_S_P:
        return None
    return _told(station, samples, onset, second, between)


def _told(station: str, samples: np.ndarray, onset: int, second: int, between: float) -> KindTrace | None:
    p_length = round(0.9 * np.clip(between, 1.5, 10.0) * RATE)
    s_length = round(1.2 * np.clip(between, 2.0, 10.0) * RATE)
    noise_end = onset - round(GUARD * RATE)
    if noise_end < p_length or second + s_length > len(samples):
        return None
    ratios, p_levels, s_levels, above = [], [], [], []
    for low, high in BANDS:
        sections = scipy.signal.butter(2, (low, high), "bandpass", fs=RATE, output="sos")
        power = scipy.signal.sosfilt(sections, samples) ** 2
        noise = power[noise_end - p_length : noise_end].mean()
        p_power, s_power = power[onset : onset + p_length].mean(), power[second : second + s_length].mean()
        if not noise > 0:
            return None
        p_level, s_level = (0.5 * np.log10(max(each - noise, 1e-6 * each)) for each in (p_power, s_power))
        ratios.append(p_level - s_level)
        p_levels.append(p_level)
        s_levels.append(s_level)
        above.append(np.sqrt(s_power / noise))
    spectra = np.concatenate([np.array(levels) - np.mean(levels) for levels in (p_levels, s_levels)])
    return KindTrace(station, np.array(ratios), spectra, _spectrogram(samples, onset), float(np.median(above)))


def _spectrogram(samples: np.ndarray, onset: int) -> np.ndarray:
    """Frames behind the end of the record are 0: nothing above the noise."""
    lead = round(LEAD * RATE)
    count = (FRAMES - 1) * HOP + FRAME
    part = samples[onset - lead : onset - lead + count]
    part = np.pad(part, (0, count - len(part)))
    frames = np.lib.stride_tricks.sliding_window_view(part, FRAME)[::HOP] * np.hanning(FRAME)
    power = np.abs(np.fft.rfft(frames, axis=1)[:, FIRST_FREQUENCY : FIRST_FREQUENCY + FREQUENCIES]) ** 2
    quiet = power[: (lead - FRAME) // HOP + 1].mean(axis=0)
    least = np.finfo(np.float64).tiny
    above = np.log10(np.maximum(power, least) / np.maximum(quiet, least))
    return np.clip(above, 0.0, LOUDEST).T.astype(np.float32)


def _onset(samples: np.ndarray, start: int) -> int | None:
    """The first clear jump of energy between 2 and 10 Hz after the origin time."""
    sections = scipy.signal.butter(3, (2.0, 10.0), "bandpass", fs=RATE, output="sos")
    sums = np.concatenate([[0.0], np.cumsum(scipy.signal.sosfilt(sections, samples) ** 2)])
    short, long = round(STA * RATE), round(LTA * RATE)
    places = np.arange(start, min(len(samples) - short, start + round(LATEST * RATE)))
    if not len(places):
        return None
    later = (sums[places + short] - sums[places]) / short
    earlier = (sums[places] - sums[places - long]) / long
    jump = later / np.maximum(earlier, np.finfo(np.float64).tiny)
    over = np.flatnonzero(jump >= JUMP)
    if not len(over):
        return None
    return int(places[over[0] + int(jump[over[0] : over[0] + round(RATE)].argmax())])
