"""What the layer model says about sections, as labels that a network learns as far as they can be believed."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.learning.sections.class_channels import IGNORE, channels_of
from seisviewer.learning.sections.crop_augmentation import FULL
from seisviewer.predictions.layer_predictor import LayerPredictor
from seisviewer.predictions.rejected_classes import are_rejected
from seisviewer.progress import Progress
from seisviewer.translation import tr
from seisviewer.volumes.geometry import SectionId
from seisviewer.volumes.volume import Volume

POWER = 2  # of a probability: one that is little better than a guess counts for next to nothing


@dataclass(frozen=True)
class SoftLabels:
    """channels: uint8 output channels (samples, traces) of each section, IGNORE where there is no trace. trust: uint8 in
    255ths in the same shape, what each counts."""

    channels: Mapping[SectionId, np.ndarray] = field(repr=False)
    trust: Mapping[SectionId, np.ndarray] = field(repr=False)

    def of(self, sections: Sequence[SectionId]) -> SoftLabels:
        """Those of some sections, as far as there are any."""
        parts = ({key: part[key] for key in sections if key in part} for part in (self.channels, self.trust))
        return SoftLabels(*parts)

    def with_newer(self, newer: SoftLabels) -> SoftLabels:
        """These, but for the sections of the newer ones."""
        return SoftLabels({**self.channels, **newer.channels}, {**self.trust, **newer.trust})


NOTHING = SoftLabels({}, {})


def soft_labels(
    layers: LayerPredictor,
    volume: Volume,
    sections: Sequence[SectionId],
    classes: Sequence[int],
    snapshot: LabelSnapshot | None = None,
) -> Generator[Progress, None, SoftLabels]:
    """The most probable class of every sample and the square of its probability. classes: of the network's channels.
    snapshot: nothing is said of a class where it is rejected there."""
    channels, trust = {}, {}
    for done, section in enumerate(sections):
        yield Progress(done, len(sections), tr("asking the reflectors"))
        probabilities = layers.probabilities(section, volume.section(section))
        best = probabilities.argmax(axis=0)
        sure = np.take_along_axis(probabilities, best[None], axis=0)[0]
        said = np.asarray(layers.answers, np.int8)[best]
        answer = channels_of(said, classes)
        if snapshot is not None:
            index = volume.geometry.index(section)
            answer[are_rejected(said, snapshot.rejected(section.direction, index))] = IGNORE
        answer[~volume.geometry.section_live(section)] = IGNORE
        channels[section] = np.ascontiguousarray(answer.T)
        trust[section] = np.rint(FULL * np.clip(sure, 0, 1) ** POWER).astype(np.uint8).T.copy()
    return SoftLabels(channels, trust)
