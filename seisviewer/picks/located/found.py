"""What was found out about one event, which the event holds."""

from __future__ import annotations

from dataclasses import dataclass

from seisviewer.picks.located.location import Location
from seisviewer.picks.located.magnitude import EventMagnitude
from seisviewer.picks.located.mechanism import Mechanism


@dataclass(frozen=True)
class Found:
    """Of one event. mechanisms: distinct solutions, the most probable first. kind_model: the classifier that suggested the
    event's type, "" where a person or a file said it."""

    location: Location | None = None
    magnitude: EventMagnitude | None = None
    mechanisms: tuple[Mechanism, ...] = ()
    kind_model: str = ""


NOTHING_FOUND = Found()
