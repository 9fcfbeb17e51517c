"""Test-time augmentation: filters and how their probabilities are combined."""

from __future__ import annotations

import numpy as np
import pytest

from seisviewer.errors import BadRequest
from seisviewer.predictions.filter_averaging import REGISTRY, combined, filtered

RATE = 100.0


def tone(frequency: float, count: int = 6000) -> np.ndarray:
    return np.tile(np.sin(2 * np.pi * frequency * np.arange(count) / RATE), (3, 1)).astype(np.float32)


def strength(array: np.ndarray) -> float:
    return float(np.sqrt(np.mean(array[..., 1000:-1000] ** 2)))


@pytest.mark.parametrize("name", REGISTRY)
def test_a_filter_keeps_its_band_and_takes_the_rest(name: str) -> None:
    band = REGISTRY[name]
    kept = filtered(tone(5.0), RATE, name)
    assert kept.dtype == np.float32 and kept.shape == (3, 6000)
    assert strength(kept) > 0.8 * strength(tone(5.0))
    if band.low is not None:
        assert strength(filtered(tone(band.low / 5), RATE, name)) < 0.1
    if band.high is not None:
        assert strength(filtered(tone(45.0), RATE, name)) < 0.1
    if name == "raw":
        assert np.array_equal(kept, tone(5.0))


@pytest.mark.parametrize("name", [name for name in REGISTRY if name != "raw"])
def test_filters_agree_on_where_an_arrival_is(name: str) -> None:
    time = np.arange(4000) / RATE - 20.0
    wavelet = (np.exp(-((time / 0.15) ** 2)) * np.cos(2 * np.pi * 6 * time))[None].astype(np.float32)
    envelope = np.convolve(filtered(wavelet, RATE, name)[0] ** 2, np.ones(20), "same")
    assert abs(int(np.argmax(envelope)) - 2000) <= 2


def test_an_offset_makes_no_onset_at_the_edge() -> None:
    assert np.abs(filtered(np.full((3, 3000), 5000.0, np.float32), RATE, "high-pass 1 Hz")).max() < 1.0


def test_low_sampling_rates_and_short_stretches() -> None:
    assert filtered(tone(1.0)[:, :3], RATE, "band-pass 1–20 Hz").shape == (3, 3)
    assert filtered(tone(1.0), 20.0, "band-pass 1–20 Hz").shape == (3, 6000)
    with pytest.raises(BadRequest, match="4 samples per second"):
        filtered(tone(1.0), 4.0, "high-pass 3 Hz")
    with pytest.raises(BadRequest, match="no test-time filter “blur”"):
        filtered(tone(1.0), RATE, "blur")


def test_the_bands_vote_or_one_is_enough() -> None:
    one, other = np.float32([0.2, 0.8, np.nan, np.nan]), np.float32([0.6, 0.0, 0.5, np.nan])
    assert combined([one, other]) == pytest.approx([0.4, 0.4, 0.5, np.nan], nan_ok=True)
    assert combined([one, other], "max") == pytest.approx([0.6, 0.8, 0.5, np.nan], nan_ok=True)
    with pytest.raises(BadRequest, match="median"):
        combined([one], "median")
