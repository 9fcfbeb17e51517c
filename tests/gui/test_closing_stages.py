"""The stages in which a survey, records or the window end."""

from __future__ import annotations

import threading

from seisviewer.app.closing_stages import ClosingStages, Unfinished


class Work:
    """Ends when it is told to."""

    def __init__(self) -> None:
        self._ended = threading.Event()

    def end(self) -> None:
        self._ended.set()

    def wait(self, timeout: float | None = None) -> bool:
        return self._ended.wait(timeout)


class Thing:
    def __init__(self) -> None:
        self.closed = threading.Event()

    def close(self) -> None:
        self.closed.set()


class Broken:
    def close(self) -> None:
        raise OSError("no such device")


def test_each_stage_runs_on_the_desks_before_the_window() -> None:
    order: list[str] = []
    desk = ClosingStages()
    window = ClosingStages(desk)
    for name, stages in (("window", window), ("desk", desk)):
        stages.on_store(lambda name=name: order.append(f"store {name}"))
        stages.on_stop(lambda name=name: order.append(f"stop {name}"))
        stages.on_release(lambda name=name: order.append(f"release {name}"))
    window.store()
    window.stop()
    window.release()
    assert order == [f"{stage} {name}" for stage in ("store", "stop", "release") for name in ("desk", "window")]


def test_what_would_be_lost_is_named_only_while_it_would_be() -> None:
    lost: list[Unfinished] = []
    desk = ClosingStages()
    desk.on_ask(lambda: lost[0] if lost else None)
    assert ClosingStages(desk).unfinished() == []
    lost.append(Unfinished("Picking", "Picking has not ended."))
    assert ClosingStages(desk).unfinished() == lost


def test_a_thing_is_closed_when_its_own_users_have_ended_and_no_later() -> None:
    desk, reading, thing = ClosingStages(), Work(), Thing()
    desk.wait_for(reading)
    desk.stop()
    desk.wait_for(Work())  # of what took its place; it never ends
    desk.close_later(Broken(), thing)
    assert not desk.wait(0.05) and not thing.closed.is_set()
    reading.end()
    assert desk.wait(5.0) and thing.closed.is_set(), "what cannot be closed keeps nothing else open"


def test_a_thing_that_is_still_used_holds_up_no_other() -> None:
    desk, stuck, first, second = ClosingStages(), Work(), Thing(), Thing()
    desk.wait_for(stuck)
    desk.stop()
    desk.close_later(first)
    desk.stop()
    desk.close_later(second)
    assert second.closed.wait(5.0) and not first.closed.is_set()
    stuck.end()
    assert desk.wait(5.0) and first.closed.is_set()
