"""A part of a survey that is written in place of the whole: some of its lines, and some of its samples."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from seisviewer.errors import BadRequest
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Geometry, LineAxis, SampleAxis


@dataclass(frozen=True)
class SurveyBox:
    """Indices of the inlines, crosslines and samples that lie inside; each range steps by one and is never empty."""

    inlines: range
    crosslines: range
    samples: range

    @classmethod
    def whole(cls, geometry: Geometry) -> SurveyBox:
        return cls(*(range(count) for count in geometry.shape))

    @classmethod
    def between(
        cls,
        geometry: Geometry,
        inlines: tuple[int, int] | None = None,
        crosslines: tuple[int, int] | None = None,
        z: tuple[float, float] | None = None,
    ) -> SurveyBox:
        """The lines from one number to another and the samples from one depth or time to another, both ends included;
        None for all of them. Raises BadRequest where nothing of the survey lies between."""
        return cls(
            _lines(geometry.inlines, inlines, "inline"),
            _lines(geometry.crosslines, crosslines, "crossline"),
            _samples(geometry.samples, z),
        )

    @property
    def shape(self) -> tuple[int, int, int]:
        """(inlines, crosslines, samples)."""
        return len(self.inlines), len(self.crosslines), len(self.samples)

    @property
    def grid(self) -> tuple[slice, slice]:
        """What cuts it out of an array (inlines, crosslines)."""
        return _slice(self.inlines), _slice(self.crosslines)

    @property
    def on_inline(self) -> tuple[slice, slice]:
        """What cuts it out of an inline (crosslines, samples)."""
        return _slice(self.crosslines), _slice(self.samples)

    def is_whole(self, geometry: Geometry) -> bool:
        return self.shape == geometry.shape

    def traces(self, geometry: Geometry) -> np.ndarray:
        """Bool (inlines, crosslines) of the survey: whether the box holds the place."""
        inside = np.zeros(geometry.shape[:2], bool)
        inside[self.grid] = True
        return inside

    def cut(self, geometry: Geometry) -> Geometry:
        """The grid of what lies inside."""
        affine = geometry.affine
        if affine is not None:
            corner = affine @ (self.inlines.start, self.crosslines.start, 1.0)
            affine = np.column_stack([affine[:, :2], corner])
        samples = geometry.samples
        return replace(
            geometry,
            inlines=_axis(geometry.inlines, self.inlines),
            crosslines=_axis(geometry.crosslines, self.crosslines),
            samples=replace(samples, start=float(samples.values[self.samples.start]), count=len(self.samples)),
            live=geometry.live[self.grid],
            affine=affine,
            trace_xy=None if geometry.trace_xy is None else geometry.trace_xy[self.grid],
        )


def _slice(part: range) -> slice:
    return slice(part.start, part.stop)


def _axis(axis: LineAxis, part: range) -> LineAxis:
    return LineAxis(axis.number(part.start), axis.step, len(part))


def _lines(axis: LineAxis, ends: tuple[int, int] | None, kind: str) -> range:
    if ends is None:
        return range(axis.count)
    lowest, highest = sorted(ends)
    inside = np.flatnonzero((axis.numbers >= lowest) & (axis.numbers <= highest))
    if not inside.size:
        raise BadRequest(
            tr("No {kind} lies between {lowest} and {highest}: the survey has {start}–{stop}.").format(
                kind=kind, lowest=lowest, highest=highest, start=axis.start, stop=axis.stop
            )
        )
    return range(int(inside[0]), int(inside[-1]) + 1)


def _samples(axis: SampleAxis, ends: tuple[float, float] | None) -> range:
    if ends is None:
        return range(axis.count)
    lowest, highest = sorted(ends)
    slack = axis.interval / 1000  # 812.4 as it was typed may lie a hair beside the sample
    inside = np.flatnonzero((axis.values >= lowest - slack) & (axis.values <= highest + slack))
    if not inside.size:
        raise BadRequest(
            tr("No sample lies between {lowest:g} and {highest:g} {unit}: the survey has {start:g}–{stop:g}.").format(
                lowest=lowest, highest=highest, unit=axis.unit, start=axis.start, stop=axis.stop
            )
        )
    return range(int(inside[0]), int(inside[-1]) + 1)
