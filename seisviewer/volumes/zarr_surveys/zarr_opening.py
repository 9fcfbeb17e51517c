"""Opens the survey in a Zarr store: which of its arrays that is, and where its traces and samples lie."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

import numpy as np

from seisviewer.errors import BadRequest, UnreadableFile
from seisviewer.memory import available_memory
from seisviewer.progress import Progress
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Geometry
from seisviewer.volumes.open_choices import OpenChoices
from seisviewer.volumes.store.build_record import read_record
from seisviewer.volumes.store.byte_source import FolderSource
from seisviewer.volumes.store.store_volume import StoreVolume, open_store
from seisviewer.volumes.survey_coordinates import fit_affine, line_coordinates
from seisviewer.volumes.volume import IMPOSSIBLE, Volume
from seisviewer.volumes.zarr_surveys.chunked_array import ChunkedArray
from seisviewer.volumes.zarr_surveys.found_survey import MOST_TRACES, FoundSurvey, find_survey
from seisviewer.volumes.zarr_surveys.live_traces import look_for_traces
from seisviewer.volumes.zarr_surveys.store_axes import StoredLines, lines_of, samples_of
from seisviewer.volumes.zarr_surveys.store_members import read_store
from seisviewer.volumes.zarr_surveys.store_objects import StoreObjects, ZipObjects
from seisviewer.volumes.zarr_surveys.zarr_volume import ZarrVolume

LOCAL_THREADS = 4
MOST_LOOKED_AT = 64 << 20  # bytes, unpacked, that are read from elsewhere to find empty traces
MEMORY_OF_TRACE = 64  # bytes, of all that is kept of one


def open_zarr(path: Path, choices: OpenChoices) -> Generator[Progress, None, Volume]:
    """Open the store in a folder or a zip file; raises UnreadableFile, as UnclearFile where the user may say more."""
    objects = FolderSource(path) if path.is_dir() else ZipObjects(path)
    try:
        return (yield from open_objects(objects, path, choices, LOCAL_THREADS))
    except BaseException:
        objects.close()
        raise


def open_objects(
    objects: StoreObjects, path: Path, choices: OpenChoices, threads: int, *, name: str = "", is_far: bool = False
) -> Generator[Progress, None, Volume]:
    """The survey in a store. threads: that read at the same time. is_far: reading takes so long that traces without data
    are looked for only in small stores. name: of the store, where the path has another. Who calls closes the objects where it raises."""
    name = name or path.name
    if choices.coordinate_scalar is not None or choices.axes is not None or choices.headers is not None:
        raise BadRequest(
            tr("{name} says itself what its axes and coordinates are: leave header bytes, axes and scalar out.").format(
                name=name
            )
        )
    yield Progress(0, 0, tr("Opening {name}").format(name=name))
    own = _own_store(objects, path, choices, threads if is_far else 1)
    if own is not None:
        return own
    found = find_survey(objects, read_store(objects, name), name, choices.variable)
    geometry, lines, said = _grid(found, choices)
    array = ChunkedArray(objects, found.member, name, threads)
    try:
        live, more = yield from _live(found, array, is_far)
        grid = _on_grid(live, lines)
        if not grid.any():
            raise UnreadableFile(tr("{name} holds nothing but zeros: choose another store.").format(name=name))
        geometry = _with_coordinates(found, replace(geometry, live=grid), lines, choices)
        volume = ZarrVolume(path, objects, array, found.axes, geometry, lines)
    except BaseException:
        array.close()
        raise
    if found.others and choices.variable is None:
        named = ", ".join(found.others[:6])
        said = (
            *said,
            tr("{name} holds more than one volume: {member_name} is shown, and {named} can be chosen.").format(
                name=name, member_name=found.member.name, named=named
            ),
        )
    volume.notices = (*said, *more)
    return volume


def _own_store(objects: StoreObjects, path: Path, choices: OpenChoices, threads: int) -> StoreVolume | None:
    """The survey in a store that seisviewer made to read surveys fast, which it reads in a faster way; None for every other
    store, and where the user says of this one what it does not. Raises UnreadableFile for one that is not whole."""
    if choices.variable is not None or choices.crs is not None or read_record(objects) is None:
        return None
    volume = open_store(objects, path, threads)
    samples = volume.geometry.samples
    as_it_says = choices.unit in (None, samples.unit) and choices.interval in (None, samples.interval)
    return volume if as_it_says else None


def _grid(
    found: FoundSurvey, choices: OpenChoices
) -> tuple[Geometry, tuple[StoredLines, StoredLines], tuple[str, ...]]:
    """All but live traces and coordinates; how the lines are stored; and what was decided."""
    inlines, crosslines, samples = found.shape
    if inlines * crosslines > min(MOST_TRACES, available_memory() // MEMORY_OF_TRACE):
        raise UnreadableFile(
            tr("{found_name} says that it has {inlines:,} traces, too many for the memory of this machine.").format(
                found_name=found.name, inlines=inlines * crosslines
            )
        )
    said, lines = [], []
    for place, what, count in ((0, "inline", inlines), (1, "crossline", crosslines)):
        numbers = found.numbers(place)
        if numbers is None and found.dimension(place):
            said.append(
                tr("{found_name} has no {what} numbers: they are counted from 1.").format(
                    found_name=found.name, what=what
                )
            )
        lines.append(lines_of(numbers, count, what, found.name))
    unit, dimension = found.unit(2), found.dimension(2)
    axis, more = samples_of(found.numbers(2), unit, dimension, samples, choices, found.name)
    rows, columns = (each.axis for each in lines)
    if rows.count * columns.count > MOST_TRACES:
        raise UnreadableFile(
            tr("The line numbers of {found_name} span {count:,} traces: check them.").format(
                found_name=found.name, count=rows.count * columns.count
            )
        )
    live = np.ones((rows.count, columns.count), bool)
    geometry = Geometry(rows, columns, axis, live, is_2d=rows.count == 1)
    return geometry, (lines[0], lines[1]), (*said, *more)


def _live(
    found: FoundSurvey, array: ChunkedArray, is_far: bool
) -> Generator[Progress, None, tuple[np.ndarray, tuple[str, ...]]]:
    """Bool (inlines, crosslines) in the order of the store, and what is to be said of it."""
    mask = found.mask()
    if mask is not None:
        return mask, ()
    inlines, crosslines, samples = found.shape
    unit = tuple(array.unit[axis] if axis >= 0 else 1 for axis in found.axes)
    if is_far and inlines * crosslines * unit[2] * found.member.kind.itemsize > MOST_LOOKED_AT:
        return np.ones((inlines, crosslines), bool), (
            tr(
                "{found_name} does not say which of its traces are empty, and is too large to look for "
                "them from here: empty ones are shown as zeros."
            ).format(found_name=found.name),
        )

    def read(*place: int) -> np.ndarray:
        stored = sorted((axis, at) for axis, at in zip(found.axes, place, strict=True) if axis >= 0)
        values = array.chunk(tuple(at for _, at in stored), keep=False)
        values = values.transpose([axis for axis in found.axes if axis >= 0])
        return values if found.axes[0] >= 0 else values[None]

    looked = yield from look_for_traces(found.shape, unit, read, found.member.missing, array.pool, found.name)
    if looked.impossible > 0.5 * looked.seen:
        raise UnreadableFile(
            tr(
                "{found_name} holds no amplitudes: most of its values are infinite, no number or beyond "
                "{impossible:.0e}."
            ).format(found_name=found.name, impossible=IMPOSSIBLE)
        )
    return looked.live, ()


def _on_grid(values: np.ndarray, lines: tuple[StoredLines, StoredLines]) -> np.ndarray:
    """Bool over the stored lines turned into one over the grid; False where a line is not stored."""
    rows, columns = (each.places for each in lines)
    grid = values[np.ix_(np.maximum(rows, 0), np.maximum(columns, 0))].astype(bool)
    grid[rows < 0], grid[:, columns < 0] = False, False
    return grid


def _with_coordinates(
    found: FoundSurvey, geometry: Geometry, lines: tuple[StoredLines, StoredLines], choices: OpenChoices
) -> Geometry:
    stated = found.coordinates(choices)
    if stated is None:
        return geometry
    *pair, reference = stated
    rows, columns = np.nonzero(geometry.live)
    x, y = (values[lines[0].places[rows], lines[1].places[columns]] for values in pair)
    if geometry.is_2d:
        xy = line_coordinates(columns, x, y, geometry.crosslines.count)
        return replace(geometry, trace_xy=None if xy is None else xy[None], reference=reference)
    return replace(geometry, affine=fit_affine(rows, columns, x, y), reference=reference)
