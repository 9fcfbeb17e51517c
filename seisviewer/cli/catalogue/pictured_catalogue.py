"""The events that `seisviewer picture` is asked for: of a file, or of a project of traces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from seisviewer.cli.console import run_work
from seisviewer.cli.pictured_traces import utc_seconds
from seisviewer.errors import BadRequest
from seisviewer.translation import tr

if TYPE_CHECKING:
    from seisviewer.picks.pick import Event, Pick
    from seisviewer.pictures.catalogue.plot_picture import PlotPicture
    from seisviewer.pictures.catalogue.shown_catalogue import ShownCatalogue
    from seisviewer.waveforms.station import Coordinates

NEAR = 60.0  # seconds from a time that is named, within which an event must lie
NAMED = 4  # events, in a sentence


class Show(str, Enum):
    MAP = "map"
    MAGNITUDES = "magnitudes"
    ARRIVALS = "arrivals"
    MECHANISM = "mechanism"
    COMPARISON = "comparison"


class Colour(str, Enum):
    DEPTH = "depth"
    TIME = "time"


@dataclass(frozen=True)
class CatalogueAsked:
    """event: UTC near its origin time, "" for the only one. azimuth: of the depth section, degrees."""

    paths: tuple[Path, ...]
    show: Show
    event: str
    stations: tuple[Path, ...]
    known: Path | None
    colour: Colour
    azimuth: float
    title: str


def is_catalogue(paths: Sequence[Path]) -> bool:
    """Whether these are files of picks and events, which there is no other picture of."""
    from seisviewer.picks.observations import is_pick_file

    return all(map(is_pick_file, paths))


def catalogue_picture(asked: CatalogueAsked) -> PlotPicture:
    """Raises BadRequest for what cannot be drawn."""
    catalogue = _catalogue(asked)
    if asked.show is Show.COMPARISON:
        return _comparison(asked, catalogue)
    if asked.show is Show.MAGNITUDES:
        return _magnitudes(asked, catalogue)
    if asked.show is Show.MAP:
        return _map(asked, catalogue)
    event = _event(asked, catalogue.events)
    return (_arrivals if asked.show is Show.ARRIVALS else _mechanism)(asked, replace(catalogue, chosen=event.id), event)


def _catalogue(asked: CatalogueAsked) -> ShownCatalogue:
    from seisviewer.picks.located.findings import findings_of
    from seisviewer.pictures.catalogue.shown_catalogue import ShownCatalogue

    picks, events, station_files = _events_of(asked.paths)
    if not events:
        raise BadRequest(
            tr("{name} holds no events: name a catalogue, or associate picks first.").format(name=asked.paths[0].name)
        )
    files = asked.stations or station_files
    sites = _sites(files, [event.time for event in events]) if files else {}
    return ShownCatalogue(tuple(events), findings_of(events), sites, 0, tuple(picks))


def _events_of(paths: Sequence[Path]) -> tuple[Sequence[Pick], Sequence[Event], tuple[Path, ...]]:
    """Picks, events, and the files of stations that a project remembers."""
    from seisviewer.project.kind import TRACES, kind_of
    from seisviewer.project.trace_project import TraceProject
    from seisviewer.workflows.events.catalogue_choices import choices_in

    if len(paths) == 1 and paths[0].is_dir() and kind_of(paths[0]) == TRACES:
        with TraceProject.open(paths[0], edit=False) as held:
            files = choices_in(held.catalogue_choices).station_files
            return held.picks, held.events, tuple(file for file in files if file.is_file())
    from seisviewer.picks.located.findings import holding
    from seisviewer.workflows.catalogue.catalogue_files import together
    from seisviewer.workflows.traces.pick_files import read_file

    found = together([run_work(read_file(path)) for path in paths])
    return found.picks, holding(found.events, found.findings), ()


def _sites(files: Sequence[Path], times: Sequence[float]) -> dict[str, Coordinates]:
    from seisviewer.workflows.catalogue.catalogue_files import read_sites

    return dict(run_work(read_sites(files, times)).sites)


def _event(asked: CatalogueAsked, events: Sequence[Event]) -> Event:
    from seisviewer.waveforms.clock_ticks import utc_text

    if not asked.event:
        if len(events) == 1:
            return events[0]
        first = ", ".join(utc_text(event.time, 1).replace(" ", "T") for event in events[:NAMED])
        raise BadRequest(
            tr("Say which of the {count:,} events is drawn with --event and its time: {first}, …").format(
                count=len(events), first=first
            )
        )
    time = utc_seconds(asked.event)
    nearest = min(events, key=lambda event: abs(event.time - time))
    if abs(nearest.time - time) > NEAR:
        raise BadRequest(
            tr("No event lies within a minute of {event}; the nearest is at {utc_text} UTC.").format(
                event=asked.event, utc_text=utc_text(nearest.time, 1)
            )
        )
    return nearest


def _map(asked: CatalogueAsked, catalogue: ShownCatalogue) -> PlotPicture:
    from seisviewer.pictures.catalogue.map_picture import map_picture

    if not catalogue.placed:
        raise BadRequest(tr("No event has a place: locate them first (seisviewer locate)."))
    if asked.event:
        catalogue = replace(catalogue, chosen=_event(asked, catalogue.events).id)
    return map_picture(catalogue, asked.colour.value, asked.azimuth, asked.title)


def _magnitudes(asked: CatalogueAsked, catalogue: ShownCatalogue) -> PlotPicture:
    from seisviewer.pictures.catalogue.magnitude_picture import magnitude_picture

    made = magnitude_picture(catalogue, None, asked.title)
    if made is None:
        raise BadRequest(tr("No event has a magnitude: measure them first (seisviewer magnitude)."))
    return made


def _arrivals(asked: CatalogueAsked, catalogue: ShownCatalogue, event: Event) -> PlotPicture:
    from seisviewer.pictures.catalogue.arrival_picture import arrival_picture
    from seisviewer.pictures.catalogue.shown_catalogue import event_title, location_words

    location = catalogue.location
    if location is None:
        raise BadRequest(
            tr("Nothing says how this event was located: locate it first (seisviewer locate), as QuakeML.")
        )
    return arrival_picture(location, asked.title or event_title(event), location_words(location))


def _mechanism(asked: CatalogueAsked, catalogue: ShownCatalogue, event: Event) -> PlotPicture:
    from seisviewer.catalogue.station_motions import station_motions
    from seisviewer.pictures.catalogue.mechanism_picture import mechanism_picture
    from seisviewer.pictures.catalogue.shown_catalogue import event_title

    location = catalogue.location
    motions = station_motions(catalogue.picks, event.id, location) if location is not None else ()
    mechanisms = catalogue.findings.mechanisms.get(event.id, ())
    if not motions and not mechanisms:
        raise BadRequest(
            tr(
                "This event has neither first motions nor a mechanism: find them first (seisviewer "
                "polarity, mechanism)."
            )
        )
    first, others = (mechanisms[0], mechanisms[1:]) if mechanisms else (None, ())
    return mechanism_picture(motions, first, others, asked.title or event_title(event))


def _comparison(asked: CatalogueAsked, catalogue: ShownCatalogue) -> PlotPicture:
    from seisviewer.catalogue.catalogue_comparison import Tolerance
    from seisviewer.picks.catalogue import read_events
    from seisviewer.pictures.catalogue.comparison_picture import comparison_picture
    from seisviewer.workflows.catalogue.catalogue_comparing import compare_events, comparison_words

    if asked.known is None:
        raise BadRequest(tr("Name the catalogue to compare with: --known FILE."))
    found = compare_events(read_events(asked.known), catalogue.events, Tolerance())
    return comparison_picture(
        found,
        asked.title or tr("Compared with {known_name}").format(known_name=asked.known.name),
        comparison_words(found),
    )
