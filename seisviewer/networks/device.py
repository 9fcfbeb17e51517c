"""Where a model runs, how precisely, and which network a machine can carry."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib.util import find_spec

import torch
from torch import Tensor, nn

from seisviewer.errors import ModelError
from seisviewer.translation import tr

GIB = 2**30
CPU_CROP = 256
GPU_CROP = 512
FEWEST_CROPS, MOST_CROPS = 4, 16  # a step; ResNets normalise by the batch, which must not be too small for that
COMPILED_FROM = 3000  # steps of one training; compiling a ResNet-50 takes a minute or two


@dataclass(frozen=True)
class Rung:
    """An encoder for GPUs, largest first. per_crop, once: GiB that one crop takes in training with bfloat16, and that
    weights and optimiser take: about twice what autograd keeps, since training halves the batch where a card proves it
    wrong."""

    encoder: str
    per_crop: float
    once: float

    def crops(self, memory: float, precision: str) -> int:
        """Crops a step that a card of so many GiB holds, at least one."""
        per_crop = self.per_crop if precision == "bfloat16" else 2 * self.per_crop
        return int(min(MOST_CROPS, max(1, (memory - self.once) / per_crop)))


PUBLISHED, LIGHTER = Rung("resnet50", 1.0, 2.0), Rung("resnet18", 0.45, 1.0)


@dataclass(frozen=True)
class DeviceChoice:
    """Where and how to compute, and what suits that place.

    device: "cpu" or "cuda". precision: "float32" or "bfloat16" (of activations; weights stay float32). encoder, network,
    batch (crops a step) and crop (pixels a side) are what to use where the user named nothing. reason: one sentence.
    patient: nobody looks at a screen meanwhile, so that compiling a network before a long training is no harm.
    """

    device: str
    precision: str
    channels_last: bool
    encoder: str
    network: str
    batch: int
    crop: int
    reason: str
    patient: bool = False

    def batch_for(self, crop: int) -> int:
        """Crops of another side that take about the memory and the time of `batch` crops of the usual one."""
        return int(min(MOST_CROPS, max(1, round(self.batch * (self.crop / crop) ** 2))))

    def place(self, module: nn.Module) -> nn.Module:
        """The module on the device, in the memory order that is fastest there."""
        return module.to(self.device, memory_format=self._order())

    def put(self, images: Tensor) -> Tensor:
        """A batch of images (B, C, H, W) on the device, in the same order."""
        return images.to(self.device, memory_format=self._order(), non_blocking=True)

    def autocast(self) -> contextlib.AbstractContextManager:
        """Inside it, what gains from lower precision computes in it; nothing changes where precision is float32."""
        if self.precision == "float32":
            return contextlib.nullcontext()
        return torch.autocast(self.device, dtype=getattr(torch, self.precision))

    def compiled(self, module: nn.Module, steps: int) -> Callable[[Tensor], Tensor]:
        """What answers as the module does, compiled where a training of so many steps gains more than that takes; the
        weights stay the module's."""
        worth_it = self.patient and self.device == "cuda" and steps >= COMPILED_FROM and find_spec("triton")
        return Compiled(module) if worth_it else module

    def _order(self) -> torch.memory_format:
        return torch.channels_last if self.channels_last else torch.contiguous_format


class Compiled:
    """A module compiled at its first call; as it is from then on where the compiler fails, which is no reason to end a
    training."""

    def __init__(self, module: nn.Module, backend: str = "inductor") -> None:
        self._module = module
        self._answer: Callable[[Tensor], Tensor] = torch.compile(module, backend=backend)

    def __call__(self, images: Tensor) -> Tensor:
        try:
            return self._answer(images)
        except torch.OutOfMemoryError:
            raise
        except RuntimeError:
            self._answer = self._module
            return self._module(images)


def choose_device(wanted: str = "auto", *, patient: bool = False) -> DeviceChoice:
    """Choose for "auto", "cpu" or "cuda"; raises ModelError for another name, and for "cuda" where there is none.

    patient: as in DeviceChoice.
    """
    if wanted not in ("auto", "cpu", "cuda"):
        raise ModelError(tr("There is no device called “{wanted}”: choose auto, cpu or cuda.").format(wanted=wanted))
    if torch.cuda.is_available() and wanted != "cpu":
        return replace(_gpu(), patient=patient)
    if wanted == "cuda":
        raise ModelError(
            tr("This machine has no GPU that PyTorch can use: choose auto or cpu, or install PyTorch for CUDA.")
        )
    return replace(_cpu(asked=wanted == "cpu"), patient=patient)


def limit_threads(leave: int = 1) -> int:
    """Let torch use all cores but `leave` of them (at least one core), so that a window stays fluent; how many it uses.

    Where OMP_NUM_THREADS gives this process fewer, as one of several that share a machine, it keeps to that.
    """
    threads = max(1, usable_cores() - leave)
    given = os.environ.get("OMP_NUM_THREADS", "").split(",")[0]  # more than one: of threads within threads
    if given.isdecimal() and int(given) > 0:
        threads = min(threads, int(given))
    torch.set_num_threads(threads)
    return threads


def usable_cores() -> int:
    """Cores this process may run on."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def card_name() -> str:
    """The GPU that PyTorch can use, "" without one."""
    return torch.cuda.get_device_name(0) if torch.cuda.is_available() else ""


def _cpu(asked: bool) -> DeviceChoice:
    why = tr("as asked") if asked else tr("since this machine has no GPU that PyTorch can use")
    reason = tr(
        "Computing on the CPU {why}, with the light encoder “mobile”, which takes a tenth of the "
        "time of ResNet-50 there."
    ).format(why=why)
    return DeviceChoice("cpu", "float32", True, "mobile", "deeplabv3+da-eca", 2, CPU_CROP, reason)


def _gpu() -> DeviceChoice:
    # TF32 is a fraction of a percent less precise than float32 and several times faster.
    torch.set_float32_matmul_precision("high")
    torch.backends.cudnn.allow_tf32 = True
    card = torch.cuda.get_device_properties(0)
    precision = "bfloat16" if torch.cuda.is_bf16_supported(including_emulation=False) else "float32"
    memory = card.total_memory / GIB
    rung = PUBLISHED if PUBLISHED.crops(memory, precision) >= FEWEST_CROPS else LIGHTER
    why = (
        tr("of the published method")
        if rung is PUBLISHED
        else tr("and not “{encoder}”, since its {memory:.0f} GiB hold too few crops for that").format(
            encoder=PUBLISHED.encoder, memory=memory
        )
    )
    reason = tr("Computing on {card_name} in {precision} with the encoder “{encoder}” {why}.").format(
        card_name=card.name, precision=precision, encoder=rung.encoder, why=why
    )
    crops = rung.crops(memory, precision)
    return DeviceChoice("cuda", precision, True, rung.encoder, "deeplabv3+da-eca", crops, GPU_CROP, reason)
