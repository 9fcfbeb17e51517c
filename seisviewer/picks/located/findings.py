"""What was found out about events beyond their rows: where they were, how sure that is, how large they were, how the fault
slipped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from seisviewer.picks.located.location import Location
from seisviewer.picks.located.magnitude import EventMagnitude
from seisviewer.picks.located.mechanism import Mechanism


@dataclass(frozen=True)
class Findings:
    """By the ids of events. mechanisms: distinct solutions, the most probable first."""

    locations: Mapping[int, Location] = field(default_factory=dict)
    magnitudes: Mapping[int, EventMagnitude] = field(default_factory=dict)
    mechanisms: Mapping[int, tuple[Mechanism, ...]] = field(default_factory=dict)


NOTHING = Findings()
