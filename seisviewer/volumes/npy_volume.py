"""Sections from a NumPy array in a .npy file."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from pathlib import Path
from tokenize import TokenError

import numpy as np

from seisviewer.errors import BadRequest, UnreadableFile
from seisviewer.progress import Progress
from seisviewer.volumes.geometry import Direction, Geometry, LineAxis, SampleAxis, SectionId
from seisviewer.volumes.open_choices import ArrayAxes, OpenChoices
from seisviewer.volumes.volume import IMPOSSIBLE, Volume, finite

CHUNK_BYTES = 64_000_000


class NpyVolume(Volume):
    """An array of any real type, read through a memory map. Traces that are all zero or all NaN are missing."""

    def __init__(self, path: Path, array: np.ndarray, geometry: Geometry, axes: ArrayAxes) -> None:
        self.path = path
        self.name = path.stem
        self.axes = axes
        self.geometry = geometry
        self._array: np.ndarray | None = array

    @property
    def dtype(self) -> np.dtype:
        """Type of the samples as they are stored."""
        return self._mapped().dtype

    def section(self, section: SectionId) -> np.ndarray:
        index = self.geometry.index(section)
        array = self._mapped()
        if section.direction is Direction.INLINE:
            stored = array[index]
        elif section.direction is Direction.CROSSLINE:
            stored = array[:, index]
        else:
            stored = array[:, :, index]
        amplitudes = finite(np.array(stored, dtype=np.float32, order="C"))
        amplitudes[~self.geometry.section_live(section)] = np.nan
        return amplitudes

    def close(self) -> None:
        self._array = None

    def _mapped(self) -> np.ndarray:
        array = self._array
        if array is None:
            raise UnreadableFile(f"{self.path.name} was closed: open it again.")
        return array


def open_array(path: Path, choices: OpenChoices) -> Generator[Progress, None, NpyVolume]:
    """Map the array, put its axes in order and find the live traces; raises UnreadableFile."""
    if choices.crs is not None:
        raise BadRequest(f"{path.name} has no coordinates, so they are in no system: leave it out.")
    axes = choices.axes or ArrayAxes()
    axes = replace(axes, unit=choices.unit or axes.unit, interval=choices.interval or axes.interval)
    array = _map_array(path)
    is_2d = array.ndim == 2
    order = axes.order.replace("i", "") if is_2d else axes.order
    array = array.transpose([order.index(axis) for axis in ("xs" if is_2d else "ixs")])
    array = array[None] if is_2d else array
    live, impossible = yield from _look_through(array, path)
    if not live.any():
        raise UnreadableFile(f"{path.name} holds nothing but zeros: choose another file.")
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
    return _map_array(Path(path)).shape


def _map_array(path: Path) -> np.ndarray:
    try:
        # Never pickled arrays: they could run code.
        array = np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))
    except (ValueError, OSError, EOFError, SyntaxError, TokenError) as error:
        raise UnreadableFile(
            f"{path.name} is no NumPy array of numbers, or it is damaged: choose another file."
        ) from error
    if array.dtype.kind not in "fiu":
        raise UnreadableFile(f"{path.name} holds values of type {array.dtype}, not real numbers: save it as float32.")
    if array.ndim not in (2, 3) or 0 in array.shape:
        raise UnreadableFile(
            f"{path.name} holds an array of shape {array.shape}: a survey has three axes and a 2D line has two."
        )
    return array


def _look_through(array: np.ndarray, path: Path) -> Generator[Progress, None, tuple[np.ndarray, int]]:
    """Bool (inlines, crosslines), True where a trace has any sample that says something: neither zero nor impossible. And
    how many samples of such traces are impossible: infinite, NaN, or larger than any amplitude."""
    inlines = len(array)
    live, impossible = np.zeros(array.shape[:2], bool), 0
    chunk = max(1, CHUNK_BYTES // max(1, array[0].nbytes))
    for start in range(0, inlines, chunk):
        yield Progress(start, inlines, f"Reading {path.name}")
        part = array[start : start + chunk]
        if array.dtype.kind != "f":
            live[start : start + chunk] = (part != 0).any(axis=2)
            continue
        with np.errstate(invalid="ignore"):
            possible = np.abs(part) < IMPOSSIBLE  # NaN is not
        live[start : start + chunk] = (possible & (part != 0)).any(axis=2)
        if not possible.all():
            impossible += int(np.count_nonzero(~possible[live[start : start + chunk]]))
    yield Progress(inlines, inlines, f"Reading {path.name}")
    return live, impossible


def _said_of_values(path: Path, impossible: int, samples: int) -> tuple[str, ...]:
    """For the user; raises UnreadableFile where most samples are impossible."""
    if impossible > 0.5 * samples:
        raise UnreadableFile(
            f"{path.name} holds no amplitudes: most of its values are infinite, no number or beyond {IMPOSSIBLE:.0e}. Save "
            "it again as float32."
        )
    if not impossible:
        return ()
    what = "1 sample" if impossible == 1 else f"{impossible:,} samples"
    return (f"{what} of {path.name} can be no amplitude (infinite, no number or beyond {IMPOSSIBLE:.0e}): shown as 0.",)
