"""Prints how well first motions are told: python tests/benchmarks/first_motions.py [--weights NAME|FILE] [--seeds 3].

Waves of known sign over recorded noise (SEISVIEWER_DATA), picked by hand (to the sample) and by a machine that is early,
right or late by 0.1 s; and noise alone. Each figure is the mean of the seeds with their standard deviation: the share that
is decided, and of those the share that is right. “as picked” does without the search for the onset.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy.signal import butter, lfilter, sosfilt

from seisviewer.datasets.phase_datasets import open_dataset
from seisviewer.networks.polarity.polarcap import load_polarity
from seisviewer.picks.pick import Polarity
from seisviewer.predictions.first_motions.motion_reader import MotionReader, MotionSettings
from seisviewer.predictions.first_motions.onset_window import RATE, onset_window
from seisviewer.waveforms.record import Component, Segment

LENGTH, ONSET = 400, 200  # samples of a trace, and where the wave begins
SIGNS = {Polarity.POSITIVE: 1, Polarity.NEGATIVE: -1}
TRACES = 300


@dataclass(frozen=True)
class Trace:
    component: Component
    sign: int


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", default="")
    parser.add_argument("--seeds", type=int, default=3)
    words = parser.parse_args()
    quake = Path(os.environ["SEISVIEWER_DATA"]) / "quake"
    os.environ.setdefault("SEISBENCH_CACHE_ROOT", str(quake / "weights"))
    network, noise = load_polarity(words.weights), recorded_noise(quake / "noise")
    for threshold in (0.8, 0.9, 0.95):
        settings = MotionSettings(threshold=threshold)
        print(f"\n{network.name}, threshold {threshold:g}: decided / right of the decided")
        for ratio in (3.0, 5.0, 10.0, 30.0):
            for late, reach, how in (
                (0.0, 0.0, "by hand"), (-0.1, 0.0, "0.1 s early, as picked"), (0.1, 0.0, "0.1 s late, as picked"),
                (-0.1, settings.reach, "0.1 s early"), (0.0, settings.reach, "right"), (0.1, settings.reach, "0.1 s late"),
            ):  # fmt: skip
                figures = []
                for seed in range(words.seeds):
                    reader = MotionReader(network, replace(settings, seed=seed))
                    figures.append(told(traces(noise, ratio, seed), reader, settings, late, reach))
                print(f"  SNR {ratio:2.0f}, {how:22s} {_spread(figures, 0)}  {_spread(figures, 1)}")
        alone = [
            told(traces(noise, 0.0, seed), MotionReader(network, replace(settings, seed=seed)), settings, 0.0, 0.15)
            for seed in range(words.seeds)
        ]
        print(f"  noise alone decided    {_spread(alone, 0)}")


def told(
    shown: Sequence[Trace], reader: MotionReader, settings: MotionSettings, late: float, reach: float
) -> tuple[float, float]:
    """Share that is decided, and of these the share that is right."""
    windows = [onset_window(trace.component, ONSET / RATE + late, reach) for trace in shown]
    polarities = [found.polarity(settings) for found in reader.read(windows)]
    right = [SIGNS[each] == trace.sign for each, trace in zip(polarities, shown, strict=True) if each in SIGNS]
    return len(right) / len(shown), float(np.mean(right)) if right else float("nan")


def recorded_noise(folder: Path) -> list[np.ndarray]:
    """Verticals at 100 samples per second, above 1 Hz."""
    high = butter(2, 1.0, "highpass", fs=RATE, output="sos")
    verticals = [window.samples[0].astype(float) for window in open_dataset(folder, rate=RATE).windows]
    return [sosfilt(high, each - each.mean())[300:] for each in verticals if np.isfinite(each).all() and each.std() > 0]


def traces(noise: Sequence[np.ndarray], ratio: float, seed: int, count: int = TRACES) -> list[Trace]:
    """ratio: of the largest amplitude in the first 0.64 s to the standard deviation of the noise."""
    draw = np.random.default_rng(1000 + seed)
    made = []
    for _ in range(count):
        whole = noise[draw.integers(len(noise))]
        first = draw.integers(len(whole) - LENGTH)
        samples = whole[first : first + LENGTH].copy()
        sign = int(draw.choice([-1, 1]))
        wave = p_wave(draw, LENGTH - ONSET)
        samples[ONSET:] += sign * ratio * samples[ONSET - 100 : ONSET].std() * wave / np.abs(wave[:64]).max()
        made.append(Trace(Component("Z", "HHZ", RATE, (Segment(0.0, samples),)), sign))
    return made


def p_wave(draw: np.random.Generator, count: int) -> np.ndarray:
    """A damped swing that begins upwards, softened on its way, with its scattered echoes from half a swing on."""
    frequency, seconds = draw.uniform(2.0, 12.0), np.arange(count) / RATE
    swing = np.sin(2 * np.pi * frequency * seconds) * np.exp(-seconds * frequency * draw.uniform(0.5, 1.5))
    keeps = np.exp(-2 * np.pi * draw.uniform(6.0, 30.0) / RATE)  # a filter of one pole: it swings nowhere by itself
    echoes = draw.standard_normal(count) * np.exp(-seconds / draw.uniform(0.3, 2.0)) * draw.uniform(0.1, 0.6)
    echoes[: int(0.5 / frequency * RATE) + 1] = 0.0
    echoes[0] = 1.0
    return lfilter([1 - keeps], [1, -keeps], np.convolve(swing, echoes)[:count])


def _spread(figures: Sequence[tuple[float, float]], which: int) -> str:
    values = [each[which] for each in figures]
    return f"{np.mean(values):.3f} ± {np.std(values):.3f}"


if __name__ == "__main__":
    main()
