"""The augmentations by name, in the order in which they are applied, and how a training sample is made with them.

After Zhu, Mousavi and Beroza 2020, “Seismic signal augmentation to improve generalization of deep neural networks”,
Advances in Geophysics 61, doi:10.1016/bs.agph.2020.07.003. Tricks from photographs that physics forbids are left out: no
reversal of time (an onset is not an ending) and no exchange of vertical and horizontal (P and S would change places).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import numpy as np

from seisviewer.datasets.phase_sample import Draw, PhaseSample
from seisviewer.errors import BadRequest
from seisviewer.learning.phases.waveform_augmentation.drawing_weights import by_magnitude, by_snr
from seisviewer.learning.phases.waveform_augmentation.false_positives import false_positives
from seisviewer.learning.phases.waveform_augmentation.orientation import flip, rotation
from seisviewer.learning.phases.waveform_augmentation.pool import Pool
from seisviewer.learning.phases.waveform_augmentation.semi_synthetic import semi_synthetic
from seisviewer.learning.phases.waveform_augmentation.shift import fixed_place, shift
from seisviewer.learning.phases.waveform_augmentation.superposition import superposed_event, superposed_noise
from seisviewer.learning.phases.waveform_augmentation.with_seisbench import channel_dropout, gaussian_noise
from seisviewer.translation import tr

PAPER = tr("Zhu et al. 2020")
Apply = Callable[[PhaseSample, Draw, Pool], PhaseSample]
Weigh = Callable[[Sequence[PhaseSample]], np.ndarray]


@dataclass(frozen=True)
class Augmentation:
    """title, explains: for the user, a few words and one sentence. source: who proposed it. apply: makes another sample of
    one; None for one that changes how often windows are drawn instead: weigh gives a weight for each. probability: how
    often a sample in training is changed by it."""

    title: str
    explains: str
    source: str
    apply: Apply | None = None
    weigh: Weigh | None = None
    probability: float = 0.5

    def __call__(self, sample: PhaseSample, draw: Draw, pool: Pool) -> PhaseSample:
        """The sample changed once; as it is where this augmentation only weighs windows."""
        return sample if self.apply is None else self.apply(sample, draw, pool)


REGISTRY: dict[str, Augmentation] = {
    "shift": Augmentation(
        tr("Random shift"),
        tr(
            "The training window is cut at a random place of the recording, so that the arrivals may "
            "stand anywhere in it."
        ),
        PAPER,
        shift,
        probability=1.0,
    ),
    "superposition": Augmentation(
        tr("Superposed event"),
        tr(
            "A second event of random strength is added, before or after the first, and its arrivals "
            "are to be found too."
        ),
        PAPER,
        superposed_event,
        probability=0.3,
    ),
    "semi-synthetic": Augmentation(
        tr("Semi-synthetic copy"),
        tr("A clean window (10 dB or more) is clipped, drowned in noise, or both, and keeps its picks."),
        PAPER,
        semi_synthetic,
        probability=0.3,
    ),
    "noise": Augmentation(
        tr("Recorded noise"),
        tr("Noise recorded elsewhere is added at a random signal-to-noise ratio."),
        PAPER,
        superposed_noise,
        probability=0.3,
    ),
    "false positives": Augmentation(
        tr("False positives"),
        tr("Steps, spikes, glitches and mass-recentring pulses are added, which are to be taken for noise."),
        PAPER,
        false_positives,
        probability=0.2,
    ),
    "gaussian noise": Augmentation(
        tr("Gaussian noise"),
        tr("White noise of up to 5 % of the largest amplitude is added."),
        tr("SeisBench, GaussianNoise"),
        gaussian_noise,
        probability=0.3,
    ),
    "rotation": Augmentation(
        tr("Rotated horizontals"),
        tr("The horizontal components are turned by a random angle: the event comes from another direction."),
        tr("SeisBench, RotateHorizontalComponents"),
        rotation,
        probability=0.5,
    ),
    "flip": Augmentation(
        tr("Polarity flip"),
        tr("All components change their sign together: the source is reversed."),
        PAPER,
        flip,
        probability=0.5,
    ),
    "channel dropout": Augmentation(
        tr("Channel drop-out"),
        tr("Up to two of the three components are silenced, as where a channel is broken or was never there."),
        PAPER + tr("; SeisBench, ChannelDropout"),
        channel_dropout,
        probability=0.3,
    ),
    "snr resampling": Augmentation(
        tr("Resampling by SNR"),
        tr("Windows of a rare signal-to-noise ratio are drawn more often."),
        PAPER,
        weigh=by_snr,
    ),
    "magnitude resampling": Augmentation(
        tr("Resampling by magnitude"),
        tr("Windows of a rare magnitude are drawn more often; without effect where the data set has none."),
        PAPER,
        weigh=by_magnitude,
    ),
}


def augment(sample: PhaseSample, names: Collection[str], draw: Draw, pool: Pool) -> PhaseSample:
    """A training window of `pool.window` samples made of a whole window.

    It is cut at a random place with "shift", at a fixed one without; then each of `names` changes it with its probability.
    Raises BadRequest for an unknown name and for a recording shorter than a training window.
    """
    check(names)
    made = shift(sample, draw, pool) if "shift" in names else fixed_place(sample, draw, pool)
    for name, augmentation in REGISTRY.items():
        if name in names and name != "shift" and draw.random() < augmentation.probability:
            made = augmentation(made, draw, pool)
    return made


def drawing_weights(samples: Sequence[PhaseSample], names: Collection[str]) -> np.ndarray:
    """How likely each sample is to be drawn, float64 (samples,), sum 1: the product of what each of `names` says."""
    check(names)
    weights = np.ones(len(samples))
    for name in names:
        weigh = REGISTRY[name].weigh
        if weigh is not None:
            weights = weights * weigh(samples)
    return weights / weights.sum()


def check(names: Collection[str]) -> None:
    """Raises BadRequest for a name that is not in the table."""
    for name in names:
        if name not in REGISTRY:
            raise BadRequest(
                tr("There is no augmentation “{name}”: choose among {registry}.").format(
                    name=name, registry=", ".join(REGISTRY)
                )
            )
