"""What a block of a volume prediction costs as surveys grow: seconds and memory for each, with a plot, and what 1 TB takes.

    python tests/benchmarks/block_costs.py FOLDER [--gigabytes 0.1 0.3 1.3 3] [--network 1.25]

Each size has a worker of its own, which does a few blocks of every kind and not the whole survey: lines that are read,
predicted and stored along both directions, and a piece of 64 inlines put together from stored lines (copies of one that was
predicted). --network: GB a second of a node, for the estimate.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from dataclasses import asdict, replace
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "passive")
os.environ.setdefault("OMP_NUM_THREADS", "1")  # as in a worker among others

import numpy as np
from make_survey import make_survey

SAMPLES = 462
TRIED = 4  # lines of each direction
TERABYTE = 1e12


def shape_of(gigabytes: float) -> tuple[int, int, int]:
    traces = gigabytes * 1e9 / (4 * SAMPLES + 240)
    inlines = round((traces * 651 / 951) ** 0.5)
    return inlines, round(traces / inlines), SAMPLES


def measured(folder: Path, gigabytes: float) -> dict[str, float]:
    """Of one size, in this process."""
    from seisviewer.labels.stroke import Stroke
    from seisviewer.learning.sections.train_settings import TrainSettings
    from seisviewer.progress import drive
    from seisviewer.volumes.geometry import Direction
    from seisviewer.workflows.by_blocks.run_at_work import RunOrder, at_work
    from seisviewer.workflows.by_blocks.volume_blocks import INLINES, answer_inlines, store_lines
    from seisviewer.workflows.survey_opening import ingest
    from seisviewer.workflows.training import train

    survey = folder / "survey.sgy"
    make_survey(survey, shape_of(gigabytes))
    opened = drive(ingest(survey, folder / "survey.seis"))
    project, geometry = opened.project, opened.volume.geometry
    for place, number in enumerate(project.classes.numbers):
        section = geometry.section(Direction.INLINE, 10)
        shape = geometry.section_shape(Direction.INLINE)
        paint = np.zeros(shape, bool)
        paint[20:80, place * 70 : place * 70 + 60] = True
        project.commit([Stroke(section, number, 0, 0, paint, np.full(shape, -1, np.int8))])
    settings = TrainSettings(schedule="supervised", steps=2, batch=2, crop=64, device="cpu")
    run = drive(train(project, opened.volume, settings))
    order = asdict(RunOrder.of("benchmark", project, opened.volume, run, "cpu"))
    held = at_work(order)
    held.predictor  # noqa: B018 -- loaded before anything is timed
    said: dict[str, float] = {"GB": survey.stat().st_size / 1e9, "inlines": geometry.shape[0], "crosslines": geometry.shape[1]}
    for direction in ("inline", "crossline"):
        count = geometry.count(Direction(direction))
        lines = np.linspace(0, count - 1, TRIED).astype(int).tolist()
        said |= timed(f"{direction} read", lambda: [_read(held, direction, line) for line in lines], TRIED)
        said |= timed(f"{direction} block", lambda: store_lines(order, direction, lines), TRIED)
        files = list(held.store._folder.glob(f"{direction}_*"))
        said[f"{direction} MB stored"] = sum(file.stat().st_size for file in files) / len(files) / 1e6
    one = held.store.get(geometry.section(Direction.CROSSLINE, 0))
    for index in range(geometry.shape[1]):
        held.store.put(replace(one, section=geometry.section(Direction.CROSSLINE, index)))
    along = held.store.get(geometry.section(Direction.INLINE, 0))
    for index in range(INLINES):
        held.store.put(replace(along, section=geometry.section(Direction.INLINE, index)))
    box = (0, geometry.shape[0], 0, geometry.shape[1])
    said |= timed("answer block", lambda: answer_inlines(order, 0, INLINES, box, str(folder)))
    said["MiB at most"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return said


def _read(held, direction: str, line: int) -> np.ndarray:
    from seisviewer.volumes.geometry import Direction

    return held.volume.section(held.volume.geometry.section(Direction(direction), line))


def timed(name: str, work, times: int = 1) -> dict[str, float]:
    """Seconds of the processor, which count on a machine that others use, and of the clock."""
    began = time.process_time(), time.perf_counter()
    work()
    ended = time.process_time(), time.perf_counter()
    return {name: (ended[0] - began[0]) / times, f"{name}, clock": (ended[1] - began[1]) / times}


def core_seconds(said: dict[str, float]) -> float:
    """Of the whole volume of that size, on one core."""
    lines = said["inlines"] * said["inline block"] + said["crosslines"] * said["crossline block"]
    return lines + said["inlines"] / 64 * said["answer block"]


def estimate(rows: list[dict[str, float]], network: float) -> str:
    """Hours for 1 TB on 10 and 100 workers of one core each, from the cost of a byte at the largest size measured."""
    last = rows[-1]
    seconds = core_seconds(last) / last["GB"] * TERABYTE / 1e9
    stored = (last["inlines"] * last["inline MB stored"] + last["crosslines"] * last["crossline MB stored"]) / 1000
    # Read twice (along both directions), stored once and read once, answers of three bytes a voxel written and read.
    moved = (2 * last["GB"] + 2 * stored + 2 * 0.75 * last["GB"]) / last["GB"] * TERABYTE / 1e9
    lines = [f"1 TB: {seconds / 3600:.0f} core hours; {moved:.0f} GB go over the network"]
    for workers in (10, 100):
        compute, wire = seconds / workers / 3600, moved / network / 3600
        lines.append(f"{workers} workers: {compute:.0f} h of computing; {wire:.1f} h on one link of {network:g} GB/s")
    return "\n".join(lines)


def plot(rows: list[dict[str, float]], path: Path) -> None:
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, (left, right) = pyplot.subplots(1, 2, figsize=(9, 3.6), layout="constrained")
    sizes = [row["GB"] for row in rows]
    for name in ("inline block", "crossline block", "answer block"):
        left.loglog(sizes, [row[name] for row in rows], "o-", label=name)
    left.set(xlabel="survey, GB", ylabel="core seconds a block")
    left.legend()
    right.semilogx(sizes, [row["MiB at most"] for row in rows], "o-")
    right.set(xlabel="survey, GB", ylabel="most memory of a worker, MiB", ylim=(0, None))
    figure.savefig(path, dpi=120)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--gigabytes", type=float, nargs="+", default=[0.1, 0.3, 1.3, 3.0])
    parser.add_argument("--network", type=float, default=1.25)
    parser.add_argument("--one", type=float, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        print(json.dumps(measured(arguments.folder, arguments.one)))
        return
    rows = []
    for gigabytes in arguments.gigabytes:
        folder = arguments.folder / f"{gigabytes:g}"
        folder.mkdir(parents=True)
        command = [sys.executable, __file__, str(folder), "--one", str(gigabytes)]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        rows.append(json.loads(done.stdout.splitlines()[-1]))
        print(rows[-1], flush=True)
        subprocess.run(["rm", "-rf", str(folder)], check=True)
    plot(rows, arguments.folder / "block_costs.png")
    (arguments.folder / "block_costs.json").write_text(json.dumps(rows, indent=1))
    print(estimate(rows, arguments.network))


if __name__ == "__main__":
    main()
