"""Wells of files: paths become wells of a survey, times, markers and logs become theirs. Everything in metres."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from seisviewer.errors import BadRequest
from seisviewer.progress import Notice, Progress
from seisviewer.structure.horizons.horizon import COLOURS, free_name
from seisviewer.structure.wells.well import LONGEST_NAME, Marker, Well, WellLog, check_well
from seisviewer.structure.wells.well_path import StationKind, WellPath
from seisviewer.structure.wells.well_places import has_coordinates, why_not_in_depth
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Geometry
from seisviewer.volumes.map_grid import MapGrid
from seisviewer.volumes.section_lengths import length_unit, metres_a_degree
from seisviewer.volumes.well_files.las_files import read_las
from seisviewer.volumes.well_files.time_depth_files import ReadMarkers, read_markers, read_times
from seisviewer.volumes.well_files.well_path_files import ReadPath, check_lengths, read_well_path
from seisviewer.volumes.well_files.well_tables import METRES_OF, DepthsFrom, LengthsIn, left_out

FARTHEST = 20  # extents of the survey from its middle: farther away a head is in other coordinates
ON_HEAD = 1.0  # metres


@dataclass(frozen=True)
class WellHead:
    """What the user says of a well; None and "" for what the file says. x, y: in the survey's coordinates. kb: metres of the
    kelly bushing above mean sea level. unit: of the depths in files. convergence: degrees from the north of the azimuths in a
    file to that of the grid, clockwise, where that is another one."""

    name: str = ""
    x: float | None = None
    y: float | None = None
    kb: float | None = None
    unit: LengthsIn | None = None
    convergence: float | None = None


def read_wells(
    geometry: Geometry, paths: Sequence[Path], known: Sequence[Well], head: WellHead = WellHead()
) -> Generator[Progress | Notice, None, tuple[Well, ...]]:
    """Wells of deviation files (.las files become vertical wells with their logs), not stored yet. known: those there are,
    whose names and colours others do not get. Raises BadRequest for a file that is refused, or says too little."""
    if not has_coordinates(geometry):
        raise BadRequest(
            tr("The survey has no coordinates, so nobody knows where a well stands in it: open it with coordinates.")
        )
    if len(paths) > 1 and (head.name or head.x is not None or head.y is not None):
        raise BadRequest(
            tr("A name and a place are those of one well: import the files one by one, or leave them out.")
        )
    found: list[Well] = []
    for done, path in enumerate(paths):
        yield Progress(done, len(paths), tr("Reading {path_name}").format(path_name=path.name))
        others = (*known, *found)
        if path.suffix.lower() == ".las":
            well, notices = _of_las(geometry, path, head)
        else:
            well, notices = _of_path(geometry, path, head)
        name = free_name(printable(head.name or well.name or path.stem), [each.name for each in others])
        well = replace(
            well,
            name=name,
            colour=free_well_colour(others),
            source=printable(tr("from {path_name}").format(path_name=path.name)),
        )
        check_well(well)
        _check_place(geometry, well)
        yield from map(Notice, (*notices, *_told_of_place(geometry, well)))
        found.append(well)
    return tuple(found)


def vertical_well(geometry: Geometry, known: Sequence[Well], head: WellHead, depth: float) -> Well:
    """A well that goes straight down to a measured depth, in `head.unit`; raises BadRequest."""
    if not has_coordinates(geometry):
        raise BadRequest(
            tr("The survey has no coordinates, so nobody knows where a well stands in it: open it with coordinates.")
        )
    if head.unit is None:
        raise BadRequest(tr("Say the unit of the depth: m or ft (--unit)."))
    bottom = depth * METRES_OF[head.unit]
    if not bottom > 0:
        raise BadRequest(tr("A well goes down: say a depth above 0."))
    x, y = _head_of(tr("the well"), head, None, None)
    name = free_name(printable(head.name), [each.name for each in known])
    well = Well(name, free_well_colour(known), x, y, _straight(bottom), head.kb, source=tr("vertical, as it was said"))
    check_well(well)
    _check_place(geometry, well)
    return well


def with_times(
    well: Well, path: Path, depths: DepthsFrom | None = None, unit: LengthsIn | None = None, one_way: bool | None = None
) -> tuple[Well, tuple[str, ...]]:
    """A well with the time–depth table of a file, and what of the file was left out. Raises BadRequest."""
    read = read_times(path, depths, unit, one_way, well.name)
    tvd = _tvd(well, read.depths, read.depths_from, path)
    known = np.isfinite(tvd)
    notices = list(read.notices)
    if not known.all():
        notices.append(
            left_out(
                int((~known).sum()),
                "point",
                path,
                tr("that lies beyond the path of “{well_name}”").format(well_name=well.name),
            )
        )
    times = np.stack([tvd, read.times], axis=1)[known]
    if len(times) < 2 or not (np.diff(times, axis=0) > 0).all():
        raise BadRequest(
            tr(
                "{path_name} gives no time–depth table of “{well_name}”: along its path true depths do "
                "not rise with the times."
            ).format(path_name=path.name, well_name=well.name)
        )
    made = replace(well, times=times)
    check_well(made)
    return made, tuple(notices)


def with_markers(
    wells: Sequence[Well],
    path: Path,
    depths: DepthsFrom | None = None,
    unit: LengthsIn | None = None,
    only: Well | None = None,
    fallback: Well | None = None,
) -> tuple[tuple[Well, ...], tuple[str, ...]]:
    """The wells that a file has markers of, with these in place of those they had, and what was left out. only: the one well
    that is meant. fallback: the well that is meant where the file names none. Raises BadRequest."""
    read, notices = read_markers(path, depths, unit)
    told, changed = list(notices), []
    by_name = {each.name.casefold(): each for each in wells}
    for each in read:
        well = (
            by_name.get(each.well.casefold())
            if each.well
            else only or fallback or (wells[0] if len(wells) == 1 else None)
        )
        if well is None and not each.well:
            raise BadRequest(
                tr("{path_name} does not name wells: say whose markers they are.").format(path_name=path.name)
            )
        if only is not None and well is not None and well.number != only.number:
            continue
        if well is None:
            told.append(
                left_out(
                    len(each.names), "marker", path, tr("of “{well}”, which is no well here,").format(well=each.well)
                )
            )
            continue
        made, beyond = _marked(well, each, path)
        told += beyond
        changed.append(made)
    if not changed:
        raise BadRequest(
            tr("{path_name} has no marker of a well of this project: see how its column of wells names them.").format(
                path_name=path.name
            )
        )
    return tuple(changed), tuple(told)


def with_logs(well: Well, path: Path, unit: LengthsIn | None = None) -> tuple[Well, tuple[str, ...]]:
    """A well with the logs of a LAS file beside those it has; one of the same name is replaced. Raises BadRequest."""
    read = read_las(path, unit)
    told = list(read.notices)
    if read.well and read.well.casefold() != well.name.casefold():
        told.append(
            tr("{path_name} says that it is of “{well}”; its logs are those of “{well_name}” now.").format(
                path_name=path.name, well=read.well, well_name=well.name
            )
        )
    new = {
        printable(log.name): WellLog(printable(log.name), printable(log.unit, ""), read.md, log.values)
        for log in read.logs
    }
    bottom = float(well.path.md[-1])
    if read.md[0] > bottom:
        raise BadRequest(
            tr("{path_name} begins at {md:.0f} m, below the end of “{well_name}” at {bottom:.0f} m.").format(
                path_name=path.name, md=read.md[0], well_name=well.name, bottom=bottom
            )
        )
    if read.md[-1] > bottom + ON_HEAD:
        told.append(
            tr("{path_name} goes to {md:.0f} m, beyond the end of “{well_name}” at {bottom:.0f} m.").format(
                path_name=path.name, md=read.md[-1], well_name=well.name, bottom=bottom
            )
        )
    kept = tuple(log for log in well.logs if log.name not in new)
    made = replace(well, logs=(*kept, *new.values()))
    check_well(made)
    return made, tuple(told)


def free_well_colour(wells: Sequence[Well]) -> str:
    """A colour that the fewest of these have."""
    used = [each.colour.lower() for each in wells]
    return min(COLOURS[::-1], key=used.count)


def printable(text: str, otherwise: str = tr("Well")) -> str:
    """Text on one line, as long as a name may be."""
    found = "".join(letter if letter.isprintable() else "_" for letter in " ".join(text.split()))[:LONGEST_NAME]
    return found or otherwise


# Inside


def _of_path(geometry: Geometry, path: Path, head: WellHead) -> tuple[Well, tuple[str, ...]]:
    read = read_well_path(path, head.unit, head.convergence)
    kb = head.kb if head.kb is not None else read.kb
    if read.is_absolute:
        stations, (x, y) = _from_coordinates(geometry, path, read, head, kb)
    else:
        x, y = _head_of(path.name, head, read.x, read.y)
        stations = read.stations if read.by_angles else _downward(path, read, kb)
    if not read.by_angles:
        check_lengths(path, stations[:, 0], stations[:, 1:])
    kind = StationKind.ANGLES if read.by_angles else StationKind.POINTS
    well = Well(
        read.name or path.stem, COLOURS[0], x, y, WellPath(kind, np.ascontiguousarray(stations, np.float64)), kb
    )
    return well, read.notices


def _of_las(geometry: Geometry, path: Path, head: WellHead) -> tuple[Well, tuple[str, ...]]:
    read = read_las(path, head.unit)
    x, y = _head_of(path.name, head, read.x, read.y)
    kb = head.kb if head.kb is not None else read.kb
    well = Well(read.well or path.stem, COLOURS[0], x, y, _straight(float(read.md[-1])), kb)
    told = tr("{path_name} has no path: “{well_name}” was taken as vertical down to {md:.0f} m.").format(
        path_name=path.name, well_name=well.name, md=read.md[-1]
    )
    made, notices = with_logs(well, path, head.unit)
    return made, (told, *notices)


def _straight(bottom: float) -> WellPath:
    return WellPath(StationKind.ANGLES, np.array([[0.0, 0.0, 0.0], [bottom, 0.0, 0.0]]))


def _head_of(what: str, head: WellHead, x: float | None, y: float | None) -> tuple[float, float]:
    found = tuple(said if said is not None else own for said, own in ((head.x, x), (head.y, y)))
    if None in found:
        raise BadRequest(
            tr(
                "Nobody says where {what} stands: give x and y of the well head in the survey's coordinates (--x, --y)."
            ).format(what=what)
        )
    return found


def _downward(path: Path, read: ReadPath, kb: float | None) -> np.ndarray:
    """Stations with depths below the kelly bushing."""
    if not read.depth_is_subsea:
        return read.stations
    if kb is None:
        raise BadRequest(
            tr(
                "Depths of {path_name} are below sea level: give the height of the kelly bushing, from "
                "which measured depths count (--kb)."
            ).format(path_name=path.name)
        )
    return np.column_stack([read.stations[:, :3], read.stations[:, 3] + kb])


def _from_coordinates(
    geometry: Geometry, path: Path, read: ReadPath, head: WellHead, kb: float | None
) -> tuple[np.ndarray, tuple[float, float]]:
    """Stations as metres from the head, and where that is: where the file or the user says it, else above the first point."""
    stations = _downward(path, read, kb).copy()
    first = stations[0, 1:3]
    x, y = (
        said if said is not None else own if own is not None else float(start)
        for said, own, start in ((head.x, read.x, first[0]), (head.y, read.y, first[1]))
    )
    scale = metres_a_degree(geometry) if geometry.reference.is_geographic else length_unit(geometry).metres
    stations[:, 1:3] = (stations[:, 1:3] - (x, y)) * scale
    return stations, (x, y)


def _tvd(well: Well, depths: np.ndarray, kind: DepthsFrom, path: Path) -> np.ndarray:
    """True vertical depths below the kelly bushing of a file's depths."""
    if kind is DepthsFrom.MD:
        return well.path.at(depths)[:, 2]
    if kind is DepthsFrom.TVD:
        return depths
    if well.kb is None:
        raise BadRequest(
            tr(
                "Depths of {path_name} are below sea level, and the kelly bushing of “{well_name}” is "
                "not known: import the well with its height (--kb)."
            ).format(path_name=path.name, well_name=well.name)
        )
    return depths + well.kb


