"""A network that learns from the layer model, and how far to believe each of the two.

Both learn most of the strokes; those that were set apart then say how good each is, and only after that are they learned
too.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from seisviewer.learning.events import StageStarted
from seisviewer.learning.fitting import State
from seisviewer.learning.sections.facies_task import FaciesTask
from seisviewer.learning.sections.fusion_fit import Expectation, Judgement, expected_of, fit_fusion, judge_fusion
from seisviewer.learning.sections.held_out_evidence import evidence_of, held_strokes
from seisviewer.learning.sections.soft_labels import soft_labels
from seisviewer.learning.selftraining import FitDone
from seisviewer.predictions.fusion import FusionWeights
from seisviewer.predictions.layer_predictor import LayerPredictor
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
    """network: weights of the network. weights: of the fusion. judgement: what they were found by, None without strokes
    apart."""

    network: State = field(repr=False)
    weights: FusionWeights
    judgement: Judgement | None = None


def learn_fused(
    whole: Side,
    judged: Side | None,
    sections: Sequence[SectionId],
    steps: int,
    done: Mapping[str, tuple[State, ...]] | None = None,
) -> Generator[Any, None, FusedOutcome]:
    """Train the network for `steps` and find the weights of the fusion.

    whole: of all labels. judged: of the labels without those set apart, which the weights are found on; None where there
    are too few strokes: then the weights are what is expected, and also where those apart are too few to tell. sections: that the layer models are asked about. done: the
    trainings that an earlier, interrupted call finished, by name.
    Yields FitDone where a training is finished, and what `FaciesTask.fit` yields.
    """
    done = done or {}
    classes = whole.classes
    expected = expected_of(whole.layers.model)
    if judged is None:
        state = yield from _trained(whole, WHOLE, sections, steps, done)
        return FusedOutcome(state, fit_fusion(classes, expected))
    first = max(1, round(JUDGED_SHARE * steps))
    state = yield from _trained(judged, JUDGED, sections, first, done)
    judgement = yield from _judged(judged, state, classes, expected)
    state = yield from _trained(whole, WHOLE, sections, max(1, steps - first), done, state)
    return FusedOutcome(
        state, judgement.weights if judgement and judgement.can_tell else fit_fusion(classes, expected), judgement
    )


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
    soft = yield from soft_labels(side.layers, task.volume, asked, task.recipe.classes, task.snapshot)
    if start is not None:
        task = replace(task, settings=replace(task.settings, encoder_rate=GENTLE * task.settings.encoder_rate))
    states = yield from task.fit(stage, soft.channels, steps, 1, soft.trust, start)
    yield FitDone(stage, states)
    return states[-1]


def _judged(
    side: Side, state: State, classes: Sequence[int], expected: Expectation
) -> Generator[Any, None, Judgement | None]:
    """How good the layer model and the network in `state` are on the strokes that are held back from both; None where
    none lies on a line."""
    task = side.task
    strokes = yield from held_strokes(side.layers, task.volume, task.snapshot)
    network = task.predictor(state, "")
    evidence = yield from evidence_of(strokes, side.layers.answers, network, task.volume, classes)
    return judge_fusion(classes, expected, evidence) if evidence is not None else None
