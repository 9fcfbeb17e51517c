"""Semblance and dip against the formulas that they are taken from, written out."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import ndimage, signal

from seisviewer.structure.attributes.quadrature import padded_length
from seisviewer.structure.attributes.semblance import TO_EACH_SIDE, section_semblance
from seisviewer.structure.slopes import GRADIENT, WINDOW, section_slopes, slopes_of


@pytest.fixture
def section() -> np.ndarray:
    """Dipping reflectors with noise, broken in the middle."""
    random = np.random.default_rng(5)
    traces, samples = np.arange(30)[:, None], np.arange(64)[None]
    made = np.sin(0.45 * (samples - 0.4 * traces - 9 * (traces > 14))) + 0.3 * random.normal(size=(30, 64))
    return (2000 * made).astype(np.float32)


def semblance_of(section: np.ndarray, slope: np.ndarray, window: int) -> np.ndarray:
    """Marfurt, Kirlin, Farmer and Bahorich (1998), eq. 4, sample by sample: the sum over the window of the squared sums over
    the traces of u and of its Hilbert transform, over J times the sum of their squares."""
    traces, samples = section.shape
    hilbert = signal.hilbert(section.astype(float), padded_length(samples), axis=-1)[:, :samples]
    grid, half = np.arange(samples), window // 2
    found = np.zeros(section.shape)
    for trace in range(traces):
        neighbours = range(max(0, trace - TO_EACH_SIDE), min(traces, trace + TO_EACH_SIDE + 1))
        for sample in range(samples):
            above = below = 0.0
            for at in range(max(0, sample - half), min(samples, sample + half + 1)):
                depths = [at + (other - trace) * slope[trace, at] for other in neighbours]
                values = [
                    np.interp(depth, grid, hilbert[other].real) + 1j * np.interp(depth, grid, hilbert[other].imag)
                    if 0 <= depth <= samples - 1
                    else 0
                    for other, depth in zip(neighbours, depths)
                ]
                above += abs(sum(values)) ** 2
                below += len(values) * sum(abs(value) ** 2 for value in values)
            found[trace, sample] = above / below
    return found


def test_semblance_is_that_of_its_formula(section: np.ndarray) -> None:
    part = section[8:22, :40]
    slope = np.full(part.shape, 0.4, np.float32)
    slope[:, 20:] = 0.25
    expected = semblance_of(part, slope, 5)
    inside = np.s_[:, 4:-4]  # at the ends a neighbour may end between two samples
    assert np.abs(section_semblance(part, 5, slope) - expected)[inside].max() < 1e-5


def test_semblance_is_one_where_traces_are_alike_and_falls_at_a_break(section: np.ndarray) -> None:
    alike = np.tile(section[3], (12, 1))
    alike[5] = np.nan
    found = section_semblance(alike, 7, np.zeros(alike.shape, np.float32))
    assert np.isnan(found[5]).all() and np.nanmin(found) > 1 - 1e-5, "a missing trace counts for nothing"
    broken = section_semblance(section, 11)
    assert broken[13:17].mean() < broken[5:10].mean() - 0.2
    assert np.isnan(section_semblance(np.zeros((6, 20), np.float32))).all()


def test_the_dip_is_the_direction_of_the_eigenvector_of_the_structure_tensor(section: np.ndarray) -> None:
    scaled = section.astype(float) / section.std()
    across, down = (ndimage.gaussian_filter(scaled, GRADIENT, order=order) for order in ((1, 0), (0, 1)))
    xx, xz, zz = (ndimage.gaussian_filter(each, WINDOW) for each in (across**2, across * down, down**2))
    values, vectors = np.linalg.eigh(np.stack([np.stack([xx, xz], -1), np.stack([xz, zz], -1)], -1))
    normal = vectors[..., 1]  # across the reflectors: of the larger eigenvalue
    found = section_slopes(section)
    steep = np.abs(normal[..., 0] / normal[..., 1]) < 2
    assert np.abs(found.slope + normal[..., 0] / normal[..., 1])[steep].max() < 1e-5
    coherence = (values[..., 1] - values[..., 0]) / values.sum(axis=-1)
    assert np.abs(found.coherence - coherence).max() < 1e-5


def test_the_dip_of_a_structure_tensor_is_that_of_pylops(section: np.ndarray) -> None:
    pylops = pytest.importorskip("pylops", reason="pylops is not installed: nothing to compare with")
    scaled = section.T.astype(float) / section.std()  # (samples, traces), as pylops has it
    theirs, anisotropy = pylops.utils.signalprocessing.slope_estimate(scaled, 1.0, 1.0, smooth=3.0, eps=0.0, dips=False)
    down, across = np.gradient(scaled)
    ours = slopes_of(*(ndimage.gaussian_filter(each, 3.0) for each in (across**2, across * down, down**2)))
    gentle = np.abs(theirs) < 2
    assert np.abs(ours.slope + theirs)[gentle].max() < 1e-5  # theirs is of the normal: it goes the other way
    assert np.abs(ours.coherence - anisotropy / (2 - anisotropy)).max() < 1e-5
