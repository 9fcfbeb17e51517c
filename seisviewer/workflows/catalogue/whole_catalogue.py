"""From records to a catalogue in one go: picks, events, places, magnitudes, first motions and mechanisms."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from seisviewer.blocks.workers import ALONE, Workers
from seisviewer.catalogue.area import Sites, area_around, covering
from seisviewer.catalogue.associating import AssociationSettings
from seisviewer.catalogue.local_magnitude import Scale
from seisviewer.catalogue.mechanism_search import SearchSettings
from seisviewer.picks.located.findings import NOTHING
from seisviewer.picks.pick import Polarity
from seisviewer.progress import Notice, Progress, translated
from seisviewer.translation import tr
from seisviewer.waveforms.record import Archive
from seisviewer.waveforms.station_table import StationTable
from seisviewer.workflows.catalogue.catalogue_files import write_catalogue
from seisviewer.workflows.catalogue.event_magnitudes import measure_magnitudes
from seisviewer.workflows.catalogue.event_mechanisms import FARTHEST, find_mechanisms
from seisviewer.workflows.catalogue.hourly_picks import pick_by_hour
from seisviewer.workflows.catalogue.located_events import (
    CatalogueSettings,
    LocatedEvents,
    associate_picks,
    tables_over,
)
from seisviewer.workflows.catalogue.network import stations_of
from seisviewer.workflows.first_motions.motion_finding import find_first_motions, with_motions
from seisviewer.workflows.traces.picking import PickSettings
from seisviewer.workflows.traces.trace_opening import read_records

WHOLE = 10_000  # units of the work
READ, PICKED, LOCATED, MEASURED, TOLD = 0.05, 0.7, 0.82, 0.9, 0.97  # shares of it that are done after each step
Events = Progress | Notice
Result = TypeVar("Result")


@dataclass(frozen=True)
class ChainSettings:
    """association: what makes an event, given where the stations stand. polarity: weights of the network of first motions,
    None for none."""

    picking: PickSettings
    events: CatalogueSettings
    association: Callable[[Sites], AssociationSettings]
    scale: Scale
    polarity: str | None = None


def make_catalogue(
    paths: Sequence[Path], stations: Sequence[Path], out: Path, settings: ChainSettings, workers: Workers = ALONE
) -> Generator[Events, None, LocatedEvents]:
    """Write the catalogue of waveform files and folders of them. Beside it lies a folder with the picks of each hour, from
    which cut-off work goes on. stations: files of stations; StationXML among the records is used too. workers: who picks.

    Raises UnreadableFile, BadRequest or ModelError.
    """
    settings.picking.check()
    workers.check()
    whole = _Whole()
    archive = yield from whole.part(read_records(paths), 0.0, READ)
    table = yield from whole.part(stations_of(archive, stations), READ, READ)
    yield from _say_unplaced(archive, table)
    picking = pick_by_hour(archive, settings.picking, picks_folder(out), workers, paths)
    picks = yield from whole.part(picking, READ, PICKED)
    found = LocatedEvents(picks, (), NOTHING)
    heard = {pick.station.code for pick in picks}
    known = {code: site for code, site in table.sites.items() if code in heard}
    if known:
        chosen = replace(settings.events, association=settings.association(known))
        found = yield from whole.part(associate_picks(picks, known, chosen), PICKED, LOCATED)
    if found.findings.locations:
        area = covering(area_around(known), found.findings.locations.values())
        tables = tables_over(settings.events.model, known, area)
        measured = measure_magnitudes(found, archive, tables, table, settings.scale)
        found = yield from whole.part(measured, LOCATED, MEASURED)
        if settings.polarity is not None:
            of_events = [pick for pick in found.picks if pick.event and pick.phase == "P"]
            motions = find_first_motions(of_events, archive, settings.polarity)
            changed = yield from whole.part(motions, MEASURED, TOLD)
            found = replace(found, picks=with_motions(found.picks, changed))
        if any(pick.polarity in (Polarity.POSITIVE, Polarity.NEGATIVE) for pick in found.picks):
            solved = find_mechanisms(found, [tables], SearchSettings(), FARTHEST)
            found = yield from whole.part(solved, TOLD, 1.0)
    yield from write_catalogue(out, found)
    return found


def picks_folder(out: Path) -> Path:
    """Where the picks of each hour lie."""
    return out.with_name(out.name + ".picks")


@dataclass
class _Whole:
    """Turns the progress of one step after the other into that of the whole, which never goes back."""

    reached: int = 0

    def part(self, work: Generator[object, None, Result], first: float, last: float) -> Generator[Events, None, Result]:
        """A step that takes the whole from one share to the next."""

        def of_the_whole(event: object) -> Iterable[Events]:
            if not isinstance(event, Progress):
                return (event,) if isinstance(event, Notice) else ()
            share = event.done / event.total if event.total else 0.0
            self.reached = max(self.reached, round(WHOLE * (first + (last - first) * share)))
            return (Progress(self.reached, WHOLE, event.message),)

        return (yield from translated(work, of_the_whole))


def _say_unplaced(archive: Archive, table: StationTable) -> Generator[Notice, None, None]:
    codes = sorted({record.station.code for record in archive.records} - set(table.sites))
    if codes:
        some = ", ".join(codes[:5]) + (tr(" and {count} more").format(count=len(codes) - 5) if len(codes) > 5 else "")
        yield Notice(
            tr("{some} will be picked but take no part in events: no file of stations says where they stand.").format(
                some=some
            )
        )
