"""Makes one block of a store: a slab of a survey in every array. It may run anywhere and again, beside other blocks."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from seisviewer.progress import drive
from seisviewer.volumes.geometry import Direction
from seisviewer.volumes.store.array_layout import ArrayLayout
from seisviewer.volumes.store.levels import halved, put_levels
from seisviewer.volumes.store.shards import writing_shard
from seisviewer.volumes.store.store_plan import AMPLITUDE, COLUMN, LEVEL_COUNT, StorePlan, display_key, shard_place
from seisviewer.volumes.volume import Volume

STRIP_BYTES = 24 << 20  # of exact samples at once
BATCH_BYTES = 8 << 20  # of levels that are turned at once


def write_block(volume: Volume, folder: Path, plan: StorePlan, slab: int) -> None:
    """Write the files of a slab, each whole or not at all, and onto the disk. Raises NotStored where the disk is full
    or fails, and what the volume raises."""
    half = drive(half_block_steps(volume, folder, plan, slab))
    if half is not None:
        drive(half.finish_steps())


@dataclass
class HalfBlock:
    """A slab all of whose samples were read: what is left needs the survey no more, and may go on in another thread.

    levels: uint8 (inlines of a slab, crosslines, samples), None where none are stored. files: of the exact samples.
    """

    folder: Path
    plan: StorePlan
    slab: int
    levels: np.ndarray | None
    files: ExitStack

    def finish_steps(self) -> Generator[float, None, None]:
        """Write the levels, then bring all files onto the disk; yields what share of it is done. Raises NotStored."""
        with self.files:
            if self.levels is not None:
                for number, direction in enumerate(Direction):
                    for share in _write_display(self.folder, self.plan, self.slab, direction, self.levels):
                        yield (number + share) / len(Direction)

    def drop(self) -> None:
        """Leave none of its files, where it was not finished."""
        with suppress(_Dropped), self.files:
            raise _Dropped


class _Dropped(Exception):
    """A block is given up."""


def half_block_steps(volume: Volume, folder: Path, plan: StorePlan, slab: int) -> Generator[float, None, HalfBlock | None]:
    """Read a slab and write its exact samples, several steps a second: what share of that is done, 0 to 1. None where it
    holds no trace, as what is not stored is missing."""
    lines = plan.lines(slab)
    live = volume.geometry.live[lines.start : lines.stop]
    if not live.any():
        return None
    _, crosslines, samples = plan.shape
    levels = np.zeros((plan.slab, crosslines, samples), np.uint8) if plan.display else None
    with ExitStack() as files:
        exact = None
        if plan.exact:
            exact = files.enter_context(writing_shard(shard_path(folder, AMPLITUDE, slab), plan.amplitude))
        for strip in _strips(len(lines), crosslines, samples):
            yield strip.start / crosslines
            values = volume.box(lines, strip)
            if levels is not None:
                # An inline after the other, since a strip of the levels does not lie in one piece.
                part = np.empty(values.shape, np.uint8)
                put_levels(values, plan.limit, live[:, strip.start : strip.stop], part)
                levels[: len(lines), strip.start : strip.stop] = part
            if exact is not None:
                _put_columns(exact.put, values, strip, plan.amplitude, live)
        return HalfBlock(folder, plan, slab, levels, files.pop_all())


def shard_path(folder: Path, key: str, slab: int) -> Path:
    return folder / key / "c" / Path(*map(str, shard_place(key, slab)))


def block_files(folder: Path, plan: StorePlan, slab: int) -> list[Path]:
    """The files that a block consists of."""
    return [shard_path(folder, key, slab) for key in plan.arrays()]


def _strips(inlines: int, crosslines: int, samples: int) -> Iterator[range]:
    """Ranges of crosslines that are read at once, all but the last as wide as whole columns."""
    width = max(COLUMN, STRIP_BYTES // (4 * inlines * samples) // COLUMN * COLUMN)
    for start in range(0, crosslines, width):
        yield range(start, min(start + width, crosslines))


def _put_columns(
    put: Callable[[np.ndarray, np.ndarray], None], values: np.ndarray, strip: range, layout: ArrayLayout, live: np.ndarray
) -> None:
    """Exact samples of a strip as columns; those without any trace are left out. values: float32 (inlines, crosslines,
    samples)."""
    column, depth = layout.chunk[1], layout.chunk[2]
    inlines, crosslines, samples = values.shape
    rows, columns, parts = (-(-n // m) for n, m in zip(values.shape, layout.chunk, strict=True))
    padded = values
    if (rows * column, columns * column, parts * depth) != values.shape:
        padded = np.full((rows * column, columns * column, parts * depth), np.nan, np.float32)
        padded[:inlines, :crosslines, :samples] = values
    for row in range(rows):
        lines = padded[row * column : (row + 1) * column]
        chunks = lines.reshape(column, columns, column, parts, depth).transpose(1, 3, 0, 2, 4)
        here = live[row * column : (row + 1) * column, strip.start : strip.stop].any(axis=0)
        alive = np.add.reduceat(here, np.arange(0, crosslines, column)) > 0
        number = np.flatnonzero(alive)
        places = np.stack(
            [
                np.full(len(number) * parts, row),
                np.repeat(strip.start // column + number, parts),
                np.tile(np.arange(parts), len(number)),
            ],
            axis=1,
        )
        put(places, np.ascontiguousarray(chunks[number]).reshape(-1, *layout.chunk))


def _write_display(
    folder: Path, plan: StorePlan, slab: int, direction: Direction, levels: np.ndarray
) -> Generator[float, None, None]:
    """The levels of one direction, whose sections come first. levels: uint8 (inlines of a slab, crosslines, samples)."""
    layouts = [plan.levels(direction, level) for level in range(LEVEL_COUNT)]
    sections = layouts[0].chunks_in_shard[0]
    batch = max(1, BATCH_BYTES // int(np.prod(layouts[0].chunk)))
    with ExitStack() as files:
        writers = [
            files.enter_context(writing_shard(shard_path(folder, display_key(direction, level), slab), layout))
            for level, layout in enumerate(layouts)
        ]
        for start in range(0, sections, batch):
            yield start / sections
            stop = min(start + batch, sections)
            part = _sections(levels, direction, start, stop)
            places = np.zeros((stop - start, 3), np.int64)
            places[:, 0] = np.arange(start, stop)
            for level, writer in enumerate(writers):
                if level:
                    part = halved(part)
                writer.put(places, np.ascontiguousarray(part))


def _sections(levels: np.ndarray, direction: Direction, start: int, stop: int) -> np.ndarray:
    """Some sections of a direction, one after the other: uint8 (sections, …)."""
    if direction is Direction.INLINE:
        return levels[start:stop]
    if direction is Direction.CROSSLINE:
        return np.ascontiguousarray(levels[:, start:stop].transpose(1, 0, 2))
    found = np.empty((stop - start, *levels.shape[:2]), np.uint8)
    for line, values in enumerate(levels):
        found[:, line] = values[:, start:stop].T  # a few samples of one line stay in a processor's cache
    return found
