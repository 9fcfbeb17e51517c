"""Deviation files: measured depth with inclination and azimuth, or with x, y (or offsets from the head) and depth."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from seisviewer.errors import BadRequest
from seisviewer.translation import tr
from seisviewer.volumes.well_files.well_tables import (
    METRES_OF,
    LengthsIn,
    TextTable,
    left_out,
    length_unit_of,
    read_text_table,
    rising,
    roles_of,
)

ROLES = {
    "md": re.compile(r"^(md|mdkb|mdrkb|measured_?depth|dept|depth_md|md_.*)$"),
    "inclination": re.compile(r"^(incl?|inclination|dev|deviation|dip|drift|angle|incl_.*)$"),
    "azimuth": re.compile(r"^(azi?m?|azimuth|azimuth_.*|azim_gn|azim_.*|azi_.*|bearing)$"),
    "dx": re.compile(r"^(dx|dx_.*|east_?offset|x_?offset|ew|e/w|e-w|\+?e/-?w|d_east|deast)$"),
    "dy": re.compile(r"^(dy|dy_.*|north_?offset|y_?offset|ns|n/s|n-s|\+?n/-?s|d_north|dnorth)$"),
    "x": re.compile(r"^(x|easting|x_?coord\w*|utm_?x|x_.*)$"),
    "y": re.compile(r"^(y|northing|y_?coord\w*|utm_?y|y_.*)$"),
    "tvdss": re.compile(r"^(tvd_?ss|sstvd|ss_tvd|subsea|subsea_.*)$"),
    "tvd": re.compile(r"^(tvd|tvdkb|tvdrkb|tvd_?(from_)?kb|true_vertical_depth|tvd_(m|ft))$"),
    "z": re.compile(r"^(z|z_.*|elevation)$"),
}
OTHER_NORTH = re.compile(r"^azi?m?\w*_(?P<true>tn|true|true_?north)$|^azi?m?\w*_(mn|mag\w*)$")  # than that of the grid
NEEDED = tr("MD with inclination and azimuth, or MD with x, y and TVD, named by a heading such as “MD INCL AZIM”")
HEAD = {
    "name": re.compile(r"^well(\s*name)?\s*[:=]\s*(?P<text>.+)$", re.IGNORECASE),
    "x": re.compile(r"\bx[-_ ]?coord\w*\s*[:=]\s*(?P<number>[-+\d.eE]+)", re.IGNORECASE),
    "y": re.compile(r"\by[-_ ]?coord\w*\s*[:=]\s*(?P<number>[-+\d.eE]+)", re.IGNORECASE),
    "kb": re.compile(
        r"\b(kb|kelly bushing)\b[^:=]*[:=]\s*(?P<number>[-+\d.eE]+)\s*(\((?P<unit>\w+)\))?", re.IGNORECASE
    ),
}
LONGER, SHORTER = 1.02, 0.9  # of a straight line between two stations, beside what their measured depths say
ROUNDING = 0.5  # metres


@dataclass(frozen=True)
class ReadPath:
    """by_angles: stations are (stations, 3) measured depth (m) and degrees; else (stations, 4) measured depth, x, y and true
    vertical depth below the kelly bushing (m), where x and y are offsets from the head in metres, or, is_absolute, in the
    survey's coordinates. depth_is_subsea: the last is below mean sea level instead. name, x, y, kb (m): of the file, where it
    says them. notices: what was taken in a way that the user may want to know.
    """

    stations: np.ndarray = field(repr=False)
    by_angles: bool
    is_absolute: bool = False
    depth_is_subsea: bool = False
    name: str = ""
    x: float | None = None
    y: float | None = None
    kb: float | None = None
    notices: tuple[str, ...] = ()


def read_well_path(path: Path, unit: LengthsIn | None = None, convergence: float | None = None) -> ReadPath:
    """Read a deviation file. unit: of its depths, where the file does not say it. convergence: by how many degrees the north
    of the grid lies east of the north from which the file's azimuths count, where that is another one. Raises BadRequest for
    what cannot be a path, is not named, or may be misread."""
    table = read_text_table(path)
    roles = roles_of(table.names, ROLES)
    grid_north = [column for column, name in enumerate(table.names) if name.lower().startswith("azim_gn")]
    if grid_north:
        roles["azimuth"] = grid_north[0]
    depth = next((role for role in ("tvd", "tvdss", "z") if role in roles), "")
    by_points = bool(depth) and ({"x", "y"} <= roles.keys() or {"dx", "dy"} <= roles.keys())
    by_angles = {"inclination", "azimuth"} <= roles.keys()
    if "md" not in roles or not (by_points or by_angles):
        there = (
            tr("its columns are called {names}").format(names=", ".join(table.names))
            if table.names
            else tr("it has no heading")
        )
        raise BadRequest(
            tr("{path_name} is no path of a well that can be read: it needs {needed}; {there}.").format(
                path_name=path.name, needed=NEEDED, there=there
            )
        )
    said = length_unit_of(table, roles["md"], unit, tr("its depths"))
    factor = METRES_OF[said]
    head = _head(table.comments, factor)
    by_angles = by_angles and not (by_points and depth == "tvd")
    columns = [roles["md"]]
    if by_angles:
        columns += [roles["inclination"], roles["azimuth"]]
        turned = _turned(path, table.names[roles["azimuth"]], convergence)
    else:
        columns += [roles["x"], roles["y"]] if {"x", "y"} <= roles.keys() else [roles["dx"], roles["dy"]]
        columns.append(roles[depth])
    values = np.stack([table.column(each) for each in columns], axis=1)
    if by_angles:
        values[:, 2] = np.where(np.isnan(values[:, 2]) & (values[:, 1] == 0), 0.0, values[:, 2])
    known = np.isfinite(values).all(axis=1)
    notices = []
    if not known.all():
        notices.append(left_out(int((~known).sum()), tr("station"), path, tr("without values")))
        table, values = _rows(table, known), values[known]
    keep, repeated = rising(values[:, 0], values[:, 1:], table, "MD") if len(values) else (known, 0)
    if repeated:
        notices.append(left_out(repeated, tr("station"), path, tr("that repeats another")))
        table, values = _rows(table, keep), values[keep]
    if len(values) < 2:
        raise BadRequest(
            tr("{path_name} has fewer than two stations: a path needs a first and a last one.").format(
                path_name=path.name
            )
        )
    if values[0, 0] < 0:
        raise BadRequest(
            tr("{where} has a negative measured depth: measured depths count downward from 0.").format(
                where=table.where(0)
            )
        )
    values[:, 0] *= factor
    if by_angles:
        stations = _angles(values, table, columns)
        stations[:, 2] -= turned
        return ReadPath(stations, True, notices=(*notices, *_above(values, path)), **head)
    return _points(values, table, roles, depth, factor, head, tuple(notices))


def _turned(path: Path, name: str, convergence: float | None) -> float:
    """Degrees from the north of the file's azimuths to that of the grid; raises BadRequest where nobody says it."""
    other = OTHER_NORTH.match(name.lower())
    if other is None:
        return 0.0
    if convergence is None:
        which = tr("true") if other["true"] else tr("magnetic")
        raise BadRequest(
            tr(
                "Azimuths of {path_name} count from {which} north ({name}), and those of the survey from "
                "the north of its grid: give by how many degrees grid north lies east of {which} north "
                "there, 0 where both are one (--convergence)."
            ).format(path_name=path.name, which=which, name=name)
        )
    return convergence


