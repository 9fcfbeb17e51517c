"""Wells as files for others, which come in again as they went out."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from pathlib import Path

import numpy as np

from seisviewer.errors import BadRequest
from seisviewer.file_names import LONGEST_BYTES, plain_name
from seisviewer.progress import Progress
from seisviewer.structure.wells.well import Well
from seisviewer.structure.wells.well_path import StationKind
from seisviewer.structure.wells.well_places import places_along
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Geometry
from seisviewer.volumes.well_files.las_files import LasLog, write_las
from seisviewer.volumes.well_files.well_writing import write_markers, write_times, write_well_path


def export_wells(
    geometry: Geometry, wells: Sequence[Well], folder: Path
) -> Generator[Progress, None, tuple[Path, ...]]:
    """Write wells into a folder, which is made: NAME.dev with the path, NAME_times.txt, NAME.las (one file for logs along the
    same depths), and markers.txt of all. Raises BadRequest."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadRequest(
            tr("{folder} cannot be made ({strerror}): choose another folder.").format(
                folder=folder, strerror=error.strerror
            )
        ) from error
    written: list[Path] = []
    for done, (well, name) in enumerate(zip(wells, well_file_names(wells), strict=True)):
        yield Progress(done, len(wells), tr("Writing {name}").format(name=name))
        written.append(folder / f"{name}.dev")
        stations, by_points = well.path.stations, well.path.kind is StationKind.POINTS
        xy = None
        if by_points:
            places = places_along(geometry, well, stations[:, 0])
            xy = np.stack([places.x, places.y], axis=1)
        write_well_path(written[-1], well.name, (well.x, well.y), well.kb, stations, xy)
        if len(well.times):
            written.append(folder / f"{name}_times.txt")
            write_times(written[-1], well.name, well.times)
        written += _logs(folder, name, well)
    markers = [(well.name, marker.name, marker.md) for well in wells for marker in well.markers]
    if markers:
        written.append(folder / "markers.txt")
        write_markers(written[-1], markers)
    return tuple(written)


def well_file_names(wells: Sequence[Well]) -> list[str]:
    """What files of wells are called: as these are, with its number where two names would be one."""
    names = [plain_name("_".join(each.name.split()), LONGEST_BYTES // 2).strip("_") or "well" for each in wells]
    folded = [name.casefold() for name in names]
    return [
        f"{name}_{each.number}" if folded.count(name.casefold()) > 1 else name
        for name, each in zip(names, wells, strict=True)
    ]


def _logs(folder: Path, name: str, well: Well) -> list[Path]:
    """One file for each set of depths."""
    written = []
    tables = list({id(log.md): log.md for log in well.logs}.values())
    for place, md in enumerate(tables):
        written.append(folder / (f"{name}.las" if place == 0 else f"{name}_{place + 1}.las"))
        logs = [LasLog(log.name, log.unit, log.values) for log in well.logs if log.md is md]
        write_las(written[-1], well.name, md, logs)
    return written
