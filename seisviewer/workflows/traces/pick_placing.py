"""Picks of a file find the record that they lie on, for files often say less than which instrument it was, or name another
one of the same station."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from seisviewer.picks.found_picks import FoundPicks
from seisviewer.picks.pick import Pick
from seisviewer.picks.table_lines import Starts
from seisviewer.progress import Notice, Progress
from seisviewer.translation import tr
from seisviewer.waveforms.record import Archive, Record
from seisviewer.waveforms.waiting import waited
from seisviewer.workflows.traces.pick_files import read_file

NAMED = 3  # stations or instruments in one sentence


@dataclass(frozen=True)
class PlacedPicks:
    """picks: each on the record that it means, in their order. moved: how many were made on another instrument of the same
    place, by “BH on HH”. elsewhere: how many lie at another place of a station that is here, by what they name. strangers:
    of stations that are not here. unrecorded: at times at which their record has nothing, by record."""

    picks: tuple[Pick, ...]
    moved: dict[str, int] = field(default_factory=dict)
    elsewhere: dict[str, int] = field(default_factory=dict)
    strangers: dict[str, int] = field(default_factory=dict)
    unrecorded: dict[str, int] = field(default_factory=dict)

    def notices(self, name: str) -> tuple[str, ...]:
        """Sentences about picks of the file of this name that are shown on another instrument, or nowhere."""
        return tuple(
            f"{_counted(sum(found.values()), name)} {what} ({_listed(found)})."
            for found, what in (
                (self.moved, tr("of another instrument of a station that is open, and drawn on the one that is")),
                (self.elsewhere, tr("of another instrument of a station that is open: kept, not drawn")),
                (self.strangers, tr("of another station, which is not open: kept, not drawn")),
                (self.unrecorded, tr("at a time at which nothing is recorded")),
            )
            if found
        )


def read_placed(
    path: Path, archive: Archive, starts: Starts
) -> Generator[Progress | Notice, None, tuple[FoundPicks, PlacedPicks]]:
    """What is in a file, and its picks on the records that they mean. starts: see `pick_files.read_file`."""
    found = yield from read_file(path, starts)
    placed = yield from waited(
        lambda: place_picks(found.picks, archive), tr("Placing the picks of {path_name}").format(path_name=path.name)
    )
    return found, placed


def place_picks(picks: Sequence[Pick], archive: Archive) -> PlacedPicks:
    """Put each pick on the record that it means.

    A pick that names less than an instrument (many formats name the station alone) goes to the first record of that station
    that has samples at its time, else to the first one; so does one that names another band or instrument at the same
    location, for the wave arrives there at the same time. What names another location (a borehole, say) or another station
    stays as it is.
    """
    keys = {record.key for record in archive.records}
    windows = {record.name for record in archive.records}
    of_station: dict[str, list[Record]] = defaultdict(list)
    for record in archive.records:
        of_station[record.station.station].append(record)
    placed: list[Pick] = []
    moved: dict[str, int] = defaultdict(int)
    elsewhere: dict[str, int] = defaultdict(int)
    strangers: dict[str, int] = defaultdict(int)
    recorded = {record.key: (record.start, record.end) for record in archive.records}
    unrecorded: dict[str, int] = defaultdict(int)
    for pick in picks:
        if pick.trace_name and pick.trace_name not in windows and windows == {""}:
            pick = replace(pick, trace_name="")  # of a window that was cut out of these records
        if pick.record not in keys:
            near = [record for record in of_station[pick.station.station] if _same_station(pick, record)]
            there = [record for record in near if _same_place(pick, record)]
            exact = [record for record in there if _same_instrument(pick, record)]
            record = _first_at(exact or there, pick.time)
            if record is None:
                found, named = (elsewhere, str(pick.station)) if near else (strangers, pick.station.code.lstrip("."))
                found[named] += 1
            else:
                if not exact:
                    moved[f"{pick.station.instrument} on {record.station.instrument}"] += 1
                pick = replace(pick, station=record.station, trace_name=record.name)
        start, end = recorded.get(pick.record, (pick.time, pick.time))
        if not start <= pick.time <= end:
            unrecorded[pick.record] += 1
        placed.append(pick)
    return PlacedPicks(tuple(placed), dict(moved), dict(elsewhere), dict(strangers), dict(unrecorded))


def _same_station(pick: Pick, record: Record) -> bool:
    named, here = pick.station, record.station
    return (not named.network or not here.network or named.network == here.network) and (
        not pick.trace_name or pick.trace_name == record.name
    )


def _same_place(pick: Pick, record: Record) -> bool:
    named, here = pick.station.location, record.station.location
    return not named or not here or named == here


def _same_instrument(pick: Pick, record: Record) -> bool:
    return not pick.station.instrument or pick.station.instrument == record.station.instrument


def _first_at(records: Sequence[Record], time: float) -> Record | None:
    there = (record for record in records if record.start <= time <= record.end)
    return next(there, records[0] if records else None)


def _counted(picks: int, name: str) -> str:
    return (
        tr("1 pick of {name} is").format(name=name)
        if picks == 1
        else tr("{picks:,} picks of {name} are").format(picks=picks, name=name)
    )


def _listed(found: dict[str, int]) -> str:
    names = sorted(found, key=lambda name: -found[name])
    more = tr(" and {count} more").format(count=len(names) - NAMED) if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more
