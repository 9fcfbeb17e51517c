"""The choice of where to compute, and what it tells the user."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from torch import nn

from seisviewer.errors import ModelError
from seisviewer.networks import device
from seisviewer.networks.registry import ENCODERS, REGISTRY, build


@pytest.fixture
def no_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)


class Card:
    name = "Testcard"
    total_memory = 8 * device.GIB


@pytest.fixture
def gpu(monkeypatch: pytest.MonkeyPatch) -> type[Card]:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda **options: True)
    monkeypatch.setattr(torch.cuda, "get_device_properties", lambda number: Card)
    return Card


def test_without_a_gpu_says_which_encoder_and_why(no_gpu: None) -> None:
    choice = device.choose_device()
    assert (choice.device, choice.precision, choice.encoder) == ("cpu", "float32", "mobile")
    assert choice.encoder in ENCODERS and choice.network in REGISTRY
    assert "mobile" in choice.reason and "no GPU" in choice.reason


def test_gpu_asked_for_and_missing_is_an_error(no_gpu: None) -> None:
    with pytest.raises(ModelError, match="no GPU"):
        device.choose_device("cuda")


def test_unknown_device_is_an_error() -> None:
    with pytest.raises(ModelError, match="tpu"):
        device.choose_device("tpu")


def test_gpu_gets_the_published_network_in_low_precision(gpu: type[Card]) -> None:
    choice = device.choose_device()
    assert (choice.device, choice.precision, choice.encoder) == ("cuda", "bfloat16", "resnet50")
    assert "Testcard" in choice.reason


def test_cpu_asked_for_beside_a_gpu_is_taken(gpu: type[Card]) -> None:
    choice = device.choose_device("cpu")
    assert choice.device == "cpu" and "as asked" in choice.reason


@pytest.mark.parametrize("precise", [True, False])
@pytest.mark.parametrize("gib", [3, 4, 6, 8, 12, 24, 80])
def test_the_larger_a_card_the_larger_its_network_and_its_batch(
    gpu: type[Card], monkeypatch: pytest.MonkeyPatch, gib: int, precise: bool
) -> None:
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda **options: not precise)
    monkeypatch.setattr(gpu, "total_memory", gib * device.GIB)
    choice = device.choose_device()
    published = choice.encoder == "resnet50"
    assert published == (gib >= (10 if precise else 6)), "enough crops for it to normalise by"
    assert choice.encoder in ENCODERS and f"“{choice.encoder}”" in choice.reason
    assert published or f"{gib} GiB" in choice.reason, "why it is not the published one"
    assert (2 if precise else 4) <= choice.batch <= device.MOST_CROPS
    monkeypatch.setattr(gpu, "total_memory", (gib + 1) * device.GIB)
    larger = device.choose_device()
    assert larger.encoder != choice.encoder or larger.batch >= choice.batch


def test_a_card_without_bfloat16_computes_in_float32_with_half_of_the_crops(
    gpu: type[Card], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gpu, "total_memory", 16 * device.GIB)
    in_half = device.choose_device()
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda **options: False)
    choice = device.choose_device()
    assert choice.precision == "float32" and choice.encoder == in_half.encoder
    assert choice.batch == in_half.batch // 2
    assert "float32" in choice.reason


def test_a_large_card_gets_the_largest_batch_and_no_more(gpu: type[Card], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gpu, "total_memory", 80 * device.GIB)
    assert device.choose_device().batch == device.MOST_CROPS


@pytest.mark.slow
def test_only_a_long_training_that_nobody_waits_for_is_compiled(
    gpu: type[Card], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(device, "find_spec", lambda name: object())
    network, long = nn.Identity(), device.COMPILED_FROM
    patient, window = device.choose_device(patient=True), device.choose_device()
    assert isinstance(patient.compiled(network, long), device.Compiled)
    assert patient.compiled(network, long - 1) is network
    assert window.compiled(network, long) is network, "the window stands still for nothing"
    assert device.choose_device("cpu", patient=True).compiled(network, long) is network
    monkeypatch.setattr(device, "find_spec", lambda name: None)
    assert patient.compiled(network, long) is network, "without Triton there is no compiler"


def test_a_compiled_network_answers_and_learns_as_it_is() -> None:
    network = nn.Sequential(nn.Conv2d(1, 2, 3, padding=1), nn.Tanh())
    compiled, images = device.Compiled(network, backend="eager"), torch.randn(2, 1, 8, 8)
    assert torch.allclose(compiled(images), network(images))
    compiled(images).sum().backward()
    assert network[0].weight.grad.abs().sum() > 0
    assert not any("orig_mod" in name for name in network.state_dict()), "weights keep their names"


def test_a_compiler_that_fails_leaves_the_network_as_it_is() -> None:
    def broken(graph: object, inputs: object) -> None:
        raise ValueError("no such instruction on this card")

    network, images = nn.Conv2d(1, 2, 3), torch.randn(1, 1, 8, 8)
    compiled = device.Compiled(network, backend=broken)
    for _ in range(2):
        assert torch.allclose(compiled(images), network(images))


def test_memory_that_runs_out_is_not_taken_for_a_compiler_that_fails() -> None:
    class Full(nn.Module):
        def forward(self, images: torch.Tensor) -> torch.Tensor:
            raise torch.OutOfMemoryError("CUDA out of memory")

    with pytest.raises(torch.OutOfMemoryError):
        device.Compiled(Full(), backend="eager")(torch.zeros(1))


@pytest.mark.parametrize("encoder", ["mobile", "resnet18"])
def test_channels_last_gives_the_same_answers(encoder: str) -> None:
    choice = device.choose_device("cpu")
    images = torch.randn(2, 1, 65, 49)
    answers = []
    for channels_last in (False, True):
        place = replace(choice, channels_last=channels_last)
        network = place.place(build("deeplabv3+da-eca", encoder, 3, seed=1)).eval()
        with torch.inference_mode():
            answers.append(network(place.put(images)))
    assert torch.allclose(*answers, atol=1e-4)


def test_threads_leave_a_core_and_keep_to_what_the_process_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    before = torch.get_num_threads()
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    try:
        monkeypatch.setattr(device, "usable_cores", lambda: 4)
        assert device.limit_threads() == 3 == torch.get_num_threads()
        monkeypatch.setattr(device, "usable_cores", lambda: 1)
        assert device.limit_threads() == 1
        monkeypatch.setattr(device, "usable_cores", lambda: 2)
        assert device.limit_threads(leave=0) == 2
        monkeypatch.setattr(device, "usable_cores", lambda: 8)
        for given, used in (("2", 2), ("16", 7), ("0", 7), ("4,2", 4)):
            monkeypatch.setenv("OMP_NUM_THREADS", given)
            assert device.limit_threads() == used == torch.get_num_threads()
    finally:
        torch.set_num_threads(before)


def test_autocast_follows_the_precision(no_gpu: None) -> None:
    choice = device.choose_device()
    with choice.autocast():
        assert (torch.ones(2, 2) @ torch.ones(2, 2)).dtype is torch.float32
