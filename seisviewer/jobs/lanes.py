"""The lanes in which jobs run: one thread each, first come, first served; the lanes do not wait for one another."""

from __future__ import annotations

import queue
import threading
import time

from seisviewer.jobs.giving_way import give_way
from seisviewer.jobs.job import Job

GPU = "gpu"
LAYERS = "layers"
LOCATING = "locating"
PICKERS = "pickers"
PLACES = "places"
RUNS = "runs"
COMPARED = "compared"
WORK = "work"


class Lane:
    """One thread that runs one job after another. The thread is started by the first job."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._waiting: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._jobs: list[Job] = []
        self._thread: threading.Thread | None = None
        self._closed = False
        self._lock = threading.Lock()

    @property
    def jobs(self) -> tuple[Job, ...]:
        """The jobs that have not ended, the one that runs first."""
        with self._lock:
            self._jobs = [job for job in self._jobs if not job.done]
            return tuple(self._jobs)

    def start(self, job: Job) -> Job:
        """Put a job at the end of the lane. A closed lane cancels it at once."""
        with self._lock:
            if self._closed:
                job.cancel()
                return job
            self._jobs = [other for other in self._jobs if not other.done] + [job]
            self._waiting.put(job)
            if self._thread is None:
                # A daemon, so that work stuck in a system call cannot keep a closed program alive.
                self._thread = threading.Thread(target=self._run, name=f"seisviewer {self.name}", daemon=True)
                self._thread.start()
        return job

    def close(self) -> None:
        """Cancel every job and let the thread end; `wait` waits for it."""
        with self._lock:
            self._closed = True
            self._waiting.put(None)
        for job in self.jobs:
            job.cancel()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for the thread of a closed lane, at most `timeout` seconds; returns whether it has ended."""
        if self._thread is None:
            return True
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        if self.name != WORK:  # opening a survey is what the user waits for
            give_way()
        while (job := self._waiting.get()) is not None:
            job.run()
            del job  # a job holds its result; an idle lane must not


class Lanes:
    """The window's lanes: GPU for what learns and predicts sections, LAYERS for what carries strokes along reflectors,
    LOCATING for events whose picks changed, PICKERS for what picks and learns to pick (live training of a survey has no end that it could wait for), PLACES for
    finding where to label next, RUNS for an earlier run over the sections and COMPARED for one beside it, WORK for
    opening, importing and exporting."""

    def __init__(self, names: tuple[str, ...] = (GPU, LAYERS, LOCATING, PICKERS, PLACES, RUNS, COMPARED, WORK)) -> None:
        self._lanes = {name: Lane(name) for name in names}

    def __getitem__(self, name: str) -> Lane:
        return self._lanes[name]

    def start(self, lane: str, job: Job) -> Job:
        """Put a job into a lane and return it."""
        return self._lanes[lane].start(job)

    @property
    def jobs(self) -> tuple[Job, ...]:
        """Every job that has not ended."""
        return tuple(job for lane in self._lanes.values() for job in lane.jobs)

    def close(self) -> None:
        """Cancel everything and take nothing more; `wait` waits for the lanes to end."""
        for lane in self._lanes.values():
            lane.close()

    def shutdown(self, timeout: float | None = 10.0) -> bool:
        """`close` and `wait`; returns whether all lanes have ended."""
        self.close()
        return self.wait(timeout)

    def wait(self, timeout: float | None = None) -> bool:
        """Block until all lanes have ended after `close`, at most `timeout` seconds; returns whether they have."""
        deadline = None if timeout is None else time.monotonic() + timeout
        ended = True
        for lane in self._lanes.values():
            ended &= lane.wait(None if deadline is None else max(0.0, deadline - time.monotonic()))
        return ended
