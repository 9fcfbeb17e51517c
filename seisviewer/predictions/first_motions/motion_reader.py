"""What a network says of a first motion, asked several times with dropout (Gal & Ghahramani, 2016)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from seisviewer.networks.polarity.polarcap import ONSET, SAMPLES, PolarityNetwork, dropout_masks
from seisviewer.picks.pick import Polarity
from seisviewer.predictions.first_motions.onset_window import OnsetWindow


@dataclass(frozen=True)
class MotionSettings:
    """threshold: probability below which a first motion is undecidable. least_snr: of the onset, below which it is, whatever
    the network says: of noise alone it is sure too often. trials: how often the network is asked. jitter: samples, standard
    deviation by which the onset is moved from trial to trial, for the network heeds where it stands. reach: seconds by which
    the onset of a pick that a machine set may lie elsewhere. seed: of dropout and jitter."""

    threshold: float = 0.9
    least_snr: float = 4.0
    trials: int = 32
    jitter: float = 1.0
    reach: float = 0.15
    seed: int = 0


@dataclass(frozen=True)
class FoundMotion:
    """up: mean probability of up, 0–1. spread: its standard deviation over the trials."""

    up: float
    spread: float
    snr: float

    @property
    def probability(self) -> float:
        """Of the more probable way."""
        return max(self.up, 1.0 - self.up)

    def polarity(self, settings: MotionSettings) -> Polarity:
        if self.probability < settings.threshold or self.snr < settings.least_snr:
            return Polarity.UNDECIDABLE
        return Polarity.POSITIVE if self.up > 0.5 else Polarity.NEGATIVE


class MotionReader:
    """Asks one network of many onsets. Every onset meets the same draws, so that an answer depends on nothing else."""

    def __init__(self, network: PolarityNetwork, settings: MotionSettings) -> None:
        self._model = network.model
        self._masks = dropout_masks(settings.trials, settings.seed)
        draw = np.random.default_rng(settings.seed)
        self._moves = np.rint(draw.normal(scale=settings.jitter, size=settings.trials)).astype(int)
        # Every other trial sees the wave upside down: the network is to have no liking for either way.
        self._signs = np.where(np.arange(settings.trials) % 2, -1.0, 1.0)

    @torch.no_grad()
    def read(self, windows: Sequence[OnsetWindow]) -> list[FoundMotion]:
        """Several at once, for which the network needs hardly longer than for one."""
        if not windows:
            return []
        cuts = np.stack([self._cuts(window) for window in windows])  # (onsets, trials, samples)
        flat = torch.from_numpy((normalised(cuts) * self._signs[:, None]).astype(np.float32)).reshape(-1, 1, SAMPLES)
        logits = self._model(flat, self._masks.repeat(len(windows), 1, 1))
        up = torch.softmax(logits, 1)[:, 1].numpy().astype(np.float64).reshape(len(windows), -1)
        up = np.where(self._signs > 0, up, 1.0 - up)
        return [
            FoundMotion(float(own.mean()), float(own.std()), window.snr)
            for own, window in zip(up, windows, strict=True)
        ]

    def _cuts(self, window: OnsetWindow) -> np.ndarray:
        """(trials, samples) around the onset, moved from trial to trial."""
        first = window.onset - ONSET
        return np.stack([window.samples[first + move : first + move + SAMPLES] for move in self._moves])


def normalised(windows: np.ndarray) -> np.ndarray:
    """Demeaned and divided by the largest amplitude, each (…, samples) for itself."""
    centred = windows - windows.mean(axis=-1, keepdims=True)
    return centred / np.maximum(np.abs(centred).max(axis=-1, keepdims=True), np.finfo(np.float64).tiny)
