"""What every network with every encoder must do; an entry added to the tables is tested with the rest."""

from __future__ import annotations

import copy
import itertools
import subprocess
import sys

import pytest
import torch

from seisviewer.errors import ModelError
from seisviewer.networks.registry import ENCODERS, REGISTRY, build

CLASSES = 5
PAIRS = list(itertools.product(REGISTRY, ENCODERS))


@pytest.fixture(scope="class", params=PAIRS, ids=[f"{network}-{encoder}" for network, encoder in PAIRS])
def pair(request: pytest.FixtureRequest) -> tuple[str, str]:
    return request.param


@pytest.fixture(scope="class")
def predicting(pair: tuple[str, str]) -> torch.nn.Module:
    """The network of that name as it predicts; for tests that leave its weights alone."""
    return build(*pair, CLASSES).eval()


class TestEveryNetwork:
    @pytest.mark.parametrize("shape", [(1, 1), (33, 47), (16, 100)])
    def test_logits_have_the_size_of_the_input(self, predicting: torch.nn.Module, shape: tuple[int, int]) -> None:
        with torch.inference_mode():
            logits = predicting(torch.randn(2, 1, *shape))
        assert logits.shape == (2, CLASSES, *shape)
        assert torch.isfinite(logits).all()

    def test_one_small_crop_trains_every_weight(self, pair: tuple[str, str]) -> None:
        model = build(*pair, CLASSES, in_channels=2).train()
        with torch.no_grad():  # attention begins switched off, which would hide a branch that is not connected
            for name, parameter in model.named_parameters():
                if name.endswith(("alpha", "beta")):
                    parameter.fill_(0.5)
        model(torch.randn(1, 2, 20, 36)).square().mean().backward()
        for name, parameter in model.named_parameters():
            assert parameter.grad is not None, name
            assert torch.isfinite(parameter.grad).all(), name
            # a key's bias adds the same to every place, which the softmax takes away again
            assert parameter.grad.abs().sum() > 0 or name.endswith("key.bias"), name

    def test_learns_one_crop_by_heart(self, pair: tuple[str, str]) -> None:
        model = build(*pair, 2).train()
        image = torch.randn(1, 1, 17, 17, generator=torch.Generator().manual_seed(3))
        target = torch.zeros(1, 17, 17, dtype=torch.long)
        target[:, 8:] = 1
        optimiser = torch.optim.Adam(model.parameters(), 2e-3)
        losses = []
        while len(losses) < 8 and (not losses or losses[-1] >= 0.75 * losses[0]):
            loss = torch.nn.functional.cross_entropy(model(image), target)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            losses.append(float(loss.detach()))
        assert losses[-1] < 0.75 * losses[0]

    def test_same_seed_gives_same_weights(self, pair: tuple[str, str]) -> None:
        torch.manual_seed(1)
        expected = torch.rand(3)
        torch.manual_seed(1)
        first, again, other = (build(*pair, CLASSES, seed=seed).state_dict() for seed in (7, 7, 8))
        assert torch.equal(torch.rand(3), expected), "and leaves the random numbers of others alone"
        assert all(torch.equal(first[name], again[name]) for name in first)
        assert any(not torch.equal(first[name], other[name]) for name in first)

    def test_predicts_each_image_of_a_batch_by_itself(self, predicting: torch.nn.Module) -> None:
        images = torch.randn(2, 1, 20, 20)
        with torch.inference_mode():
            together, alone = predicting(images), predicting(images[:1])
        torch.testing.assert_close(together[:1], alone, rtol=1e-3, atol=1e-4)

    def test_memory_order_changes_nothing(self, predicting: torch.nn.Module) -> None:
        image = torch.randn(1, 1, 20, 20)
        with torch.inference_mode():
            plain = predicting(image)
            swapped = copy.deepcopy(predicting).to(memory_format=torch.channels_last)
            again = swapped(image.to(memory_format=torch.channels_last))
        torch.testing.assert_close(plain, again, rtol=1e-3, atol=1e-4)

    @pytest.mark.slow
    def test_low_precision_says_nearly_the_same(self, predicting: torch.nn.Module) -> None:
        image = torch.randn(1, 1, 33, 100)
        with torch.inference_mode():
            exact = predicting(image)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                rough = predicting(image)
        assert (rough.float() - exact).norm() < 0.1 * exact.norm()

    def test_encoder_and_head_share_out_the_parameters(self, predicting: torch.nn.Module) -> None:
        encoder, head = list(predicting.encoder.parameters()), predicting.head_parameters()
        assert {id(each) for each in encoder + head} == {id(each) for each in predicting.parameters()}
        assert len(encoder) + len(head) == len(list(predicting.parameters()))


class TestBuild:
    @pytest.mark.parametrize(
        ("network", "encoder", "classes", "part"),
        [("unet9", "mobile", 3, "unet9"), ("deeplabv3+", "vgg", 3, "vgg"), ("deeplabv3+", "mobile", 1, "two classes")],
    )
    def test_says_what_it_cannot_build(self, network: str, encoder: str, classes: int, part: str) -> None:
        with pytest.raises(ModelError, match=part):
            build(network, encoder, classes)

    def test_importing_the_table_does_not_import_torch(self) -> None:
        code = "import sys, seisviewer.networks.registry; sys.exit('torch' in sys.modules)"
        assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
