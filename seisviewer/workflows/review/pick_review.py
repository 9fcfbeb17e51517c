"""What a picker found, and what a person answers to it: the state of each pick, and how a decision changes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from seisviewer.picks.pick import UNREVIEWED, Origin, Pick, Review
from seisviewer.translation import tr
from seisviewer.workflows.review.review_counts import ReviewCounts, ReviewState

PHASE_OF_DIGIT = {1: "P", 2: "S"}
_STATES = {Review.UNREVIEWED: ReviewState.UNDECIDED, Review.REJECTED: ReviewState.REJECTED}


# What a review is called on screen; files have the words of `Review`. A pick that is given another phase is a moved one.
REVIEW_WORDS = {review: tr(review.value) for review in Review} | {
    UNREVIEWED: tr(ReviewState.UNDECIDED),
    Review.MOVED: tr("changed"),
}


def state_of(pick: Pick) -> ReviewState:
    """Moved picks are accepted ones."""
    return _STATES.get(pick.review, ReviewState.ACCEPTED)


def counts_of_picks(picks: Iterable[Pick]) -> ReviewCounts:
    """How the review of picks stands. What a person set by hand was never to be decided: it counts once it is rejected."""
    manual, accepted = Origin.MANUAL, Review.ACCEPTED
    reviews = Counter([pick.review for pick in picks if not (pick.review is accepted and pick.origin is manual)])
    return ReviewCounts(reviews[UNREVIEWED], reviews[Review.ACCEPTED] + reviews[Review.MOVED], reviews[Review.REJECTED])


def decided(pick: Pick, review: Review) -> Pick:
    """The pick with a decision, ACCEPTED or REJECTED. One that was moved was accepted by it, and stays known as moved."""
    if review is Review.ACCEPTED and pick.review is Review.MOVED:
        return pick
    return replace(pick, review=review)


def renamed(pick: Pick, phase: str, uncertainty: float | None) -> Pick:
    """The pick as another phase; as its own it is accepted.

    What a machine picked is by hand from then on, as one that is moved is: its probability and the width of its curve were
    of another phase. uncertainty: of picks set by hand, seconds, in the place of such a width.
    """
    if pick.phase == phase:
        return decided(pick, Review.ACCEPTED)
    own = {"uncertainty": uncertainty, "width_of_model": False} if pick.width_of_model else {}
    by_hand = {"origin": Origin.MANUAL, "probability": None, "model": ""} if pick.origin is not Origin.MANUAL else {}
    return replace(pick.at_another_onset, phase=phase, phase_name="", review=Review.MOVED, status="", **by_hand, **own)


def undecided(
    picks: Sequence[Pick],
    above: float = 0.0,
    below: float = 1.0,
    *,
    records: Collection[str] | None = None,
    phase: str = "",
    model: str = "",
) -> tuple[Pick, ...]:
    """Picks that nobody has looked at. above, below: probability (0–1, both ends included); where either is given, those
    without one are left out. records: keys, None for all. phase: “P” also for Pn and Pg; "" for all. model: of a picker."""
    all_of_them = above <= 0 and below >= 1
    return tuple(
        pick
        for pick in picks
        if pick.review is UNREVIEWED
        and (all_of_them or (pick.probability is not None and above <= pick.probability <= below))
        and (records is None or pick.record in records)
        and pick.phase.startswith(phase)
        and model in ("", pick.model)
    )
