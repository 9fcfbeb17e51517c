"""Long work in a shell: what is shown, and how it stops."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Generator

import numpy as np
import pytest

from seisviewer.cli import progress_reporter
from seisviewer.cli.console import Stopped, run_work, say_json
from seisviewer.cli.progress_reporter import duration
from seisviewer.learning.events import Loss, RankedUnit, StabilityRanked, StageStarted, Waiting
from seisviewer.progress import Notice, Progress
from seisviewer.volumes.geometry import Direction, SectionId


def test_the_result_comes_back_and_notices_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    def work() -> Generator[object, None, int]:
        yield Progress(0, 2, "Reading")
        yield Notice("The sample interval was taken from the traces.")
        yield Progress(2, 2, "Reading")
        return 7

    assert run_work(work()) == 7
    captured = capsys.readouterr()
    assert captured.out == "", "stdout belongs to results"
    assert "The sample interval was taken from the traces." in captured.err


def test_training_is_told_in_lines_where_there_is_no_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress_reporter, "SECONDS_BETWEEN_LINES", -1.0)
    ranking = (
        RankedUnit(SectionId(Direction.INLINE, 241), 0.91, True),
        RankedUnit(SectionId(Direction.CROSSLINE, 652), 0.34, False),
    )

    def work() -> Generator[object, None, None]:
        yield Waiting("Training waits for a second class.")
        yield StageStarted("teacher", 1, 3)
        yield Loss("teacher", 10, 100, 1.25, 95.0)
        yield StabilityRanked(ranking)

    run_work(work())
    shown = capsys.readouterr().err
    assert "Training waits for a second class." in shown
    assert "Stage 1/3 teacher" in shown
    assert "loss 1.250" in shown and "10 %" in shown and "1 min 35 s left" in shown
    assert "1 of 2 unlabelled sections are reliable, from inline_241 (0.91) to crossline_652 (0.34)." in shown


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_stops_between_two_events_and_the_work_tidies_up(name: str) -> None:
    trail = []

    def work() -> Generator[Progress, None, None]:
        try:
            for step in range(5):
                if step == 2:
                    os.kill(os.getpid(), getattr(signal, name))
                trail.append(step)
                yield Progress(step, 5)
        finally:
            trail.append("tidied")

    with pytest.raises(Stopped):
        run_work(work())
    assert trail == [0, 1, 2, "tidied"]


def test_a_second_ctrl_c_does_not_wait() -> None:
    def work() -> Generator[Progress, None, None]:
        os.kill(os.getpid(), signal.SIGINT)
        os.kill(os.getpid(), signal.SIGINT)
        yield Progress(0, 1)

    with pytest.raises(Stopped):
        run_work(work())


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no terminals that hang up")
def test_a_signal_that_the_shell_has_us_ignore_stays_ignored() -> None:
    """As `nohup` does it."""
    earlier = signal.signal(signal.SIGHUP, signal.SIG_IGN)

    def work() -> Generator[Progress, None, str]:
        os.kill(os.getpid(), signal.SIGHUP)
        yield Progress(0, 1)
        return "done"

    try:
        assert run_work(work()) == "done"
    finally:
        signal.signal(signal.SIGHUP, earlier)


def test_signals_are_given_back() -> None:
    before = signal.getsignal(signal.SIGINT)
    run_work(iter_nothing())
    assert signal.getsignal(signal.SIGINT) is before


def iter_nothing() -> Generator[Progress, None, None]:
    yield Progress(1, 1)


def test_json_is_what_every_program_can_read(capsys: pytest.CaptureFixture[str]) -> None:
    say_json({"iou": np.float32(0.5), "missing": float("nan"), "matrix": np.eye(2, dtype=int), 3: ("ß", None, True)})
    answer = json.loads(capsys.readouterr().out)
    assert answer == {"iou": 0.5, "missing": None, "matrix": [[1, 0], [0, 1]], "3": ["ß", None, True]}


@pytest.mark.parametrize("seconds, words", [(4.4, "4 s"), (185, "3 min 05 s"), (7800, "2 h 10 min"), (-1, "0 s")])
def test_durations_are_short(seconds: float, words: str) -> None:
    assert duration(seconds) == words
