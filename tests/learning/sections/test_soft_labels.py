"""A network learns what the layer model says, as far as it can be believed; paint wins."""

from __future__ import annotations

import numpy as np
import torch

from seisviewer.learning.sections.class_channels import IGNORE
from seisviewer.learning.sections.crop_augmentation import draw_crop
from seisviewer.learning.sections.crop_batches import source_of
from seisviewer.learning.sections.losses import masked_cross_entropy
from seisviewer.learning.sections.section_samples import SampleReader
from seisviewer.learning.sections.soft_labels import soft_labels
from seisviewer.predictions.network_input import Preparation
from seisviewer.progress import drive
from seisviewer.volumes.geometry import SectionId

from ..conftest import LayeredVolume, Painter

INLINE = SectionId.parse("inline_20")


class SureAbove:
    """Stands for a layer model of classes 0 and 1 that is sure at the top and knows nothing at the bottom."""

    answers = (0, 1)

    def probabilities(self, section: SectionId, amplitudes: np.ndarray) -> np.ndarray:
        first = np.broadcast_to(np.linspace(1.0, 0.5, amplitudes.shape[1]), amplitudes.shape)
        return np.stack([first, 1 - first]).astype(np.float32)


def test_what_is_hardly_more_than_a_guess_counts_for_little_and_missing_traces_for_nothing() -> None:
    volume = LayeredVolume(dead=(10,))
    soft = drive(soft_labels(SureAbove(), volume, [INLINE], (3, 1, 0)))
    channels, trust = soft.channels[INLINE], soft.trust[INLINE]
    assert channels.shape == trust.shape == (48, 40)
    assert (channels[:, :5] == 2).all(), "class 0 is the third channel of the network"
    assert (channels[:, 5:] == IGNORE).all()
    assert trust[0, 0] == 255 and trust[-1, 0] == 64 and (np.diff(trust[:, 0].astype(int)) <= 0).all()


def test_trust_goes_with_its_labels_into_every_crop(layers: LayeredVolume, painter: Painter) -> None:
    reader, snapshot = SampleReader(layers, Preparation(1.0)), painter.snapshot()

    def read(section: SectionId):
        return reader.read(section, snapshot, (0, 1))

    labelled = {SectionId.parse("inline_15"): read(SectionId.parse("inline_15"))}
    # Each voxel is trusted by its class, so that one that went astray shows.
    channels = (np.arange(48)[:, None] + np.arange(40)) // 8 % 2
    pseudo = {INLINE: channels.astype(np.uint8)}
    trust = {INLINE: np.where(channels == 1, 200, 100).astype(np.uint8)}
    source = source_of(labelled, pseudo, read, side=32, trust=trust)
    seen = 0
    for seed in range(8):
        batch = source.batch(4, np.random.default_rng(seed))
        part = batch.part(slice(1, 3))
        known = part.pseudo != IGNORE
        seen += int(known.sum())
        expected = torch.where(part.pseudo == 1, 200, 100)
        assert torch.equal(part.trust[known].long(), expected[known])
    assert seen
    crop = draw_crop(labelled[SectionId.parse("inline_15")], 32, np.random.default_rng(0))
    assert (crop.trust == 255).all(), "labels of other kinds count fully"


def test_doubtful_labels_pull_less_than_sure_ones_and_paint_fully() -> None:
    logits = torch.zeros(1, 2, 2, 2)
    nothing = torch.full((1, 2, 2), IGNORE)
    label, weights = torch.ones((1, 2, 2), dtype=torch.int64), torch.ones(2)
    half = torch.full((1, 2, 2), 0.5)
    full = masked_cross_entropy(logits, nothing, label, weights)
    assert torch.isclose(masked_cross_entropy(logits, nothing, label, weights, half), full / 2)
    painted = masked_cross_entropy(logits, label, nothing, weights, half)
    assert torch.isclose(painted, masked_cross_entropy(logits, label, nothing, weights))
