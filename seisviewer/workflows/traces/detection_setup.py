"""The ground on which events are looked for: records filtered alike, and what of a catalogue lies in them."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from seisviewer.errors import BadRequest, LabelsError
from seisviewer.learning.detection.detector_settings import DetectorSettings, WindowPlan
from seisviewer.picks.clustering import Clusters, cluster_events, located
from seisviewer.picks.detections import arrival_time
from seisviewer.picks.pick import Event
from seisviewer.progress import Notice, Progress
from seisviewer.translation import tr
from seisviewer.waveforms.continuous_stretches import Band, Stretch, prepared
from seisviewer.waveforms.record import Archive
from seisviewer.waveforms.station import Coordinates
from seisviewer.waveforms.triggering import StaLta


@dataclass(frozen=True)
class DetectSettings:
    """How events are looked for.

    band: of the filter that every way begins with, Hz. clusters, distance, restarts: of the catalogue. plan, training: of
    ConvNetQuake; threshold, step: probability that makes an event, and seconds between windows. sta_lta: of that way.
    height: correlation that makes an event; templates: how many of each cluster, template_seconds their length. apart:
    seconds below which two findings are one event. stations: how many have to agree, 0 for half of them.
    """

    band: Band | None = (2.0, 15.0)
    clusters: int = 5
    distance: str = "city-block"
    restarts: int = 20
    plan: WindowPlan = field(default_factory=WindowPlan)
    training: DetectorSettings = field(default_factory=DetectorSettings)
    threshold: float = 0.5
    step: float = 0.5
    sta_lta: StaLta = field(default_factory=StaLta)
    height: float = 0.35
    templates: int = 4
    template_seconds: float = 6.0
    apart: float = 10.0
    stations: int = 0
    device: str = "auto"
    seed: int = 0

    def needed(self, stations: int) -> int:
        """How many of so many stations have to agree."""
        return min(self.stations or (stations + 1) // 2, stations)


@dataclass(frozen=True)
class DetectionSetup:
    """What the detectors look at: the filtered stretches of each record, by its key, where each record stood, and at which
    station: two instruments of one station see an event together, and are no two witnesses."""

    stretches: Mapping[str, tuple[Stretch, ...]] = field(repr=False)
    places: Mapping[str, Coordinates | None]
    stations: Mapping[str, str]
    codes: str
    rate: float

    def by_station(self) -> dict[str, list[Stretch]]:
        """The stretches of all records of each station."""
        together: dict[str, list[Stretch]] = {}
        for key, made in self.stretches.items():
            together.setdefault(self.stations[key], []).extend(made)
        return together


def prepare(
    archive: Archive, band: Band | None, codes: str = "", rate: float | None = None
) -> Generator[Progress | Notice, None, DetectionSetup]:
    """Filter the records that have the components wanted (as many as `codes`, or as the fullest record has), at the same
    rate; the others are left out, which a Notice says. Raises BadRequest where none is left."""
    most = len(codes) or max(len(record.components) for record in archive.records)
    stretches, places, stations, names, wanted = {}, {}, {}, codes, rate
    for record in archive.records:
        if len(record.components) != most or len({component.rate for component in record.components}) > 1:
            yield Notice(
                tr("{key} is left out: it has not {most} components of one rate.").format(key=record.key, most=most)
            )
            continue
        wanted = wanted or record.rate
        made = yield from prepared(record, band, wanted)
        if not made:
            yield Notice(tr("{key} is left out: its components have no two seconds in common.").format(key=record.key))
            continue
        stretches[record.key], places[record.key] = made, record.coordinates
        stations[record.key] = record.station.code
        names = names or record.codes
    if not stretches:
        raise BadRequest(tr("None of the records can be searched for events: open others."))
    return DetectionSetup(stretches, places, stations, names, wanted)


def arrivals(setup: DetectionSetup, key: str, catalogue: Sequence[Event]) -> list[float]:
    """When each event of a catalogue is expected on a record."""
    return [arrival_time(event, setup.places[key]) for event in catalogue]


def within(setup: DetectionSetup, catalogue: Sequence[Event]) -> tuple[Event, ...]:
    """The events whose first wave comes to at least one of the records while that runs, and not in a gap of it."""
    inside = []
    for event in catalogue:
        times = {key: arrival_time(event, place) for key, place in setup.places.items()}
        if any(each.start <= times[key] < each.end for key, made in setup.stretches.items() for each in made):
            inside.append(event)
    return tuple(inside)


def first_arrival(setup: DetectionSetup, event: Event) -> float:
    """When an event is expected on the first of the records that it reaches; those without a place count only where none
    has one, since they do not tell how far it is to them."""
    places = [place for place in setup.places.values() if place is not None]
    return min(arrival_time(event, place) for place in places or [None])


def first_arrivals(setup: DetectionSetup, events: Sequence[Event]) -> list[float]:
    """When each of some events is expected first."""
    return [first_arrival(setup, event) for event in events]


def at_origin(setup: DetectionSetup, event: Event) -> Event:
    """An event whose time is that of its first arrival, with the time at which it began instead, as catalogues have it;
    unchanged without a place. `first_arrival` is the other way round."""
    return replace(event, time=2 * event.time - first_arrival(setup, event))


def about_places(setup: DetectionSetup) -> Generator[Notice, None, None]:
    """Say at which records the events of a catalogue are expected too early."""
    for key, place in setup.places.items():
        if place is None:
            yield Notice(
                tr(
                    "{key} has no coordinates, so events are expected there at their origin times: add StationXML."
                ).format(key=key)
            )


def cluster_catalogue(
    setup: DetectionSetup, catalogue: Sequence[Event], settings: DetectSettings
) -> tuple[tuple[Event, ...], Clusters]:
    """The located events within the records, and their clusters. Raises LabelsError without any."""
    events = within(setup, located(catalogue))
    if not events:
        raise LabelsError(
            tr("No located event of the catalogue lies in the time of these records: choose another catalogue.")
        )
    return events, cluster_events(
        events, settings.clusters, distance=settings.distance, restarts=settings.restarts, seed=settings.seed
    )
