"""Logits lie where the amplitudes lie, whatever the size of the section."""

from __future__ import annotations

import pytest
import torch

from seisviewer.networks.deeplab import pad_to_grid
from seisviewer.networks.registry import build


@pytest.mark.parametrize(
    ("length", "padded"), [(1, 17), (16, 17), (17, 17), (18, 33), (128, 129), (462, 465), (951, 961)]
)
def test_padding_reaches_the_next_grid(length: int, padded: int) -> None:
    image = torch.ones(1, 1, length, length)
    wide, top, left = pad_to_grid(image)
    assert wide.shape[-2:] == (padded, padded)
    assert torch.equal(wide[..., top : top + length, left : left + length], image)
    assert wide.sum() == image.sum()


def test_mirrored_section_gives_features_of_the_same_places() -> None:
    """Averaging over a mirrored copy only helps if both speak of the same pixels."""
    model = build("deeplabv3+", "mobile", 3, seed=4).eval()
    for layer in model.modules():
        if isinstance(layer, torch.nn.Conv2d):  # symmetric filters, so that only positions can differ
            layer.weight.data = (layer.weight.data + layer.weight.data.flip(-1)) / 2
    image = torch.randn(1, 1, 65, 81)
    with torch.inference_mode():
        torch.testing.assert_close(model(image.flip(-1)), model(image).flip(-1), rtol=1e-3, atol=1e-4)
