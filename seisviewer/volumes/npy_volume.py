"""Sections from a NumPy array in a .npy file."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

import numpy as np

from seisviewer.errors import BadRequest, UnreadableFile
from seisviewer.progress import Progress
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction, Geometry, LineAxis, SampleAxis, SectionId
from seisviewer.volumes.open_choices import ArrayAxes, OpenChoices
from seisviewer.volumes.stored_array import ArrayFormat, StoredArray, read_format
from seisviewer.volumes.volume import IMPOSSIBLE, Volume, finite

CHUNK_BYTES = 64_000_000
AXES = (Direction.INLINE, Direction.CROSSLINE, Direction.TIME)


class NpyVolume(Volume):
    """An array of any real type. Traces that are all zero or all NaN are missing."""

    def __init__(self, path: Path, array: StoredArray, geometry: Geometry, axes: ArrayAxes) -> None:
        self.path = path
        self.name = path.stem
        self.axes = axes
        self.geometry = geometry
        self.dtype = array.dtype  # of the samples as they are stored
        self._array = array

    def section(self, section: SectionId) -> np.ndarray:
        axis = AXES.index(section.direction)
        stored = self._array.plane(axis, self.geometry.index(section))
        amplitudes = finite(np.array(stored, dtype=np.float32, order="C"))
        amplitudes[~self.geometry.section_live(section)] = np.nan
        return amplitudes

    def close(self) -> None:
        self._array.close()


def open_array(path: Path, choices: OpenChoices) -> Generator[Progress, None, NpyVolume]:
    """Put the axes of the array in order and find its live traces; raises UnreadableFile."""
    if choices.crs is not None or choices.coordinate_scalar is not None:
        raise BadRequest(
            tr("{path_name} has no coordinates, so they have no system and no scalar: leave these out.").format(
                path_name=path.name
            )
        )
    axes = choices.axes or ArrayAxes()
    axes = replace(axes, unit=choices.unit or axes.unit, interval=choices.interval or axes.interval)
    found = _real_format(path)
    is_2d = len(found.shape) == 2
    order = axes.order.replace("i", "") if is_2d else axes.order
    array = StoredArray(path, found, tuple(order.find(axis) for axis in "ixs"))
    live, impossible = yield from _look_through(array, path)
    if not live.any():
        raise UnreadableFile(
            tr("{path_name} holds nothing but zeros: choose another file.").format(path_name=path.name)
        )
    said = _said_of_values(path, impossible, int(live.sum()) * array.shape[2])
    inlines, crosslines, samples = array.shape
    geometry = Geometry(
        inlines=LineAxis(axes.inline_start, axes.inline_step, inlines),
        crosslines=LineAxis(axes.crossline_start, axes.crossline_step, crosslines),
        samples=SampleAxis(axes.start, axes.interval, samples, axes.unit),
        live=live,
        is_2d=inlines == 1,
    )
    volume = NpyVolume(path, array, geometry, axes)
    volume.notices = said
    return volume


def array_shape(path: str | Path) -> tuple[int, ...]:
    """Shape of the array as it lies in the file, so that the user can say which axis is which."""
    return _real_format(Path(path)).shape


def _real_format(path: Path) -> ArrayFormat:
    found = read_format(path)
    if found.dtype.kind not in "fiu":
        raise UnreadableFile(
            tr("{path_name} holds values of type {dtype}, not real numbers: save it as float32.").format(
                path_name=path.name, dtype=found.dtype
            )
        )
    if len(found.shape) not in (2, 3) or 0 in found.shape:
        raise UnreadableFile(
            tr("{path_name} holds an array of shape {shape}: a survey has three axes and a 2D line has two.").format(
                path_name=path.name, shape=found.shape
            )
        )
    return found


def _look_through(array: StoredArray, path: Path) -> Generator[Progress, None, tuple[np.ndarray, int]]:
    """Bool (inlines, crosslines), True where a trace has any sample that says something: neither zero nor impossible. And
    how many samples of such traces are impossible: infinite, NaN, or larger than any amplitude."""
    live, impossible = np.zeros(array.shape[:2], bool), np.zeros(array.shape[:2], np.int64)
    count = array.shape[array.slowest]
    chunk = max(1, CHUNK_BYTES * count // (int(np.prod(array.shape, dtype=np.int64)) * array.dtype.itemsize))
    for start in range(0, count, chunk):
        yield Progress(start, count, tr("Reading {path_name}").format(path_name=path.name))
        part = array.block(start, start + chunk)
        here = slice(start, start + chunk)
        traces = {0: (here,), 1: (slice(None), here), 2: ()}[array.slowest]
        if array.dtype.kind != "f":
            live[traces] |= (part != 0).any(axis=2)
            continue
        with np.errstate(invalid="ignore"):
            possible = np.abs(part) < IMPOSSIBLE  # NaN is not
        live[traces] |= (possible & (part != 0)).any(axis=2)
        if not possible.all():
            impossible[traces] += np.count_nonzero(~possible, axis=2)
    yield Progress(count, count, tr("Reading {path_name}").format(path_name=path.name))
    return live, int(impossible[live].sum())


def _said_of_values(path: Path, impossible: int, samples: int) -> tuple[str, ...]:
    """For the user; raises UnreadableFile where most samples are impossible."""
    if impossible > 0.5 * samples:
        raise UnreadableFile(
            tr(
                "{path_name} holds no amplitudes: most of its values are infinite, no number or beyond "
                "{impossible:.0e}. Save it again as float32."
            ).format(path_name=path.name, impossible=IMPOSSIBLE)
        )
    if not impossible:
        return ()
    what = "1 sample" if impossible == 1 else tr("{impossible:,} samples").format(impossible=impossible)
    return (
        tr(
            "{what} of {path_name} can be no amplitude (infinite, no number or beyond {impossible:.0e}): shown as 0."
        ).format(what=what, path_name=path.name, impossible=IMPOSSIBLE),
    )
