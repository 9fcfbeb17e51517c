"""Which unlabelled units to believe first: the stability ranking of ST++ (Yang et al. 2022, equation 2)."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import TypeVar

Unit = TypeVar("Unit")
Answer = TypeVar("Answer")


def stability(answers: Sequence[Answer], agreement: Callable[[Answer, Answer], float]) -> float:
    """s = Σ_{j<K} agreement(y_j, y_K) of the answers y_1 … y_K of a teacher's K checkpoints to one input.

    `agreement` is mean IoU for sections, mean pick F1 for records. K - 1 is the greatest value; 0 with a single checkpoint.
    """
    *earlier, last = answers
    return sum(agreement(answer, last) for answer in earlier)


def split_by_stability(
    scores: Mapping[Unit, float], groups: Mapping[Unit, Hashable] | None = None
) -> tuple[list[Unit], list[Unit]]:
    """(reliable, rest): the more stable half first, each most stable first; an odd one out is reliable.

    groups: of each unit. Every group is halved apart, so that both halves mix the groups as they occur; without groups a
    kind that is stable by nature (windows in which nothing happens) would be all that is believed first.
    """
    members: dict[Hashable, list[Unit]] = {}
    for unit in scores:
        members.setdefault(groups[unit] if groups else None, []).append(unit)
    reliable: list[Unit] = []
    rest: list[Unit] = []
    for units in members.values():
        units.sort(key=lambda unit: -scores[unit])
        half = (len(units) + 1) // 2
        reliable += units[:half]
        rest += units[half:]
    return sorted(reliable, key=lambda unit: -scores[unit]), sorted(rest, key=lambda unit: -scores[unit])
