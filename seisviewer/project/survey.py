"""What a project remembers of its survey: where the file is, how it was opened, and the grid that its labels lie on."""

from __future__ import annotations

import base64
import os
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from seisviewer.bounded_reading import unpacked
from seisviewer.errors import ProjectError, SeisviewerError
from seisviewer.memory import available_memory
from seisviewer.project.sources import in_sentence, places, relative_path
from seisviewer.project.stored_values import Unfit, number_of, of_kind, whole
from seisviewer.translation import tr
from seisviewer.volumes.far.address import checked_address
from seisviewer.volumes.far.location_file import address_of, place_of
from seisviewer.volumes.geometry import Geometry, LineAxis, LineOfSeveral, SampleAxis
from seisviewer.volumes.opening import is_survey_folder
from seisviewer.volumes.survey_state import survey_status


@dataclass(frozen=True)
class SurveyRecord:
    """relative: path of the survey file from the project folder; absolute: the same from the root, tried second.

    choices: how the file was opened (header bytes, axes of an array, unit, interval), as JSON. bytes, modified: size
    and modification time of the file when it was last seen. geometry: the grid; labels fit no other. address: of a survey on
    a server, for which the file is only a location; a project keeps it, so that the location can be made anew.
    """

    relative: str
    absolute: str
    choices: dict[str, Any]
    bytes: int
    modified: float
    geometry: Geometry = field(repr=False)
    address: str = ""

    @property
    def name(self) -> str:
        """File name of the survey."""
        return Path(self.absolute).name

    def found(self, folder: Path) -> Path:
        """Where the survey file is; raises ProjectError when it is neither in its old place nor beside the project."""
        for place in places(folder, self.relative, self.absolute):
            # Not of Path, which raises for names that the system does not take.
            if os.path.isfile(place) or is_survey_folder(place):
                return Path(os.path.normpath(place))
        if self.address:
            return self._location(folder)
        raise ProjectError(
            tr(
                "The survey {in_sentence} of {folder} is no longer at {in_sentence2}: put it back, put "
                "it beside the project, or say where it is."
            ).format(in_sentence=in_sentence(self.name), folder=folder, in_sentence2=in_sentence(self.absolute))
        )

    def _location(self, folder: Path) -> Path:
        try:
            return place_of(checked_address(self.address).text)
        except SeisviewerError as error:
            raise ProjectError(
                tr("{folder} is of a survey elsewhere that cannot be opened: {error}").format(
                    folder=folder, error=error
                )
            ) from error

    def is_changed(self, now: SurveyRecord) -> bool:
        """Whether the file was written to between this record and `now`."""
        return (self.bytes, self.modified) != (now.bytes, now.modified)

    def check_grid(self, geometry: Geometry, folder: Path) -> None:
        """Raises ProjectError when the survey has another grid than the labels, and is not the same with more 2D lines."""
        old, new = grid_in_words(self.geometry), grid_in_words(geometry)
        if old != new and not has_grown(self.geometry, geometry):
            raise ProjectError(
                tr(
                    "The labels of {folder} do not fit {name} any more: they were painted on {old}, and the "
                    "file opens with {new}; name the header bytes that give those lines, or make a new "
                    "project of it."
                ).format(folder=folder, name=self.name, old=old, new=new)
            )

    def to_json(self) -> dict[str, Any]:
        fields = {name: value for name, value in vars(self).items() if name != "geometry"}
        if not self.address:  # as programs know it that can open no other
            del fields["address"]
        return {**fields, "geometry": _geometry_to_json(self.geometry)}

    @classmethod
    def from_json(cls, content: dict[str, Any]) -> SurveyRecord:
        """The other way round; raises ValueError, KeyError or TypeError for what no project holds."""
        kinds = {"relative": str, "absolute": str, "choices": dict, "bytes": int, "geometry": dict}
        for name, kind in kinds.items():
            of_kind(content[name], kind)
        of_kind(content.get("address", ""), str)
        number_of(content["modified"])
        return cls(**{**content, "geometry": _geometry_from_json(content["geometry"])})


def record(folder: Path, path: Path, geometry: Geometry, choices: dict[str, Any]) -> SurveyRecord:
    """Describe the survey at `path` for the project in `folder`; raises ProjectError when the file is gone."""
    path, folder = path.absolute(), folder.absolute()
    return SurveyRecord(relative_path(folder, path), str(path), choices, *file_state(path), geometry, address_of(path))


def file_state(path: Path) -> tuple[int, float]:
    """Size in bytes and time of the last change, by which a file is known again; raises ProjectError when it is gone."""
    try:
        status = survey_status(path)
    except OSError as error:
        raise ProjectError(
            tr("{path} cannot be read: {strerror}.").format(path=path, strerror=error.strerror)
        ) from error
    return status.st_size, status.st_mtime


def samples_in_words(geometry: Geometry) -> str:
    """Where the samples lie, as a user would say it."""
    samples = geometry.samples
    return tr("every {interval:g} {unit} from {start:g} {unit}").format(
        interval=samples.interval, unit=samples.unit, start=samples.start
    )