def _angles(values: np.ndarray, table: TextTable, columns: list[int]) -> np.ndarray:
    for place, column in enumerate(columns[1:], 1):
        if column < len(table.units) and table.units[column] == "rad":
            values[:, place] = np.degrees(values[:, place])
    wrong = (values[:, 1] < 0) | (values[:, 1] > 180) | (np.abs(values[:, 2]) > 360)
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        raise BadRequest(
            tr(
                "{where} has an inclination of {values:g}° and an azimuth of {values2:g}°: inclinations "
                "are 0 to 180°, azimuths 0 to 360°."
            ).format(where=table.where(row), values=values[row, 1], values2=values[row, 2])
        )
    if values[0, 0] > 0:
        values = np.concatenate([[[0.0, 0.0, values[0, 2]]], values])
    return values


def _above(values: np.ndarray, path: Path) -> tuple[str, ...]:
    if values[0, 0] > 0:
        return (
            tr("{path_name} begins at MD {values:.6g} m: the well was taken as vertical at the head.").format(
                path_name=path.name, values=values[0, 0]
            ),
        )
    return ()


def _points(
    values: np.ndarray,
    table: TextTable,
    roles: dict[str, int],
    depth: str,
    factor: float,
    head: dict[str, object],
    notices: tuple[str, ...],
) -> ReadPath:
    """Points, with depths downward in metres; offsets too."""
    is_absolute, subsea = {"x", "y"} <= roles.keys(), depth != "tvd"
    column = roles[depth]
    own = table.units[column] if column < len(table.units) else ""
    values[:, 3] *= METRES_OF.get(own, factor)
    if not is_absolute:
        values[:, 1:3] *= factor
    if subsea and values[-1, 3] < values[0, 3]:  # elevations
        values[:, 3] = -values[:, 3]
        if depth == "tvdss":
            notices += (
                tr("TVDSS of {table_path_name} falls along the well and was taken as counting upward.").format(
                    table_path_name=table.path.name
                ),
            )
    down, along = abs(float(values[-1, 3] - values[0, 3])), float(values[-1, 0] - values[0, 0])
    if down > along * LONGER + ROUNDING:
        raise BadRequest(
            tr(
                "{table_path_name} goes down {down:.0f} m along {along:.0f} m of measured depth, which "
                "cannot be: MD and {depth} are in different units, or one is the other."
            ).format(table_path_name=table.path.name, down=down, along=along, depth=depth.upper())
        )
    return ReadPath(values, False, is_absolute, subsea, notices=notices, **head)


