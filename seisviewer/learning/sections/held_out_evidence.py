"""What the layer model and a network say about strokes that neither has learned."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.labels.strokes_apart import strokes_held
from seisviewer.learning.boundary_scores import near_boundaries
from seisviewer.learning.sections.fusion_fit import Evidence
from seisviewer.predictions.fusion import aligned
from seisviewer.predictions.layer_predictor import LayerPredictor
from seisviewer.predictions.predictor import Predictor
from seisviewer.progress import Progress
from seisviewer.translation import tr
from seisviewer.volumes.geometry import SectionId
from seisviewer.volumes.volume import Volume

SPREAD = 8  # every so many traces and samples


@dataclass(frozen=True)
class HeldStrokes:
    """The strokes on a section. where: bool (traces, samples). stroke, truth: (voxels,), their numbers and classes.
    layers: float32 (classes, voxels), what the layer model says, which has not learned them. near: bool (voxels,),
    whether it has a boundary near by. around: as `layers`, of voxels spread over the section."""

    section: SectionId
    where: np.ndarray = field(repr=False)
    stroke: np.ndarray = field(repr=False)
    truth: np.ndarray = field(repr=False)
    layers: np.ndarray = field(repr=False)
    near: np.ndarray = field(repr=False)
    around: np.ndarray = field(repr=False)


def held_strokes(
    layers: LayerPredictor, volume: Volume, snapshot: LabelSnapshot, sections: Iterable[SectionId] | None = None
) -> Generator[Progress, None, list[HeldStrokes]]:
    """The strokes that are held back, each with a number of its own, and what the layer model says about them.
    sections: as in `strokes_held`."""
    found: list[HeldStrokes] = []
    count = 0
    held = strokes_held(snapshot, sections)
    for done, (section, numbered) in enumerate(held.items()):
        yield Progress(done, len(held), tr("asking the reflectors about strokes held out"))
        where = numbered > 0
        labels = snapshot.section(section.direction, snapshot.geometry.index(section))
        said = layers.probabilities(section, volume.section(section))
        near = near_boundaries(said.argmax(axis=0), np.ones(where.shape, bool))[where]
        around = _spread(said, volume, section)
        found.append(HeldStrokes(section, where, count + numbered[where], labels[where], said[:, where], near, around))
        count += int(numbered.max())
    return found


def evidence_of(
    strokes: Sequence[HeldStrokes],
    known: Sequence[int],
    network: Predictor,
    volume: Volume,
    classes: Sequence[int],
) -> Generator[Progress, None, Evidence | None]:
    """What both say about the strokes of these classes (the columns of the evidence); None where there are none. known: the
    classes of the layer model."""
    parts: list[tuple[np.ndarray, ...]] = []
    around: list[tuple[np.ndarray, np.ndarray]] = []
    for done, held in enumerate(strokes):
        yield Progress(done, len(strokes), tr("judging by the strokes of {section}").format(section=held.section))
        said = network.probabilities(held.section, volume.section(held.section))
        said = aligned(said, network.classes, classes)
        one, other = aligned(held.layers, known, classes), said[:, held.where]
        around.append((aligned(held.around, known, classes).T, _spread(said, volume, held.section).T))
        counts = np.isin(held.truth, classes)
        truth = np.searchsorted(classes, held.truth[counts])
        parts.append((one.T[counts], other.T[counts], truth, held.stroke[counts], held.near[counts]))
    if not any(len(truth) for _, _, truth, *_ in parts):
        return None
    one, other = (np.concatenate(each) for each in zip(*around, strict=True))
    return Evidence(*(np.concatenate(each) for each in zip(*parts, strict=True)), around=(one, other))


def _spread(said: np.ndarray, volume: Volume, section: SectionId) -> np.ndarray:
    """Some of the probabilities (classes, traces, samples) of a section, (classes, voxels)."""
    live = volume.geometry.section_live(section)
    return said[:, live][:, ::SPREAD, ::SPREAD].reshape(len(said), -1)
