"""The synthetic survey and the demo files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy import ndimage

from seisviewer.volumes.geometry import Direction, SectionId
from seisviewer.volumes.opening import open_volume
from seisviewer.volumes.synthetic_geology import CHANNEL, FACIES, FOLDED, PARALLEL, SALT, SHALE
from seisviewer.volumes.synthetic_survey import SyntheticSurvey, ricker, synthetic_survey, write_demo


@pytest.fixture(scope="module")
def survey() -> SyntheticSurvey:
    return synthetic_survey((60, 80, 128), seed=1)


@pytest.mark.slow
def test_same_seed_same_survey(survey: SyntheticSurvey) -> None:
    again, other = synthetic_survey((60, 80, 128), seed=1), synthetic_survey((60, 80, 128), seed=2)
    np.testing.assert_array_equal(again.amplitude, survey.amplitude)
    np.testing.assert_array_equal(again.facies, survey.facies)
    assert np.corrcoef(other.amplitude.ravel(), survey.amplitude.ravel())[0, 1] < 0.6


def test_every_facies_is_there_in_one_piece(survey: SyntheticSurvey) -> None:
    assert survey.classes == FACIES
    for number in range(len(FACIES)):
        body, _ = ndimage.label(survey.facies == number)
        sizes = np.bincount(body.ravel())[1:]
        assert sizes.sum() > 500 and (number in (FOLDED, SHALE) or sizes.max() > 0.9 * sizes.sum())


def test_order_of_the_layers(survey: SyntheticSurvey) -> None:
    """Parallel layers on top; the channel lies within them; salt goes to the base; folded above shale off the salt."""
    facies = survey.facies
    assert (facies[:, :, 0] == PARALLEL).all()
    inline, crossline, sample = np.nonzero(facies == CHANNEL)
    assert (facies[inline, crossline, np.zeros_like(sample)] == PARALLEL).all() and sample.max() < 0.3 * 128
    under_salt = np.maximum.accumulate(facies == SALT, axis=2)[:, :, -1]
    assert under_salt.any() and (facies[:, :, -1] == SALT).sum() > 0.5 * under_salt.sum()
    depth = np.arange(128)
    assert depth[None, None].repeat(60, 0).repeat(80, 1)[facies == SHALE].mean() > 100


def test_amplitudes_look_like_seismic(survey: SyntheticSurvey) -> None:
    """Zero mean, band-limited about 30 Hz, strong where impedance jumps, weak inside the salt."""
    amplitude = survey.amplitude
    assert abs(amplitude.mean()) < 0.05 * amplitude.std()
    spectrum = np.abs(np.fft.rfft(amplitude.reshape(-1, 128), axis=1)).mean(axis=0)
    frequency = np.fft.rfftfreq(128, 0.004)
    assert 18 < (frequency * spectrum).sum() / spectrum.sum() < 50
    assert spectrum[frequency > 100].max() < 0.05 * spectrum.max()
    inside = ndimage.binary_erosion(survey.facies == SALT, iterations=4)
    assert amplitude[inside].std() < 0.5 * amplitude[survey.facies == FOLDED].std()


def test_ricker_peaks_at_its_frequency() -> None:
    wavelet = ricker(30.0, 2.0)
    spectrum = np.abs(np.fft.rfft(wavelet, 2000))
    assert np.fft.rfftfreq(2000, 0.002)[spectrum.argmax()] == pytest.approx(30, abs=0.5)
    assert wavelet.max() == wavelet[len(wavelet) // 2] == 1 and abs(wavelet.sum()) < 0.01


def test_demo_files_belong_together(tmp_path: Path) -> None:
    files = write_demo(tmp_path / "demo", (20, 24, 64), seed=0)
    volume = open_volume(files.survey)
    facies = np.load(files.facies)
    assert volume.geometry.shape == facies.shape == (20, 24, 64)
    assert volume.geometry.samples.interval == 4.0 and volume.geometry.live.all()
    for name, section in np.load(files.sections).items():
        parsed = SectionId.parse(name)
        axis = list(Direction).index(parsed.direction)
        np.testing.assert_array_equal(section, facies.take(volume.geometry.index(parsed), axis))
    survey = synthetic_survey((20, 24, 64), seed=0)
    np.testing.assert_array_equal(volume.section(SectionId(Direction.INLINE, 105)), survey.amplitude[5])
