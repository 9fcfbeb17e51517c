from dataclasses import replace

import numpy as np
import pytest

from seisviewer.learning.sections.class_channels import IGNORE
from seisviewer.learning.sections.crop_augmentation import REGISTRY, Crop, cutout, draw_crop, strengthen
from seisviewer.learning.sections.section_samples import Sample
from seisviewer.volumes.geometry import SectionId


def striped_sample(rows=120, columns=90):
    """Amplitude is 10 times the class, classes are vertical stripes 30 traces wide; the depth channel is zero."""
    classes = np.repeat(np.arange(3, dtype=np.uint8), 30)[None, :columns].repeat(rows, 0)
    image = np.stack([10.0 * classes, np.zeros_like(classes)]).astype(np.float32)
    nothing = np.full_like(classes, IGNORE)
    return Sample(SectionId.parse("inline_1"), classes, nothing, np.ones(columns, bool), lambda section: image, nothing)


@pytest.mark.parametrize("seed", range(8))
def test_labels_move_with_the_amplitudes(seed):
    crop = draw_crop(striped_sample(), 64, np.random.default_rng(seed))
    known = crop.paint != IGNORE
    assert known.mean() > 0.3
    away_from_edges = np.abs(crop.image[0] - 10.0 * np.rint(crop.image[0] / 10)) < 1e-3
    inside = known & away_from_edges
    assert (np.rint(crop.image[0][inside] / 10) == crop.paint[inside]).mean() > 0.98


@pytest.mark.parametrize("seed", range(20))
def test_a_crop_asked_for_a_voxel_holds_it(seed):
    sample = striped_sample()
    paint = np.full_like(sample.paint, IGNORE)
    paint[3:6, 86:89] = 2
    marked = replace(sample, paint=paint)
    assert (draw_crop(marked, 64, np.random.default_rng(seed), at=(4, 87)).paint == 2).any()


def test_a_section_smaller_than_the_crop_is_padded_with_ignore():
    crop = draw_crop(striped_sample(rows=20), 128, np.random.default_rng(1))
    outside = crop.paint == IGNORE
    assert outside.any()
    assert (crop.image[0][outside] == 0).mean() > 0.95


@pytest.mark.parametrize("strong", REGISTRY["amplitude"], ids=lambda f: f.__name__)
def test_strong_augmentations_keep_polarity_and_mean(strong):
    draw = np.random.default_rng(0)
    wave = np.sin(np.arange(64) / 4)[:, None].repeat(64, 1).astype(np.float32)
    for _ in range(10):
        changed = strong(wave, draw)
        assert changed.dtype == np.float32
        assert np.corrcoef(changed.ravel(), wave.ravel())[0, 1] > 0.8
        assert abs(changed.mean() - wave.mean()) < 0.15


def test_cutout_blanks_amplitudes_and_says_ignore():
    crop = Crop(
        np.ones((2, 64, 64), np.float32),
        np.zeros((64, 64), np.uint8),
        np.ones((64, 64), np.uint8),
        np.full((64, 64), 255, np.uint8),
    )
    cuts = [cutout(crop, np.random.default_rng(seed)) for seed in range(40)]
    shares = [(cut.pseudo == IGNORE).mean() for cut in cuts]
    assert 0.3 < np.mean([share > 0 for share in shares]) < 0.7
    for cut in cuts:
        hole = cut.pseudo == IGNORE
        assert (cut.image[0][hole] == 0).all() and (cut.image[1] == 1).all()
        assert (cut.paint[hole] == IGNORE).all() and (cut.paint[~hole] == 0).all()
    assert max(shares) <= 0.45


def test_strengthen_leaves_its_input_alone_and_is_seeded():
    crop = draw_crop(striped_sample(), 64, np.random.default_rng(3))
    before = crop.image.copy()
    one = strengthen(crop, "amplitude", np.random.default_rng(5))
    other = strengthen(crop, "amplitude", np.random.default_rng(5))
    assert np.array_equal(crop.image, before)
    assert np.array_equal(one.image, other.image) and not np.array_equal(one.image, before)
