"""A network that learns from the layer model, and how far to believe each of the two.

Both learn most of the strokes; those that were set apart then say how good each is, and only after that are they learned
too.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from seisviewer.labels.strokes_apart import strokes_held
from seisviewer.learning.events import StageStarted
from seisviewer.learning.fitting import State
from seisviewer.learning.sections.facies_task import FaciesTask
from seisviewer.learning.sections.fusion_fit import Evidence, expected_of, fit_fusion
from seisviewer.learning.sections.soft_labels import soft_labels
from seisviewer.learning.selftraining import FitDone
from seisviewer.predictions.fusion import FusionWeights, aligned
from seisviewer.predictions.layer_predictor import LayerPredictor
from seisviewer.progress import Progress
from seisviewer.volumes.geometry import SectionId

JUDGED, WHOLE = "network on most strokes", "network on all strokes"  # the trainings of a run
JUDGED_SHARE = 0.75  # of the steps
GENTLE = 0.3  # of the learning rate, once the network goes on with all strokes


@dataclass(frozen=True)
class Side:
    """A layer model and a task for the network that know the same labels."""

    layers: LayerPredictor = field(repr=False)
    task: FaciesTask = field(repr=False)

    @property
    def classes(self) -> tuple[int, ...]:
        """The class numbers that either of the two knows, ascending."""
        return tuple(sorted({*self.layers.answers, *self.task.recipe.classes}))


@dataclass(frozen=True)
class FusedOutcome:
    """network: weights of the network. weights: of the fusion. strokes: how many they were found on."""

    network: State = field(repr=False)
    weights: FusionWeights
    strokes: int


def learn_fused(
    whole: Side,
    judged: Side | None,
    sections: Sequence[SectionId],
    steps: int,
    done: Mapping[str, tuple[State, ...]] | None = None,
) -> Generator[Any, None, FusedOutcome]:
    """Train the network for `steps` and find the weights of the fusion.

    whole: of all labels. judged: of the labels without those set apart, which the weights are found on; None where there
    are too few strokes: then the weights are what is expected. sections: that the layer models are asked about. done: the
    trainings that an earlier, interrupted call finished, by name.
    Yields FitDone where a training is finished, and what `FaciesTask.fit` yields.
    """
    done = done or {}
    classes = whole.classes
    expected = expected_of(whole.layers.model.held_out)
    if judged is None:
        state = yield from _trained(whole, WHOLE, sections, steps, done)
        return FusedOutcome(state, fit_fusion(classes, expected), 0)
    first = max(1, round(JUDGED_SHARE * steps))
    state = yield from _trained(judged, JUDGED, sections, first, done)
    evidence = yield from evidence_of(judged, state, classes)
    weights = fit_fusion(classes, expected, evidence)
    state = yield from _trained(whole, WHOLE, sections, max(1, steps - first), done, state)
    return FusedOutcome(state, weights, evidence.strokes)


def _trained(
    side: Side,
    stage: str,
    sections: Sequence[SectionId],
    steps: int,
    done: Mapping[str, tuple[State, ...]],
    start: State | None = None,
) -> Generator[Any, None, State]:
    yield StageStarted(stage, 2 if stage == WHOLE else 1, 2)
    if stage in done:
        return done[stage][-1]
    task = side.task
    asked = sections if task.settings.soft_labels else ()
    soft = yield from soft_labels(side.layers, task.volume, asked, task.recipe.classes)
    if start is not None:
        task = replace(task, settings=replace(task.settings, encoder_rate=GENTLE * task.settings.encoder_rate))
    states = yield from task.fit(stage, soft.channels, steps, 1, soft.trust, start)
    yield FitDone(stage, states)
    return states[-1]


def evidence_of(side: Side, state: State, classes: Sequence[int]) -> Generator[Progress, None, Evidence]:
    """What the layer model and the network in `state` say about the strokes that are held back from both. classes: class
    number of each column of the evidence."""
    task, snapshot = side.task, side.task.snapshot
    network = task.predictor(state, "")
    parts: list[tuple[np.ndarray, ...]] = []
    strokes = 0
    held = strokes_held(snapshot)
    for done, (section, numbered) in enumerate(held.items()):
        yield Progress(done, len(held), f"judging by the strokes of {section}")
        amplitudes, where = task.volume.section(section), numbered > 0
        labels = snapshot.section(section.direction, snapshot.geometry.index(section))
        by_layers = aligned(side.layers.probabilities(section, amplitudes)[:, where], side.layers.answers, classes)
        by_network = aligned(network.probabilities(section, amplitudes)[:, where], network.classes, classes)
        truth = np.searchsorted(classes, labels[where])
        parts.append((by_layers.T, by_network.T, truth, strokes + numbered[where]))
        strokes += int(numbered.max())
    return Evidence(*(np.concatenate(each) for each in zip(*parts, strict=True)))
