"""A Dask scheduler and its workers as processes of their own, as on a cluster."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


@dataclass
class Cluster:
    address: str
    processes: list[subprocess.Popen] = field(default_factory=list)

    def kill_worker(self, number: int) -> None:
        """As the machine under it would fail: without a word."""
        self.processes[1 + number].send_signal(signal.SIGKILL)
        self.processes[1 + number].wait()


@contextmanager
def dask_cluster(folder: Path, workers: int = 2) -> Iterator[Cluster]:
    """folder: for what the processes write. Functions of the modules beside this file can be run."""
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join((str(HERE), str(ROOT))), "OMP_NUM_THREADS": "1", "OMP_WAIT_POLICY": "passive",
        "DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL": "30s",
    }  # fmt: skip
    place = folder / "scheduler.json"
    started = [_started("scheduler", ["--port", "0", "--scheduler-file", str(place)], environment, folder)]
    try:
        deadline = time.monotonic() + 60
        while not place.is_file() or not place.stat().st_size:
            assert time.monotonic() < deadline and started[0].poll() is None, "the scheduler did not start"
            time.sleep(0.1)
        for _ in range(workers):
            options = ["--scheduler-file", str(place), "--nthreads", "1", "--no-nanny", "--local-directory", str(folder)]
            started.append(_started("worker", options, environment, folder))
        import json

        yield Cluster(json.loads(place.read_text())["address"], started)
    finally:
        for process in reversed(started):
            process.kill()
            process.wait()


def _started(what: str, options: list[str], environment: dict[str, str], folder: Path) -> subprocess.Popen:
    command = [sys.executable, "-m", "dask", what, "--no-dashboard", "--host", "127.0.0.1", *options]
    with (folder / f"{what}.log").open("ab") as log:
        return subprocess.Popen(command, env=environment, cwd=folder, stdout=log, stderr=log)
