"""A survey to be read from a notebook."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from seisviewer.errors import BadRequest
from seisviewer.memory import available_memory
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction, Geometry, SectionId
from seisviewer.volumes.survey_box import SurveyBox
from seisviewer.volumes.volume import Volume

if TYPE_CHECKING:
    import xarray

Ends = tuple[float, float]  # first and last, both included


class Survey:
    """An open survey. Sections are cut by any thread; `close` gives the file back."""

    def __init__(self, volume: Volume) -> None:
        self._volume = volume

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        inlines, crosslines, samples = self.shape
        return f"<Survey {self.name}: {inlines} inlines, {crosslines} crosslines, {samples} samples>"

    def close(self) -> None:
        self._volume.close()

    @property
    def name(self) -> str:
        return self._volume.name

    @property
    def path(self) -> Path:
        return self._volume.path

    @property
    def geometry(self) -> Geometry:
        """The grid: line numbers, samples, live traces, coordinates."""
        return self._volume.geometry

    @property
    def shape(self) -> tuple[int, int, int]:
        """(inlines, crosslines, samples)."""
        return self.geometry.shape

    @property
    def inlines(self) -> np.ndarray:
        """Line numbers, int (inlines,)."""
        return self.geometry.inlines.numbers

    @property
    def crosslines(self) -> np.ndarray:
        """Line numbers, int (crosslines,)."""
        return self.geometry.crosslines.numbers

    @property
    def z(self) -> np.ndarray:
        """Two-way times in ms, or depths in `unit`, float64 (samples,)."""
        return self.geometry.samples.values

    @property
    def unit(self) -> str:
        """Of `z`: "ms", "m" or "ft"."""
        return self.geometry.samples.unit

    def section(self, direction: str, number: int) -> np.ndarray:
        """Amplitudes of a section, float32, NaN where there is no trace: (traces, samples) of an "inline" or "crossline" by
        its line number, (inlines, crosslines) of a "time" slice by the number of its sample, 0 at the top.

        Raises SeisviewerError where the survey has no such section.
        """
        return self._volume.section(section_named(direction, number))

    def to_xarray(
        self, inlines: Ends | None = None, crosslines: Ends | None = None, z: Ends | None = None
    ) -> xarray.Dataset:
        """The variable `amplitude` of a box, float32 (inline, crossline, twt or depth), with line numbers and X and Y.

        inlines, crosslines, z: first and last line number, time or depth, both included; all where not given. Raises
        SeisviewerError where nothing lies between them or it does not fit into memory.
        """
        box = box_between(self.geometry, inlines, crosslines, z)
        return dataset(self.geometry, box, {"amplitude": (self.inline_at, np.float32, {"long_name": "amplitude"})})

    def inline_at(self, index: int) -> np.ndarray:
        """Amplitudes of the inline at a position, float32 (crosslines, samples)."""
        return self._volume.section(self.geometry.section(Direction.INLINE, index))


# A variable of a data set: what gives (crosslines, samples) of an inline by its index, its type, what is said of it.
Variable = tuple[Callable[[int], np.ndarray], type, Mapping[str, Any]]


def section_named(direction: str, number: int) -> SectionId:
    """The section of a direction and number as users give them; raises BadRequest."""
    try:
        return SectionId(Direction(direction), operator.index(number))
    except ValueError:
        raise BadRequest(
            tr("“{direction}” is no direction of a section: write inline, crossline or time.").format(
                direction=direction
            )
        ) from None
    except TypeError:
        raise BadRequest(
            tr("“{number}” is no number of a section: write a whole number.").format(number=number)
        ) from None


def box_between(geometry: Geometry, inlines: Ends | None, crosslines: Ends | None, z: Ends | None) -> SurveyBox:
    """Raises BadRequest for what is no pair of numbers, and where nothing of the survey lies between."""
    for ends in (inlines, crosslines, z):
        try:
            if ends is not None:
                first, last = ends
                math.fsum((first, last))
        except (TypeError, ValueError):
            raise BadRequest(
                tr("{ends} is no range: write the first and the last, such as (100, 200).").format(ends=ends)
            ) from None
    return SurveyBox.between(geometry, inlines, crosslines, z)


def dataset(geometry: Geometry, box: SurveyBox, variables: Mapping[str, Variable]) -> xarray.Dataset:
    """Read the variables of a box into a data set named as the Zarr stores are that the program writes. Raises BadRequest
    without xarray, and where it does not fit into memory."""
    size = sum(np.dtype(kind).itemsize for _, kind, _ in variables.values()) * math.prod(box.shape)
    if size > available_memory() // 2:
        raise BadRequest(
            tr(
                "This box takes {size:.1f} GiB, more than half of the free memory: name inlines, crosslines or z."
            ).format(size=size / 2**30)
        )
    try:
        import xarray
    except ImportError as error:
        raise BadRequest(tr("xarray is not installed: pip install xarray.")) from error

    part = box.cut(geometry)
    z = "twt" if part.samples.is_time else "depth"
    dimensions = ("inline", "crossline", z)
    coordinates: dict[str, Any] = {
        "inline": part.inlines.numbers,
        "crossline": part.crosslines.numbers,
        z: (z, part.samples.values, {"units": part.samples.unit, "positive": "down"}),
    }
    if part.xy(0, 0) is not None:
        coordinates |= {name: (dimensions[:2], values) for name, values in zip("xy", part.grid_xy(), strict=True)}
    made = {}
    for name, (inline, kind, said) in variables.items():
        values = np.empty(box.shape, kind)
        for row, index in zip(values, box.inlines, strict=True):
            row[:] = inline(index)[box.on_inline]
        made[name] = (dimensions, values, dict(said))
    return xarray.Dataset(made, coordinates)
