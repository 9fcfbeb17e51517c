"""What the light encoder promises to a painter with a few strokes and no GPU."""

from __future__ import annotations

import torch

from seisviewer.networks.registry import DEFAULT_NETWORK, build


def test_training_and_prediction_say_the_same_without_dropout() -> None:
    """With batch statistics they would not, and the first predictions after a stroke would be wrong."""
    model = build(DEFAULT_NETWORK, "mobile", 3)
    model.pyramid.dropout.p = 0.0
    image = torch.randn(1, 1, 64, 64)
    with torch.inference_mode():
        torch.testing.assert_close(model.train()(image), model.eval()(image))


def test_has_no_statistics_to_average() -> None:
    assert not list(build(DEFAULT_NETWORK, "mobile", 3).buffers())


def test_is_light() -> None:
    parameters = sum(each.numel() for each in build(DEFAULT_NETWORK, "mobile", 10).parameters())
    assert parameters < 1_000_000
