"""A day of 100 Hz three-component data through a picker: seconds, the longest wait between two events, peak memory.

    SEISBENCH_CACHE_ROOT=… python tests/benchmarks/pick_day.py [PICKER ...]

Without a name it is phasenet:original. Each picker runs in a process of its own, so that its memory is its own.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time

os.environ.setdefault("OMP_WAIT_POLICY", "passive")

from seisviewer.predictions.record_picking import candidates, probabilities_of
from seisviewer.waveforms.synthetic_records import synthetic_day


def pick(name: str) -> str:
    """One line of the table."""
    from seisviewer.networks.pickers import load_picker

    record = synthetic_day().record
    picker = load_picker(name)
    ready = memory()
    began = last = time.perf_counter()
    longest = 0.0
    work = probabilities_of(picker, record)
    while True:
        try:
            next(work)
        except StopIteration as stop:
            probabilities = stop.value
            break
        now = time.perf_counter()
        longest, last = max(longest, now - last), now
    picks = candidates(probabilities, record)
    seconds = time.perf_counter() - began
    return f"| {name} | {seconds:.1f} | {longest:.2f} | {len(picks)} | {ready:.0f} | {memory():.0f} |"


def memory() -> float:
    """The most that this process held so far, MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    names = sys.argv[1:] or ["phasenet:original"]
    if names[0] == "--one":
        print(pick(names[1]))
        return
    print(
        "| picker | seconds | longest wait s | candidates | MiB before | MiB at most |\n|---|---|---|---|---|---|",
        flush=True,
    )
    for name in names:
        subprocess.run([sys.executable, __file__, "--one", name], check=True)


if __name__ == "__main__":
    main()
