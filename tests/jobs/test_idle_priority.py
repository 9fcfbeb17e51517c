"""Work that gives way to everything else."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Generator

import pytest

from seisviewer.jobs.idle_priority import at_idle_priority
from seisviewer.jobs.job import Job, State
from seisviewer.jobs.lanes import Lane
from seisviewer.progress import Progress


def priorities() -> Generator[Progress, None, int]:
    yield Progress(0, 1)
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a priority for each thread")
def test_only_the_thread_that_works_waits_for_others() -> None:
    before = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    lane = Lane("idle")
    job = lane.start(Job(lambda: at_idle_priority(priorities()), "idle"))
    assert job.wait(10)
    lane.close()
    assert job.result > before
    assert os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) == before


def test_work_that_is_given_up_tidies_up() -> None:
    tidied = []

    def endless() -> Generator[Progress, None, None]:
        try:
            while True:
                time.sleep(0.001)
                yield Progress(0, 0)
        finally:
            tidied.append(True)

    lane = Lane("idle")
    job = lane.start(Job(lambda: at_idle_priority(endless()), "idle"))
    while not job.drain():
        time.sleep(0.01)
    job.cancel()
    assert job.wait(10)
    lane.close()
    assert job.state is State.CANCELLED
    assert tidied == [True]
