"""Prints how far mechanisms from first motions lie from the truth: python tests/benchmarks/first_motion_mechanisms.py.

Random double couples seen by 10, 20 and 40 stations around them, each first motion wrong with a chance of 10 %; take-off
angles that the search is told are off by 5°. Kagan angle of the most probable solution, median and 90 % over the events of a
seed, mean and standard deviation over the seeds; the share of quality A or B. With ratios: log10 S/P at every station, off by
0.3.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

import numpy as np

from seisviewer.catalogue.double_couple import kagan_angles, p_amplitudes, rays, s_amplitudes
from seisviewer.catalogue.mechanism_search import S_OVER_P, SearchSettings, search_mechanism
from seisviewer.picks.located.mechanism import DoubleCouple, FirstMotion, normal_and_slip

WRONG, OFF, RATIO_OFF = 0.1, 5.0, 0.3
TRIALS = 10


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=20)
    parser.add_argument("--seeds", type=int, default=3)
    words = parser.parse_args()
    for how in ("first motions", "with ratios"):
        for stations in (10, 20, 40):
            rows = [_figures(stations, words.events, seed, how) for seed in range(words.seeds)]
            mean, spread = np.mean(rows, axis=0), np.std(rows, axis=0)
            print(
                f"{how:15s} {stations:2d} stations: Kagan median {mean[0]:5.1f} ± {spread[0]:4.1f}°, 90 % {mean[1]:5.1f} ± "
                f"{spread[1]:4.1f}°, quality A or B {mean[2]:.2f}",
                flush=True,
            )


def _figures(stations: int, events: int, seed: int, how: str) -> tuple[float, float, float]:
    draw = np.random.default_rng((seed, stations))
    angles, good = [], 0
    for _ in range(events):
        plane = DoubleCouple(draw.uniform(0, 360), np.degrees(np.arccos(draw.uniform(0, 1))), draw.uniform(-180, 180))
        normal, slip = normal_and_slip(plane)
        best = search_mechanism(_motions(normal, slip, stations, how, draw), SearchSettings(seed=seed))[0]
        own = [np.array([each]) for each in normal_and_slip(best.plane)]
        angles.append(float(kagan_angles(*own, normal, slip)[0]))
        good += best.quality in "AB"
    return float(np.median(angles)), float(np.quantile(angles, 0.9)), good / events


def _motions(
    normal: np.ndarray, slip: np.ndarray, stations: int, how: str, draw: np.random.Generator
) -> Sequence[FirstMotion]:
    azimuths, take_offs = draw.uniform(0, 360, stations), draw.uniform(30, 110, stations)
    directions = rays(azimuths, take_offs)
    p = p_amplitudes(normal, slip, directions)
    ratios = np.log10(S_OVER_P * s_amplitudes(normal, slip, directions) / np.maximum(np.abs(p), 1e-3))
    wrong = draw.random(stations) < WRONG
    made = []
    for number in range(stations):
        told = tuple(take_offs[number] + draw.normal(0, OFF, TRIALS))
        up = bool((p[number] > 0) != wrong[number])
        ratio = float(ratios[number] + draw.normal(0, RATIO_OFF)) if how == "with ratios" else None
        made.append(FirstMotion(f"XX.{number}", float(azimuths[number]), told, up, 1.0, ratio))
    return made


if __name__ == "__main__":
    main()
