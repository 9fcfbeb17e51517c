"""What a detector reads: unbroken stretches in which every component of a record has samples, filtered alike."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field

import numpy as np
import scipy  # its submodules are loaded when they are first used: the window opens a second earlier

from seisviewer.errors import BadRequest
from seisviewer.progress import Progress
from seisviewer.translation import tr
from seisviewer.waveforms.record import Component, Record
from seisviewer.waveforms.resampling import resampled

ORDER = 4
TAPER_SECONDS = 1.0
SHORTEST_SECONDS = 2 * TAPER_SECONDS
MOST_OF_NYQUIST = 0.95

Band = tuple[float, float]


@dataclass(frozen=True)
class Stretch:
    """start: seconds since 1970 UTC. samples: float32 (components, samples), without gaps."""

    start: float
    rate: float
    samples: np.ndarray = field(repr=False, compare=False)

    @property
    def end(self) -> float:
        """When the sample after the last would have been taken."""
        return self.start + self.samples.shape[1] / self.rate

    def window(self, start: float, count: int) -> np.ndarray | None:
        """(components, count) from `start` on, or None where the stretch does not hold all of it."""
        first = round((start - self.start) * self.rate)
        if first < 0 or first + count > self.samples.shape[1]:
            return None
        return self.samples[:, first : first + count]


def find_window(stretches: Sequence[Stretch], start: float, count: int) -> np.ndarray | None:
    """The window in whichever stretch holds it, or None where samples are missing."""
    windows = (stretch.window(start, count) for stretch in stretches)
    return next((window for window in windows if window is not None), None)


def prepared(
    record: Record, band: Band | None = None, rate: float | None = None
) -> Generator[Progress, None, tuple[Stretch, ...]]:
    """The stretches of a record: each component without its mean, its first second faded in, band-passed, resampled.

    band: corners in Hz of a causal Butterworth filter of order 4, which moves no onset ahead; an upper corner too near half
    the rate makes it a high-pass. rate: samples per second of the result, that of the record where None. Stretches of less
    than two seconds are left out. Raises BadRequest where the components differ in rate or the band makes no sense.
    """
    kept = [(first, count) for first, count in common_spans(record) if count >= SHORTEST_SECONDS * record.rate]
    total = len(kept) * len(record.components)
    made = []
    for first, count in kept:
        components = []
        for component in record.components:
            yield Progress(
                len(made) * len(record.components) + len(components),
                total,
                tr("filtering {key}").format(key=record.key),
            )
            samples = component.window(record.start + first / record.rate, count)
            components.append(_resampled(_filtered(samples, record.rate, band), record.rate, rate))
        made.append(Stretch(record.start + first / record.rate, rate or record.rate, np.stack(components)))
    return tuple(made)


def common_spans(record: Record) -> list[tuple[int, int]]:
    """(first sample counted from the record's start, samples) of the stretches that every component has."""
    spans = _spans(record.components[0], record)
    for component in record.components[1:]:
        spans = _intersection(spans, _spans(component, record))
    return [(first, end - first) for first, end in spans]


def _spans(component: Component, record: Record) -> list[tuple[int, int]]:
    """First and end of a component's segments; segments that follow each other without a gap are one."""
    spans: list[tuple[int, int]] = []
    for segment in component.segments:
        first = round((segment.start - record.start) * record.rate)
        end = round((component.end_of(segment) - record.start) * record.rate) + 1
        if spans and first <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((first, end))
    return spans


def _intersection(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> list[tuple[int, int]]:
    both = []
    one_at = other_at = 0
    while one_at < len(one) and other_at < len(other):
        (a, b), (c, d) = one[one_at], other[other_at]
        if max(a, c) < min(b, d):
            both.append((max(a, c), min(b, d)))
        one_at, other_at = (one_at + 1, other_at) if b < d else (one_at, other_at + 1)
    return both


def _filtered(samples: np.ndarray, rate: float, band: Band | None) -> np.ndarray:
    samples = samples - samples.mean(dtype=np.float64).astype(np.float32)
    if band is None:
        return samples
    fade = round(TAPER_SECONDS * rate)
    samples[:fade] *= np.sin(np.linspace(0, np.pi / 2, fade, dtype=np.float32)) ** 2
    return scipy.signal.sosfilt(_sections(band, rate), samples).astype(np.float32)


def _sections(band: Band, rate: float) -> np.ndarray:
    low, high = band
    most = MOST_OF_NYQUIST * rate / 2
    if not 0 < low < min(high, most):
        raise BadRequest(
            tr("A band from {low:g} to {high:g} Hz fits no record of {rate:g} samples per second.").format(
                low=low, high=high, rate=rate
            )
        )
    if high >= most:
        return scipy.signal.butter(ORDER, low, "highpass", fs=rate, output="sos")
    return scipy.signal.butter(ORDER, (low, high), "bandpass", fs=rate, output="sos")


def _resampled(samples: np.ndarray, rate: float, wanted: float | None) -> np.ndarray:
    if wanted is None or wanted == rate:
        return samples
    return resampled(samples, rate, wanted).astype(np.float32)
