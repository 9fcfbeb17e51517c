"""What was found out about events beyond their rows: where they were, how sure that is, how large they were, how the fault
slipped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from seisviewer.picks.located.found import Found
from seisviewer.picks.located.location import Location
from seisviewer.picks.located.magnitude import EventMagnitude
from seisviewer.picks.located.mechanism import Mechanism
from seisviewer.picks.pick import Event


@dataclass(frozen=True)
class Findings:
    """By the ids of events. mechanisms: distinct solutions, the most probable first."""

    locations: Mapping[int, Location] = field(default_factory=dict)
    magnitudes: Mapping[int, EventMagnitude] = field(default_factory=dict)
    mechanisms: Mapping[int, tuple[Mechanism, ...]] = field(default_factory=dict)

    def of(self, event: int) -> Found:
        """What was found out about the event of this id."""
        return Found(self.locations.get(event), self.magnitudes.get(event), self.mechanisms.get(event, ()))


NOTHING = Findings()


def findings_of(events: Iterable[Event]) -> Findings:
    """What the events themselves hold."""
    known = {event.id: event.found for event in events}
    return Findings(
        {number: found.location for number, found in known.items() if found.location is not None},
        {number: found.magnitude for number, found in known.items() if found.magnitude is not None},
        {number: found.mechanisms for number, found in known.items() if found.mechanisms},
    )


def holding(events: Iterable[Event], findings: Findings) -> tuple[Event, ...]:
    """The events with what was found out about them, in the place of what they held; who said their type stays."""
    return tuple(
        replace(event, found=replace(findings.of(event.id), kind_model=event.found.kind_model)) for event in events
    )
