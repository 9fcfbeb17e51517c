"""A line from node to node across a 3D survey, and the section along it, by the nearest traces."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

import numpy as np

from seisviewer.errors import BadRequest
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction, Geometry, LineAxis, SectionId
from seisviewer.volumes.section_axes import IndexAxis
from seisviewer.volumes.section_lengths import grid_places, length_unit
from seisviewer.volumes.volume import Volume

MOST_NODES = 1000
MOST_TRACES = 100_000
LONGEST_NAME = 80


@dataclass(frozen=True)
class RandomLine:
    """nodes: inline and crossline number of each, two at least."""

    name: str
    nodes: tuple[tuple[int, int], ...]

    @classmethod
    def parse(cls, text: str, name: str = tr("Random line")) -> RandomLine:
        """Read `100,300 160,380 219,459`: inline and crossline number of each node. Raises BadRequest for anything else."""
        nodes = re.findall(r"(-?\d+)\s*,\s*(-?\d+)", text)
        if len(nodes) < 2 or re.sub(r"(-?\d+)\s*,\s*(-?\d+)|[\s;]", "", text):
            raise BadRequest(
                tr(
                    "“{text}” is no random line: write inline,crossline of two nodes or more, such as 100,300 219,459."
                ).format(text=text)
            )
        return cls(name, tuple((int(inline), int(crossline)) for inline, crossline in nodes))

    def __str__(self) -> str:
        return " ".join(f"{inline},{crossline}" for inline, crossline in self.nodes)


@dataclass(frozen=True)
class RandomPath:
    """Where a random line runs, one place about every trace distance of the survey.

    inlines, crosslines: int (traces,), the indices of the nearest trace. places: float (traces, 2), fractional indices of
    the line itself. step: from one place to the next, in the unit of `length_unit`. nodes: float, where in `inlines` the
    nodes lie.
    """

    inlines: np.ndarray = field(repr=False)
    crosslines: np.ndarray = field(repr=False)
    places: np.ndarray = field(repr=False)
    step: float
    nodes: np.ndarray = field(repr=False)

    @property
    def count(self) -> int:
        return len(self.inlines)

    @property
    def direction(self) -> Direction:
        """The direction of which it meets fewer lines."""
        inlines, crosslines = (len(np.unique(each)) for each in (self.inlines, self.crosslines))
        return Direction.INLINE if inlines <= crosslines else Direction.CROSSLINE


def random_path(geometry: Geometry, line: RandomLine) -> RandomPath:
    """Raises BadRequest for a survey of one line, for nodes outside the survey, and for a line of no length."""
    if geometry.is_2d:
        raise BadRequest(tr("A 2D line has no room for a random line: open a 3D survey."))
    if not 2 <= len(line.nodes) <= MOST_NODES:
        raise BadRequest(
            tr("A random line has 2 to {most_nodes} nodes, “{line_name}” has {count}.").format(
                most_nodes=MOST_NODES, line_name=line.name, count=len(line.nodes)
            )
        )
    nodes = np.array([(geometry.inlines.index(i), geometry.crosslines.index(j)) for i, j in line.nodes], float)
    legs = np.linalg.norm(np.diff(grid_places(geometry, *nodes.T), axis=0), axis=1)
    corner, inline, crossline = grid_places(geometry, np.array([0, 1, 0]), np.array([0, 0, 1]))
    step = float(min(np.linalg.norm(inline - corner), np.linalg.norm(crossline - corner)))
    along = np.concatenate([[0.0], np.cumsum(legs)])
    if not np.isfinite(along).all() or along[-1] < step or step <= 0:
        raise BadRequest(tr("“{line_name}” has no length: its nodes lie on one trace.").format(line_name=line.name))
    if along[-1] / step > MOST_TRACES:
        raise BadRequest(
            tr("“{line_name}” is longer than {most_traces} traces: draw a shorter one.").format(
                line_name=line.name, most_traces=MOST_TRACES
            )
        )
    distances = np.arange(int(along[-1] / step + 1e-6) + 1) * step
    places = np.stack([np.interp(distances, along, nodes[:, axis]) for axis in (0, 1)], axis=1)
    inlines, crosslines = np.floor(places + 0.5).astype(int).T
    return RandomPath(inlines, crosslines, places, step, along / step)


def distance_axis(geometry: Geometry, path: RandomPath) -> IndexAxis:
    """Counts how far along the line a trace lies."""
    unit = length_unit(geometry)
    return IndexAxis(
        tr("Distance ({unit_name})").format(unit_name=unit.name) if unit.stated else tr("Distance (unit not stated)"),
        0.0,
        path.step,
    )


class RandomLineVolume(Volume):
    """The section along a random line, as a 2D line of its own: its amplitudes are those of the nearest traces. The survey
    stays open when this is closed."""

    def __init__(self, volume: Volume, line: RandomLine) -> None:
        """Raises BadRequest as `random_path`."""
        geometry = volume.geometry
        self.line, self.path_along = line, random_path(geometry, line)
        path = self.path_along
        self._volume = volume
        self.name, self.path = line.name, volume.path
        self.notices, self.chosen = (), volume.chosen
        affine = geometry.affine
        self.geometry = replace(
            geometry,
            inlines=LineAxis(1, 1, 1),
            crosslines=LineAxis(1, 1, path.count),
            live=geometry.live[path.inlines, path.crosslines][None],
            affine=None,
            trace_xy=None if affine is None else (np.column_stack([path.places, np.ones(path.count)]) @ affine.T)[None],
            is_2d=True,
        )

    @property
    def unsure(self) -> str:
        """As of the survey, whose traces it takes."""
        return self._volume.unsure

    @property
    def section_id(self) -> SectionId:
        """Its only section."""
        return self.geometry.section(Direction.INLINE, 0)

    def section(self, section: SectionId) -> np.ndarray:
        index, survey = self.geometry.index(section), self._volume
        if section.direction is Direction.INLINE:
            return survey.traces(self.path_along.inlines, self.path_along.crosslines)
        whole = self.section(self.section_id)
        return whole[None, index] if section.direction is Direction.CROSSLINE else whole[None, :, index]

    def close(self) -> None:
        """Nothing: the survey is its owner's."""
