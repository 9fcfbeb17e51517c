"""Active learning: which unlabelled windows a person should look at first. Imports neither torch nor SeisBench."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from seisviewer.learning.phases.phase_answers import agreement, value_of_label
from seisviewer.learning.reliability import stability

if TYPE_CHECKING:
    from seisviewer.learning.fitting import State
    from seisviewer.learning.phases.phase_task import PhaseTask


@dataclass(frozen=True)
class RankedWindow:
    """An unlabelled window. name: of the window. station: whose it is, as text. start, end: seconds since 1970 UTC.
    stability: agreement of the checkpoints, 0–1. value: of a label in it, 0–1. picks: how many the last checkpoint sets."""

    name: str
    station: str
    start: float
    end: float
    stability: float
    value: float
    picks: int


def rank_windows(
    task: PhaseTask, states: Sequence[State], names: Sequence[str] | None = None
) -> Generator[Any, None, tuple[RankedWindow, ...]]:
    """The unlabelled windows of a task (or those in `names`), the most instructive first.

    states: a teacher's checkpoints, in order.
    """
    names = list(task.unlabelled) if names is None else list(names)
    answers = []
    for state in states:
        answers.append((yield from task.answer(state, names)))
    ranked = []
    for name in names:
        said = [answer[name] for answer in answers]
        stable = stability(said, agreement) / max(1, len(states) - 1) if len(states) > 1 else 1.0
        window, last = task.unlabelled[name], said[-1]
        end = window.start + (window.count - 1) / window.rate
        value = value_of_label(stable, last)
        ranked.append(RankedWindow(name, str(window.station), window.start, end, stable, value, len(last.picks)))
    return tuple(sorted(ranked, key=lambda window: -window.value))
