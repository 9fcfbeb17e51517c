"""A list of 2D lines: a small file that names the files of the lines, which stay where they are.

Lines are only ever added at its end, so that labels that lie on the earlier ones keep their places. One that is removed
keeps its place too: its labels wait there for it.
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from seisviewer.atomic_files import write_whole
from seisviewer.bounded_reading import read_json
from seisviewer.errors import BadRequest, UnreadableFile
from seisviewer.translation import tr
from seisviewer.volumes.geometry import LineAxis, SampleAxis
from seisviewer.volumes.open_choices import OpenChoices, choices_from_json, choices_to_json

ENDING = ".lines"
KIND = "several 2D lines"
MOST_LINES = 500  # each is an open file
MOST_BYTES = 1 << 20
LONGEST = 10_000_000  # traces, or samples, of a line that was removed


@dataclass(frozen=True)
class LinePlace:
    """What the grid has to know of a line that was removed. number: of its inline. ends: X and Y of its first and its last
    trace."""

    number: int
    traces: LineAxis
    samples: SampleAxis
    ends: tuple[tuple[float, float], tuple[float, float]]


@dataclass(frozen=True)
class ListedLine:
    """name: as it is called, unlike all others. path: where its file is. choices: how that is opened. removed: where it was,
    of a line that is one of the survey no more; its file is not looked at."""

    name: str
    path: Path
    choices: OpenChoices = OpenChoices()
    removed: LinePlace | None = None


def is_line_list(path: Path) -> bool:
    return path.suffix.lower() == ENDING


def read_line_list(path: Path) -> tuple[ListedLine, ...]:
    """Raises UnreadableFile for what is no list of lines. The files themselves are not looked at."""
    try:
        content = read_json(path, MOST_BYTES)
        if not isinstance(content, dict) or content.get("seisviewer") != KIND:
            raise ValueError(tr("it does not say that it is one"))
        rows = content["lines"]
        if not isinstance(rows, list) or not 1 <= len(rows) <= MOST_LINES:
            raise ValueError(tr("it has to name 1 to {most_lines} lines").format(most_lines=MOST_LINES))
        lines = tuple(_line(path.parent, row) for row in rows)
        if len({line.name for line in lines}) < len(lines):
            raise ValueError(tr("two of its lines have the same name"))
        if all(line.removed for line in lines):
            raise ValueError(tr("all of its lines were removed"))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, BadRequest) as error:
        raise UnreadableFile(
            tr("{path_name} is no list of 2D lines ({error}): make it anew from the files of the lines.").format(
                path_name=path.name, error=error
            )
        ) from error
    return lines


def write_line_list(path: Path, lines: Sequence[ListedLine]) -> None:
    """Raises UnreadableFile where it cannot be written."""
    rows = [
        {
            "name": line.name,
            "relative": _relative(path.parent, line.path),
            "absolute": str(line.path.absolute()),
            "choices": choices_to_json(line.choices),
        }
        | ({} if line.removed is None else {"removed": asdict(line.removed)})
        for line in lines
    ]
    write_whole(path, json.dumps({"seisviewer": KIND, "lines": rows}, indent=1).encode(), UnreadableFile)


def with_free_name(line: ListedLine, taken: Sequence[ListedLine]) -> ListedLine:
    """The same line under a name that no other one has."""
    names = {each.name for each in taken}
    name, count = line.name, 2
    while name in names:
        name, count = f"{line.name} ({count})", count + 1
    return replace(line, name=name)


def _line(folder: Path, row: dict) -> ListedLine:
    name, relative, absolute = (row[key] for key in ("name", "relative", "absolute"))
    if not all(isinstance(each, str) and each and "\0" not in each for each in (name, relative, absolute)):
        raise ValueError(tr("a line of it has no name or no file"))
    # As a project finds its survey: where it was from here, where it was at all, beside the list.
    places = [folder / relative, Path(absolute), folder / Path(absolute).name]
    found = next((place for place in places if os.path.exists(place)), places[0])
    choices = OpenChoices(**choices_from_json(row.get("choices", {})))
    return ListedLine(name, Path(os.path.normpath(found)), choices, _place(row.get("removed")))


def _place(said: dict | None) -> LinePlace | None:
    if said is None:
        return None
    axis, samples = said["traces"], said["samples"]
    traces = LineAxis(*(int(axis[name]) for name in ("start", "step", "count")))
    down = SampleAxis(float(samples["start"]), float(samples["interval"]), int(samples["count"]), str(samples["unit"]))
    ends = tuple((float(x), float(y)) for x, y in said["ends"])
    numbers = [down.start, down.interval, *(each for end in ends for each in end)]
    sizes = traces.count, down.count
    if len(ends) != 2 or not all(map(math.isfinite, numbers)) or not all(0 < size <= LONGEST for size in sizes):
        raise ValueError(tr("a line that was removed has no place in it"))
    return LinePlace(int(said["number"]), traces, down, ends)


def _relative(folder: Path, path: Path) -> str:
    try:
        return os.path.relpath(path.absolute(), folder.absolute())
    except ValueError:  # on another drive
        return str(path.absolute())
