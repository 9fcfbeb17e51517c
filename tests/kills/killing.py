"""Does work in a child process and kills it with signal 9 at a moment."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import time
import traceback
from pathlib import Path

import numpy as np

from .killed_work import Work, fresh


def duration(work: Work, prepared: Path, folder: Path) -> float:
    """Seconds that the whole work takes in a child."""
    place = fresh(prepared, folder)
    begun = time.perf_counter()
    child, reading = _start(work, place)
    told = _told(reading)
    _, status = os.waitpid(child, 0)
    took = time.perf_counter() - begun
    assert status == 0, "the work failed without a kill"
    work.check(place, told)
    return took


def killed_at(work: Work, prepared: Path, folder: Path, seconds: float) -> int:
    """Kill the work after so many seconds and check what is left; returns how many changes it had told of."""
    place = fresh(prepared, folder)
    child, reading = _start(work, place)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    told = _told(reading)
    work.check(place, told)
    return told


def kill_often(work: Work, moments: int, seed: int) -> list[str]:
    """Kill the work at so many moments, spread over its duration by the seed; returns what was wrong at each."""
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "prepared").mkdir()
        work.prepare(folder / "prepared")
        took = duration(work, folder / "prepared", folder / "whole")
        for number, share in enumerate(np.random.default_rng(seed).uniform(0, 1.05, moments)):
            place = folder / f"killed_{number}"
            try:
                killed_at(work, folder / "prepared", place, took * share)
            except Exception as error:  # whatever it is, it is what a user would meet
                wrong.append(f"killed after {1000 * took * share:.1f} of {1000 * took:.1f} ms: {error!r}")
            shutil.rmtree(place)
    return wrong


def _start(work: Work, folder: Path) -> tuple[int, int]:
    """The child, and where what it tells can be read."""
    reading, writing = os.pipe()
    child = os.fork()  # everything is imported already, so that the moments fall on the work
    if child:
        os.close(writing)
        return child, reading
    try:
        work.run(folder, lambda: os.write(writing, b"."))
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def _told(reading: int) -> int:
    told = 0
    while content := os.read(reading, 1 << 16):
        told += len(content)
    os.close(reading)
    return told
