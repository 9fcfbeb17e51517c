"""New events of a project: picks gathered, located and measured in one go; magnitudes of events that are located."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import replace

from seisviewer.catalogue.area import area_around, covering
from seisviewer.catalogue.local_magnitude import SCALES
from seisviewer.picks.located.findings import findings_of, holding
from seisviewer.picks.pick import Change, Event, Pick
from seisviewer.progress import Notice, Progress
from seisviewer.waveforms.record import Archive
from seisviewer.waveforms.station_table import StationTable
from seisviewer.workflows.catalogue.event_magnitudes import measure_magnitudes
from seisviewer.workflows.catalogue.located_events import SOURCE, LocatedEvents, associate_picks, heard_by
from seisviewer.workflows.catalogue.network import TravelTimes
from seisviewer.workflows.events.catalogue_choices import CatalogueChoices
from seisviewer.workflows.events.relocation import known_sites, moved_to

Steps = Generator[Progress | Notice, None, tuple[Event, ...]]


def gather_events(
    picks: Sequence[Pick],
    archive: Archive,
    stations: StationTable,
    choices: CatalogueChoices,
    times: TravelTimes,
    *,
    with_magnitudes: bool,
) -> Generator[Progress | Notice, None, LocatedEvents]:
    """Events of the picks, with negative ids, and all of the picks with the ids of theirs. Raises BadRequest or
    UnreadableFile."""
    known = heard_by(picks, stations.sites)
    settings = replace(choices.settings(), association=choices.association(known))
    found = yield from associate_picks(picks, known, settings)
    events = tuple(
        moved_to(event, location) if (location := found.findings.locations.get(event.id)) is not None else event
        for event in found.events
    )
    if with_magnitudes and events:
        events = yield from magnitudes_of(events, archive, stations, choices, times)
    return replace(found, events=events, findings=findings_of(events))


def magnitudes_of(
    events: Sequence[Event], archive: Archive, stations: StationTable, choices: CatalogueChoices, times: TravelTimes
) -> Steps:
    """Located events with their local magnitudes; the others are as they were."""
    sites = known_sites(archive, (), stations)
    area = covering(area_around(sites), findings_of(events).locations.values())
    tables = times.over(choices.settings().model, sites, area)
    found = LocatedEvents((), tuple(events), findings_of(events))
    measured = yield from measure_magnitudes(found, archive, tables, stations, SCALES[choices.scale])
    return holding(measured.events, measured.findings)


def changes_of(
    found: LocatedEvents, picks: Sequence[Pick], known_events: Sequence[Event], every_pick: Sequence[Pick]
) -> list[Change]:
    """What brings new events into a project. picks: those that were gathered, in the order in which `found` has them.
    Events of seisviewer all of whose picks were gathered again go."""
    changes: list[Change] = [Change(None, event) for event in found.events]
    changes += [
        Change(before, replace(before, event=after.event))
        for before, after in zip(picks, found.picks, strict=True)
        if before.event != after.event
    ]
    gathered = {pick.id for pick in picks}
    left = {pick.event for pick in every_pick if pick.id not in gathered}
    had = {pick.event for pick in picks}
    gone = [event for event in known_events if event.id in had and event.id not in left and event.source == SOURCE]
    return [*changes, *(Change(event, None) for event in gone)]
