"""A whole volume predicted by one process, by two, and by two Dask workers of which one is killed in the middle: how long
each takes, and whether the result is the same to the last byte.

    python tests/benchmarks/volume_by_workers.py FOLDER [--shape 651 951 462]

One light network of the default classes; every process has one thread. Where other programs want the processors too, the
seconds of the clock are theirs as well: the processor seconds of all processes are printed beside.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import resource
import shutil
import sys
import time
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "passive")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
from make_survey import SHAPE, make_survey

from seisviewer.blocks.workers import ALONE, Workers
from seisviewer.labels.stroke import Stroke
from seisviewer.learning.sections.train_settings import TrainSettings
from seisviewer.progress import Progress, drive
from seisviewer.project.prediction_folders import prediction_folder
from seisviewer.volumes.geometry import Direction
from seisviewer.workflows.by_blocks.volume_prediction import predict_volume
from seisviewer.workflows.survey_opening import Opened, ingest
from seisviewer.workflows.training import train

sys.path.insert(0, str(Path(__file__).parents[1] / "blocks"))
from dask_processes import Cluster, dask_cluster


def project_of(folder: Path, shape: tuple[int, int, int]) -> Opened:
    """A survey with a class painted here and there, and a network that saw it for two steps."""
    survey = folder / "survey.sgy"
    make_survey(survey, shape)
    opened = drive(ingest(survey, folder / "survey.seis"))
    geometry = opened.volume.geometry
    section, line = geometry.section(Direction.INLINE, 10), geometry.section_shape(Direction.INLINE)
    for place, number in enumerate(opened.project.classes.numbers):
        paint = np.zeros(line, bool)
        paint[20:80, place * 70 : place * 70 + 60] = True
        opened.project.commit([Stroke(section, number, 0, 0, paint, np.full(line, -1, np.int8))])
    drive(train(opened.project, opened.volume, TrainSettings(schedule="supervised", steps=2, batch=2, crop=64, device="cpu")))
    return opened


def predicted(opened: Opened, out: Path, workers: Workers, cluster: Cluster | None = None) -> str:
    """Predict from nothing; returns what tells the file from others. cluster: a worker of which is killed half way."""
    shutil.rmtree(prediction_folder(opened.project.folder, opened.project.runs()[-1].number), ignore_errors=True)
    killed = False
    for event in predict_volume(opened.project, opened.volume, out, workers=workers):
        of_lines = isinstance(event, Progress) and event.message == "predicting lines" and event.total
        if cluster is not None and not killed and of_lines and event.done > event.total // 2:
            cluster.kill_worker(0)
            killed = True
    with out.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    out.unlink()
    return found


def timed(name: str, work) -> str:
    before, begun = cpu_seconds(), time.perf_counter()
    found = work()
    took = time.perf_counter() - begun
    load = os.getloadavg()[0]
    print(f"{name:28} {took / 60:6.2f} min, {cpu_seconds() - before:7.1f} processor s, load {load:.1f}, {found[:12]}", flush=True)
    return found


def cpu_seconds() -> float:
    """Of this process and of those that it started and that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--shape", type=int, nargs=3, default=SHAPE)
    arguments = parser.parse_args()
    folder = arguments.folder
    folder.mkdir(parents=True)
    opened = project_of(folder, tuple(arguments.shape))
    print(f"{(folder / 'survey.sgy').stat().st_size / 1e9:.2f} GB, {opened.volume.geometry.shape}", flush=True)
    out = folder / "out.sgy"
    found = [
        timed("one process", lambda: predicted(opened, out, ALONE)),
        timed("two processes", lambda: predicted(opened, out, Workers(processes=2))),
    ]

    def by_dask() -> str:
        with dask_cluster(folder) as cluster:
            return predicted(opened, out, Workers(scheduler=cluster.address), cluster)

    found.append(timed("two Dask workers, one killed", by_dask))
    print("the same" if len(set(found)) == 1 else "DIFFERENT")
    opened.project.close()
    opened.volume.close()


if __name__ == "__main__":
    main()
