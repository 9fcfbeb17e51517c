"""First motions as a task for ST++: units are numbers of onsets, answers are probabilities of up, states are weights.

The training begins with the weights of a network that was taught elsewhere. Every other onset is seen upside down with the
opposite sign, moved by some samples, and, by students, in added noise; batch normalisation keeps the statistics of the
start, which some dozen onsets would spoil.
"""

from __future__ import annotations

import zlib
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from seisviewer.learning.first_motions.motion_settings import MotionTeaching
from seisviewer.learning.fitting import FitPlan, State, fit, polynomial_rate
from seisviewer.networks.device import DeviceChoice
from seisviewer.networks.polarity.polarcap import ONSET, SAMPLES, PolarCap, PolarityNetwork
from seisviewer.predictions.first_motions.motion_reader import MotionReader, MotionSettings, normalised
from seisviewer.predictions.first_motions.onset_window import OnsetWindow
from seisviewer.progress import Progress
from seisviewer.translation import tr


@dataclass(frozen=True)
class KnownMotion:
    """up: whether a person said so. group: of its event, which is held out whole."""

    window: OnsetWindow
    up: bool
    group: int


@dataclass(frozen=True)
class MotionBatch:
    """windows: (n, 1, 64). up: (n,) 0 or 1."""

    windows: torch.Tensor
    up: torch.Tensor

    def __len__(self) -> int:
        return len(self.up)

    def part(self, rows: slice) -> Self:
        return MotionBatch(self.windows[rows], self.up[rows])


@dataclass
class MotionLesson:
    """known: windows with their signs. noise: share of the largest amplitude that is added at most."""

    model: nn.Module
    optimiser: torch.optim.Optimizer
    device: DeviceChoice
    known: Sequence[tuple[OnsetWindow, bool]]
    jitter: float
    noise: float
    piece: str = "onset"

    def batch(self, size: int, draw: np.random.Generator) -> MotionBatch:
        places = draw.integers(len(self.known), size=size)
        moves = np.rint(draw.normal(scale=self.jitter, size=size)).astype(int)
        turned = draw.random(size) < 0.5
        cuts = np.stack([_cut(self.known[place][0], move) for place, move in zip(places, moves, strict=True)])
        cuts = normalised(cuts)
        cuts = normalised(cuts + draw.uniform(0, self.noise, (size, 1)) * draw.normal(size=cuts.shape))
        up = np.array([self.known[place][1] for place in places]) != turned
        signed = np.where(turned, -1.0, 1.0)[:, None] * cuts
        return MotionBatch(torch.from_numpy(signed.astype(np.float32))[:, None], torch.from_numpy(up.astype(np.int64)))

    def loss(self, batch: MotionBatch) -> torch.Tensor:
        for layer in self.model.modules():
            if isinstance(layer, nn.BatchNorm1d):
                layer.eval()
        return functional.cross_entropy(self.model(batch.windows), batch.up)

    def set_rate(self, step: int, steps: int) -> None:
        polynomial_rate(self.optimiser, step, steps)


@dataclass(frozen=True)
class MotionTask:
    """known: what is learned. unlabelled: onsets by their numbers. start: the network that training begins with."""

    settings: MotionTeaching
    device: DeviceChoice
    known: tuple[KnownMotion, ...] = field(repr=False)
    unlabelled: Mapping[int, OnsetWindow] = field(repr=False)
    start: State = field(repr=False)

    def fit(
        self, stage: str, pseudo: Mapping[int, float], steps: int, keep: int
    ) -> Generator[Any, None, tuple[State, ...]]:
        """Pseudo-labels that are not certain enough teach nothing."""
        certain = self.settings.certain
        others = [(self.unlabelled[unit], up > 0.5) for unit, up in pseudo.items() if max(up, 1 - up) >= certain]
        known = [(each.window, each.up) for each in self.known] + others
        model = self.model_in(self.start)
        optimiser = torch.optim.Adam(model.parameters(), lr=self.settings.learning_rate)
        for group in optimiser.param_groups:
            group["initial_lr"] = group["lr"]
        noise = self.settings.noise if pseudo else 0.0
        lesson = MotionLesson(model, optimiser, self.device, known, self.settings.jitter, noise)
        seed = self.settings.seed * 1000 + zlib.crc32(stage.encode()) % 1000
        return (yield from fit(lesson, FitPlan(stage, max(steps, keep), self.settings.batch, keep, seed)))

    def answer(self, state: State, units: Sequence[int]) -> Generator[Any, None, dict[int, float]]:
        """Probability of up, of each onset."""
        reader = MotionReader(PolarityNetwork("taught", self.model_in(state)), MotionSettings())
        found = reader.read([self.unlabelled[unit] for unit in units])
        yield Progress(len(units), len(units), tr("Reading first motions"))
        return {unit: motion.up for unit, motion in zip(units, found, strict=True)}

    def agreement(self, one: float, other: float) -> float:
        return 1.0 - abs(one - other)

    def group(self, answer: float) -> bool:
        """Up and down are ranked apart."""
        return answer > 0.5

    def model_in(self, state: State) -> PolarCap:
        model = PolarCap()
        model.load_state_dict(state)
        return model.eval()


def _cut(window: OnsetWindow, move: int) -> np.ndarray:
    first = min(max(window.onset - ONSET + move, 0), len(window.samples) - SAMPLES)
    return window.samples[first : first + SAMPLES]
