"""What was found out about events beyond their rows: where they were, how sure that is, how large they were."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from seisviewer.picks.location import Location
from seisviewer.picks.magnitude import EventMagnitude


@dataclass(frozen=True)
class Findings:
    """By the ids of events."""

    locations: Mapping[int, Location] = field(default_factory=dict)
    magnitudes: Mapping[int, EventMagnitude] = field(default_factory=dict)


NOTHING = Findings()
