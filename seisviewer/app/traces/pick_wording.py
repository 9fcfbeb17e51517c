"""Sentences about picks and changes of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from seisviewer.picks.pick import Change, Pick
from seisviewer.translation import tr
from seisviewer.workflows.review.pick_review import state_of
from seisviewer.workflows.review.review_counts import ReviewState


def in_words(changes: Sequence[Change[Any]]) -> str:
    """What a change was about, “P on CI.CLC”, “an accepted P on CI.CLC” or “12 picks and 1 event”."""
    changes = _without_consequences(changes)
    items = [change.after or change.before for change in changes]
    picks = [item for item in items if isinstance(item, Pick)]
    decision = _decision(changes)
    if len(items) == 1 and picks:
        article = "an" if decision.startswith("a") else "a"
        said = tr("{article} {decision} {phase} on {trace_name}") if decision else tr("{phase} on {trace_name}")
        return said.format(
            article=article,
            decision=tr(decision),
            phase=picks[0].phase,
            trace_name=picks[0].trace_name or picks[0].station.code,
        )
    events = len(items) - len(picks)
    return counted(len(picks), events, decision)


def _without_consequences(changes: Sequence[Change[Any]]) -> list[Change[Any]]:
    """Each item once, and no events that merely moved because their picks did."""
    last: dict[tuple[type, int], Change[Any]] = {}
    for change in changes:
        item = change.after or change.before
        first = last.get((type(item), item.id), change)
        last[type(item), item.id] = Change(first.before, change.after)
    picks = [change for change in last.values() if isinstance(change.after or change.before, Pick)]
    made = [change for change in last.values() if change.before is None or change.after is None]
    return [*picks, *(change for change in made if change not in picks)] if picks else list(last.values())


def _decision(changes: Sequence[Change[Any]]) -> str:
    """“accepted” or “rejected” where that is what the changes, or what is taken back by them, made of undecided picks."""
    made = set()
    for change in changes:
        if not (isinstance(change.before, Pick) and isinstance(change.after, Pick)):
            return ""
        states = {state_of(change.before), state_of(change.after)}
        made |= states - {ReviewState.UNDECIDED} if ReviewState.UNDECIDED in states else {None}
    (only,) = made if len(made) == 1 else (None,)
    return "" if only is None else str(only)


def counted(picks: int, events: int, decision: str = "") -> str:
    """“1 pick and 2 events”, “12 accepted picks”; of nothing “no picks”."""
    words = []
    if picks:
        said = tr("{count} {decision} pick{plural}") if decision else tr("{count} pick{plural}")
        words.append(said.format(count=picks, decision=tr(decision), plural="s" * (picks > 1)))
    if events:
        words.append(tr("{count} event{plural}").format(count=events, plural="s" * (events > 1)))
    return tr(" and ").join(words) or tr("no picks")


def nothing_left(waiting: int, direction: int) -> str:
    """Why there is no next pick to review (direction 1), or no previous one (−1); waiting: how many there are at all."""
    if not waiting:
        return tr("No shown pick is left to review.")
    way, other = (tr("after"), tr("before")) if direction > 0 else (tr("before"), tr("after"))
    left = (
        tr("there are {waiting} {other} it").format(waiting=waiting, other=other)
        if waiting > 1
        else tr("there is one {other} it").format(other=other)
    )
    return tr("No pick is left to review {way} this one; {left}.").format(way=way, left=left)
