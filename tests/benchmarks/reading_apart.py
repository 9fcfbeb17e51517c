"""What it costs to read files in a child process: many small ones, then a large one, here and there in turn.

python tests/benchmarks/reading_apart.py [FILES]
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from obspy import Trace

from seisviewer.progress import drive
from seisviewer.waveforms.files.formats import read_traces
from seisviewer.waveforms.files.guarded_reading import read_guarded

ROOM = 2**32
ROUNDS = 3
LARGE = 25_000_000  # samples


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as folder:
        small = [written(Path(folder) / f"{number:05d}.mseed", 18_000) for number in range(count)]
        large = written(Path(folder) / "large.mseed", LARGE)
        for name, read in (("here", read_traces), ("in a child", read_apart)):
            print(f"first file {name}: {seconds(read, small[:1]):.2f} s")
        for files, what in ((small, f"{count} files of 3 minutes"), ([large], f"one file of {LARGE:,} samples")):
            here, there = (min(seconds(read, files) for _ in range(ROUNDS)) for read in (read_traces, read_apart))
            print(f"{what}: here {here:.2f} s, in a child {there:.2f} s ({there / here:.2f} times)")


def written(path: Path, length: int) -> Path:
    samples = np.cumsum(np.random.default_rng(0).integers(-50, 50, length)).astype(np.int32)
    Trace(samples, {"station": "AAA", "channel": "HHZ", "sampling_rate": 100.0}).write(str(path), format="MSEED")
    return path


def read_apart(path: Path) -> object:
    return drive(read_guarded(path, ROOM))


def seconds(read: Callable[[Path], object], files: list[Path]) -> float:
    began = time.perf_counter()
    for path in files:
        read(path)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
