"""Local magnitudes of records whose ground motion is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from seisviewer.catalogue.local_magnitude import (
    SCALES,
    Horizontal,
    is_clipped,
    of_stations,
    station_magnitude,
    wood_anderson,
)
from seisviewer.catalogue.magnitude_corrections import corrected, magnitude_corrections
from seisviewer.picks.located.magnitude import CLIPPED, NOISE, StationMagnitude

RATE = 100.0
IASPEI = SCALES["iaspei"]
RIPPLE = 1e-9  # m/s of noise


def horizontal(velocity: np.ndarray, distance: float = 50.0, station: str = "CI.CLC", gain: float = 1e9) -> Horizontal:
    """20 s of noise, then the event for 10 s, then 10 s more."""
    return Horizontal(station, "", "HHN", velocity, np.rint(velocity * gain), 0.0, RATE, 20.0, 30.0, distance)


def wave(amplitude: float, frequency: float) -> np.ndarray:
    """Velocity (m/s) of a displacement of so many m at so many Hz, between 20 and 30 s, noise everywhere."""
    times = np.arange(0, 40, 1 / RATE)
    window = np.where((times >= 20) & (times < 30), np.sin(np.pi * (times - 20) / 10) ** 2, 0.0)
    noise = RIPPLE * np.random.default_rng(0).normal(size=len(times))
    return amplitude * 2 * np.pi * frequency * window * np.cos(2 * np.pi * frequency * times) + noise


@pytest.mark.parametrize("frequency", [0.5, 1.25, 4.0, 8.0])
def test_the_seismometer_draws_as_its_equation_says(frequency: float) -> None:
    drawn = np.abs(wood_anderson(wave(1e-6, frequency), RATE)).max()
    ratio = (frequency * 0.8) ** 2
    expected = 1e-6 * ratio / np.hypot(1 - ratio, 2 * 0.7 * frequency * 0.8)  # of a pendulum of .8 s, .7 damped
    assert drawn == pytest.approx(expected, rel=0.04)


def test_the_magnitude_is_that_of_the_formula() -> None:
    part = station_magnitude(horizontal(wave(1e-5, 5.0), distance=100.0), IASPEI)
    assert part.amplitude == pytest.approx(1e4, rel=0.05)  # nm
    assert part.value == pytest.approx(4 + 1.11 * 2 + 0.189 - 2.09, abs=0.03)
    assert 23 < part.time < 27 and part.left_out == ""


def test_ten_times_the_amplitude_is_one_more_and_twice_as_far_is_larger() -> None:
    small, large = (station_magnitude(horizontal(wave(size, 5.0)), IASPEI) for size in (1e-7, 1e-6))
    assert large.value - small.value == pytest.approx(1.0, abs=0.02)
    far = station_magnitude(horizontal(wave(1e-6, 5.0), distance=100.0), IASPEI)
    assert far.value - large.value == pytest.approx(1.11 * np.log10(2) + 0.00189 * 50, abs=0.01)


def test_a_clipped_record_never_counts() -> None:
    motion = wave(1e-3, 1.0)
    full = horizontal(motion, gain=8.3e6 / np.abs(motion).max())
    cut = horizontal(np.clip(motion, -2e-3, 2e-3), gain=1e8)
    sound = horizontal(wave(1e-6, 5.0), station="CI.CCC")
    parts = [station_magnitude(each, IASPEI) for each in (full, cut, sound)]
    assert [part.left_out for part in parts] == [CLIPPED, CLIPPED, ""]
    assert of_stations(parts, IASPEI.name).value == parts[2].value
    assert of_stations(parts[:2], IASPEI.name) is None


def test_what_does_not_rise_above_the_noise_does_not_count() -> None:
    part = station_magnitude(horizontal(wave(3e-11, 5.0)), IASPEI)
    assert part.left_out == NOISE


def test_a_gap_or_a_place_beyond_the_scale_says_nothing() -> None:
    motion = wave(1e-6, 5.0)
    motion[2500] = np.nan
    assert station_magnitude(horizontal(motion), IASPEI) is None
    assert station_magnitude(horizontal(wave(1e-6, 5.0), distance=1500.0), IASPEI) is None


@pytest.mark.parametrize("rate, is_measured", [(1.0, False), (10.0, False), (50.0, True)])
def test_a_record_too_slow_for_local_earthquakes_says_nothing(rate: float, is_measured: bool) -> None:
    thinned = replace(horizontal(wave(1e-5, 5.0)[:: round(RATE / rate)]), rate=rate)
    assert (station_magnitude(thinned, IASPEI) is not None) == is_measured


def test_the_event_has_the_median_of_its_stations_with_both_components() -> None:
    parts = [
        replace(station_magnitude(horizontal(wave(size, 5.0), station=code), IASPEI))
        for code, size in (("A.1", 1e-6), ("A.1", 1e-5), ("A.2", 1e-6), ("A.3", 1e-4))
    ]
    found = of_stations(parts, IASPEI.name)
    assert found.value == pytest.approx((parts[0].value + parts[1].value) / 2)
    assert found.stations == 3 and found.parts[3].residual == pytest.approx(parts[3].value - found.value)


def test_a_constant_record_is_not_clipped() -> None:
    assert not is_clipped(np.zeros(100)) and not is_clipped(np.array([]))
    assert not is_clipped(np.round(1000 * np.sin(np.arange(1000) / 7)))


def test_what_a_station_adds_is_taken_off_once_a_catalogue_says_so() -> None:
    """One station reads .6 high: uncorrected the events are too large, corrected they are right, those unseen too."""
    draw = np.random.default_rng(0)
    high = {"XX.A": 0.6, "XX.B": 0.3, "XX.C": 0.0}
    sizes = draw.uniform(1, 4, 20)
    measured = [
        of_stations(
            [StationMagnitude(code, "", "HHN", 1.0, 0.0, size + more + draw.normal(0, 0.05)) for code, more in high.items()],
            "iaspei",
        )
        for size in sizes
    ]  # fmt: skip
    corrections = magnitude_corrections(list(zip(measured[:10], sizes[:10], strict=True)))
    assert corrections == {code: pytest.approx(-more, abs=0.05) for code, more in high.items()}
    unseen = [corrected(each, corrections) for each in measured[10:]]
    assert np.abs([each.value for each in unseen] - sizes[10:]).max() < 0.15
    assert measured[10].value - sizes[10] > 0.2 and unseen[0].spread < measured[10].spread
    assert [each.correction for each in unseen[0].parts] == list(corrections.values())
    again = magnitude_corrections(list(zip(unseen, sizes[10:], strict=True)))
    assert again == {code: pytest.approx(value, abs=0.08) for code, value in corrections.items()}, (
        "those in place are known"
    )
    assert magnitude_corrections(list(zip(measured[:4], sizes[:4], strict=True))) == {}, "four events are too few"
