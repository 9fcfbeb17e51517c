"""PhaseNet and SeisT as they are taught: what goes in, what comes out, and the loss between the two."""

from __future__ import annotations

import numpy as np
import torch
from seisbench.models import PhaseNet
from torch import nn
from torch.nn import functional

from seisviewer.datasets.phase_window import COMPONENTS
from seisviewer.errors import ModelError
from seisviewer.learning.phases.phase_batches import PhaseBatch, WindowSource
from seisviewer.learning.phases.phase_targets import CLASSES
from seisviewer.learning.phases.picker_settings import RATE
from seisviewer.networks.device import DeviceChoice
from seisviewer.networks.pickers import load_picker
from seisviewer.networks.seist.seist_picker import SeisT
from seisviewer.picks.pick import PHASES
from seisviewer.translation import tr

AT_ONCE = 32  # windows in one pass
Teachable = PhaseNet | SeisT


def start_model(start: str, seed: int, window: int = 0) -> Teachable:
    """The picker to go on from, or for "" a new PhaseNet with weights drawn by `seed`; ModelError where it cannot be
    taught. window: samples that SeisT is taught with, and then sees at once; 0 leaves them as they are."""
    if not start:
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            return PhaseNet(phases=CLASSES, norm="std", component_order=COMPONENTS)
    picker = load_picker(start, device="cpu")
    model = picker.model
    if isinstance(model, SeisT):
        model.set_window(window or model.in_samples)
        return model
    if not isinstance(model, PhaseNet) or set(model.labels) != set(CLASSES):
        raise ModelError(
            tr(
                "{start} cannot be taught: choose a PhaseNet or PhaseNetLight with the phases P and S, or SeisT."
            ).format(start=start)
        )
    if set(model.component_order) != set(COMPONENTS) or model.sampling_rate != RATE or picker.filters:
        raise ModelError(
            tr(
                "{start} cannot be taught: choose a PhaseNet for Z, N and E at {rate:g} samples per "
                "second without a filter."
            ).format(start=start, rate=RATE)
        )
    return model


def prepared(model: Teachable, windows: torch.Tensor) -> torch.Tensor:
    """Windows (batch, components ZNE, samples) in the component order and with the normalisation of this picker."""
    order = [COMPONENTS.index(code) for code in model.component_order]
    return model.annotate_batch_pre(windows[:, order], {})


def loss_of(model: Teachable, batch: PhaseBatch, device: DeviceChoice) -> torch.Tensor:
    """Cross-entropy between target curves and probabilities, mean over samples and windows (Zhu and Beroza 2019, eq. 3; of
    SeisT, for which P and S do not exclude each other, the sum of that of P and that of S, Li et al. 2024, eq. 9).

    Where nobody knows whether a phase arrives, that phase is as right as noise: their probabilities are added up.
    """
    windows = batch.windows.to(device.device, non_blocking=True)
    targets = batch.targets.to(device.device, non_blocking=True)
    with device.autocast():
        logits = model(prepared(model, windows), logits=True)
    if isinstance(model, SeisT):
        return _apart(
            logits.float()[:, phase_channels(model)], targets[:, : len(PHASES)], batch.undecided.to(logits.device)
        )
    logs = functional.log_softmax(logits.float()[:, channels(model)], dim=1)
    if batch.undecided.any():
        logs = _forgiving(logs, batch.undecided.to(device.device, non_blocking=True))
    return -(targets * logs).sum(dim=1).mean()


def _apart(logits: torch.Tensor, targets: torch.Tensor, undecided: torch.Tensor) -> torch.Tensor:
    losses = functional.binary_cross_entropy_with_logits(logits, targets, reduction="none")
    return losses.masked_fill(undecided, 0.0).sum(dim=1).mean()


def _forgiving(logs: torch.Tensor, undecided: torch.Tensor) -> torch.Tensor:
    """Logarithms (batch, P S N, samples), that of noise with the phases that are undecided there added to noise."""
    counted = functional.pad(undecided, (0, 0, 0, 1), value=True)
    noise = logs.masked_fill(~counted, -torch.inf).logsumexp(dim=1, keepdim=True)
    return torch.cat([logs[:, :2], noise], dim=1)


def channels(model: PhaseNet) -> list[int]:
    """Which outputs of the network are P, S and noise."""
    return [list(model.labels).index(name) for name in CLASSES]


def phase_channels(model: Teachable) -> list[int]:
    """Which outputs of the network are P and S."""
    return [list(model.labels).index(name) for name in PHASES]


@torch.inference_mode()
def curves_of(model: Teachable, samples: np.ndarray, device: DeviceChoice) -> np.ndarray:
    """float32 (2, samples): probability of P and S over (components ZNE, samples) of any length.

    Windows of the network's length overlap by half and are averaged, as SeisBench's annotate does; what is shorter is
    continued with zeros.
    """
    count, length = samples.shape[-1], model.in_samples
    padded = np.pad(samples, ((0, 0), (0, max(0, length - count))))
    starts = sorted({*range(0, padded.shape[-1] - length + 1, (length + 1) // 2), padded.shape[-1] - length})
    total = np.zeros((2, padded.shape[-1]), np.float32)
    times = np.zeros(padded.shape[-1], np.float32)
    for first in range(0, len(starts), AT_ONCE):
        part = starts[first : first + AT_ONCE]
        windows = torch.from_numpy(np.stack([padded[:, start : start + length] for start in part]))
        answers = probabilities_of(model, windows, device)
        for start, answer in zip(part, answers, strict=True):
            total[:, start : start + length] += answer
            times[start : start + length] += 1
    return (total / times)[:, :count]


@torch.inference_mode()
def probabilities_of(model: Teachable, windows: torch.Tensor, device: DeviceChoice) -> np.ndarray:
    """float32 (batch, 2, samples): probability of P and S in windows of the network's length. The model is in eval mode."""
    with device.autocast():
        answers = model(prepared(model, windows.to(device.device)))
    return answers.float()[:, phase_channels(model)].cpu().numpy()


class PhaseLesson:
    """Teaches a picker the windows of a source: Adam at one rate, as the published baseline, no decay of rate or weights.

    keeps: leave the statistics of the batch normalisation as they are. A few hundred windows are too few to learn those of
    the millions that pretrained weights come from, and picks get worse by it.
    """

    piece = "window"

    def __init__(
        self, model: nn.Module, source: WindowSource, rate: float, device: DeviceChoice, keeps: bool = False
    ) -> None:
        self.model = model
        self._kept = [module for module in model.modules() if keeps and isinstance(module, nn.BatchNorm1d)]
        self.device = device
        self.optimiser = torch.optim.Adam(model.parameters(), lr=rate)
        self._source = source

    def batch(self, size: int, draw: np.random.Generator) -> PhaseBatch:
        return self._source.batch(size, draw)

    def loss(self, batch: PhaseBatch) -> torch.Tensor:
        for module in self._kept:
            module.eval()
        return loss_of(self.model, batch, self.device)

    def set_rate(self, step: int, steps: int) -> None:
        """The rate stays as it is."""
