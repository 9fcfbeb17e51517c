"""How well horizons are tracked from five picks on F3, against the boundaries between its interpreted intervals:

    python -m tests.benchmarks.horizon_tracking_f3 [SEED]

Picks lie on inline 130 (three) and crossline 575 (two), at shares of the line that the seed moves by up to a tenth, where
the interpreters put the boundary, and are moved onto the event that lies nearest to all of them. Needs SEISVIEWER_DATA.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import numpy as np

from seisviewer.progress import drive
from seisviewer.structure.horizons.event_snapping import event_of
from seisviewer.structure.horizons.horizon import HorizonPick
from seisviewer.structure.horizons.picks_tracked import lines_to_track, places_on
from seisviewer.volumes.geometry import Direction, Geometry, SectionId
from seisviewer.volumes.opening import open_volume
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.horizons.survey_tracking import place_pick, track_picks

NO_CLASS = 255
SHARES = {"inline_130": (0.1, 0.5, 0.9), "crossline_575": (0.4, 0.8)}


def boundary(geometry: Geometry, facies: dict[str, np.ndarray], upper: int) -> np.ndarray:
    """Where the interval ends that lies directly over the next, in samples, NaN elsewhere: (inlines, crosslines)."""
    found = np.full(geometry.live.shape, np.nan)
    for name, classes in facies.items():
        section = SectionId.parse(name)
        index = geometry.index(section)
        there = (classes == upper).any(axis=1) & (classes == upper + 1).any(axis=1)
        depth = np.where(there, (classes <= upper).sum(axis=1) - 0.5, np.nan)
        on_line = found[index] if section.direction is Direction.INLINE else found[:, index]
        on_line[there] = depth[there]
    return found


def picks_on(volume: Volume, truth: np.ndarray, random: np.random.Generator) -> list[tuple[SectionId, float, float]]:
    picks = []
    for name, shares in SHARES.items():
        section = SectionId.parse(name)
        index = volume.geometry.index(section)
        line = truth[index] if section.direction is Direction.INLINE else truth[:, index]
        known = np.flatnonzero(np.isfinite(line))
        for share in shares:
            row = known[int(np.clip(share + random.uniform(-0.1, 0.1), 0, 0.999) * len(known))]
            picks.append((section, float(row), float(line[row])))
    return picks


def main() -> None:
    folder = Path(os.environ["SEISVIEWER_DATA"]) / "f3"
    random = np.random.default_rng(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
    volume = open_volume(folder / "f3_sections.sgy")
    with np.load(folder / "f3_facies.npz") as stored:
        facies = dict(stored)
    places = places_on(volume.geometry, lines_to_track(volume.geometry)).sum()
    print("boundary  event    tracked  median|dz|  within 2  90 %  seconds")
    for upper in range(9):
        truth = boundary(volume.geometry, facies, upper)
        sections = {section: volume.section(section) for section in map(SectionId.parse, SHARES)}
        wanted = picks_on(volume, truth, random)
        event = event_of([sections[line][round(row)] for line, row, _ in wanted], [depth for *_, depth in wanted])
        picks: list[HorizonPick] = [
            place_pick(volume.geometry, each[0], sections[each[0]], *each[1:], event)[0] for each in wanted
        ]
        began = time.perf_counter()
        tracked = drive(track_picks(volume, picks, event))
        seconds = time.perf_counter() - began
        away = np.abs(tracked.depths - truth)
        away = away[np.isfinite(away)]
        share = np.isfinite(tracked.depths).sum() / places
        print(
            f"{upper}/{upper + 1}       {event.value[:7]:8} {share:6.1%} {np.median(away):10.2f} {(away <= 2).mean():10.1%}"
            f"{np.percentile(away, 90):7.2f} {seconds:8.1f}"
        )


if __name__ == "__main__":
    main()
