"""Several 2D lines, each from a file of its own, as one survey: each line is an inline of it."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import numpy as np

from seisviewer.errors import BadRequest, UnreadableFile
from seisviewer.progress import Notice, Progress, filtered
from seisviewer.translation import tr
from seisviewer.volumes.coordinate_reference import CoordinateReference
from seisviewer.volumes.geometry import Direction, Geometry, LineAxis, LineOfSeveral, SampleAxis, SectionId
from seisviewer.volumes.open_choices import OpenChoices
from seisviewer.volumes.several_2d.line_list_file import LinePlace, ListedLine, read_line_list
from seisviewer.volumes.volume import Volume


class LineListVolume(Volume):
    """Sections are as wide as the longest line and as long as the deepest: beyond the end of a line there is no trace,
    below its last sample amplitudes are 0. A line that was removed has its place, and no trace."""

    def __init__(self, path: Path, listed: Sequence[ListedLine], volumes: Sequence[Volume | None]) -> None:
        """volumes: one of each line that is not removed, which are closed with this one. Raises UnreadableFile where they do not fit together."""
        self.path, self.name = path, path.stem
        self.listed, self._volumes = tuple(listed), tuple(volumes)
        there = [(line, each) for line, each in zip(listed, volumes, strict=True) if each is not None]
        reference = there[0][1].geometry.reference
        grids = [
            removed_geometry(line.removed, reference) if each is None else each.geometry
            for line, each in zip(listed, volumes, strict=True)
        ]
        self.geometry, self._offsets = joined([line.name for line in listed], grids)
        self.notices = tuple(f"{line.name}: {said}" for line, each in there for said in each.notices)
        self.is_far = any(each.is_far for _, each in there)

    def line(self, index: int) -> Volume | None:
        """The volume of one line alone; None where it was removed."""
        return self._volumes[index]

    def section(self, section: SectionId) -> np.ndarray:
        index = self.geometry.index(section)
        if section.direction is Direction.INLINE:
            return self._line(index)
        # Neither is a section of anything: whoever asks for all of a survey gets all of it.
        whole = [self._line(line) for line in range(self.geometry.inlines.count)]
        return np.stack([line[index] if section.direction is Direction.CROSSLINE else line[:, index] for line in whole])

    def close(self) -> None:
        for volume in self._volumes:
            if volume is not None:
                volume.close()

    def _line(self, index: int) -> np.ndarray:
        volume, offset = self._volumes[index], self._offsets[index]
        if volume is None:
            return np.full(self.geometry.shape[1:], np.nan, np.float32)
        amplitudes = volume.section(volume.geometry.section(Direction.INLINE, 0))
        traces, samples = amplitudes.shape
        found = np.full(self.geometry.shape[1:], np.nan, np.float32)
        found[:traces] = np.where(volume.geometry.live[0][:, None], np.float32(0), np.float32(np.nan))
        found[:traces, offset : offset + samples] = amplitudes
        return found


def open_line_list(path: Path, choices: OpenChoices) -> Generator[Progress, None, LineListVolume]:
    """Open every line of a list; raises UnreadableFile, also where lines do not fit together."""
    listed = read_line_list(path)
    with ExitStack() as opened:
        volumes = []
        for done, line in enumerate(listed):
            yield Progress(done, len(listed), tr("Opening {line_name}").format(line_name=line.name))
            if line.removed is not None:
                volumes.append(None)
                continue
            volume = yield from _opened(path, line)
            opened.callback(volume.close)
            volumes.append(volume)
        found = LineListVolume(path, listed, volumes)
        samples = found.geometry.samples
        said = replace(choices, unit=None, interval=None)
        if (
            said != OpenChoices()
            or choices.unit not in (None, samples.unit)
            or choices.interval not in (None, samples.interval)
        ):
            raise BadRequest(
                tr(
                    "{path_name} lists 2D lines, each of which keeps how it is opened: name choices when you "
                    "add a line."
                ).format(path_name=path.name)
            )
        opened.pop_all()
    return found


def _opened(path: Path, line: ListedLine) -> Generator[Progress, None, Volume]:
    from seisviewer.volumes.opening import open_steps

    choices = {name: value for name, value in vars(line.choices).items() if value is not None}
    try:
        volume = yield from filtered(open_steps(line.path, **choices), lambda event: not isinstance(event, Notice))
    except UnreadableFile as error:
        raise UnreadableFile(
            tr("{path_name} cannot be opened without its line {line_name}: {error}").format(
                path_name=path.name, line_name=line.name, error=error
            )
        ) from error
    why = why_no_line(line.path.name, volume)
    if why:
        volume.close()
        raise UnreadableFile(why)
    return volume


def removed_geometry(place: LinePlace, reference: CoordinateReference) -> Geometry:
    """The grid of a line that was removed: straight, and without a trace."""
    count = place.traces.count
    xy = np.linspace(*place.ends, count)[None]
    inline, live = LineAxis(place.number, 1, 1), np.zeros((1, count), bool)
    return Geometry(inline, place.traces, place.samples, live, None, xy, True, reference)


def why_no_line(name: str, volume: Volume) -> str:
    """Why a file cannot be one of several 2D lines, in a sentence; "" where it can."""
    geometry = volume.geometry
    if not geometry.is_2d or geometry.lines:
        return tr("{name} is no 2D line: only files of one line each can be put together.").format(name=name)
    if geometry.trace_xy is None:
        return tr(
            "{name} has no coordinates in its trace headers, so nobody knows where it crosses other "
            "lines: name the bytes that hold them."
        ).format(name=name)
    return ""


def doubts(geometry: Geometry) -> str:
    """Why the coordinates of one line are hardly those of its traces, in half a sentence; "" where nothing speaks against
    them."""
    steps = np.linalg.norm(np.diff(geometry.trace_xy[0], axis=0), axis=1)
    typical = float(np.median(steps)) if steps.size else 0.0
    if typical <= 0:
        return tr("most of its traces lie at one place")
    if float(steps.max()) > 50 * typical:
        trace = geometry.crosslines.number(int(steps.argmax()))
        return tr("from trace {trace} to the next it jumps {max:.0f} times as far as elsewhere").format(
            trace=trace, max=float(steps.max()) / typical
        )
    return ""


def joined(names: Sequence[str], geometries: Sequence[Geometry]) -> tuple[Geometry, tuple[int, ...]]:
    """The grid of several lines, and the sample of it at which each begins. Raises UnreadableFile where they do not fit
    together."""
    first = geometries[0]
    for name, each in zip(names, geometries, strict=True):
        _check_fit(names[0], first, name, each)
    interval, start = first.samples.interval, first.samples.start
    offsets = tuple(round((each.samples.start - start) / interval) for each in geometries)
    depth = max(offset + each.samples.count for offset, each in zip(offsets, geometries, strict=True))
    width = max(each.crosslines.count for each in geometries)
    live, xy = np.zeros((len(geometries), width), bool), np.empty((len(geometries), width, 2))
    for index, each in enumerate(geometries):
        count = each.crosslines.count
        live[index, :count] = each.live[0]
        xy[index, :count], xy[index, count:] = each.trace_xy[0], each.trace_xy[0, -1]
    lines = tuple(LineOfSeveral(name, each.crosslines) for name, each in zip(names, geometries, strict=True))
    samples = SampleAxis(start, interval, depth, first.samples.unit)
    inlines = LineAxis(first.inlines.start, 1, len(geometries))
    found = Geometry(inlines, LineAxis(1, 1, width), samples, live, None, xy, True, first.reference, lines)
    return found, offsets


def _check_fit(first_name: str, first: Geometry, name: str, line: Geometry) -> None:
    one, other = first.samples, line.samples
    if one.unit != other.unit or not np.isclose(one.interval, other.interval, rtol=1e-6):
        raise UnreadableFile(
            tr(
                "{name} has samples every {interval:g} {unit} and {first_name} every {interval2:g} "
                "{unit2}: only lines with the same samples can be put together; resample one of them."
            ).format(
                name=name,
                interval=other.interval,
                unit=other.unit,
                first_name=first_name,
                interval2=one.interval,
                unit2=one.unit,
            )
        )
    offset = (other.start - one.start) / one.interval
    if offset < -1e-3 or abs(offset - round(offset)) > 1e-3:
        raise UnreadableFile(
            tr(
                "{name} begins at {start:g} {unit} and {first_name} at {start2:g} {unit2}: a line has to "
                "begin as the first one does, or whole samples later."
            ).format(
                name=name, start=other.start, unit=other.unit, first_name=first_name, start2=one.start, unit2=one.unit
            )
        )
    known = first.reference, line.reference
    if known[0].is_geographic != known[1].is_geographic or (
        None not in (known[0].unit, known[1].unit) and known[0].unit != known[1].unit
    ):
        units = [reference.unit or tr("a unit that is not stated") for reference in known]
        raise UnreadableFile(
            tr(
                "{name} has coordinates in {units} and {first_name} in {units2}: they lie on no common "
                "map; convert one of them."
            ).format(name=name, units=units[1], first_name=first_name, units2=units[0])
        )
    systems = [reference.system for reference in known]
    if all(systems) and systems[0] != systems[1]:
        raise UnreadableFile(
            tr(
                "{name} has coordinates of {systems} and {first_name} of {systems2}: they lie on no "
                "common map; convert one of them."
            ).format(name=name, systems=systems[1], first_name=first_name, systems2=systems[0])
        )