def check_lengths(path: Path, md: np.ndarray, places: np.ndarray) -> None:
    """Raises BadRequest where points (points, 3), in metres, lie farther apart, or much nearer, than their measured depths
    say: their units are not those that were taken."""
    straight = np.linalg.norm(np.diff(places, axis=0), axis=1)
    measured = np.diff(md)
    too_far = straight > measured * LONGER + ROUNDING
    if too_far.any() or straight.sum() < SHORTER * measured.sum() - ROUNDING:
        raise BadRequest(
            tr(
                "The points of {path_name} are {sum:.0f} m apart in all, where measured depths say "
                "{sum2:.0f} m: MD and the coordinates are in different units, or a column is another "
                "than it is called."
            ).format(path_name=path.name, sum=straight.sum(), sum2=measured.sum())
        )


def _head(comments: tuple[str, ...], factor: float) -> dict[str, object]:
    """name, x, y and kb (m), as far as the comments say them."""
    found: dict[str, object] = {}
    for line in comments:
        for what, words in HEAD.items():
            match = words.search(line)
            if not match or what in found:
                continue
            if what == "name":
                found[what] = match["text"].strip()
                continue
            try:
                number = float(match["number"])
            except ValueError:
                continue
            if what == "kb":
                number *= METRES_OF.get((match["unit"] or "").lower(), factor)
            found[what] = number
    return found


def _rows(table: TextTable, keep: np.ndarray) -> TextTable:
    pairs = [(row, line) for row, line, kept in zip(table.rows, table.lines, keep, strict=True) if kept]
    rows, lines = (tuple(each) for each in zip(*pairs, strict=True)) if pairs else ((), ())
    return TextTable(table.path, table.comments, table.names, table.units, rows, lines)
