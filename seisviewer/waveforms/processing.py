"""Filtering, detrending, resampling and removing the response for display and for models; what was read stays as it was."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import scipy  # its submodules are loaded when they are first used: the window opens a second earlier
from obspy import Inventory

from seisviewer.errors import BadRequest
from seisviewer.translation import tr
from seisviewer.waveforms.joining import is_continued
from seisviewer.waveforms.record import Component, Record, Segment
from seisviewer.waveforms.resampling import resampled
from seisviewer.waveforms.response import UNITS, TooShort, without_response

FILTERS = ("raw", "high-pass", "low-pass", "band-pass")
PERIODS = 10.0  # of the lowest corner: how long a filter takes to forget where its input began
SHORTEST_MARGIN = 2.0  # s
RESPONSE_MARGIN = 60.0  # s
RESAMPLING_MARGIN = 10.0  # samples of the lower rate: half the length of SciPy's filter


@dataclass(frozen=True)
class Processing:
    """What is done to the samples, in this order.

    detrend: "", "demean" or "linear"; a filter and a response always see a demeaned trace. taper: share of a stretch
    that is faded in, and out, by half a cosine. response: "counts" (as recorded), "velocity" (m/s) or "displacement"
    (m). filter: one of FILTERS; low, high: its corners in Hz; order: of the Butterworth filter. zero_phase: run it
    forwards and backwards, which puts energy ahead of an onset; a causal filter (the default) never does. rate: samples
    per second wanted, or None.
    """

    detrend: str = ""
    taper: float = 0.0
    response: str = "counts"
    filter: str = "raw"
    low: float = 1.0
    high: float = 20.0
    order: int = 4
    zero_phase: bool = False
    rate: float | None = None

    @property
    def changes_nothing(self) -> bool:
        return not self.detrend and not self.taper and self.rate is None and not self._has_memory

    def margin(self, rate: float) -> float:
        """Seconds of data ahead of a span (and behind it) that what is seen of the span depends on. rate: of the data."""
        lowest = self.high if self.filter == "low-pass" else self.low
        of_filter = max(SHORTEST_MARGIN, PERIODS / lowest) if self.filter != "raw" else 0.0
        of_response = RESPONSE_MARGIN if self.response != "counts" else 0.0
        changes_rate = self.rate is not None and self.rate != rate
        return of_filter + of_response + (RESAMPLING_MARGIN / min(rate, self.rate) if changes_rate else 0.0)

    @property
    def _has_memory(self) -> bool:
        return self.filter != "raw" or self.response != "counts"

    def check(self) -> None:
        """Raise BadRequest where the settings make no sense."""
        if self.filter not in FILTERS:
            raise BadRequest(
                tr("There is no filter “{filter}”: choose one of {filters}.").format(
                    filter=self.filter, filters=", ".join(FILTERS)
                )
            )
        if self.response not in UNITS:
            raise BadRequest(
                tr("There is no response “{response}”: choose one of {units}.").format(
                    response=self.response, units=", ".join(UNITS)
                )
            )
        uses_low, uses_high = self.filter in ("high-pass", "band-pass"), self.filter in ("low-pass", "band-pass")
        if (uses_low and self.low <= 0) or (uses_high and self.high <= 0):
            raise BadRequest(tr("The corner frequencies of a filter lie above 0 Hz."))
        if self.filter == "band-pass" and self.low >= self.high:
            raise BadRequest(
                tr("The band from {low:g} to {high:g} Hz is empty: the lower corner comes first.").format(
                    low=self.low, high=self.high
                )
            )
        if self.rate is not None and self.rate <= 0:
            raise BadRequest(tr("The sampling rate lies above 0 samples per second."))


def processed(
    record: Record,
    processing: Processing,
    span: tuple[float, float] | None = None,
    inventory: Inventory | None = None,
) -> Record | None:
    """The record between the two times of `span` (seconds since 1970 UTC; None: all of it), with everything done to it.

    Each stretch without a gap is worked on apart, with a margin around the span, so that a filter neither runs over a
    gap nor shows where the span was cut. Samples are float32, or as read where nothing is done. Components without a
    sample in the span are left out, and so are segments that are too short to remove the response; None where there is
    none. Raises BadRequest for impossible settings or where the inventory has no response, and TooShort where that left
    nothing.
    """
    processing.check()
    start, end = span or (record.start, record.end)
    components = []
    too_short: TooShort | None = None
    for component in record.components:
        segments: list[Segment] = []
        for run in _runs(component):
            try:
                segments += _pieces(record, component, run, processing, start, end, inventory)
            except TooShort as error:
                too_short = error
        if segments:
            unit = UNITS[processing.response] or component.unit
            rate = processing.rate or component.rate
            components.append(replace(component, rate=rate, segments=tuple(segments), unit=unit))
    if too_short is not None and not components:
        raise too_short
    return replace(record, components=tuple(components)) if components else None


def normalised(window: np.ndarray, by: str = "std") -> np.ndarray:
    """All components of a window, float32 (components, samples), to one common scale, so that their ratio stays.

    Each is demeaned, then all are divided by their common standard deviation (`by` "std") or greatest amplitude ("peak").
    NaN stays NaN; a window without amplitude becomes zeros.
    """
    window = np.asarray(window, np.float64)
    known = np.isfinite(window)
    counts = np.maximum(known.sum(axis=-1, keepdims=True), 1)
    centred = window - np.where(known, window, 0.0).sum(axis=-1, keepdims=True) / counts
    values = centred[known]
    if not len(values):
        return centred.astype(np.float32)
    scale = np.sqrt(np.mean(values**2)) if by == "std" else np.abs(values).max()
    # Subtracting the mean of a constant leaves rounding errors, which are no amplitude.
    floor = 1e-12 * float(np.abs(window[known]).max())
    return (centred / scale if scale > floor else centred * 0.0).astype(np.float32)


def cut(window: np.ndarray, count: int) -> np.ndarray:
    """The first `count` samples of a window (…, samples): a request for 10 s of 100 Hz often brings 1001 of them.

    Raises BadRequest where there are fewer.
    """
    if window.shape[-1] < count:
        raise BadRequest(
            tr("The window has {shape} samples where {count} are needed: ask for a longer one.").format(
                shape=window.shape[-1], count=count
            )
        )
    return window[..., :count]


def _runs(component: Component) -> list[list[Segment]]:
    """Segments that follow each other without a gap, apart only because a clock was set by less than a sample."""
    runs: list[list[Segment]] = []
    for segment in component.segments:
        last = runs[-1][-1] if runs else None
        if last is not None and is_continued(last, segment, component.rate):
            runs[-1].append(segment)
        else:
            runs.append([segment])
    return runs


def _pieces(
    record: Record,
    component: Component,
    run: list[Segment],
    processing: Processing,
    start: float,
    end: float,
    inventory: Inventory | None,
) -> list[Segment]:
    """What of a run of segments lies between two times, processed as one."""
    wanted = [_cut(component, segment, start, end) for segment in run]
    if processing.changes_nothing or not any(len(segment.samples) for segment in wanted):
        return [segment for segment in wanted if len(segment.samples)]
    margin = processing.margin(component.rate)
    parts = [_cut(component, segment, start - margin, end + margin) for segment in run]
    parts = [segment for segment in parts if len(segment.samples)]
    values = np.concatenate([segment.samples.astype(np.float64) for segment in parts])
    values = _detrended(values, processing)
    if processing.taper:
        values *= scipy.signal.windows.tukey(len(values), min(1.0, 2 * processing.taper))
    if processing.response != "counts":
        begins = parts[0].start
        values = without_response(values, begins, component, record.station, processing.response, inventory)
    values = _filtered(values, component.rate_of(parts[0]), processing)
    ends = np.cumsum([len(segment.samples) for segment in parts])
    made = [replace(part, samples=each) for part, each in zip(parts, np.split(values, ends[:-1]))]
    if processing.rate is not None:
        made = [_at_rate(component, segment, processing.rate) for segment in made]
        component = replace(component, rate=processing.rate)
    cut = [_cut(component, segment, start, end) for segment in made]
    return [replace(each, samples=each.samples.astype(np.float32)) for each in cut if len(each.samples)]


def _cut(component: Component, segment: Segment, start: float, end: float) -> Segment:
    """The part of a segment between two times; it may be empty."""
    rate = component.rate_of(segment)
    first, last = _between(segment.start, rate, len(segment.samples), start, end)
    return replace(segment, start=segment.start + first / rate, samples=segment.samples[first:last])


def _at_rate(component: Component, segment: Segment, rate: float) -> Segment:
    """A segment at another rate, which is then its component's."""
    before = component.rate_of(segment)
    samples = segment.samples if before == rate else resampled(segment.samples, before, rate)
    return Segment(segment.start, samples)


