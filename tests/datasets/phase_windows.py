"""Windows with a P and an S that are easy to tell apart, and data sets of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from seisviewer.datasets.phase_window import PhaseWindow
from seisviewer.waveforms.station import StationId

RATE, LENGTH = 100.0, 6001


def window(number: int, station: str = "", p: float | None = 2500.0, delay: float = 500.0, **more: Any) -> PhaseWindow:
    """Noise of strength 1; P a burst of 10 Hz on Z, S a stronger one of 3 Hz on N and E; noise alone where `p` is None."""
    draw = np.random.default_rng(number)
    samples = draw.standard_normal((3, LENGTH)).astype(np.float32)
    times = np.arange(LENGTH) / RATE
    s = None if p is None else p + delay
    for onset, rows, frequency, strength in ((p, [0], 10.0, 20.0), (s, [1, 2], 3.0, 40.0)):
        if onset is not None:
            after = times - onset / RATE
            burst = strength * np.sin(2 * np.pi * frequency * after) * np.exp(-after / 2.0) * (after >= 0)
            samples[rows] += np.where(after >= 0, burst, 0.0).astype(np.float32)
    name = f"window {number}"
    where = StationId("XX", station or f"S{number % 6}", "", "HH")
    return PhaseWindow(name, where, RATE, samples, 3600.0 * number, p, s, is_noise=p is None, **more)


def windows(count: int, first: int = 0) -> tuple[PhaseWindow, ...]:
    """`count` of them with various distances between P and S."""
    return tuple(window(number, delay=300.0 + 37.0 * (number % 20)) for number in range(first, first + count))


def write_dataset(folder: Path, found: Iterable[PhaseWindow], more: Mapping[str, Any] | None = None) -> Path:
    """A SeisBench data set as SeisBench writes it; `more` columns get the same value in every row."""
    from seisbench.data import WaveformDataWriter

    folder.mkdir(parents=True, exist_ok=True)
    with WaveformDataWriter(folder / "metadata.csv", folder / "waveforms.hdf5") as writer:
        writer.data_format = {"dimension_order": "CW", "component_order": "ZNE", "measurement": "velocity"}
        for each in found:
            row = {
                "station_network_code": each.station.network,
                "station_code": each.station.station,
                "trace_sampling_rate_hz": each.rate,
                "trace_category": "noise" if each.is_noise else "earthquake_local",
                "split": each.split or "train",
                **(more or {}),
            }
            for phase, at in each.arrivals:
                row[f"trace_{phase.lower()}_arrival_sample"] = at
            writer.add_trace(row, each.samples)
    return folder
