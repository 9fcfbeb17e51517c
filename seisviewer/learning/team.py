"""Several processes that train one network together (torchrun, DistributedDataParallel).

All draw the same whole batch and each learns its part. Means over a batch (of the loss, of batch normalisation) are those
over the whole batch, dropout is drawn for the whole batch, and gradients are averaged, so that every process has the same
weights after each step, and they are those of one process with as large a batch.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.nn import functional

from seisviewer.errors import ModelError, SeisviewerError
from seisviewer.torchrun_place import process_count, process_number, process_on_machine
from seisviewer.translation import tr

PATIENCE = timedelta(minutes=30)  # that processes wait for each other


@dataclass(frozen=True)
class Team:
    """number: of this process, from 0. count: of all."""

    number: int = 0
    count: int = 1

    @property
    def is_alone(self) -> bool:
        return self.count == 1

    def part(self, whole: int) -> slice:
        """The rows of a batch of `whole` rows, a multiple of `count`, that are this process's."""
        each = whole // self.count
        return slice(self.number * each, (self.number + 1) * each)

    def total(self, value: Tensor) -> Tensor:
        """The sum of what all processes have here, without a gradient."""
        if self.is_alone:
            return value
        summed = value.detach().clone()
        dist.all_reduce(summed)
        return summed

    def agreed(self, value: int) -> int:
        """What the first process says."""
        if self.is_alone:
            return value
        said = [value]
        dist.broadcast_object_list(said, 0)
        return int(said[0])

    def answering(self, model: nn.Module) -> nn.Module:
        """What answers as the model does while it learns, with gradients averaged; the weights stay the model's, in which
        batch normalisation and dropout are made those of the team."""
        _converted(model)
        return nn.parallel.DistributedDataParallel(model, broadcast_buffers=False)


ALONE = Team()


def this_team() -> Team:
    """The team of this process; ALONE outside `joined`."""
    if dist.is_available() and dist.is_initialized() and dist.get_world_size() > 1:
        return Team(dist.get_rank(), dist.get_world_size())
    return ALONE


@contextmanager
def joined(device: str) -> Iterator[Team]:
    """The team that torchrun made, while the block runs; ALONE where it made none. device: "auto", "cpu" or "cuda", as
    the user says. A process that another one is lost to ends with one sentence."""
    if process_count() == 1:
        yield ALONE
        return
    on_gpu = device != "cpu" and torch.cuda.is_available()
    if on_gpu:
        if process_on_machine() >= torch.cuda.device_count():
            raise ModelError(
                tr(
                    "There are {device_count} GPUs here: give torchrun no larger --nproc-per-node, or --device cpu."
                ).format(device_count=torch.cuda.device_count())
            )
        torch.cuda.set_device(process_on_machine())
    dist.init_process_group("nccl" if on_gpu else "gloo", timeout=PATIENCE)
    try:
        yield this_team()
    except RuntimeError as error:
        if process_number() == 0 or "out of memory" in str(error).lower():
            raise
        raise SeisviewerError(tr("The first process has ended, and with it the training.")) from error
    finally:
        dist.destroy_process_group()


class _Total(torch.autograd.Function):
    """The sum over all processes; its gradient is the sum of theirs."""

    @staticmethod
    def forward(context: Any, value: Tensor) -> Tensor:
        summed = value.clone()
        dist.all_reduce(summed)
        return summed

    @staticmethod
    def backward(context: Any, gradient: Tensor) -> Tensor:
        summed = gradient.contiguous().clone()
        dist.all_reduce(summed)
        return summed


class TeamBatchNorm(nn.BatchNorm2d):
    """Normalises by the whole batch. PyTorch's SyncBatchNorm does so on GPUs alone."""

    def forward(self, values: Tensor) -> Tensor:
        if not self.training:
            return super().forward(values)
        there = values.float()
        count = there.numel() // there.shape[1] * dist.get_world_size()
        mean = _Total.apply(there.sum((0, 2, 3))) / count
        centred = there - mean[:, None, None]
        variance = _Total.apply(centred.square().sum((0, 2, 3))) / count
        with torch.no_grad():
            self.num_batches_tracked += 1
            self.running_mean.lerp_(mean, self.momentum)
            self.running_var.lerp_(variance * count / max(count - 1, 1), self.momentum)
        scaled = centred * (self.weight * (variance + self.eps).rsqrt())[:, None, None] + self.bias[:, None, None]
        return scaled.to(values.dtype)


class TeamDropout(nn.Dropout):
    """Draws for the whole batch what its part drops."""

    def forward(self, values: Tensor) -> Tensor:
        if not self.training or self.p == 0:
            return values
        team = this_team()
        whole = values.new_ones((len(values) * team.count, *values.shape[1:]))
        if values.dim() == 4 and not values.is_contiguous():
            whole = whole.contiguous(memory_format=torch.channels_last)
        kept = functional.dropout(whole, self.p, True)
        return values * kept[team.part(len(whole))]


def _converted(module: nn.Module) -> None:
    """Replace in place what depends on the batch; weights and buffers stay the same tensors under the same names."""
    for name, child in module.named_children():
        if type(child) is nn.BatchNorm2d:
            norm = TeamBatchNorm(child.num_features, child.eps, child.momentum)
            norm.weight, norm.bias = child.weight, child.bias
            norm.running_mean, norm.running_var = child.running_mean, child.running_var
            norm.num_batches_tracked = child.num_batches_tracked
            setattr(module, name, norm.train(child.training))
        elif type(child) is nn.Dropout:
            setattr(module, name, TeamDropout(child.p).train(child.training))
        else:
            _converted(child)
