"""How a review stands, in the same words for regions of sections and for picks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from seisviewer.translation import tr


class ReviewState(StrEnum):
    """What became of something that a model says."""

    UNDECIDED = "undecided"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True)
class ReviewCounts:
    """How many are in each state. What a person mended, by moving it or by naming it otherwise, is accepted."""

    undecided: int = 0
    accepted: int = 0
    rejected: int = 0

    def of(self, state: ReviewState) -> int:
        return {
            ReviewState.UNDECIDED: self.undecided,
            ReviewState.ACCEPTED: self.accepted,
            ReviewState.REJECTED: self.rejected,
        }[state]

    @property
    def text(self) -> str:
        """“12 undecided, 3 accepted, 1 rejected”."""
        return ", ".join(self.text_of(state) for state in ReviewState)

    def text_of(self, state: ReviewState) -> str:
        return f"{self.of(state):,} {tr(state)}"
