"""Time–depth tables and checkshots of wells, and their markers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from seisviewer.errors import BadRequest
from seisviewer.translation import tr
from seisviewer.volumes.well_files.well_tables import (
    METRES_OF,
    DepthsFrom,
    LengthsIn,
    TextTable,
    left_out,
    length_unit_of,
    read_text_table,
    roles_of,
)

DEPTH_ROLES = {
    "md": re.compile(r"^(md|mdkb|mdrkb|measured_?depth|md_.*)$"),
    "tvdss": re.compile(r"^(tvd_?ss|sstvd|ss_tvd|subsea.*)$"),
    "tvd": re.compile(r"^(tvd|tvdkb|tvdrkb|true_vertical_depth|tvd_.*)$"),
    "z": re.compile(r"^(z|z_.*|elevation)$"),
    "depth": re.compile(r"^(depth|dept|depth_.*)$"),
}
TIME_ROLES = {
    "two": re.compile(r"^(twt|twtt|two_?way.*|twt_.*|t2)$"),
    "one": re.compile(r"^(owt|owtt|one_?way.*|owt_.*|t1)$"),
    "time": re.compile(r"^(t|time|time_.*|tt)$"),
}
NAME_ROLES = {
    "name": re.compile(r"^(marker|surface|name|top|pick|horizon|formation|unit|marker_?name|surface_?name)$"),
    "well": re.compile(r"^(well|well_?name|borehole|uwi)$"),
}
SLOWEST, FASTEST = 200.0, 9000.0  # m/s between the surface and any depth of a well
MOST_SECONDS, LEAST_MILLISECONDS = 15.0, 60.0


@dataclass(frozen=True)
class ReadTimes:
    """depths: float64 (points,), in metres, downward, as `depths_from` says. times: two-way, in ms."""

    depths: np.ndarray = field(repr=False)
    times: np.ndarray = field(repr=False)
    depths_from: DepthsFrom
    notices: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReadMarkers:
    """well: "" where the file does not name it. depths: as in ReadTimes, one for each name."""

    well: str
    names: tuple[str, ...]
    depths: np.ndarray = field(repr=False)
    depths_from: DepthsFrom


def read_times(
    path: Path,
    depths_from: DepthsFrom | None = None,
    unit: LengthsIn | None = None,
    one_way: bool | None = None,
    well: str = "",
) -> ReadTimes:
    """Read a time–depth table. depths_from, unit, one_way: where the heading does not say it. well: takes its rows alone,
    where a column names wells. Raises BadRequest where something has to be asked, or cannot be."""
    table = _of_well(read_text_table(path), well)
    column, kind = _depth_column(table, depths_from)
    times = roles_of(table.names, TIME_ROLES)
    if not times and not table.names and len(table.rows[0]) == 2:
        times = {"time": 1}
    if not times:
        raise BadRequest(
            tr("{path_name} names no column with times: call it TWT or OWT in its heading.").format(path_name=path.name)
        )
    what = next(role for role in ("two", "one", "time") if role in times)
    if what == "time" and one_way is None:
        raise BadRequest(
            tr(
                "{path_name} does not say whether its times are one-way or two-way: say which (--one-way or --two-way)."
            ).format(path_name=path.name)
        )
    single = what == "one" if what != "time" else bool(one_way)
    factor = METRES_OF[length_unit_of(table, column, unit, "its depths")]
    values = np.stack([table.column(column) * factor, table.column(times[what])], axis=1)
    known = np.isfinite(values).all(axis=1)
    notices = [left_out(int((~known).sum()), tr("point"), path, tr("without values"))] * (not known.all())
    values = values[known]
    if len(values) and values[-1, 1] < values[0, 1] <= 0:
        values[:, 1] = -values[:, 1]  # Petrel's times count upward, as its elevations do
    if len(values) and kind is DepthsFrom.TVDSS and values[-1, 0] < values[0, 0]:
        values[:, 0] = -values[:, 0]
    values[:, 1] *= _milliseconds(table, times[what], values[:, 1]) * (2 if single else 1)
    order, repeated = _unrepeated(values)
    if repeated:
        notices.append(left_out(repeated, tr("point"), path, tr("that repeats another")))
    values = values[order]
    _check(path, values)
    return ReadTimes(values[:, 0], values[:, 1], kind, tuple(notices))


def read_markers(
    path: Path, depths_from: DepthsFrom | None = None, unit: LengthsIn | None = None
) -> tuple[tuple[ReadMarkers, ...], tuple[str, ...]]:
    """The markers of each well that a file has, and what was left out. Raises BadRequest as `read_times`."""
    table = read_text_table(path)
    column, kind = _depth_column(table, depths_from)
    roles = roles_of(table.names, NAME_ROLES)
    if "name" not in roles:
        words = [each for each in range(len(table.rows[0])) if each not in (column, roles.get("well"))]
        if table.names or len(words) != 1:
            raise BadRequest(
                tr("{path_name} names no column with markers: call it Marker or Surface in its heading.").format(
                    path_name=path.name
                )
            )
        roles["name"] = words[0]
    factor = METRES_OF[length_unit_of(table, column, unit, "its depths")]
    depths = table.column(column) * factor
    if kind is DepthsFrom.TVDSS and np.isfinite(depths).any() and np.nanmedian(depths) < 0:
        depths = -depths  # elevations, as Petrel has them
    found: dict[str, list[tuple[str, float]]] = {}
    nothing = repeated = 0
    for row, depth in enumerate(depths.tolist()):
        words = table.rows[row]
        if len(words) <= max(roles.values()):
            raise BadRequest(
                tr("{where} has fewer columns than the heading: put names of several words in quotes.").format(
                    where=table.where(row)
                )
            )
        own = found.setdefault(words[roles["well"]] if "well" in roles else "", [])
        pick = words[roles["name"]], depth
        if np.isnan(depth):
            nothing += 1
        elif pick in own:
            repeated += 1
        else:
            own.append(pick)
    notices = [left_out(nothing, tr("marker"), path, tr("without a depth"))] * bool(nothing)
    notices += [left_out(repeated, tr("marker"), path, tr("that repeats another"))] * bool(repeated)
    wells = [
        ReadMarkers(well, tuple(name for name, _ in picks), np.array([depth for _, depth in picks]), kind)
        for well, picks in found.items()
        if picks
    ]
    return tuple(wells), tuple(notices)


def _depth_column(table: TextTable, said: DepthsFrom | None) -> tuple[int, DepthsFrom]:
    """The column with depths and what they are; measured depths first, where the file has several."""
    roles = roles_of(table.names, DEPTH_ROLES)
    if said is not None and str(said) in roles:
        return roles[str(said)], said
    for role, kind in (("md", DepthsFrom.MD), ("tvd", DepthsFrom.TVD), ("tvdss", DepthsFrom.TVDSS)):
        if role in roles and said is None:
            return roles[role], kind
    if "z" in roles and said in (None, DepthsFrom.TVDSS):
        return roles["z"], DepthsFrom.TVDSS
    if "depth" in roles and said is not None:
        return roles["depth"], said
    if "depth" in roles or not table.names:
        if said is None:
            raise BadRequest(
                tr(
                    "{table_path_name} does not say what its depths are: say measured depth, true vertical "
                    "depth below the kelly bushing, or true vertical depth below sea level (--depths md, tvd "
                    "or tvdss)."
                ).format(table_path_name=table.path.name)
            )
        return _first_numbers(table), said
    raise BadRequest(
        tr("{table_path_name} has no column of depths{words}: its columns are called {names}.").format(
            table_path_name=table.path.name,
            words=tr(" that is called {said}").format(said=said) if said else "",
            names=", ".join(table.names),
        )
    )


def _first_numbers(table: TextTable) -> int:
    """The first column of numbers, of a file without a heading."""
    for column, word in enumerate(table.rows[0]):
        try:
            float(word)
        except ValueError:
            continue
        return column
    raise BadRequest(tr("{table_path_name} has no column of depths.").format(table_path_name=table.path.name))


def _of_well(table: TextTable, well: str) -> TextTable:
    """The rows of one well, where a column names wells and several are there."""
    roles = roles_of(table.names, NAME_ROLES)
    if "well" not in roles or not well:
        return table
    column = roles["well"]
    keep = [
        (row, line)
        for row, line in zip(table.rows, table.lines, strict=True)
        if len(row) > column and row[column].casefold() == well.casefold()
    ]
    if not keep:
        raise BadRequest(
            tr("{table_path_name} has no line of “{well}”: see how its column of wells has it.").format(
                table_path_name=table.path.name, well=well
            )
        )
    rows, lines = zip(*keep, strict=True)
    return TextTable(table.path, table.comments, table.names, table.units, tuple(rows), tuple(lines))


def _milliseconds(table: TextTable, column: int, times: np.ndarray) -> float:
    unit = table.units[column] if column < len(table.units) else ""
    if unit in ("ms", "s"):
        return 1.0 if unit == "ms" else 1000.0
    most = float(np.abs(times).max()) if len(times) else 0.0
    if most <= MOST_SECONDS:
        return 1000.0
    if most >= LEAST_MILLISECONDS:
        return 1.0
    raise BadRequest(
        tr(
            "{table_path_name} does not say whether times up to {most:g} are ms or s: write “TWT (ms)” in its heading."
        ).format(table_path_name=table.path.name, most=most)
    )


def _unrepeated(values: np.ndarray) -> tuple[np.ndarray, int]:
    """Rows without those that repeat the one before."""
    keep = np.ones(len(values), bool)
    keep[1:] = (np.diff(values, axis=0) != 0).any(axis=1)
    return keep, int((~keep).sum())


def _check(path: Path, values: np.ndarray) -> None:
    if len(values) < 2:
        raise BadRequest(
            tr("{path_name} has fewer than two points: a time–depth table needs two.").format(path_name=path.name)
        )
    steps = np.diff(values, axis=0)
    if not (steps > 0).all():
        row = int(np.flatnonzero((steps <= 0).any(axis=1))[0])
        raise BadRequest(
            tr(
                "{path_name} goes from {values:.6g} m at {values2:.6g} ms to {values3:.6g} m at "
                "{values4:.6g} ms: depths and times must both rise."
            ).format(
                path_name=path.name,
                values=values[row, 0],
                values2=values[row, 1],
                values3=values[row + 1, 0],
                values4=values[row + 1, 1],
            )
        )
    velocity = 2000 * (values[-1, 0] - values[0, 0]) / (values[-1, 1] - values[0, 1])
    if not SLOWEST <= velocity <= FASTEST:
        raise BadRequest(
            tr(
                "{path_name} would make rock of {velocity:.0f} m/s: its times are one-way and not "
                "two-way, or in another unit, or its depths are."
            ).format(path_name=path.name, velocity=velocity)
        )
