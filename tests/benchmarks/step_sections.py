"""How long a section takes to come from a survey, in each direction: median and 95th percentile, in milliseconds.

    python tests/benchmarks/step_sections.py SURVEY [--steps 60] [--cold] [--segyio]

Sections are asked for as a user steps: from a random place to the next line, ten times, then from another place.
--cold drops the file from the page cache before every step (the first reading of a disk). --segyio adds segyio's own
reading, memory-mapped and not, for comparison. The survey of `make_survey.py` is the one the figures are given for.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import segyio

from seisviewer.progress import drive
from seisviewer.volumes.display_cube import DisplayCube, fill, to_amplitudes
from seisviewer.volumes.geometry import Direction, Geometry, SectionId
from seisviewer.volumes.opening import open_volume
from seisviewer.volumes.statistics import amplitude_statistics

RUN = 10


def steps(geometry: Geometry, direction: Direction, count: int) -> list[SectionId]:
    """`count` sections in runs of neighbours from random places."""
    random = np.random.default_rng(0)
    lines = geometry.count(direction)
    starts = random.integers(0, max(1, lines - RUN), -(-count // RUN))
    return [geometry.section(direction, min(start + step, lines - 1)) for start in starts for step in range(RUN)][
        :count
    ]


def measure(
    name: str, read: Callable[[SectionId], object], geometry: Geometry, count: int, before=lambda: None
) -> None:
    columns = []
    for direction in Direction:
        took = []
        for section in steps(geometry, direction, count):
            before()
            begun = time.perf_counter()
            read(section)
            took.append((time.perf_counter() - begun) * 1000)
        columns.append(f"{direction} {np.median(took):7.2f} {np.percentile(took, 95):7.2f}")
    print(f"{name:<24}" + "    ".join(columns), flush=True)


def timed(name: str, work: Callable[[], object]) -> object:
    begun = time.perf_counter()
    result = work()
    print(f"{name:<24}{time.perf_counter() - begun:7.2f} s", flush=True)
    return result


def drop_from_cache(path: Path) -> None:
    """Ask the system to forget the file's pages, as far as nobody else maps them."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def read_segyio(lines: dict[Direction, Any], section: SectionId) -> np.ndarray:
    return lines[section.direction][section.number]


def measure_segyio(path: Path, geometry: Geometry, count: int) -> None:
    for mapped in (False, True):
        with segyio.open(path) as file:
            if mapped:
                file.mmap()
            lines = {Direction.INLINE: file.iline, Direction.CROSSLINE: file.xline, Direction.TIME: file.depth_slice}
            name = "segyio, mapped" if mapped else "segyio"
            read = partial(read_segyio, lines)
            measure(name, read, geometry, count if mapped else RUN)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("survey", type=Path)
    parser.add_argument("--steps", type=int, default=60)
    parser.add_argument("--cold", action="store_true")
    parser.add_argument("--segyio", action="store_true")
    arguments = parser.parse_args()

    volume = timed("open", lambda: open_volume(arguments.survey))
    geometry = volume.geometry
    print(f"{geometry.shape} {volume.path.name}; median and 95th percentile, ms")
    if arguments.cold:
        measure("file, cold", volume.section, geometry, RUN, before=lambda: drop_from_cache(volume.path))
    measure("file", volume.section, geometry, arguments.steps)
    limit = timed("statistics", lambda: amplitude_statistics(volume)).limit
    if DisplayCube.fits(geometry.shape):
        cube = DisplayCube(geometry.shape)
        timed("fill the display cube", lambda: drive(fill(volume, limit, cube)))
        measure("cube, as levels", lambda section: np.ascontiguousarray(cube.section(section, geometry)), geometry, 60)
        measure(
            "cube, as amplitudes", lambda section: to_amplitudes(cube.section(section, geometry), limit), geometry, 60
        )
    if arguments.segyio:
        measure_segyio(volume.path, geometry, arguments.steps)


if __name__ == "__main__":
    main()
