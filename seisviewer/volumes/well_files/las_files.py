"""Logs in LAS files, read by lasio in a child process, since who wrote them is not known, and written by it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np

from seisviewer.atomic_files import replacing
from seisviewer.bounded_reading import read_within_memory
from seisviewer.errors import BadRequest
from seisviewer.guarded_files import said_by_child
from seisviewer.guarded_process import Answer
from seisviewer.translation import tr
from seisviewer.volumes.well_files.well_tables import METRES_OF, NULLS, LengthsIn, left_out, unit_named

SECONDS = 10.0  # of a processor, besides those for each byte: lasio takes 1 s for 100,000 values
MEASURED = re.compile(r"^(DEPT|DEPTH|MD|DMEA|TDEP|BDEP|BIT_?DEPTH)\b", re.IGNORECASE)
HEAD_ITEMS = {
    "x": ("XCOORD", "X", "XWELL", "X_COORD", "EASTING", "UTMX", "XEAS"),
    "y": ("YCOORD", "Y", "YWELL", "Y_COORD", "NORTHING", "UTMY", "YNOR"),
    "kb": ("EKB", "KB", "EREF", "KBE", "ELEV_KB"),  # not APD, which counts from a datum that may lie anywhere
}
NULL = -999.25


@dataclass(frozen=True)
class LasLog:
    """values: float32 (depths,), NaN where nothing was measured."""

    name: str
    unit: str
    values: np.ndarray = field(repr=False)


@dataclass(frozen=True)
class ReadLas:
    """md: float64 (depths,), measured depth in metres, rising. well, x, y, kb (m): as its header says, "" and None else."""

    well: str
    md: np.ndarray = field(repr=False)
    logs: tuple[LasLog, ...]
    x: float | None = None
    y: float | None = None
    kb: float | None = None
    notices: tuple[str, ...] = ()


def read_las(path: Path, unit: LengthsIn | None = None) -> ReadLas:
    """Read the logs of a LAS file of version 1.2 or 2. unit: of its depths, where the file does not say it.

    Raises BadRequest for a file that is none, has no measured depths, or whose depths do not go one way; UnreadableFile
    where its reader does not survive it.
    """
    _check_is_las(path)
    answer = said_by_child("las", path, SECONDS)
    said = answer.value
    if said["refused"]:
        raise BadRequest(
            tr("{path_name} cannot be read as a LAS file ({refused}): write it anew as LAS 2.0.").format(
                path_name=path.name, refused=said["refused"]
            )
        )
    names, units = said["names"], said["units"]
    columns = [np.asarray(each, np.float64) for each in answer.arrays]
    if len(columns) < 2 or not len(columns[0]):
        raise BadRequest(
            tr("{path_name} holds no log: it needs depths and at least one curve with numbers.").format(
                path_name=path.name
            )
        )
    if not MEASURED.match(names[0]):
        raise BadRequest(
            tr(
                "{path_name} runs along {names} and not along measured depth: write it anew with DEPT as "
                "its first curve."
            ).format(path_name=path.name, names=names[0])
        )
    own = unit_named(units[0])
    if own not in METRES_OF and (own or (units[0] and unit is None)):
        raise BadRequest(
            tr("{path_name} runs along {names} in {units}: depths must be in m or ft.").format(
                path_name=path.name, names=names[0], units=units[0]
            )
        )
    if own in METRES_OF and unit is not None and own != unit:
        raise BadRequest(
            tr("{path_name} says that its depths are in {own}, not in {unit}: name that unit, or none.").format(
                path_name=path.name, own=own, unit=unit
            )
        )
    if own not in METRES_OF and unit is None:
        raise BadRequest(
            tr("{path_name} does not say the unit of its depths: name it, m or ft (--unit).").format(
                path_name=path.name
            )
        )
    factor = METRES_OF[own or str(unit)]
    notices = [
        tr("{name} of {path_name} holds text and was left out.").format(name=name, path_name=path.name)
        for name in said["texts"]
    ]
    md, order, told = _one_way(columns[0], path)
    notices += told
    logs = [
        LasLog(name, text, _without_nulls(values)[order].astype(np.float32))
        for name, text, values in zip(names[1:], units[1:], columns[1:], strict=True)
    ]
    empty = [log.name for log in logs if not np.isfinite(log.values).any()]
    if empty:
        notices.append(
            tr("Nothing was measured in {empty} of {path_name}: left out.").format(
                empty=", ".join(empty), path_name=path.name
            )
        )
    kept = tuple(log for log in logs if log.name not in empty)
    if not kept:
        raise BadRequest(tr("{path_name} holds no log: all of its curves are empty.").format(path_name=path.name))
    head = {what: said["head"].get(what) for what in HEAD_ITEMS}
    if head["kb"] is not None:
        head["kb"] *= METRES_OF.get(unit_named(said["head"].get("kb_unit", "")), factor)
    return ReadLas(said["well"], md * factor, kept, **head, notices=tuple(notices))


def write_las(path: Path, well: str, md: np.ndarray, logs: Sequence[LasLog]) -> None:
    """Write logs along measured depths (m) as LAS 2.0. Raises BadRequest where it cannot be written."""
    import lasio

    las = lasio.LASFile()
    las.well["WELL"].value = well
    las.well["NULL"].value = NULL
    las.append_curve("DEPT", md, unit="M", descr="measured depth below the kelly bushing")
    for log in logs:
        las.append_curve(
            re.sub(r"[\s.:]+", "_", log.name), np.asarray(log.values, np.float64), unit=log.unit.replace(" ", "_")
        )
    text = StringIO()
    steps = np.diff(md)
    regular = len(steps) > 0 and np.allclose(steps, steps[0], rtol=1e-6)
    las.write(text, version=2.0, fmt="%.7g", column_fmt={0: "%.5f"}, STEP=float(steps[0]) if regular else 0.0)
    with replacing(path, BadRequest) as temporary:
        temporary.write_text(text.getvalue(), "utf-8")


def load_lasio() -> None:
    """What a child does before the time of its first call begins."""
    import lasio  # noqa: F401


def las_in_child(path: Path) -> Answer:
    """What lasio makes of a file: values that JSON takes, and its columns of numbers."""
    import lasio

    text = read_within_memory(path).decode("utf-8-sig", errors="replace")
    try:
        las = lasio.read(StringIO(text), null_policy="none", ignore_header_errors=True)
    except Exception as error:  # noqa: BLE001 - lasio raises of every kind for what it cannot read
        return Answer({"refused": " ".join(str(error).split())[:200] or type(error).__name__})
    numbers = [curve for curve in las.curves if curve.data.dtype.kind in "iuf"]
    if las.curves and las.curves[0] not in numbers:
        return Answer({"refused": tr("its depths are no numbers")})
    texts = [str(curve.mnemonic) for curve in las.curves if curve.data.dtype.kind not in "iuf"]
    null = _number(las.well, ("NULL",))[0]
    columns = [np.asarray(curve.data, np.float64).copy() for curve in numbers]
    for column in columns:
        if null is not None:
            column[np.isclose(column, null)] = np.nan
    head: dict[str, Any] = {}
    for what, items in HEAD_ITEMS.items():
        for section in (las.well, las.params):
            value, unit = _number(section, items)
            if value is not None and what not in head:
                head[what] = value
                head[f"{what}_unit"] = unit
    well = next((str(las.well[name].value) for name in ("WELL",) if name in las.well), "")
    return Answer(
        {
            "refused": "",
            "well": " ".join(well.split()),
            "head": head,
            "names": [str(curve.mnemonic) for curve in numbers],
            "units": [str(curve.unit or "") for curve in numbers],
            "texts": texts,
        },
        tuple(columns),
    )


def _number(section: Any, names: Sequence[str]) -> tuple[float | None, str]:
    """The first of some header items that is a number, and its unit."""
    for name in names:
        try:
            item = section[name]
            value = float(item.value)
        except (KeyError, TypeError, ValueError, AttributeError):
            continue
        if np.isfinite(value) and value not in NULLS:
            return value, str(item.unit or "")
    return None, ""


def _check_is_las(path: Path) -> None:
    try:
        with path.open("rb") as file:
            start = file.read(4096)
    except OSError as error:
        raise BadRequest(
            tr("{path} cannot be read ({strerror}): choose another file.").format(path=path, strerror=error.strerror)
        ) from error
    if not re.search(rb"^\s*~\s*V", start, re.IGNORECASE | re.MULTILINE):
        raise BadRequest(
            tr("{path_name} is no LAS file: those begin with a section ~Version.").format(path_name=path.name)
        )


def _one_way(depths: np.ndarray, path: Path) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Depths that rise, the rows in which they come, and what was left out."""
    known = np.flatnonzero(np.isfinite(_without_nulls(depths)))
    told = [left_out(len(depths) - len(known), tr("row"), path, tr("without a depth"))] * (len(known) < len(depths))
    if not known.size:
        raise BadRequest(tr("{path_name} holds no log: none of its rows has a depth.").format(path_name=path.name))
    if depths[known[-1]] < depths[known[0]]:
        known = known[::-1]  # logged upward
    keep = np.concatenate([[True], np.diff(depths[known]) != 0])
    if not keep.all():
        told.append(left_out(int((~keep).sum()), tr("row"), path, tr("that repeats a depth")))
    order = known[keep]
    md = depths[order]
    if not (np.diff(md) > 0).all():
        row = int(np.flatnonzero(np.diff(md) <= 0)[0])
        raise BadRequest(
            tr("{path_name} goes back from depth {md:g} to {md2:g}: depths of a log must go one way.").format(
                path_name=path.name, md=md[row], md2=md[row + 1]
            )
        )
    return md, order, told


def _without_nulls(values: np.ndarray) -> np.ndarray:
    return np.where(np.isin(values, NULLS) | ~np.isfinite(values) | (np.abs(values) > 1e29), np.nan, values)
