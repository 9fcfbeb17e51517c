"""The strong augmentations do what they say, on whatever device: SciPy and NumPy are what they are held against."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from scipy import ndimage

from seisviewer.learning.sections.class_channels import IGNORE
from seisviewer.learning.sections.crop_batches import Batch
from seisviewer.learning.sections.strong_augmentation import (
    KNOTS,
    PARTS,
    REGISTRY,
    Hole,
    Strength,
    draw_strength,
    strengthened,
)


def wave(rows: int = 64, columns: int = 48) -> np.ndarray:
    random = np.random.default_rng(0)
    return (np.sin(np.arange(rows) / 4)[:, None] + 0.2 * random.standard_normal((rows, columns))).astype(np.float32)


def done(amplitudes: np.ndarray, **parts: object) -> np.ndarray:
    return strengthened(torch.from_numpy(amplitudes), Strength(**parts)).numpy()


@pytest.mark.parametrize("deviation", [0.1, 0.4, 0.9, 1.5])
def test_blur_is_the_gaussian_filter_of_scipy(deviation: float) -> None:
    for image in (wave(), wave(5, 40)):  # one of them is shorter than the filter reaches
        assert np.allclose(done(image, blur=deviation), ndimage.gaussian_filter(image, deviation), atol=1e-5)


def test_gain_along_time_is_linear_in_the_logarithm_between_its_knots() -> None:
    knots = (-1.0, 0.5, 1.0, -0.25)
    curve = 2.0 ** np.interp(np.linspace(0, KNOTS - 1, 64), np.arange(KNOTS), knots)
    assert np.allclose(done(wave(), curve=knots), wave() * curve[:, None], atol=1e-5)


def test_contrast_and_shift_are_what_they_say() -> None:
    assert np.allclose(done(wave(), contrast=1.7), 1.7 * wave(), atol=1e-6)
    assert np.allclose(done(wave(), shift=-0.3), wave() - 0.3 * wave().std(), atol=1e-5)


def test_noise_has_its_strength_and_repeats_with_its_seed() -> None:
    image = wave(200, 200)
    one, again, other = (done(image, noise=0.25, seed=seed) - image for seed in (1, 1, 2))
    assert np.array_equal(one, again) and not np.array_equal(one, other)
    assert one.std() == pytest.approx(0.25 * image.std(), rel=0.02)
    assert abs(np.corrcoef(one[:-1].ravel(), one[1:].ravel())[0, 1]) < 0.02


@pytest.mark.parametrize("part", REGISTRY["amplitude"])
def test_polarity_and_mean_are_kept(part: str) -> None:
    draw = np.random.default_rng(0)
    smooth = np.sin(np.arange(64) / 4)[:, None].repeat(64, 1).astype(np.float32)
    for _ in range(10):
        changed = done(smooth, **{part: PARTS[part](draw)})
        assert changed.dtype == np.float32
        assert np.corrcoef(changed.ravel(), smooth.ravel())[0, 1] > 0.8
        assert abs(changed.mean() - smooth.mean()) < 0.15


@pytest.mark.parametrize("name", REGISTRY)
def test_each_part_is_drawn_for_half_of_the_crops_and_again_with_the_seed(name: str) -> None:
    drawn = [draw_strength(name, 64, np.random.default_rng(seed)) for seed in range(200)]
    assert drawn == [draw_strength(name, 64, np.random.default_rng(seed)) for seed in range(200)]
    nothing = Strength()
    for part in (*PARTS, "hole"):
        share = np.mean([getattr(strength, part) != getattr(nothing, part) for strength in drawn])
        assert 0.4 < share < 0.6 if part in (*REGISTRY[name], "hole") else share == 0


def test_holes_lie_in_the_crop_and_are_no_larger_than_cutout_allows() -> None:
    holes = [draw_strength("amplitude", 64, np.random.default_rng(seed)).hole for seed in range(200)]
    for hole in filter(None, holes):
        assert 0 <= hole.row and hole.row + hole.height <= 64 and 0 <= hole.column and hole.column + hole.width <= 64
        assert 0.015 < hole.height * hole.width / 64**2 < 0.45


def batch_of(*strengths: Strength | None) -> Batch:
    count, side = len(strengths), 32
    images = torch.from_numpy(np.random.default_rng(0).standard_normal((count, 2, side, side)).astype(np.float32))
    known = torch.zeros((count, side, side), dtype=torch.uint8)
    return Batch(images, known, known + 1, known + 255, strengths)


@pytest.mark.parametrize("order", [torch.contiguous_format, torch.channels_last])
def test_a_hole_blanks_amplitudes_and_says_ignore_and_nothing_else_changes(order: torch.memory_format) -> None:
    hole = Hole(3, 8, 10, 5)
    before = batch_of(None, Strength(hole=hole), Strength(contrast=2.0))
    before = replace(before, images=before.images.to(memory_format=order))
    images = before.images.clone()
    after = before.strengthened()
    assert torch.equal(before.images, images) and (before.paint == 0).all(), "the batch may be needed again"
    assert torch.equal(after.images[0], images[0]) and torch.equal(after.images[:, 1], images[:, 1])
    assert torch.equal(after.images[2, 0], 2.0 * images[2, 0])
    for labels, value in ((after.paint, 0), (after.pseudo, 1)):
        assert (labels[1][hole.where] == IGNORE).all() and int((labels == IGNORE).sum()) == 50
        assert (labels[labels != IGNORE] == value).all()
    assert (after.images[1, 0][hole.where] == 0).all() and int((after.images[1, 0] == 0).sum()) == 50
    assert after.strengthened() is after, "nothing is done twice"


def test_part_of_a_batch_takes_what_is_to_be_done_along() -> None:
    one, other = Strength(contrast=2.0), Strength(contrast=3.0)
    batch = batch_of(None, one, other)
    part = batch.part(slice(1, 2))
    assert part.strengths == (one,) and torch.equal(part.strengthened().images[0, 0], 2.0 * batch.images[1, 0])
