"""A whole volume predicted by one process, by two, and by two Dask workers of which one is killed in the middle: how long
each takes, and whether the result is the same to the last byte.

    python tests/benchmarks/volume_by_workers.py FOLDER [--method layers] [--shape 651 951 462] [--ways one two dask]

The network is a light one that saw the survey for two steps; the layers, bodies among them, are solved from loose strokes
on two inlines. Every process has one thread. Prints a JSON line for each way, and keeps it in FOLDER, so that the same
command goes on with what is missing: the survey, the models, or the ways that were not timed yet. Where other programs want
the processors too, the seconds of the clock are theirs as well: the processor seconds of all processes stand beside (those
of the Dask worker that is killed are lost). FOLDER needs about three times the survey and is deleted by whoever made it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import resource
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_WAIT_POLICY", "passive")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
from make_survey import SHAPE, facies_of, make_survey

from seisviewer.blocks.workers import ALONE, Workers
from seisviewer.labels.robot_interpreter import ROBOTS, robot_strokes
from seisviewer.labels.stroke import Stroke
from seisviewer.learning.sections.train_settings import TrainSettings
from seisviewer.progress import Progress, drive
from seisviewer.project.prediction_folders import prediction_folder
from seisviewer.volumes.geometry import Direction
from seisviewer.workflows.benchmarks.robot_painting import paint_on
from seisviewer.workflows.by_blocks.volume_prediction import predict_volume
from seisviewer.workflows.layer_run import train_layers
from seisviewer.workflows.survey_opening import Opened, ingest, open_path
from seisviewer.workflows.training import train

sys.path.insert(0, str(Path(__file__).parents[1] / "blocks"))
from dask_processes import Cluster, dask_cluster

METHODS = ("network", "layers")
PAINTED = 0.25, 0.75  # inlines with strokes, as shares of all
SEED = 0
FIGURES = "figures.jsonl"


def project_of(folder: Path, shape: tuple[int, int, int], method: str) -> Opened:
    """The survey and a project with a model, those that are there or new ones."""
    survey, place, done = folder / "survey.sgy", folder / f"{method}.seis", folder / f"{method}.done"
    if done.is_file():
        return drive(open_path(place))
    shutil.rmtree(place, ignore_errors=True)
    if not survey.is_file():
        beginning = survey.with_name("begun.sgy")
        beginning.unlink(missing_ok=True)
        make_survey(beginning, shape)
        beginning.rename(survey)
    opened = drive(ingest(survey, place))
    {"network": _train_network, "layers": _solve_layers}[method](opened, shape)
    done.touch()
    return opened


def _train_network(opened: Opened, shape: tuple[int, int, int]) -> None:
    """A class painted here and there."""
    geometry = opened.volume.geometry
    section, line = geometry.section(Direction.INLINE, 10), geometry.section_shape(Direction.INLINE)
    for place, number in enumerate(opened.project.classes.numbers):
        paint = np.zeros(line, bool)
        paint[20:80, place * 70 : place * 70 + 60] = True
        opened.project.commit([Stroke(section, number, 0, 0, paint, np.full(line, -1, np.int8))])
    settings = TrainSettings(schedule="supervised", steps=2, batch=2, crop=64, device="cpu")
    drive(train(opened.project, opened.volume, settings))


def _solve_layers(opened: Opened, shape: tuple[int, int, int]) -> None:
    geometry, painted = opened.volume.geometry, {}
    for share in PAINTED:
        index = int(share * shape[0])
        strokes = robot_strokes(facies_of(index, shape), SEED + index, ROBOTS["loose"])
        painted[str(geometry.section(Direction.INLINE, index))] = strokes
    drive(paint_on(opened, painted))
    drive(train_layers(opened.project, opened.volume))


def predicted(opened: Opened, out: Path, workers: Workers, cluster: Cluster | None = None) -> str:
    """Predict from nothing; returns what tells the file from others. cluster: a worker of which is killed half way."""
    shutil.rmtree(prediction_folder(opened.project.folder, opened.project.runs()[-1].number), ignore_errors=True)
    killed = False
    for event in predict_volume(opened.project, opened.volume, out, workers=workers):
        of_lines = isinstance(event, Progress) and event.message == "predicting lines" and event.total
        if cluster is not None and not killed and of_lines and event.done > event.total // 2:
            cluster.kill_worker(0)
            killed = True
    if cluster is not None and not killed:
        raise RuntimeError("no worker was killed: the survey is too small")
    with out.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    out.unlink()
    return found


def timed(work: Callable[[], str]) -> dict[str, Any]:
    before, begun = cpu_seconds(), time.perf_counter()
    found = work()
    return {
        "minutes": round((time.perf_counter() - begun) / 60, 3),
        "processor_s": round(cpu_seconds() - before, 1),
        "load": round(os.getloadavg()[0], 1),
        "sha256": found,
    }


def cpu_seconds() -> float:
    """Of this process and of those that it started and that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def _by_dask(opened: Opened, out: Path) -> str:
    with dask_cluster(out.parent) as cluster:
        return predicted(opened, out, Workers(scheduler=cluster.address), cluster)


WAYS: dict[str, Callable[[Opened, Path], str]] = {
    "one": lambda opened, out: predicted(opened, out, ALONE),
    "two": lambda opened, out: predicted(opened, out, Workers(processes=2)),
    "dask": _by_dask,  # two workers, one killed
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--shape", type=int, nargs=3, default=SHAPE)
    parser.add_argument("--method", choices=METHODS, default="network")
    parser.add_argument("--ways", choices=WAYS, nargs="+", default=list(WAYS))
    arguments = parser.parse_args()
    folder, shape = arguments.folder, tuple(arguments.shape)
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / FIGURES
    lines = kept.read_text().splitlines() if kept.is_file() else []
    asked = {"method": arguments.method, "shape": list(shape)}
    figures = [each for each in map(json.loads, lines) if asked.items() <= each.items()]
    opened = project_of(folder, shape, arguments.method)
    if opened.volume.geometry.shape != shape:
        parser.error(f"{folder} holds a survey of another shape: {opened.volume.geometry.shape}")
    for way in (each for each in arguments.ways if each not in {figure["way"] for figure in figures}):
        found = asked | {"way": way, "machine": platform.processor() or platform.machine(), "cores": os.cpu_count()}
        found |= timed(lambda way=way: WAYS[way](opened, folder / "out.sgy"))
        figures.append(found)
        with kept.open("a") as file:
            file.write(json.dumps(found) + "\n")
    for each in figures:
        print(json.dumps(each), flush=True)
    print(json.dumps(asked | {"same": len({each["sha256"] for each in figures}) == 1, "ways": len(figures)}))
    opened.project.close()
    opened.volume.close()


if __name__ == "__main__":
    main()
