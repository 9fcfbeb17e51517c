"""Two minutes recorded a hundred days apart take what two minutes take."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable

import numpy as np
import pytest
import scipy

from seisviewer.datasets.labelled_records import windows_of
from seisviewer.datasets.phase_datasets import cut_record
from seisviewer.picks.pick import Pick
from seisviewer.predictions.passes.gapless_arrays import unbroken
from seisviewer.progress import drive
from seisviewer.waveforms.continuous_stretches import prepared
from seisviewer.waveforms.describe_records import describe
from seisviewer.waveforms.envelope import envelope
from seisviewer.waveforms.processing import Processing, processed
from seisviewer.waveforms.record import Archive, Component, Record, Segment
from seisviewer.waveforms.rotation import to_zrt
from seisviewer.waveforms.spectrogram import spectrogram
from seisviewer.waveforms.station import StationId
from seisviewer.waveforms.streams import to_stream

RATE, START, DAY = 100.0, 1.5e9, 86400.0
STATION = StationId("XX", "AAA", "", "HH")
LIMIT = 200 << 20  # bytes; by the span it would be gigabytes


def apart(days: float = 100.0, minutes: float = 2.0, codes: str = "ZNE") -> Record:
    draw = np.random.default_rng(0)
    count = int(minutes * 60 * RATE)
    return Record(STATION, tuple(
        Component(code, f"HH{code}", RATE, tuple(
            Segment(start, draw.normal(size=count).astype(np.float32)) for start in (START, START + days * DAY)
        ))
        for code in codes
    ))  # fmt: skip


RECORD = apart()
WORK: dict[str, Callable[[], object]] = {
    "spectrogram": lambda: spectrogram(RECORD.components[0], RECORD.start, RECORD.end, columns=1200),
    "envelope": lambda: envelope(RECORD.components[0], RECORD.start, RECORD.end, 1200),
    "filter": lambda: processed(RECORD, Processing(filter="band-pass")),
    "resampling": lambda: processed(RECORD, Processing(rate=50.0)),
    "rotation": lambda: to_zrt(RECORD, 30.0),
    "windows": lambda: cut_record(RECORD, 3000),
    "labelled": lambda: windows_of(RECORD, [Pick(STATION, "P", START + 60.0)], 3000),
    "detector": lambda: drive(prepared(RECORD, (1.0, 20.0))),
    "picker": lambda: unbroken(RECORD),
    "export": lambda: to_stream(RECORD),
    "description": lambda: describe(Archive((RECORD,))),
}


@pytest.mark.parametrize("name", WORK)
def test_memory_goes_with_the_samples(name: str) -> None:
    tracemalloc.start()
    try:
        WORK[name]()
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < LIMIT


def test_both_stretches_are_seen_in_the_spectrogram() -> None:
    record = apart(minutes=2.0)
    times, frequencies, decibels = spectrogram(record.components[0], record.start, record.end, columns=1200)
    shown = np.flatnonzero(np.isfinite(decibels).all(axis=0))
    assert len(times) <= 1201 and 2 <= len(shown) <= 6
    assert times[shown[0]] < DAY and times[shown[-1]] > 99 * DAY


def test_a_short_stretch_between_two_columns_is_seen() -> None:
    first = apart().components[0].segments[0]
    component = Component("Z", "HHZ", RATE, (first, Segment(START + 50.123 * DAY, first.samples)))
    _, _, decibels = spectrogram(component, START, START + 100 * DAY, columns=100)
    assert np.isfinite(decibels[0]).sum() == 2


def test_a_spectrogram_without_gaps_is_that_of_scipy() -> None:
    samples = np.random.default_rng(1).normal(size=30_000).astype(np.float32)
    component = Component("Z", "HHZ", RATE, (Segment(START, samples),))
    times, frequencies, decibels = spectrogram(component, START, START + 300.0, window=2.0, columns=10_000)
    wanted = scipy.signal.spectrogram(samples.astype(float), RATE, "hann", 200, 150, detrend="constant")
    np.testing.assert_allclose(frequencies, wanted[0])
    np.testing.assert_allclose(times, wanted[1])
    np.testing.assert_allclose(decibels, 10 * np.log10(wanted[2]), atol=1e-3)


def test_windows_are_cut_from_all_that_was_recorded() -> None:
    record = apart(days=1.0)
    cut = cut_record(record, 3000)
    assert len(cut) == 4 + 4 and cut[-1].start == pytest.approx(START + DAY + 90.0)
