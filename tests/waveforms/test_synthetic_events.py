"""The synthetic record keeps what it promises about its events and its noise."""

from __future__ import annotations

import numpy as np
import pytest

from seisviewer.errors import BadRequest
from seisviewer.waveforms.synthetic_events import SyntheticSettings, synthetic_events, usable

SETTINGS = SyntheticSettings(hours=0.5, events=20, regions=2, strength=200.0, seed=3)


def noise(count: int = 4) -> list[np.ndarray]:
    return [np.random.default_rng(seed).standard_normal((3, 6000)).astype(np.float32) for seed in range(count)]


@pytest.fixture(scope="module")
def made():
    return synthetic_events(noise(), SETTINGS)


def test_every_event_stands_where_it_is_said_to(made) -> None:
    for source in made.sources:
        before = made.record.window(source.p - 2.0, 200)
        behind = made.record.window(source.s, 200)
        assert SETTINGS.start < source.time < source.p < source.s < made.record.end
        assert np.abs(behind).max() > 3 * np.abs(before).max()


def test_events_of_a_region_look_alike_and_those_of_two_do_not(made) -> None:
    def likeness(one, other) -> float:
        """The greatest correlation of the horizontals within a third of a second."""
        north, east = made.record.window(one.s, 300)[1:]
        tried = [made.record.window(other.s + shift / 100, 300)[1:].ravel() for shift in range(-30, 31)]
        return max(abs(np.corrcoef(np.concatenate([north, east]), each)[0, 1]) for each in tried)

    large = sorted(made.sources, key=lambda source: -source.peak)[:10]
    pairs = [(one, other) for number, one in enumerate(large) for other in large[:number]]
    same = [likeness(*pair) for pair in pairs if pair[0].region == pair[1].region]
    apart = [likeness(*pair) for pair in pairs if pair[0].region != pair[1].region]
    assert np.median(same) > 0.6
    assert np.median(apart) < 0.4


def test_noise_of_the_first_half_never_comes_in_the_second() -> None:
    # Each half of the window has a tone of its own.
    tone = np.sin(2 * np.pi * 5 * np.arange(6000) / 100)
    late = np.sin(2 * np.pi * 9 * np.arange(6000) / 100)
    window = np.where(np.arange(6000) < 3000, tone, late)
    record = synthetic_events([np.stack([window] * 3)], SyntheticSettings(hours=0.2, events=1, strength=1e-6)).record
    spectra = np.abs(np.fft.rfft(record.components[0].segments[0].samples.reshape(2, -1)))
    frequencies = np.fft.rfftfreq(36000, 0.01)
    power = [[each[abs(frequencies - tone) < 0.5].max() for tone in (5, 9)] for each in spectra]
    assert power[0][0] > 20 * power[0][1] and power[1][1] > 20 * power[1][0]


def test_small_events_are_many_and_the_same_seed_gives_the_same_record(made) -> None:
    many = synthetic_events(noise(), SyntheticSettings(hours=3.0, events=300)).sources
    magnitudes = np.array([source.magnitude for source in many])
    assert 5 < (magnitudes < 1.6).sum() / (magnitudes >= 1.6).sum() < 18
    again = synthetic_events(noise(), SETTINGS)
    assert again.sources == made.sources
    assert np.array_equal(again.record.window(SETTINGS.start, 5000), made.record.window(SETTINGS.start, 5000))


def test_dead_components_and_too_many_events_are_refused() -> None:
    dead = noise(1)[0]
    dead[1] = 0.0
    assert len(usable([*noise(2), dead], 100.0)) == 2
    with pytest.raises(BadRequest, match="three live components"):
        synthetic_events([dead])
    with pytest.raises(BadRequest, match="do not fit"):
        synthetic_events(noise(), SyntheticSettings(hours=0.1, events=500))
