"""Files of a catalogue: picks with their events in, stations, and located events out."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from seisviewer.errors import BadRequest, UnreadableFile
from seisviewer.picks.found_picks import FoundPicks
from seisviewer.picks.located.findings import Findings
from seisviewer.picks.located.located_table import write_located_table
from seisviewer.picks.observations import write_picks
from seisviewer.picks.quakeml import write_quakeml
from seisviewer.progress import Notice, Progress
from seisviewer.translation import tr
from seisviewer.waveforms.files.formats import read_stations
from seisviewer.waveforms.station_table import StationTable, read_station_table, table_of_inventory
from seisviewer.waveforms.waiting import waited
from seisviewer.workflows.catalogue.located_events import LocatedEvents
from seisviewer.workflows.traces.pick_files import read_file

TABLES = (".csv", ".tsv", ".txt")
QUAKEML = (".xml", ".quakeml", ".qml")
ENDINGS = (".csv", *QUAKEML, ".obs", ".markers")


def check_catalogue_name(path: Path) -> None:
    """Raise BadRequest before long work whose result could not be written."""
    if path.suffix.lower() not in ENDINGS:
        raise BadRequest(
            tr("{path_name} is of no format of catalogues: choose a name that ends in {endings}.").format(
                path_name=path.name, endings=", ".join(ENDINGS)
            )
        )


def read_observations(paths: Sequence[Path]) -> Generator[Progress | Notice, None, LocatedEvents]:
    """Picks and events of files, with what these say of the events; ids are given anew, so that no file's meet another's.

    Raises UnreadableFile, and BadRequest where there are no picks.
    """
    found: list[FoundPicks] = []
    for path in paths:
        found.append((yield from read_file(path)))
    observed = together(found)
    if not observed.picks:
        names = ", ".join(path.name for path in paths)
        if observed.events:
            raise BadRequest(
                tr(
                    "{names} has {count:,} events without their P and S picks, on which places, magnitudes "
                    "and mechanisms rest here: name a file that has them too (QuakeML with arrivals), or "
                    "associate picks."
                ).format(names=names, count=len(observed.events))
            )
        raise BadRequest(tr("There are no P or S picks in {names}.").format(names=names))
    return observed


def together(found: Sequence[FoundPicks]) -> LocatedEvents:
    """What several files hold; events get ids of their own, so that no file's meet another's."""
    picks, events = [], []
    locations, magnitudes, mechanisms = {}, {}, {}
    for each in found:
        numbers = [-1 - len(events) - place for place in range(len(each.events))]  # in tables none has an id
        new = {event.id: number for event, number in zip(each.events, numbers, strict=True) if event.id}
        events += [replace(event, id=number) for event, number in zip(each.events, numbers, strict=True)]
        picks += [replace(pick, event=new.get(pick.event, 0)) for pick in each.picks]
        locations |= {new[number]: location for number, location in each.findings.locations.items()}
        magnitudes |= {new[number]: magnitude for number, magnitude in each.findings.magnitudes.items()}
        mechanisms |= {new[number]: solutions for number, solutions in each.findings.mechanisms.items()}
    return LocatedEvents(tuple(picks), tuple(events), Findings(locations, magnitudes, mechanisms))


def read_sites(paths: Sequence[Path], times: Sequence[float]) -> Generator[Progress, None, StationTable]:
    """Where stations stood in the middle of the times, and the gains that tables give; a later file adds to an earlier one.
    Tables are told by their ending, the rest is StationXML or what else ObsPy reads. Raises UnreadableFile."""
    found = StationTable({})
    middle = float(np.median(times)) if len(times) else 0.0
    for path in paths:
        yield Progress(0, 0, tr("Reading {path_name}").format(path_name=path.name))
        if path.suffix.lower() in TABLES:
            table = read_station_table(path)
        else:
            inventory = yield from waited(
                lambda path=path: read_stations(path), tr("Reading {path_name}").format(path_name=path.name)
            )
            table = table_of_inventory(inventory, middle)
        if not table.sites:
            raise UnreadableFile(
                tr("{path} knows no station at the time of these records: name the file of their time.").format(
                    path=path
                )
            )
        found = found.with_(table)
    return found


def write_catalogue(path: Path, found: LocatedEvents) -> Generator[Progress, None, None]:
    """By the ending: .csv a line an event, QuakeML everything, .obs and .markers the picks by event. Raises BadRequest."""
    check_catalogue_name(path)
    yield Progress(0, 0, tr("Writing {path_name}").format(path_name=path.name))
    if path.suffix.lower() == ".csv":
        write_located_table(path, found.events, found.findings)
    elif path.suffix.lower() in QUAKEML:
        write_quakeml(path, found.picks, found.events, found.findings)
    else:
        write_picks(path, found.picks, found.events)
