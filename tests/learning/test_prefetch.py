"""Batches for a GPU: drawn ahead, in order, in memory that it can fetch from by itself. No GPU is needed here."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

import pytest
import torch

from seisviewer.learning.fitting import FitPlan, prefetched
from seisviewer.learning.prefetch import ahead, pinned
from seisviewer.learning.sections.crop_batches import Batch

from .toy_lesson import ToyLesson


@pytest.fixture
def page_locked(monkeypatch: pytest.MonkeyPatch) -> list[torch.Tensor]:
    """What was copied into page-locked memory; without a GPU there is none."""
    seen: list[torch.Tensor] = []

    def pin(tensor: torch.Tensor) -> torch.Tensor:
        seen.append(tensor.clone())
        return seen[-1]

    monkeypatch.setattr(torch.Tensor, "pin_memory", pin)
    return seen


def test_every_tensor_of_a_batch_goes_to_page_locked_memory(page_locked: list[torch.Tensor]) -> None:
    planes = [torch.full((2, 4, 4), number) for number in range(3)]
    batch = pinned(Batch(torch.rand(2, 1, 4, 4), *planes, (None, None)))
    assert len(page_locked) == 4 and batch.images is page_locked[0] and batch.trust is page_locked[3]
    assert batch.strengths == (None, None)


def test_a_gpu_gets_the_batches_that_a_cpu_draws(page_locked: list[torch.Tensor]) -> None:
    plan, on_cpu = FitPlan("teacher", 6, 4), ToyLesson()
    on_gpu = replace(on_cpu, device=replace(on_cpu.device, device="cuda"))
    with closing(prefetched(on_gpu, plan)) as batches:
        values = [batch.values for batch in batches]
    assert len(page_locked) == 6, "each was on its way before it was asked for"
    for mine, other in zip(values, prefetched(on_cpu, plan), strict=True):
        assert torch.equal(mine, other.values)
    assert len(page_locked) == 6, "a CPU needs none of that"


def test_what_goes_wrong_while_drawing_is_raised_where_the_batch_is_asked_for() -> None:
    def drawn():
        yield 1
        raise ValueError("damaged section")

    items = ahead(drawn())
    assert next(items) == 1
    with pytest.raises(ValueError, match="damaged section"):
        next(items)
