import numpy as np
import torch

from seisviewer.learning.sections.class_channels import IGNORE
from seisviewer.learning.sections.crop_batches import CropSource
from seisviewer.learning.sections.losses import masked_cross_entropy
from seisviewer.learning.sections.section_samples import SampleReader
from seisviewer.predictions.network_input import Preparation
from seisviewer.volumes.geometry import SectionId


def sample(layers, painter, section="inline_15"):
    reader = SampleReader(layers, Preparation(1.0))
    return reader.read(SectionId.parse(section), painter.snapshot(), (0, 1))


def test_every_labelled_crop_holds_paint_and_a_thin_class_is_seen_as_often(layers, painter):
    painter.paint("inline_15", 0, slice(0, 40), slice(0, 20))  # class 0 is now three times as large
    source = CropSource([sample(layers, painter)], [], side=16)
    batch = source.batch(200, np.random.default_rng(0))
    painted = batch.paint != IGNORE
    assert painted.flatten(1).any(1).all()
    crops_with = [(batch.paint == channel).flatten(1).any(1).float().mean().item() for channel in (0, 1)]
    assert min(crops_with) > 0.4


def test_strong_augmentation_goes_on_pseudo_labelled_crops_only(layers, painter):
    labelled = sample(layers, painter)
    other = sample(layers, painter, "inline_20").with_pseudo(np.ones((48, 40), np.uint8))
    batch = CropSource([labelled], [other], side=16).batch(40, np.random.default_rng(0))
    strong = np.array([strength is not None for strength in batch.strengths])
    painted = (batch.paint != IGNORE).flatten(1).any(1).numpy()
    assert strong.sum() == 20 and np.array_equal(strong, ~painted)
    assert (batch.pseudo == 1).flatten(1).any(1).numpy()[strong].all()


def test_paint_wins_over_pseudo_labels(layers, painter):
    labelled = sample(layers, painter).with_pseudo(np.zeros((48, 40), np.uint8))
    painted = labelled.paint != IGNORE
    assert (labelled.pseudo[painted] == IGNORE).all()
    assert (labelled.pseudo[~painted] == 0).all()


def test_unlabelled_voxels_never_count():
    logits = torch.randn(1, 3, 8, 8, requires_grad=True)
    paint = torch.full((1, 8, 8), IGNORE)
    nothing = masked_cross_entropy(logits, paint, paint, torch.ones(3))
    assert nothing.item() == 0.0
    paint = paint.clone()
    paint[0, 2, 3] = 1
    no_weight = masked_cross_entropy(logits, paint, torch.full_like(paint, IGNORE), torch.tensor([1.0, 0.0, 1.0]))
    assert no_weight.item() == 0.0, "and a class without a weight is no 0 / 0"
    masked_cross_entropy(logits, paint, torch.full_like(paint, IGNORE), torch.ones(3)).backward()
    touched = logits.grad.abs().sum(1)[0] > 0
    assert touched.sum() == 1 and touched[2, 3]
