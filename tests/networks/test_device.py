"""The choice of where to compute, and what it tells the user."""

from __future__ import annotations

import pytest
import torch

from seisviewer.errors import ModelError
from seisviewer.networks import device
from seisviewer.networks.registry import ENCODERS, REGISTRY


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


def test_small_gpu_gets_a_small_batch(gpu: type[Card]) -> None:
    roomy = device.choose_device().batch
    gpu.total_memory = 3 * device.GIB
    try:
        assert 1 <= device.choose_device().batch < roomy
    finally:
        gpu.total_memory = 8 * device.GIB


def test_threads_leave_a_core(monkeypatch: pytest.MonkeyPatch) -> None:
    before = torch.get_num_threads()
    try:
        monkeypatch.setattr(device, "usable_cores", lambda: 4)
        assert device.limit_threads() == 3 == torch.get_num_threads()
        monkeypatch.setattr(device, "usable_cores", lambda: 1)
        assert device.limit_threads() == 1
        monkeypatch.setattr(device, "usable_cores", lambda: 2)
        assert device.limit_threads(leave=0) == 2
    finally:
        torch.set_num_threads(before)


def test_autocast_follows_the_precision(no_gpu: None) -> None:
    choice = device.choose_device()
    with choice.autocast():
        assert (torch.ones(2, 2) @ torch.ones(2, 2)).dtype is torch.float32
