from dataclasses import replace

import numpy as np
import pytest

from seisviewer.learning.sections.class_channels import IGNORE
from seisviewer.learning.sections.crop_augmentation import draw_crop
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
