"""Which windows a training step sees."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch

from seisviewer.learning.phases.phase_targets import target_curves, undecided
from seisviewer.learning.phases.waveform_augmentation import PhaseSample, Pool, augment, drawing_weights


@dataclass(frozen=True)
class PhaseBatch:
    """windows: float32 (batch, components ZNE, samples), as recorded. targets: float32 (batch, 3, samples) P, S, noise.
    undecided: bool (batch, 2, samples), where nobody knows whether P, or S, arrives."""

    windows: torch.Tensor = field(repr=False)
    targets: torch.Tensor = field(repr=False)
    undecided: torch.Tensor = field(repr=False)

    def __len__(self) -> int:
        return len(self.windows)

    def part(self, rows: slice) -> PhaseBatch:
        return PhaseBatch(self.windows[rows], self.targets[rows], self.undecided[rows])


class WindowSource:
    """Draws windows from labelled and pseudo-labelled samples and augments them.

    Where there are pseudo-labelled samples every other window is labelled, as ST++ repeats the labelled images to match
    the others; labelled ones are drawn by the weights of the resampling augmentations, pseudo-labelled ones evenly, so that
    they keep their natural mixture.
    """

    def __init__(
        self, labelled: Sequence[PhaseSample], pseudo: Sequence[PhaseSample], pool: Pool, names: Collection[str]
    ) -> None:
        self._labelled = list(labelled)
        self._pseudo = list(pseudo)
        self._pool = pool
        self._names = tuple(names)
        self._chances = drawing_weights(self._labelled, self._names)

    def batch(self, size: int, draw: np.random.Generator) -> PhaseBatch:
        """`size` windows; the same state of `draw` gives the same batch."""
        # The offset keeps both kinds in turn where a batch holds a single window.
        offset = int(draw.integers(2))
        made = [self._drawn(bool(self._pseudo) and bool((number + offset) % 2), draw) for number in range(size)]
        return batch_of(made)

    def _drawn(self, is_pseudo: bool, draw: np.random.Generator) -> PhaseSample:
        if is_pseudo:
            sample = self._pseudo[int(draw.integers(len(self._pseudo)))]
        else:
            sample = self._labelled[int(draw.choice(len(self._labelled), p=self._chances))]
        return augment(sample, self._names, draw, self._pool)


def batch_of(samples: Sequence[PhaseSample]) -> PhaseBatch:
    """Samples of one length as a batch."""
    return PhaseBatch(
        torch.from_numpy(np.stack([sample.array for sample in samples]).astype(np.float32)),
        torch.from_numpy(np.stack([target_curves(sample.targets, sample.length, sample.rate) for sample in samples])),
        torch.from_numpy(np.stack([undecided(sample.doubts, sample.length) for sample in samples])),
    )
