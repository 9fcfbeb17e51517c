"""What the pictures of a catalogue are drawn from. Frozen: whoever changes the catalogue shows another one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from seisviewer.catalogue.map_frame import MapFrame
from seisviewer.picks.located.findings import NOTHING, Findings
from seisviewer.picks.located.location import Location
from seisviewer.picks.pick import Event, Pick
from seisviewer.translation import tr
from seisviewer.waveforms.clock_ticks import utc_text
from seisviewer.waveforms.record import Record
from seisviewer.waveforms.station import Coordinates


@dataclass(frozen=True)
class ShownCatalogue:
    """sites: where stations stand, by “CI.CLC”. chosen: id of the event that is selected, 0 for none. picks: in the order of
    time. records: by their keys."""

    events: tuple[Event, ...] = ()
    findings: Findings = NOTHING
    sites: Mapping[str, Coordinates] = field(default_factory=dict)
    chosen: int = 0
    picks: tuple[Pick, ...] = ()
    records: Mapping[str, Record] = field(default_factory=dict)

    @property
    def placed(self) -> tuple[Event, ...]:
        """Those that have an epicentre."""
        return tuple(event for event in self.events if event.latitude is not None and event.longitude is not None)

    @property
    def event(self) -> Event | None:
        return next((event for event in self.events if event.id == self.chosen), None) if self.chosen else None

    @property
    def location(self) -> Location | None:
        """Of the selected event."""
        return self.findings.locations.get(self.chosen)

    def frame(self) -> MapFrame:
        """Around events and stations."""
        places = [(event.latitude, event.longitude) for event in self.placed]
        places += [(site.latitude, site.longitude) for site in self.sites.values()]
        return MapFrame.around([north for north, _ in places], [east for _, east in places])


def event_words(event: Event, location: Location | None = None) -> str:
    """What is said of an event under the pointer, in short lines."""
    lines = [f"{utc_text(event.time, 1)} UTC"]
    if event.magnitude is not None:
        lines.append(f"{event.magnitude_type or 'M'} {event.magnitude:.1f}")
    if event.depth is not None:
        lines.append(tr("{depth:.1f} km below sea level").format(depth=event.depth).replace("-", "−"))
    if location is not None:
        low, high = location.depth_range
        reach = tr("± {longer:.1f} km, depth {low:.1f} to {high:.1f} km")
        lines.append(reach.format(longer=location.ellipse.longer, low=low, high=high).replace("-", "−"))
        lines.append(
            tr("{count} arrivals of {stations} stations, gap {gap:.0f}°").format(
                count=len(location.counted), stations=location.stations, gap=location.gap
            )
        )
    return "\n".join(lines)


def event_title(event: Event) -> str:
    """Its time, and how large it was."""
    size = "" if event.magnitude is None else f", {event.magnitude_type or 'M'} {event.magnitude:.1f}".replace("-", "−")
    return f"{utc_text(event.time, 1)} UTC{size}"


def location_words(location: Location) -> str:
    """How many arrivals it rests on, and how well they fit."""
    return tr("{count} of {count2} arrivals count, rms {rms:.2f} s, gap {gap:.0f}°, {model}.").format(
        count=len(location.counted),
        count2=len(location.arrivals),
        rms=location.rms,
        gap=location.gap,
        model=location.model,
    )
