"""A day of 100 Hz three-component data: seconds to open, milliseconds to draw and to filter, and peak memory.

    python tests/benchmarks/day_of_traces.py [FILE ...]

Without files a synthetic day is made and written as miniSEED first. Drawing is what the trace view asks of
`waveforms.envelope` for all three components on 1600 columns, median and 95th percentile over views that scroll.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from seisviewer.progress import Notice, drive
from seisviewer.waveforms.envelope import Pyramid, envelope
from seisviewer.waveforms.files.record_reading import read_waveforms
from seisviewer.waveforms.processing import Processing, processed
from seisviewer.waveforms.record import Archive, Record

COLUMNS = 1600
SPANS = (("day", 86400.0), ("6 h", 21600.0), ("1 h", 3600.0), ("10 min", 600.0), ("1 min", 60.0), ("5 s", 5.0))
STEPS = 50


def make_day(path: Path) -> None:
    """In a process of its own, so that its memory does not count."""
    program = (
        "import sys; from seisviewer.waveforms.streams import write_mseed; "
        "from seisviewer.waveforms.synthetic_records import synthetic_day; write_mseed(synthetic_day().record, sys.argv[1])"
    )
    subprocess.run([sys.executable, "-c", program, str(path)], check=True)


def megabytes() -> float:
    """Peak memory of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def opened(paths: list[Path]) -> Archive:
    return drive(read_waveforms(paths), lambda event: print(event.text) if isinstance(event, Notice) else None)


def draw(record: Record, seconds: float) -> str:
    """Median and 95th percentile, ms, of drawing all components while the view scrolls by a twentieth of its length."""
    room = max(0.0, record.end - record.start - seconds)
    took = []
    for step in range(STEPS):
        start = record.start + (step * seconds / 20) % room if room else record.start + step
        begun = time.perf_counter()
        for component in record.components:
            envelope(component, start, start + seconds, COLUMNS)
        took.append((time.perf_counter() - begun) * 1000)
    return f"{np.median(took):7.2f} {np.percentile(took, 95):7.2f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="*")
    files = parser.parse_args().files
    with tempfile.TemporaryDirectory() as folder:
        if not files:
            files = [Path(folder) / "day.mseed"]
            make_day(files[0])
        size = sum(path.stat().st_size for path in files if path.is_file()) / 2**20
        print(f"files                {size:8.0f} MiB; memory before {megabytes():.0f} MiB")
        begun = time.perf_counter()
        archive = opened(files)
        print(f"open                 {time.perf_counter() - begun:8.2f} s; peak memory {megabytes():.0f} MiB")
    record = archive.records[0]
    samples = record.components[0].segments[0].samples
    print(f"                     {sum(component.count for component in record.components) / 1e6:8.2f} million samples")
    begun = time.perf_counter()
    Pyramid.of(samples)
    print(f"pyramid              {(time.perf_counter() - begun) * 1000:8.2f} ms a component")
    for name, seconds in SPANS:
        print(f"draw {name:<15} {draw(record, seconds)} ms")
    for name, seconds in SPANS:
        end = min(record.end, record.start + seconds)
        begun = time.perf_counter()
        processed(record, Processing(filter="band-pass"), (record.start, end))
        print(f"band-pass {name:<10} {(time.perf_counter() - begun) * 1000:8.2f} ms")
    print(f"peak memory          {megabytes():8.0f} MiB")


if __name__ == "__main__":
    main()
