"""Which epoch of a training is the best, seen on stations that it does not learn from."""

from __future__ import annotations

import math
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch

from seisviewer.datasets.phase_window import PhaseWindow
from seisviewer.learning.fitting import State
from seisviewer.learning.phases.phase_answers import TOLERANCE, peaks
from seisviewer.learning.phases.phase_batches import PhaseBatch, batch_of
from seisviewer.learning.phases.phase_network import AT_ONCE, Teachable, loss_of, probabilities_of
from seisviewer.learning.phases.waveform_augmentation import PhaseSample, Pool
from seisviewer.learning.phases.waveform_augmentation.shift import shift
from seisviewer.networks.device import DeviceChoice
from seisviewer.picks.matching import pick_f1
from seisviewer.picks.pick import PHASES
from seisviewer.progress import Notice, Progress
from seisviewer.translation import tr

CUTS = 3  # of each window, at random places
THRESHOLDS = tuple(round(0.1 * step, 1) for step in range(1, 10))
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

    def judge(self, model: Teachable, device: DeviceChoice) -> tuple[float, float]:
        """(F1, minus the loss) of a model: the greater the better, in this order.

        F1: of the picks of all cuts together within 0.1 s, mean over P and S, each at the threshold that suits it best: how
        sure a model is of itself, and how it does where nothing arrives, decide nothing.
        """
        model.eval()
        curves, losses = [], []
        for first in range(0, len(self.batch), AT_ONCE):
            part = self.batch.part(slice(first, first + AT_ONCE))
            # What is said where nobody knows better is neither right nor wrong.
            curves += list(np.where(part.undecided.numpy(), 0.0, probabilities_of(model, part.windows, device)))
            with torch.inference_mode():
                losses += [float(loss_of(model, part, device))] * len(part)
        f1 = float(
            np.mean([self._best_f1(phase, [curve[row] for curve in curves]) for row, phase in enumerate(PHASES)])
        )
        return f1, -float(np.mean(losses))

    def best(
        self, model: Teachable, states: Sequence[State], device: DeviceChoice, least: int, epochs: int
    ) -> Generator[Progress | Notice, None, int]:
        """Number (from 1) of the best of the states of a training, not one of the first `least` - 1.

        It says so in `epochs`, as many as the training had: of a short one there are more states, of a long one fewer.
        """
        verdicts = []
        for number, state in enumerate(states, 1):
            model.load_state_dict(state)
            verdicts.append(self.judge(model, device))
            yield Progress(number, len(states), tr("choosing the best epoch"))
        order = range(min(least, len(states)), len(states) + 1)
        best = max(order, key=lambda number: verdicts[number - 1])
        f1, loss = verdicts[best - 1]
        epoch = math.ceil(best * epochs / len(states))
        yield Notice(
            tr(
                "Epoch {epoch} of {epochs} is the best: F1 {f1:.3f}, loss {loss:.4f} on the validation stations."
            ).format(epoch=epoch, epochs=epochs, f1=f1, loss=-loss)
        )
        return best

    def _best_f1(self, phase: str, curves: Sequence[np.ndarray]) -> float:
        """F1 of a phase at its best threshold."""
        truth = [
            self._time(number, at)
            for number, sample in enumerate(self.samples)
            for name, at in sample.targets
            if name == phase
        ]
        return max(
            pick_f1(
                [self._time(number, at) for number, curve in enumerate(curves) for at, _ in peaks(curve, threshold)],
                truth,
                TOLERANCE,
            )
            for threshold in THRESHOLDS
        )

    def _time(self, number: int, at: float) -> float:
        """Seconds, with the cuts laid so far apart that no pick is matched with an arrival of another."""
        sample = self.samples[number]
        return (2 * number * sample.length + at) / sample.rate


def validation_stations(windows: Sequence[PhaseWindow], share: float, seed: int) -> frozenset[str]:
    """Codes of the stations kept out of training: about `share` of those that have labelled windows, at least one of
    two."""
    codes = sorted({window.station.code for window in windows if window.is_labelled and not window.is_noise})
    if share <= 0 or len(codes) < 2:
        return frozenset()
    count = min(max(1, round(share * len(codes))), len(codes) - 1)
    return frozenset(np.random.default_rng(seed).permutation(codes)[:count].tolist())
