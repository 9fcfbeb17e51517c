"""How long storing takes: strokes of a brush and of a whole inline, and one change among thousands of picks.

python tests/benchmarks/store_changes.py
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from seisviewer.labels.stroke import UNLABELLED, Stroke
from seisviewer.picks.pick import Origin, Pick, Review
from seisviewer.project.project import Project
from seisviewer.project.trace_project import Change, TraceProject
from seisviewer.volumes.geometry import Direction, Geometry, LineAxis, SampleAxis, SectionId
from seisviewer.waveforms.station import StationId

SHAPE = 651, 951, 462
PICKS = 5000
CHANGES = 20


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        strokes(Path(folder))
        picks(Path(folder))


def strokes(folder: Path) -> None:
    """60 traces of a brush, and a whole inline over painted crosslines."""
    live = np.ones(SHAPE[:2], bool)
    geometry = Geometry(LineAxis(100, 1, SHAPE[0]), LineAxis(300, 1, SHAPE[1]), SampleAxis(0, 4, SHAPE[2]), live)
    (folder / "survey.npy").write_bytes(b"")
    with Project.create(folder / "survey.seis", folder / "survey.npy", geometry) as project:
        for number in (327, 575, 900):
            crossline = SectionId(Direction.CROSSLINE, number)
            project.commit([stroke(crossline, 1, slice(0, SHAPE[0]), slice(0, SHAPE[2]))])
        brushed = [stroke(SectionId(Direction.INLINE, 130 + n), 2, slice(100, 160), slice(9, 21)) for n in range(9)]
        whole = [
            stroke(SectionId(Direction.INLINE, 200 + 64 * n), 2, slice(0, SHAPE[1]), slice(0, SHAPE[2]))
            for n in range(9)
        ]
        for name, made in (("a stroke of 60 traces", brushed), ("a whole inline", whole)):
            print_times(name, [timed(lambda one=one: project.commit([one])) for one in made])


def picks(folder: Path) -> None:
    with TraceProject.create(folder / "traces.seis", [folder / "survey.npy"]) as project:
        station = StationId("CI", "CLC", "", "HH")
        many = [Pick(station, "P", 1.5e9 + number, 0.5, origin=Origin.AUTOMATIC) for number in range(PICKS)]
        print_times(f"{PICKS} picks", [timed(lambda: project.commit([Change(None, pick) for pick in many]))])
        changes = [Change(pick, replace(pick, review=Review.ACCEPTED)) for pick in project.picks[:CHANGES]]
        print_times("one change of them", [timed(lambda one=one: project.commit([one])) for one in changes])


def stroke(section: SectionId, label: int, rows: slice, columns: slice) -> Stroke:
    shape = rows.stop - rows.start, columns.stop - columns.start
    before = np.full(shape, UNLABELLED, np.int8)
    return Stroke(section, label, rows.start, columns.start, np.ones(shape, bool), before)


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds of the wall clock and of this thread."""
    wall, own = time.perf_counter(), time.thread_time()
    work()
    return time.perf_counter() - wall, time.thread_time() - own


def print_times(name: str, times: list[tuple[float, float]]) -> None:
    wall, own = (1000 * np.median(column) for column in zip(*times, strict=True))
    print(f"{name}: {wall:.1f} ms, {own:.1f} ms of them its own (median of {len(times)})")


if __name__ == "__main__":
    main()
