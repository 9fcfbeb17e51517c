"""Which unlabelled sections to believe first: the stability ranking of ST++ (Yang et al. 2022, equation 2)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

Unit = TypeVar("Unit")
Answer = TypeVar("Answer")


def stability(answers: Sequence[Answer], agreement: Callable[[Answer, Answer], float]) -> float:
    """s = Σ_{j<K} agreement(y_j, y_K) of the answers y_1 … y_K of a teacher's K checkpoints to one input.

    `agreement` is mean IoU for sections. K - 1 is the greatest value; 0 with a single checkpoint.
    """
    *earlier, last = answers
    return sum(agreement(answer, last) for answer in earlier)


def split_by_stability(scores: dict[Unit, float]) -> tuple[list[Unit], list[Unit]]:
    """(reliable, rest): the more stable half first, each most stable first; an odd one out is reliable."""
    order = sorted(scores, key=lambda unit: -scores[unit])
    half = (len(order) + 1) // 2
    return order[:half], order[half:]
