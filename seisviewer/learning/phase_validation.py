"""Which epoch of a training is the best, seen on stations that it does not learn from."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from seisbench.models import PhaseNet

from seisviewer.learning.fitting import State
from seisviewer.learning.phase_answers import Arrival, PhaseAnswer, agreement
from seisviewer.learning.phase_batches import PhaseBatch, batch_of
from seisviewer.learning.phase_network import AT_ONCE, loss_of, probabilities_of
from seisviewer.learning.phase_window import PhaseWindow
from seisviewer.learning.waveform_augmentation import PhaseSample, Pool
from seisviewer.learning.waveform_augmentation.shift import shift
from seisviewer.networks.device import DeviceChoice
from seisviewer.progress import Notice, Progress

CUTS = 3  # of each window, at random places
MOST = 40  # windows, 120 cuts: judging a state takes less than half a second


@dataclass(frozen=True)
class Validation:
    """Windows of the validation stations, each cut at random places that stay the same."""

    samples: tuple[PhaseSample, ...] = field(repr=False)
    batch: PhaseBatch = field(repr=False)

    @classmethod
    def of(cls, windows: Sequence[PhaseWindow], length: int, seed: int) -> Validation | None:
        """None without windows. length: samples of a cut. Of many windows some are drawn, from all of the stations."""
        draw = np.random.default_rng(seed)
        if len(windows) > MOST:
            windows = [windows[index] for index in sorted(draw.permutation(len(windows))[:MOST].tolist())]
        pool = Pool(window=length)
        cuts = tuple(shift(window.sample(), draw, pool) for _ in range(CUTS) for window in windows)
        return cls(cuts, batch_of(cuts)) if cuts else None

    def judge(self, model: PhaseNet, device: DeviceChoice, threshold: float) -> tuple[float, float]:
        """(minus the loss, mean pick F1 over P and S at 0.1 s) of a model: the greater the better, in this order.

        Not the F1 first: a model that says nothing yet is right wherever nothing arrives.
        """
        model.eval()
        scores, losses = [], []
        for first in range(0, len(self.batch), AT_ONCE):
            rows = slice(first, first + AT_ONCE)
            part = self.batch.part(rows)
            # What is said where nobody knows better is neither right nor wrong.
            curves = np.where(part.undecided.numpy(), 0.0, probabilities_of(model, part.windows, device))
            scores += [
                agreement(PhaseAnswer.of(curve, sample.rate, threshold), truth_of(sample, threshold))
                for curve, sample in zip(curves, self.samples[rows], strict=True)
            ]
            with torch.inference_mode():
                losses += [float(loss_of(model, part, device))] * len(part)
        return -float(np.mean(losses)), float(np.mean(scores))

    def best(
        self, model: PhaseNet, states: Sequence[State], device: DeviceChoice, threshold: float, least: int = 1
    ) -> Generator[Progress | Notice, None, int]:
        """Number (from 1) of the best of the states of a training's epochs, not one of the first `least` - 1; and says so."""
        verdicts = []
        for number, state in enumerate(states, 1):
            model.load_state_dict(state)
            verdicts.append(self.judge(model, device, threshold))
            yield Progress(number, len(states), "choosing the best epoch")
        order = range(min(least, len(states)), len(states) + 1)
        best = max(order, key=lambda number: verdicts[number - 1])
        loss, f1 = verdicts[best - 1]
        yield Notice(
            f"Epoch {best} of {len(states)} is the best: loss {-loss:.4f}, F1 {f1:.3f} on the validation stations."
        )
        return best


def truth_of(sample: PhaseSample, threshold: float) -> PhaseAnswer:
    """What is known to arrive in a cut, as an answer."""
    return PhaseAnswer(tuple(Arrival(phase, at, 1.0) for phase, at in sample.targets), sample.rate, threshold)


def validation_stations(windows: Sequence[PhaseWindow], share: float, seed: int) -> frozenset[str]:
    """Codes of the stations kept out of training: about `share` of those that have labelled windows, at least one of two."""
    codes = sorted({window.station.code for window in windows if window.is_labelled and not window.is_noise})
    if share <= 0 or len(codes) < 2:
        return frozenset()
    count = min(max(1, round(share * len(codes))), len(codes) - 1)
    return frozenset(np.random.default_rng(seed).permutation(codes)[:count].tolist())