def grid_in_words(geometry: Geometry) -> str:
    """The line numbers and samples, as a user would say them."""
    lines, crosslines, samples = geometry.inlines, geometry.crosslines, geometry.samples
    if geometry.lines:
        named = (
            tr("{line_name} ({start}–{stop} step {step})").format(
                line_name=line.name, start=line.traces.start, stop=line.traces.stop, step=line.traces.step
            )
            for line in geometry.lines
        )
        return tr("the 2D lines {named}, {count} samples").format(named=", ".join(named), count=samples.count)
    return tr("inlines {start}–{stop} step {step}, crosslines {start2}–{stop2} step {step2}, {count} samples").format(
        start=lines.start,
        stop=lines.stop,
        step=lines.step,
        start2=crosslines.start,
        stop2=crosslines.stop,
        step2=crosslines.step,
        count=samples.count,
    )


def has_grown(old: Geometry, new: Geometry) -> bool:
    """Whether a grid is that of more 2D lines, the first of which are those of the old one, with the same traces and
    samples: labels lie on it as they did."""
    if not old.is_2d or not new.lines or old.inlines.start != new.inlines.start:
        return False
    before = [line.traces for line in old.lines] or [old.crosslines]
    one, other = old.samples, new.samples
    same_samples = one.unit == other.unit and one.interval == other.interval and one.start == other.start
    grown = len(new.lines) > len(before) or (not old.lines and len(new.lines) == 1)
    same_lines = [line.traces for line in new.lines[: len(before)]] == before
    same_names = all(line == now for line, now in zip(old.lines, new.lines, strict=False))
    return grown and same_lines and same_names and same_samples and one.count <= other.count


def _geometry_to_json(geometry: Geometry) -> dict[str, Any]:
    live = zlib.compress(np.packbits(geometry.live).tobytes())
    return {
        "inlines": _line_axis_to_json(geometry.inlines),
        "crosslines": _line_axis_to_json(geometry.crosslines),
        "samples": {
            "start": float(geometry.samples.start),
            "interval": float(geometry.samples.interval),
            "count": int(geometry.samples.count),
            "unit": geometry.samples.unit,
        },
        "live": base64.b64encode(live).decode("ascii"),
        "affine": None if geometry.affine is None else geometry.affine.tolist(),
        # Of a single line as programs know it that can open no several ones.
        "trace_xy": None if geometry.trace_xy is None or geometry.lines else geometry.trace_xy[0].tolist(),
        "is_2d": geometry.is_2d,
    } | _lines_to_json(geometry)


def _lines_to_json(geometry: Geometry) -> dict[str, Any]:
    lines = [
        {
            "name": line.name,
            "traces": _line_axis_to_json(line.traces),
            "xy": geometry.trace_xy[index, : line.traces.count].tolist(),
        }
        for index, line in enumerate(geometry.lines)
    ]
    return {"lines": lines} if lines else {}


def _line_axis_to_json(axis: LineAxis) -> dict[str, int]:
    return {"start": int(axis.start), "step": int(axis.step), "count": int(axis.count)}


def _geometry_from_json(content: dict[str, Any]) -> Geometry:
    inlines, crosslines = _line_axis(content["inlines"]), _line_axis(content["crosslines"])
    traces = inlines.count * crosslines.count
    if traces > available_memory() // 2:
        raise Unfit(tr("there is not enough memory for so many traces as its survey has"))
    size = -(-traces // 8)
    bits = np.frombuffer(unpacked(base64.b64decode(content["live"]), size), np.uint8)
    if len(bits) != size:
        raise Unfit(tr("the survey has another number of traces than its grid"))
    live = np.unpackbits(bits, count=traces).astype(bool).reshape(inlines.count, crosslines.count)
    xy = _numbers(content["trace_xy"], (crosslines.count, 2))
    lines, line_xy = _lines_from_json(content.get("lines", []), inlines.count, crosslines.count)
    return Geometry(
        inlines,
        crosslines,
        _sample_axis(content["samples"]),
        live,
        _numbers(content["affine"], (2, 3)),
        line_xy if lines else None if xy is None else xy[None],
        of_kind(content["is_2d"], bool),
        lines=lines,
    )


def _lines_from_json(
    rows: list[dict[str, Any]], count: int, width: int
) -> tuple[tuple[LineOfSeveral, ...], np.ndarray | None]:
    """The lines, and X, Y of their traces, those beyond the end of a line at its last one."""
    if not of_kind(rows, list):
        return (), None
    lines = tuple(LineOfSeveral(of_kind(row["name"], str), _line_axis(row["traces"])) for row in rows)
    if len(lines) != count or any(line.traces.count > width for line in lines):
        raise Unfit(tr("its 2D lines are not those of its grid"))
    xy = np.empty((count, width, 2))
    for index, (line, row) in enumerate(zip(lines, rows, strict=True)):
        traces = line.traces.count
        xy[index, :traces] = _numbers(row["xy"], (traces, 2))
        xy[index, traces:] = xy[index, traces - 1]
    return lines, xy


def _line_axis(content: dict[str, int]) -> LineAxis:
    return LineAxis(of_kind(content["start"], int), whole(content["step"], 1), whole(content["count"], 1))


def _sample_axis(content: dict[str, Any]) -> SampleAxis:
    interval = number_of(content["interval"])
    if not interval > 0:
        raise Unfit(tr("the sample interval is {interval:g}").format(interval=interval))
    return SampleAxis(number_of(content["start"]), interval, whole(content["count"], 1), of_kind(content["unit"], str))


def _numbers(rows: list[list[float]] | None, shape: tuple[int, int]) -> np.ndarray | None:
    if rows is None:
        return None
    numbers = np.array(rows, float)
    if numbers.shape != shape:
        raise Unfit(tr("coordinates have the shape {shape} and not {shape2}").format(shape=numbers.shape, shape2=shape))
    return numbers
