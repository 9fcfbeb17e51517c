"""Jobs: a generator in a thread, its events, its end, and lanes that run and shut down."""

from __future__ import annotations

import os
import sys
import threading
import time

import pytest

from seisviewer.errors import ModelError
from seisviewer.jobs import giving_way
from seisviewer.jobs.job import Job, State
from seisviewer.jobs.lanes import GPU, LAYERS, WORK, Lanes
from seisviewer.progress import Progress


@pytest.fixture
def lanes():
    lanes = Lanes()
    yield lanes
    assert lanes.shutdown(5.0), "a lane's thread was left behind"


def counting(steps: int):
    for step in range(steps):
        yield Progress(step + 1, steps)
    return steps * 10


def endless(closed: list[str]):
    try:
        while True:
            time.sleep(0.001)
            yield Progress(0, 0)
    finally:
        closed.append(threading.current_thread().name)


def test_events_arrive_in_order_and_the_result_is_kept(lanes: Lanes) -> None:
    job = lanes.start(WORK, Job(lambda: counting(50), "count"))
    assert job.wait(5.0)
    assert [event.done for event in job.drain()] == list(range(1, 51))
    assert (job.state, job.result, job.error) == (State.FINISHED, 500, None)
    assert job.drain() == []


def test_cancelling_closes_the_generator_in_its_own_thread(lanes: Lanes) -> None:
    closed: list[str] = []
    job = lanes.start(GPU, Job(lambda: endless(closed), "endless"))
    while not job.drain():
        time.sleep(0.001)
    job.cancel()
    assert job.wait(5.0)
    assert job.state is State.CANCELLED
    assert closed == ["seisviewer gpu"]


def test_an_error_is_kept_and_the_lane_goes_on(lanes: Lanes) -> None:
    def failing():
        yield Progress(1, 2)
        raise ModelError("The weights do not fit the network.")

    job = lanes.start(WORK, Job(failing, "fail"))
    after = lanes.start(WORK, Job(lambda: counting(1), "count"))
    assert after.wait(5.0)
    assert job.state is State.FAILED
    assert str(job.error) == "The weights do not fit the network."
    assert len(job.drain()) == 1
    assert after.result == 10


def test_work_that_cannot_even_begin_ends_as_failed(lanes: Lanes) -> None:
    def no_generator():
        raise OSError("no such file")

    job = lanes.start(WORK, Job(no_generator, "broken"))
    assert job.wait(5.0)
    assert job.state is State.FAILED
    assert isinstance(job.error, OSError)


def test_a_waiting_job_that_is_cancelled_never_begins(lanes: Lanes) -> None:
    closed: list[str] = []
    begun: list[bool] = []

    def late():
        begun.append(True)
        yield Progress(0, 0)

    first = lanes.start(WORK, Job(lambda: endless(closed), "endless"))
    second = lanes.start(WORK, Job(late, "late"))
    second.cancel()
    assert second.done
    first.cancel()
    assert first.wait(5.0)
    assert lanes.start(WORK, Job(lambda: counting(1), "count")).wait(5.0)
    assert begun == []


def test_lanes_do_not_wait_for_one_another(lanes: Lanes) -> None:
    training = lanes.start(GPU, Job(lambda: endless([]), "training"))
    opening = lanes.start(WORK, Job(lambda: counting(3), "opening"))
    assert opening.wait(5.0)
    assert not training.done
    assert lanes.jobs == (training,)


def test_shutdown_cancels_what_runs_and_what_waits() -> None:
    lanes = Lanes()
    closed: list[str] = []
    running = lanes.start(GPU, Job(lambda: endless(closed), "endless"))
    waiting = lanes.start(GPU, Job(lambda: counting(3), "count"))
    while running.state is State.WAITING:
        time.sleep(0.001)
    assert lanes.shutdown(5.0)
    assert (running.state, waiting.state) == (State.CANCELLED, State.CANCELLED)
    assert closed == ["seisviewer gpu"]
    assert lanes.start(WORK, Job(lambda: counting(3), "late")).state is State.CANCELLED
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("seisviewer ")]


def test_shutdown_says_when_work_is_stuck() -> None:
    lanes = Lanes()
    let_go = threading.Event()

    def stuck():
        let_go.wait(10.0)
        yield Progress(1, 1)

    job = lanes.start(WORK, Job(stuck, "stuck"))
    while job.state is State.WAITING:
        time.sleep(0.001)
    assert not lanes.shutdown(0.05)
    let_go.set()
    assert lanes.shutdown(5.0)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere Python sets no priority of a thread")
def test_work_gives_way_to_the_window_and_opening_a_survey_does_not(monkeypatch):
    monkeypatch.setattr(giving_way, "STEPS", 5)

    def priority():
        yield from ()
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    lanes, own = Lanes((LAYERS, WORK)), os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    layers, work = (lanes.start(name, Job(priority, name)) for name in (LAYERS, WORK))
    assert lanes.shutdown()
    assert work.result == own
    assert layers.result == min(19, own + 5)
