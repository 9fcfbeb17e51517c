"""Learning the kind of events from those whose kind is known, and how well it is then told of others."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from seisviewer.errors import ModelError
from seisviewer.progress import Notice, Progress
from seisviewer.translation import tr

if TYPE_CHECKING:
    from seisviewer.learning.event_kinds.kind_examples import KindExample
    from seisviewer.learning.event_kinds.kind_model import KindModel, Method
    from seisviewer.learning.event_kinds.kind_scores import KindScores
    from seisviewer.learning.event_kinds.kind_training import KindSettings

THRESHOLD = 0.7  # probability below which an event is undecided


@dataclass(frozen=True)
class JudgedMethod:
    """scores: of each seed, of events held out by folds."""

    method: str
    scores: tuple[KindScores, ...]

    @property
    def auc(self) -> float:
        return float(np.mean([each.auc.value for each in self.scores]))


@dataclass(frozen=True)
class LearnedKinds:
    """model: learned from all examples. judged: both methods. counts: examples by kind."""

    model: KindModel = field(repr=False)
    judged: tuple[JudgedMethod, ...]
    counts: dict[str, int]


def judge_kinds(
    examples: Sequence[KindExample], settings: KindSettings, seeds: int, threshold: float = THRESHOLD
) -> Generator[Progress | Notice, None, tuple[JudgedMethod, ...]]:
    """Both methods on folds of whole events, so many times with other seeds. Raises LabelsError for too few examples."""
    from seisviewer.learning.event_kinds.kind_examples import KindTable, kinds_in
    from seisviewer.learning.event_kinds.kind_model import METHODS, train_kind_model
    from seisviewer.learning.event_kinds.kind_scores import folds_by_event, kind_scores
    from seisviewer.networks.device import choose_device, limit_threads

    names = kinds_in(examples)
    known = [example for example in examples if example.kind in names]
    kinds = KindTable.of(known, names).kinds
    device = choose_device("cpu")  # so small a network gains nothing from another, nor from more threads
    limit_threads()
    judged = []
    for place, method in enumerate(METHODS):
        scores = []
        for seed in range(seeds):
            answers = np.zeros((len(known), len(names)))
            for held in folds_by_event(kinds, seed):
                yield Progress(
                    place * seeds + seed,
                    len(METHODS) * seeds,
                    tr("Judging the {method}, seed {seed}").format(method=method, seed=seed),
                )
                others = [each for number, each in enumerate(known) if number not in set(held.tolist())]
                table = KindTable.of(others, names)
                model = yield from _quietly(train_kind_model(method, table, replace(settings, seed=seed), device))
                answers[held] = model.answer(KindTable.of([known[number] for number in held], names))
            scores.append(kind_scores(answers, kinds, threshold, seed))
        judged.append(JudgedMethod(method, tuple(scores)))
    return tuple(judged)


def learn_kinds(
    examples: Sequence[KindExample],
    method: Method | None,
    settings: KindSettings,
    seeds: int,
    threshold: float = THRESHOLD,
) -> Generator[Progress | Notice, None, LearnedKinds]:
    """Judge both methods, then learn by one from all examples. method: None takes the one with the greater area under the
    curve, which is chosen on the same folds and so a little flattered."""
    from seisviewer.learning.event_kinds.kind_examples import KindTable, kinds_in
    from seisviewer.learning.event_kinds.kind_model import train_kind_model
    from seisviewer.networks.device import choose_device

    judged = yield from judge_kinds(examples, settings, seeds, threshold)
    chosen = method or max(judged, key=lambda each: each.auc).method
    names = kinds_in(examples)
    known = [example for example in examples if example.kind in names]
    yield Progress(0, 0, tr("Learning by {chosen} from all events").format(chosen=chosen))
    table = KindTable.of(known, names)
    model = yield from _quietly(train_kind_model(chosen, table, settings, choose_device("cpu")))
    counts = {name: int((table.kinds == place).sum()) for place, name in enumerate(names)}
    return LearnedKinds(model, judged, counts)


def save_kinds(path: Path, model: KindModel) -> None:
    """Raises ModelError where it cannot be written."""
    from seisviewer.networks.weights import save_state

    save_state(path, model.values)


def load_kinds(path: Path) -> KindModel:
    """Raises ModelError for what `save_kinds` never wrote."""
    from seisviewer.learning.event_kinds.kind_model import KindModel
    from seisviewer.networks.weights import load_state

    values = load_state(path)
    try:
        return KindModel.from_values(values)
    except (KeyError, TypeError, ValueError, AttributeError, RuntimeError) as error:
        raise ModelError(
            tr(
                "{path} holds no classifier of events: choose one that “seisviewer train-event-type” has written."
            ).format(path=path)
        ) from error


def starting_weights(path: Path) -> dict[str, Any]:
    """Of a network that another training wrote. Raises ModelError."""
    model = load_kinds(path)
    if model.network is None:
        raise ModelError(
            tr("{path} is a forest, which has no weights to begin with: name a classifier of the method cnn.").format(
                path=path
            )
        )
    return model.network.state_dict()


def _quietly(work: Generator[Any, None, KindModel]) -> Generator[Progress | Notice, None, KindModel]:
    """Losses of many short trainings say nothing to anybody; what goes wrong does."""
    while True:
        try:
            event = next(work)
        except StopIteration as end:
            return end.value
        if isinstance(event, Notice):
            yield event
