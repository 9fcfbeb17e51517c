"""What stands in the list of events: a column each, with what it is sorted by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from seisviewer.picks.located.event_kinds import kind_in_words
from seisviewer.picks.located.location import Location
from seisviewer.picks.located.location_quality import quality
from seisviewer.picks.pick import Event
from seisviewer.translation import tr
from seisviewer.waveforms.clock_ticks import utc_text
from seisviewer.workflows.events.event_status import event_status

NOT_LOCATED = tr("not located")


@dataclass(frozen=True)
class EventRow:
    """picks: how many it has; undecided: of them nobody looked at. reason: why it could not be located, or ""."""

    event: Event
    picks: int = 0
    undecided: int = 0
    reason: str = ""

    @property
    def location(self) -> Location | None:
        return self.event.found.location

    @property
    def status(self) -> str:
        """How far it is: whether its place is that of its picks, and whether somebody looked at them."""
        if self.event.stale and self.reason:
            return NOT_LOCATED
        return event_status(self.event, self.picks, self.undecided)


Order = float | str


@dataclass(frozen=True)
class EventColumn:
    """title: of the header. sample: the longest text to expect. text: of a cell. order: what it is sorted by. tip: of the
    header."""

    title: str
    sample: str
    text: Callable[[EventRow], str]
    order: Callable[[EventRow], Order]
    tip: str
    right: bool = False


def place_text(event: Event) -> str:
    """“35.700° N 117.500° W”, or what the event is called."""
    if event.latitude is None or event.longitude is None:
        return event.name
    north, east = ("N" if event.latitude >= 0 else "S"), ("E" if event.longitude >= 0 else "W")
    return f"{abs(event.latitude):.3f}° {north} {abs(event.longitude):.3f}° {east}"


def _measured(title: str, sample: str, form: str, value: Callable[[EventRow], float | None], tip: str) -> EventColumn:
    """A column of numbers, empty and last where nothing is known."""

    def text(row: EventRow) -> str:
        found = value(row)
        return "" if found is None else form.format(found).replace("-", "−")

    def order(row: EventRow) -> float:
        found = value(row)
        return float("-inf") if found is None else found

    return EventColumn(title, sample, text, order, tip, right=True)


def _located(title: str, sample: str, form: str, value: Callable[[Location], float], tip: str) -> EventColumn:
    return _measured(title, sample, form, lambda row: None if row.location is None else value(row.location), tip)


def _said(title: str, sample: str, text: Callable[[EventRow], str], tip: str) -> EventColumn:
    return EventColumn(title, sample, text, text, tip)


def _magnitude(row: EventRow) -> str:
    event = row.event
    return "" if event.magnitude is None else f"{event.magnitude_type or 'M'} {event.magnitude:.1f}".replace("-", "−")


def _kind(row: EventRow) -> str:
    words = kind_in_words(row.event.kind)
    return f"{words} ?" if words and row.event.found.kind_model else words


COLUMNS = (
    EventColumn(tr("Time (UTC)"), "2019-07-04 17:33:49.00", lambda row: utc_text(row.event.time, 2), lambda row: row.event.time,
                tr("Origin time; of a detection when it begins")),
    EventColumn(tr("Mag."), "Mw 6.4", _magnitude, lambda row: float("-inf") if row.event.magnitude is None else row.event.magnitude,
                tr("Magnitude, with its type"), right=True),
    EventColumn(tr("Place"), "35.700° N 117.500° W", lambda row: place_text(row.event),
                lambda row: float("-inf") if row.event.latitude is None else row.event.latitude,
                tr("Latitude and longitude of the epicentre")),
    _measured(tr("Depth"), "10.5 km", "{:.1f} km", lambda row: row.event.depth, tr("Kilometres below sea level")),
    _said(tr("Type"), tr("Quarry blast ?"), _kind, tr("What kind of event it was; “?”: a classifier suggested it, until you say a type (also "
"the same)")),
    _measured(tr("Ph."), "24", "{:d}", lambda row: len(row.location.counted) if row.location else row.picks or None,
              tr("Phases: arrivals that count; picks where it is not located")),
    _located(tr("Sta."), "12", "{:d}", lambda place: place.stations, tr("Stations that count")),
    _located(tr("rms"), "0.12 s", "{:.2f} s", lambda place: place.rms, tr("Root mean square of the residuals that count, seconds")),
    _located(tr("Gap"), "169°", "{:.0f}°", lambda place: place.gap, tr("Largest angle without a station that counts")),
    _located(tr("Nearest"), "14.3 km", "{:.1f} km", lambda place: place.nearest, tr("From the epicentre to the nearest station that counts")),
    _located("± km", "12.5", "{:.1f}", lambda place: place.ellipse.longer, tr("Longer half axis of the 68 % ellipse of the epicentre")),
    _located(tr("± depth"), "12.5", "{:.1f}", lambda place: (place.depth_range[1] - place.depth_range[0]) / 2,
             tr("Half of the 68 % range of the depth, km")),
    _said("Q", "A", lambda row: "" if row.location is None else quality(row.location), tr("Quality A to D, as HYPO71 has it")),
    _said(tr("Status"), NOT_LOCATED, lambda row: row.status,
          tr("changed: its picks changed, it is located anew; reviewed: somebody looked at all of its picks")),
    _measured(tr("Score"), "0.99", "{:.2f}", lambda row: row.event.score, tr("How sure a detector was, 0 to 1")),
    _said(tr("Source"), "ConvNetQuake", lambda row: row.event.source, tr("Who says where and when it was")),
)  # fmt: skip
