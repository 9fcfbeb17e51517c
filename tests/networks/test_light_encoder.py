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


def test_whole_section_is_told_what_its_crop_was_told() -> None:
    """It learns on crops and predicts whole sections: far from the crop's border both must agree, whatever lies beyond."""
    model = build("deeplabv3+", "mobile", 3, seed=2).eval()
    torch.manual_seed(6)
    section = torch.randn(1, 1, 1025, 1025)
    section[..., :64] *= 30  # something loud far away, which would shift statistics taken over the whole section
    with torch.inference_mode():
        whole, crop = model(section), model(section[..., 256:769, 256:769])
    middle = slice(250, 263)
    torch.testing.assert_close(
        crop[..., middle, middle], whole[..., 506:519, 506:519], rtol=0.05, atol=0.05 * float(whole.std())
    )


def test_is_light() -> None:
    parameters = sum(each.numel() for each in build(DEFAULT_NETWORK, "mobile", 10).parameters())
    assert parameters < 1_000_000
