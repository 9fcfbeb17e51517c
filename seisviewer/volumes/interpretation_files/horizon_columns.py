"""Which columns of a horizon file are which: by its heading, by the words in its lines, or by what lies on the survey.

Known are OpendTect's “# 1: X” headings, Petrel's “# Field: 1 x” (EarthVision) and Charisma lines, Kingdom's five columns, and
a heading of as many words as there are columns.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from seisviewer.errors import BadRequest
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Geometry
from seisviewer.volumes.interpretation_files.point_tables import LARGEST, begins_with_number, columns_of, table_lines

CHARISMA = re.compile(r"^\s*I?N?-?LINE\s*[-:]?\s*(-?\d+)\s+(?:X|CROSS)-?LINE\s*[-:]?\s*(-?\d+)\s+(.*)$", re.IGNORECASE)
NUMBERED = re.compile(r"^[#!]\s*(?:Field:\s*)?(\d+)\s*:?\s+([A-Za-z][\w /()\-]*)", re.IGNORECASE)
GRIDS = ("@", "FSASCI", "DSAA", "ncols")  # first words of ZMAP, CPS-3, Surfer and ESRI grids
NULLS = (-999.25, -999.0, -9999.0, -99999.0, -9999.25)
ROLES = {
    "x": re.compile(r"^(x|easting|xcoord\w*|cdp_?x|x[-_ ]coord\w*)$"),
    "y": re.compile(r"^(y|northing|ycoord\w*|cdp_?y|y[-_ ]coord\w*)$"),
    "inline": re.compile(r"^(in-?line\w*|inl|il|iline|line)$"),
    "crossline": re.compile(r"^(cross-?line\w*|x-?line\w*|crl|xl|trace|cdp)$"),
    "z": re.compile(r"^(z|depth|time|twt|tvd\w*|two-?way.*|horizon\w*|value)$"),
}
UNITS = {
    "ms": ("ms", "msec", "milliseconds"),
    "s": ("s", "sec", "seconds"),
    "m": ("m", "meters", "metres"),
    "ft": ("ft", "feet"),
}
ON_A_LINE = 0.9  # share of the points that lie on lines of the survey where two columns are line numbers


@dataclass(frozen=True)
class HorizonTable:
    """The points of a file: by_lines (points, 2) inline and crossline, by_place (points, 2) x and y, None where the file has
    none or, of three columns, nobody said which they are; pair (points, 2): those then. z: (points,), in `unit` where the
    file names one, "" else. undefined: how many points are left out because they have no z."""

    z: np.ndarray
    by_lines: np.ndarray | None = None
    by_place: np.ndarray | None = None
    pair: np.ndarray | None = None
    unit: str = ""
    undefined: int = 0


def read_table(path: Path, geometry: Geometry) -> HorizonTable:
    """The points of a horizon file; BadRequest where it cannot be read, holds none, or is a grid of another kind."""
    heading, rows = _rows(path)
    table = np.array(rows)
    defined = np.isfinite(table[:, -1]) & (np.abs(table) < LARGEST).all(axis=1)
    roles, unit = _named_roles(heading, table.shape[1])
    z_column = roles.get("z", 2 if table.shape[1] < 5 else 4)
    defined &= ~np.isin(table[:, z_column], NULLS)
    undefined, table = int(np.count_nonzero(~defined)), table[defined]
    z = table[:, z_column]
    if roles:
        lines, place = (
            table[:, [roles[a], roles[b]]] if a in roles and b in roles else None
            for a, b in (("inline", "crossline"), ("x", "y"))
        )
        if lines is not None or place is not None:
            return HorizonTable(z, lines, place, unit=unit, undefined=undefined)
    if table.shape[1] >= 5:
        first, second = table[:, :2], table[:, 2:4]
        on_first, on_second = (_on_lines(geometry, each) for each in (first, second))
        if max(on_first, on_second) >= ON_A_LINE:
            lines, place = (first, second) if on_first >= on_second else (second, first)
            return HorizonTable(z, lines, place, unit=unit, undefined=undefined)
        z = table[:, 2]
    return HorizonTable(z, pair=table[:, :2], unit=unit, undefined=undefined)


def _rows(path: Path) -> tuple[list[str], list[list[float]]]:
    """The lines of the heading, and the numbers of the table: of the columns that are needed."""
    heading: list[str] = []
    rows: list[list[float]] = []
    columns = 0
    for number, line in enumerate(table_lines(path), 1):
        text = line.strip().lstrip("!#@").strip()
        if not rows and (line.strip().startswith(GRIDS) and (line.strip()[0] != "@" or "GRID" in line.upper())):
            raise BadRequest(
                tr("{path_name} is a grid file, which is not read: export the horizon as points x y z.").format(
                    path_name=path.name
                )
            )
        charisma = CHARISMA.match(line)
        if not charisma and not begins_with_number(line):
            if text and not rows:
                heading.append(line.strip())
            continue
        where = tr("Line {number} of {path_name}").format(number=number, path_name=path.name)
        words = columns_of(" ".join(charisma.groups()) if charisma else line, where)
        columns = columns or _needed(heading, len(words))
        try:
            values = [float(word) for word in words[:columns]]
            if len(values) < max(3, columns):
                raise ValueError
        except ValueError as error:
            raise BadRequest(
                tr(
                    "{where} is no point of a horizon: it needs an inline, a crossline and a depth, or x, y "
                    "and a depth."
                ).format(where=where)
            ) from error
        rows.append(values)
    if not rows:
        raise BadRequest(
            tr(
                "{path_name} holds no point: each line needs an inline, a crossline and a depth, or x, y and a depth."
            ).format(path_name=path.name)
        )
    return heading, rows


def _needed(heading: list[str], there: int) -> int:
    """How many columns are read, by the heading and by how many the first line has: further ones say nothing of a horizon."""
    roles, _ = _named_roles(heading, there)
    return max(3, 1 + max(roles.values(), default=0), 5 if there >= 5 else 0)


def _named_roles(heading: list[str], columns: int) -> tuple[dict[str, int], str]:
    """The column of each role that the heading names, and the unit of z where it says one."""
    names: dict[int, str] = {}
    for line in heading:
        numbered = NUMBERED.match(line)
        if numbered:
            names[int(numbered[1]) - 1] = numbered[2]
            continue
        words = line.lstrip("#!").replace(",", " ").replace(";", " ").split()
        if len(words) >= 3 and sum(_role(word) != "" for word in words[:columns]) >= 3:
            names |= dict(enumerate(words[:columns]))
    roles: dict[str, int] = {}
    unit = ""
    for column, name in sorted(names.items()):
        role = _role(name)
        if role and role not in roles and column < columns:
            roles[role] = column
            unit = _unit(name) if role == "z" else unit
    return (roles, unit) if "z" in roles else ({}, unit)


def _role(name: str) -> str:
    first = re.split(r"[\s(\[]", name.strip().lower())[0].strip("_:;,")
    return next((role for role, words in ROLES.items() if words.match(first)), "")


def _unit(name: str) -> str:
    words = re.findall(r"[a-z]+", name.lower())[1:]
    return next((unit for unit, known in UNITS.items() if any(word in known for word in words)), "")


def _on_lines(geometry: Geometry, numbers: np.ndarray) -> float:
    """Share of points whose two numbers are lines of the survey."""
    on = np.ones(len(numbers), bool)
    for values, axis in zip(numbers.T, (geometry.inlines, geometry.crosslines), strict=True):
        index = (values - axis.start) / axis.step
        on &= (np.abs(index - np.rint(index)) < 1e-6) & (index > -0.5) & (index < axis.count - 0.5)
    return float(on.mean()) if len(on) else 0.0
