"""The stations of an archive, and travel times to them that are computed once."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from pathlib import Path

from seisviewer.catalogue.area import Area, Sites
from seisviewer.catalogue.station_tables import StationTables
from seisviewer.catalogue.velocity_model import VelocityModel
from seisviewer.errors import BadRequest
from seisviewer.progress import Progress
from seisviewer.translation import tr
from seisviewer.waveforms.record import Archive
from seisviewer.waveforms.station_table import StationTable, table_of_inventory
from seisviewer.workflows.catalogue.catalogue_files import read_sites
from seisviewer.workflows.catalogue.located_events import tables_over

KEPT = 4  # sets of travel times


def stations_of(archive: Archive, files: Sequence[Path] = ()) -> Generator[Progress, None, StationTable]:
    """Where the stations of the records stand: as the records say, then the StationXML beside them, then files that the
    user named, which count most. Raises UnreadableFile, and BadRequest where no place is known."""
    middle = (archive.start + archive.end) / 2
    found = StationTable(
        {record.station.code: record.coordinates for record in archive.records if record.coordinates is not None}
    )
    if archive.inventory is not None:
        found = found.with_(table_of_inventory(archive.inventory, middle))
    if files:
        found = found.with_((yield from read_sites(files, [middle])))
    if not places_known(archive, found.sites):
        raise BadRequest(
            tr(
                "No station of these records has a known place: name a file of stations (StationXML, or "
                "a table of id, latitude, longitude and elevation_m)."
            )
        )
    return found


def places_known(archive: Archive, sites: Sites) -> bool:
    """Whether it is known of any station where it stands."""
    return any(record.station.code in sites for record in archive.records)


class TravelTimes:
    """Tables of travel times over a network, kept: an event is located anew in a moment. Used by one thread at a time."""

    def __init__(self) -> None:
        self._kept: list[StationTables] = []

    def over(self, model: VelocityModel, sites: Sites, area: Area) -> StationTables:
        wanted = tables_over(model, sites, area)
        for known in self._kept:
            if (known.model, known.sites) == (model, sites) and _covers(known, wanted):
                return known
        self._kept = [wanted, *self._kept[: KEPT - 1]]
        return wanted


def _covers(known: StationTables, wanted: StationTables) -> bool:
    """Whether tables reach as far and as deep as others, with nodes that are not much coarser."""
    there, here = known.extent, wanted.extent
    return (
        here.distance <= there.distance <= 1.5 * here.distance
        and there.highest <= here.highest
        and there.deepest >= here.deepest
    )
