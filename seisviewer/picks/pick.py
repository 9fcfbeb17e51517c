"""Picks, events and changes of them. Frozen; a project stores them and gives them their ids."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Generic, TypeVar

from seisviewer.picks.located.found import NOTHING_FOUND, Found
from seisviewer.waveforms.station import StationId
from seisviewer.waveforms.window_times import is_dated

PHASES = ("P", "S")


class Origin(Enum):
    """Who set a pick."""

    MANUAL = "manual"
    AUTOMATIC = "automatic"
    SELF_TRAINED = "self-trained"


class Review(Enum):
    """What the user made of a pick. A manual pick is accepted from the start; a moved one was accepted by moving it."""

    UNREVIEWED = "unreviewed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    MOVED = "moved"


UNREVIEWED = Review.UNREVIEWED  # asked for so often that looking it up in the class would be felt


class Polarity(Enum):
    """First motion, in QuakeML's words."""

    NONE = ""
    POSITIVE = "positive"
    NEGATIVE = "negative"
    UNDECIDABLE = "undecidable"


@dataclass(frozen=True)
class Pick:
    """One phase arrival at one instrument.

    time: seconds since 1970 UTC. uncertainty: half width in seconds, None where nobody said. probability: 0–1, as the model
    gave it. model: who picked it, "phasenet:original"; "" for a person. trace_name: of the dataset window that it lies in,
    or "" on continuous data. event: id of the event it belongs to, 0 without one. id: 0 until a project has stored it.

    What a file said besides is kept for files: phase_name: “Pg”, "" where it is the phase itself. onset: impulsive,
    emergent, questionable, or "". status: QuakeML's evaluation status. public_id: of QuakeML. width_of_model: the
    uncertainty is half the width of a model's probability curve, and no measured error.

    polarity_model: what found the first motion, "" where a person or a file said it. polarity_probability: 0–1, of the
    polarity that stands there, of the more probable one where it is undecidable; polarity_spread: its standard deviation
    over the model's trials. None where no model said it.
    weight: how much a person lets it count, as HYPO71 does: 0 fully, 1 to 3 three, two and one quarter, 4 not at all. None:
    nobody said.
    """

    station: StationId
    phase: str
    time: float
    uncertainty: float | None = None
    polarity: Polarity = Polarity.NONE
    origin: Origin = Origin.MANUAL
    review: Review = Review.ACCEPTED
    probability: float | None = None
    model: str = ""
    trace_name: str = ""
    event: int = 0
    id: int = 0
    phase_name: str = ""
    onset: str = ""
    status: str = ""
    public_id: str = ""
    width_of_model: bool = False
    polarity_model: str = ""
    polarity_probability: float | None = None
    polarity_spread: float | None = None
    weight: int | None = None

    @property
    def name(self) -> str:
        """What the arrival is called: “Pg”, else its phase."""
        return self.phase_name or self.phase

    @property
    def record(self) -> str:
        """Key of the record it lies on."""
        return self.trace_name or str(self.station)

    @property
    def is_dated(self) -> bool:
        """Whether its time is one of the clock; not in a window of a data set that does not say when it was recorded."""
        return is_dated(self.trace_name, self.time)

    @property
    def is_reviewed(self) -> bool:
        return self.review is not UNREVIEWED

    def with_polarity(
        self, polarity: Polarity, model: str = "", probability: float | None = None, spread: float | None = None
    ) -> Pick:
        """The pick with another first motion, by a model or, where none is named, by a person."""
        return replace(
            self,
            polarity=polarity,
            polarity_model=model,
            polarity_probability=probability,
            polarity_spread=spread,
        )

    @property
    def at_another_onset(self) -> Pick:
        """The pick without the first motion that a model found, for that was of the onset where it stood; what a person
        said stays."""
        return self.with_polarity(Polarity.NONE) if self.polarity_model else self


@dataclass(frozen=True)
class Event:
    """An earthquake, of a catalogue or detected. time: origin time (of a detection: when it begins), seconds since 1970
    UTC. depth: km below sea level. score: 0–1 of a detector. source: who says so ("catalogue", "STA/LTA", …). public_id,
    origin_id: those of QuakeML, of the event and of its origin, or "". kind: QuakeML's type of the event, "" where nobody
    says. found: how its place, magnitude and mechanism were found. stale: its picks were changed since."""

    time: float
    latitude: float | None = None
    longitude: float | None = None
    depth: float | None = None
    magnitude: float | None = None
    magnitude_type: str = ""
    name: str = ""
    source: str = ""
    score: float | None = None
    id: int = 0
    public_id: str = ""
    origin_id: str = ""
    kind: str = ""
    found: Found = NOTHING_FOUND
    stale: bool = False


Item = TypeVar("Item", Pick, Event)


@dataclass(frozen=True)
class Change(Generic[Item]):
    """before None: added. after None: removed. Otherwise `after` takes the place of `before` and has its id."""

    before: Item | None
    after: Item | None

    @property
    def reverse(self) -> Change[Item]:
        return Change(self.after, self.before)


def between(picks: Sequence[Pick], start: float, end: float) -> Sequence[Pick]:
    """Those of a stretch of time, its ends included. picks: in the order of time."""
    first, last = bisect_left(picks, start, key=_time), bisect_right(picks, end, key=_time)
    return picks[first:last]


def _time(pick: Pick) -> float:
    return pick.time
