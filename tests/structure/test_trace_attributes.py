"""Envelope, phase, frequency and what follows from them, against references."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import signal

from seisviewer.structure.attributes.quadrature import padded_length, quadrature
from seisviewer.structure.attributes.trace_attributes import (
    TRACE_ATTRIBUTES,
    section_attribute,
    slices_attribute,
)

INTERVAL, WINDOW = 0.004, 9


@pytest.fixture
def traces() -> np.ndarray:
    """Noise of the band of a survey, one trace muted at its top and base, one missing."""
    random = np.random.default_rng(3)
    band = signal.butter(4, [8, 50], "bandpass", fs=1 / INTERVAL, output="sos")
    made = signal.sosfiltfilt(band, random.normal(size=(12, 203)), axis=-1).astype(np.float32) * 5000
    made[4, :30] = 0
    made[4, 190:] = 0
    made[7] = np.nan
    return made


def analytic(traces: np.ndarray) -> np.ndarray:
    filled = np.nan_to_num(traces.astype(float))
    return signal.hilbert(filled, padded_length(traces.shape[-1]), axis=-1)[:, : traces.shape[-1]]


def test_the_analytic_signal_is_that_of_scipy(traces: np.ndarray) -> None:
    filled = np.nan_to_num(traces)
    expected = analytic(traces)
    assert np.abs(quadrature(filled) - expected.imag).max() < 1e-5 * np.abs(expected).max()


def test_attributes_are_those_of_scipy_and_of_their_definitions(traces: np.ndarray) -> None:
    expected = analytic(traces)
    live = np.ones(traces.shape, bool)
    live[7] = live[4, :30] = live[4, 190:] = False
    strongest = np.abs(expected).max()
    found = {name: section_attribute(name, traces, INTERVAL, WINDOW) for name in TRACE_ATTRIBUTES}
    for values in found.values():
        assert values.dtype == np.float32 and (np.isfinite(values) == live).all()
    assert np.abs(found["envelope"] - np.abs(expected))[live].max() < 1e-5 * strongest
    turned = np.exp(1j * np.radians(found["phase"][live])) * np.abs(expected)[live]
    assert np.abs(turned - expected[live]).max() < 1e-5 * strongest
    cycles = np.gradient(np.unwrap(np.angle(expected)), INTERVAL, axis=-1) / (2 * np.pi)
    strong = live & (np.abs(expected) > 1e-3 * strongest)  # elsewhere rounding decides which way the phase turns
    assert np.abs(found["frequency"] - cycles)[strong].max() < 1e-5 * 0.5 / INTERVAL * 100
    half = WINDOW // 2
    filled = np.nan_to_num(traces.astype(float))
    roots = [np.sqrt((filled[:, max(0, at - half) : at + half + 1] ** 2).mean(axis=1)) for at in range(203)]
    assert np.abs(found["rms"] - np.stack(roots, axis=1))[live].max() < 1e-5 * strongest


def test_a_wave_has_the_envelope_phase_and_frequency_that_it_was_made_with() -> None:
    times = np.arange(500) * INTERVAL
    wave = (3 * np.cos(2 * np.pi * 25 * (times - 1)))[None].astype(np.float32)
    inside = slice(50, -50)
    for name, value in (("envelope", 3.0), ("frequency", 25.0), ("rms", 3 / np.sqrt(2)), ("sweetness", 3 / 5)):
        values = section_attribute(name, wave, INTERVAL, 11)[0, inside]
        assert np.abs(values / value - 1).max() < 0.08, name
    assert abs(section_attribute("phase", wave, INTERVAL)[0, 250]) < 3  # a peak, at 1 s


@pytest.mark.parametrize("name", TRACE_ATTRIBUTES)
def test_a_few_samples_of_every_trace_are_as_the_whole_traces_give_them(name: str, traces: np.ndarray) -> None:
    whole = section_attribute(name, traces, INTERVAL, WINDOW)
    largest = np.nanmax(np.abs(whole))
    for first, last in ((0, 3), (100, 108), (200, 203), (28, 34)):
        part = slices_attribute(name, traces, first, last, INTERVAL, WINDOW)
        expected = whole[:, first:last]
        assert (np.isnan(part) == np.isnan(expected)).all()
        off = np.abs(part - expected)
        if name == "phase":
            off = np.minimum(off, 360 - off)
        strong = section_attribute("envelope", traces, INTERVAL)[:, first:last] > 20  # of about 5000
        assert np.nanmax(off[strong]) < (2e-3 if name in ("phase", "frequency") else 1e-5) * largest
