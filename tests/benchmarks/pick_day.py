"""A day of 100 Hz three-component data picked from a file, beside SeisBench's own classify on the same file in the same run.

    SEISBENCH_CACHE_ROOT=… python tests/benchmarks/pick_day.py [PICKER ...]

Without a name it is phasenet:original. Everything runs in a process of its own, so that its memory is its own. Seconds are
those of reading and of picking with the picker loaded, as the clock and as the processor count them: on a machine that
others use the latter say more. MiB are the most that the process held.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "passive")

NEAR = 0.011  # s: a sample


def with_seisviewer(name: str, path: str) -> dict[str, object]:
    from seisviewer.networks.pickers import load_picker
    from seisviewer.picks.pick import PHASES
    from seisviewer.workflows.traces.picking import pick_archive
    from seisviewer.workflows.traces.trace_opening import read_records

    picker = load_picker(name)
    thresholds = {phase: picker.threshold(phase) for phase in PHASES}
    clock = Clock()
    archive = clock.drive(read_records([path]))
    clock.note("read")
    picks = clock.drive(pick_archive(archive, None, picker, thresholds=thresholds))
    clock.note("pick")
    return clock.said | {"picks": [[pick.phase, pick.time, pick.probability] for pick in picks]}


def with_seisbench(name: str, path: str) -> dict[str, object]:
    import obspy

    from seisviewer.networks.pickers import load_picker

    model = load_picker(name).model
    clock = Clock()
    stream = obspy.read(path)
    clock.note("read")
    picks = model.classify(stream).picks
    clock.note("pick")
    return clock.said | {"picks": [[pick.phase[:1], pick.peak_time.timestamp, float(pick.peak_value)] for pick in picks]}


class Clock:
    """Times steps, and the longest wait between two events of a generator."""

    def __init__(self) -> None:
        self.said: dict[str, float] = {"MiB before": memory(), "longest wait": 0.0}
        self._at = time.perf_counter(), time.process_time()

    def note(self, step: str) -> None:
        now = time.perf_counter(), time.process_time()
        self.said[step], self.said[f"{step} cpu"] = (new - old for new, old in zip(now, self._at, strict=True))
        self.said["MiB"] = memory()
        self._at = now

    def drive(self, work):
        last = time.perf_counter()
        while True:
            try:
                next(work)
            except StopIteration as stop:
                return stop.value
            now = time.perf_counter()
            self.said["longest wait"], last = max(self.said["longest wait"], now - last), now


def memory() -> float:
    """The most that this process held so far, MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def differing(ours: list, theirs: list) -> int:
    """Picks of either that the other has not within a sample."""
    left, missing = sorted(theirs), 0
    for phase, at, _ in ours:
        near = [pick for pick in left if pick[0] == phase and abs(pick[1] - at) < NEAR]
        if near:
            left.remove(near[0])
        else:
            missing += 1
    return missing + len(left)


def in_child(*arguments: str) -> dict[str, object]:
    done = subprocess.run([sys.executable, __file__, *arguments], check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def make_day(path: str) -> None:
    from seisviewer.waveforms.streams import write_mseed
    from seisviewer.waveforms.synthetic_records import synthetic_day

    write_mseed(synthetic_day().record, path)


def main() -> None:
    names = sys.argv[1:] or ["phasenet:original"]
    if names[0] == "--day":
        make_day(names[1])
        return
    if names[0] in ("--seisviewer", "--seisbench"):
        work = with_seisviewer if names[0] == "--seisviewer" else with_seisbench
        print(json.dumps(work(*names[1:])))
        return
    print("| picker | by | read s (cpu) | pick s (cpu) | longest wait s | picks | MiB before | MiB at most |")
    print("|---|---|---|---|---|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "day.mseed")
        subprocess.run([sys.executable, __file__, "--day", path], check=True)
        for name in names:
            made = {by: in_child(f"--{by}", name, path) for by in ("seisbench", "seisviewer")}
            for by, said in made.items():
                print(
                    f"| {name} | {by} | {said['read']:.1f} ({said['read cpu']:.1f}) | {said['pick']:.1f} "
                    f"({said['pick cpu']:.1f}) | {said['longest wait']:.2f} | {len(said['picks'])} | "
                    f"{said['MiB before']:.0f} | {said['MiB']:.0f} |"
                )
            print(f"{differing(made['seisviewer']['picks'], made['seisbench']['picks'])} picks differ", flush=True)


if __name__ == "__main__":
    main()
