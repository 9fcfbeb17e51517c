"""What QuakeML has no place for (model, probability, self-trained, trace name, …) stands in comments “seisviewer NAME:
VALUE”."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from obspy.core import event as quake

from seisviewer.picks.pick import Origin, Review
from seisviewer.picks.text_values import writable_text

PREFIX = "seisviewer "
STATUS = {
    Review.UNREVIEWED: "preliminary",
    Review.ACCEPTED: "confirmed",
    Review.MOVED: "reviewed",
    Review.REJECTED: "rejected",
}
WIDTH = "half the width of the model's probability curve, no measured error"  # says the comment “uncertainty”


def comments_of(**said: str | float | None) -> list[quake.Comment]:
    return [
        quake.Comment(text=writable_text(f"{PREFIX}{name}: {value}"), force_resource_id=False)
        for name, value in said.items()
        if value not in (None, "")
    ]


def said_in(comments: Iterable[quake.Comment]) -> Iterator[tuple[str, str]]:
    for comment in comments:
        text = comment.text or ""
        if text.startswith(PREFIX) and ": " in text:
            name, _, value = text.removeprefix(PREFIX).partition(": ")
            yield name, value


def review_of(status: str | None, origin: Origin, *, ours: bool = False) -> Review:
    """What a status means. Only in our own files does “reviewed” say that the pick was moved."""
    if status is None:
        return Review.ACCEPTED if origin is Origin.MANUAL else Review.UNREVIEWED
    if status == "reviewed" and not ours:
        return Review.ACCEPTED
    return {word: review for review, word in STATUS.items()}.get(status, Review.ACCEPTED)
