"""How long an attribute of a section takes beside reading it, in milliseconds, and a time slice in seconds.

    python tests/benchmarks/attribute_sections.py SURVEY [--steps 20]

Medians over lines spread through the survey. A time slice of an attribute of traces needs all of them: the first of eight
neighbours is timed, the others come with it.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np

from seisviewer.pictures.attribute_kinds import AMPLITUDE, KINDS, LAYERS
from seisviewer.volumes.geometry import LINES, Direction
from seisviewer.volumes.opening import open_volume
from seisviewer.workflows.attributes.attribute_maker import AttributeMaker, Wanted


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("survey", type=Path)
    parser.add_argument("--steps", type=int, default=20)
    given = parser.parse_args()
    volume = open_volume(given.survey)
    geometry = volume.geometry
    maker = AttributeMaker(volume, None, None)
    print(f"{volume.name}: {' × '.join(map(str, geometry.shape))}, {geometry.live.mean():.0%} live")
    for kind in KINDS.values():
        if kind.name == LAYERS:
            continue
        found = []
        for direction in LINES:
            live = geometry.live.sum(axis=1 if direction is Direction.INLINE else 0)
            lines = np.flatnonzero(live >= live.max() / 2)
            took = []
            for index in lines[np.linspace(0, len(lines) - 1, given.steps).astype(int)]:
                section = geometry.section(direction, int(index))
                begun = time.perf_counter()
                volume.section(section) if kind.name == AMPLITUDE else maker(Wanted(kind.name, section))
                took.append(1000 * (time.perf_counter() - begun))
            found.append(f"{direction} {np.median(took):6.1f} ms")
        if kind.of_trace:
            begun = time.perf_counter()
            maker(Wanted(kind.name, geometry.section(Direction.TIME, geometry.shape[2] // 2)))
            found.append(f"time slice {time.perf_counter() - begun:5.2f} s")
        print(f"{kind.title:<16}" + "   ".join(found), flush=True)


if __name__ == "__main__":
    main()