def _between(begins: float, rate: float, count: int, start: float, end: float) -> tuple[int, int]:
    """First and last + 1 of the samples that were taken between two times, both included."""
    tolerance = 1e-3  # of a sample: times are good to a quarter of a microsecond
    first = int(np.ceil((start - begins) * rate - tolerance))
    last = int(np.floor((end - begins) * rate + tolerance)) + 1
    return max(0, min(first, count)), max(0, min(last, count))


def _detrended(values: np.ndarray, processing: Processing) -> np.ndarray:
    if processing.detrend == "linear" and len(values) > 1:
        return scipy.signal.detrend(values, type="linear")
    if processing.detrend or processing.filter != "raw" or processing.response != "counts":
        return values - values.mean()
    return values


def _filtered(values: np.ndarray, rate: float, processing: Processing) -> np.ndarray:
    """A Butterworth filter; corners beyond the Nyquist frequency, where there is nothing to remove, are left away."""
    nyquist = rate / 2
    low = processing.low if processing.filter in ("high-pass", "band-pass") else None
    high = processing.high if processing.filter in ("low-pass", "band-pass") else None
    if low is not None and low >= nyquist:
        raise BadRequest(
            tr("A trace of {rate:g} samples per second has nothing above {nyquist:g} Hz: lower the corner.").format(
                rate=rate, nyquist=nyquist
            )
        )
    high = None if high is not None and high >= nyquist else high
    if low is None and high is None:
        return values
    kind = "bandpass" if low is not None and high is not None else "highpass" if low is not None else "lowpass"
    corners = (low, high) if kind == "bandpass" else high if low is None else low
    sections, settled = _design(processing.order, corners, kind, rate)
    if processing.zero_phase:
        padding = min(3 * (2 * len(sections) + 1), len(values) - 1)
        return scipy.signal.sosfiltfilt(sections, values, padlen=padding)
    # Begun as if the first sample had always been there, so that the filter does not ring where the data begin.
    return scipy.signal.sosfilt(sections, values, zi=settled * values[0])[0]


@lru_cache(maxsize=32)
def _design(order: int, corners: float | tuple[float, float], kind: str, rate: float) -> tuple[np.ndarray, np.ndarray]:
    """Second-order sections, and their state after a long time of ones."""
    sections = scipy.signal.butter(order, corners, kind, fs=rate, output="sos")
    return sections, scipy.signal.sosfilt_zi(sections)