def _marked(well: Well, read: ReadMarkers, path: Path) -> tuple[Well, list[str]]:
    depths = read.depths
    md = (
        depths if read.depths_from is DepthsFrom.MD else well.path.md_of_tvd(_tvd(well, depths, read.depths_from, path))
    )
    inside = np.isfinite(md) & (md >= well.path.md[0] - ON_HEAD) & (md <= well.path.md[-1] + ON_HEAD)
    markers = [
        Marker(printable(name), float(at)) for name, at, kept in zip(read.names, md, inside, strict=True) if kept
    ]
    told = []
    if not inside.all():
        told.append(
            left_out(
                int((~inside).sum()),
                "marker",
                path,
                tr("that lies beyond the path of “{well_name}”").format(well_name=well.name),
            )
        )
    names = [marker.name for marker in markers]
    several = sorted({name for name in names if names.count(name) > 1})
    if several:
        told.append(
            tr("{listed} of {path_name} stand at several depths of “{well_name}”: all are kept.").format(
                listed=", ".join(several[:3]), path_name=path.name, well_name=well.name
            )
        )
    made = replace(well, markers=tuple(sorted(markers, key=lambda marker: marker.md)))
    check_well(made)
    return made, told


def _check_place(geometry: Geometry, well: Well) -> None:
    low, high = MapGrid(geometry).bounds
    middle, extent = (low + high) / 2, float(np.linalg.norm(high - low))
    away = float(np.linalg.norm((well.x, well.y) - middle))
    if away > FARTHEST * extent:
        raise BadRequest(
            tr(
                "“{well_name}” would stand at x {x:.10g}, y {y:.10g}, far from the survey (x "
                "{low:.10g}–{high:.10g}, y {low2:.10g}–{high2:.10g}): its coordinates are of another "
                "system, or x and y are exchanged."
            ).format(well_name=well.name, x=well.x, y=well.y, low=low[0], high=high[0], low2=low[1], high2=high[1])
        )


def _told_of_place(geometry: Geometry, well: Well) -> tuple[str, ...]:
    told = []
    low, high = MapGrid(geometry).bounds
    if not (np.all((well.x, well.y) >= low) and np.all((well.x, well.y) <= high)):
        told.append(tr("The head of “{well_name}” lies outside the survey.").format(well_name=well.name))
    if not length_unit(geometry).stated and np.ptp(well.path.points[:, 1:3], axis=0).max() > ON_HEAD:
        told.append(
            tr(
                "The survey does not say the unit of its coordinates: metres were taken for the path of “{well_name}”."
            ).format(well_name=well.name)
        )
    if why := why_not_in_depth(geometry, well):
        told.append(why)
    return tuple(told)
