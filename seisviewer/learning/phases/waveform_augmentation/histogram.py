"""What the training windows are like on the whole, before and after augmentation."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from seisviewer.datasets.phase_sample import PhaseSample
from seisviewer.learning.phases.waveform_augmentation.augmentations import augment, drawing_weights
from seisviewer.learning.phases.waveform_augmentation.pool import Pool
from seisviewer.translation import tr

PHASES = ("P", "S")
DRAWS = 1000


@dataclass(frozen=True)
class Histogram:
    """label: what is counted, with its unit. edges: (bins + 1,). before, after: by phase, or by "", how many of the
    training windows or arrivals fall into each bin, (bins,)."""

    label: str
    edges: np.ndarray
    before: Mapping[str, np.ndarray]
    after: Mapping[str, np.ndarray]


def arrival_histogram(
    samples: Sequence[PhaseSample],
    names: Collection[str],
    pool: Pool,
    bins: int = 30,
    seed: int = 0,
    draws: int = DRAWS,
) -> Histogram:
    """Where in the window the arrivals stand, over `draws` training windows made of `samples` (not empty; one rate).

    A picker that always sees P at one place learns the place. Raises as `augment` does.
    """
    edges = np.linspace(0, pool.window / samples[0].rate, bins + 1)
    before = _arrivals(samples, (), pool, seed, draws)
    after = _arrivals(samples, names, pool, seed, draws)
    return Histogram(
        tr("arrival, seconds from the start of the window"),
        edges,
        {phase: np.histogram(before[phase], edges)[0] for phase in PHASES},
        {phase: np.histogram(after[phase], edges)[0] for phase in PHASES},
    )


def _arrivals(
    samples: Sequence[PhaseSample], names: Collection[str], pool: Pool, seed: int, draws: int
) -> dict[str, list[float]]:
    draw = np.random.default_rng(seed)
    times: dict[str, list[float]] = {phase: [] for phase in PHASES}
    for index in draw.choice(len(samples), size=draws, p=drawing_weights(samples, names)):
        made = augment(samples[index], names, draw, pool)
        for phase, at in made.targets:
            times[phase].append(at / made.rate)
    return times


def ratio_histogram(
    samples: Sequence[PhaseSample],
    names: Collection[str],
    pool: Pool,
    bins: int = 20,
    seed: int = 0,
    draws: int = DRAWS,
) -> Histogram | None:
    """How often windows of each magnitude, where "magnitude resampling" is among `names`, or else of each signal-to-noise
    ratio are drawn; None where no sample has one."""
    by_magnitude = "magnitude resampling" in names
    values = np.array([one.magnitude if by_magnitude else one.snr for one in samples], float)
    known = values[np.isfinite(values)]
    if not len(known):
        return None
    edges = np.linspace(known.min(), known.max() + 1e-6, bins + 1)
    draw = np.random.default_rng(seed)
    before = values[draw.choice(len(samples), size=draws)]
    after = values[draw.choice(len(samples), size=draws, p=drawing_weights(samples, names))]
    label = "magnitude" if by_magnitude else tr("signal-to-noise ratio, dB")
    return Histogram(label, edges, {"": np.histogram(before, edges)[0]}, {"": np.histogram(after, edges)[0]})
