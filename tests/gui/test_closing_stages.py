"""The stages in which desks and the window close, with parts that do nothing else."""

from __future__ import annotations

import threading

from seisviewer.app.main_window.closing_stages import ClosingStages, Unfinished

from ..ending_users import User


class Thing:
    def __init__(self) -> None:
        self.closed = threading.Event()

    def close(self) -> None:
        self.closed.set()


def test_what_goes_stays_open_for_all_who_were_stopped_and_for_nobody_who_came_later() -> None:
    stages, thing = ClosingStages(), Thing()
    first, second, of_the_next = User(), User(), User()
    stages.wait_for(first)
    stages.stop()
    stages.wait_for(second)
    stages.stop()
    stages.wait_for(of_the_next)
    stages.close_later(thing)
    second.end.set()
    assert not thing.closed.wait(0.05)
    first.end.set()
    assert thing.closed.wait(5)
    of_the_next.end.set()


def test_a_survey_is_not_held_open_by_those_who_use_the_one_before() -> None:
    stages, thing = ClosingStages(), Thing()
    before, user = User(), User()
    stages.wait_for(before)
    stages.stop()
    stages.close_later(Thing())
    stages.wait_for(user)
    stages.stop()
    stages.close_later(thing)
    user.end.set()
    assert thing.closed.wait(5)
    before.end.set()


def test_the_window_waits_for_what_its_desks_have_stopped_and_closed() -> None:
    desk = ClosingStages()
    window = ClosingStages(desk)
    user = User()
    desk.wait_for(user)
    window.stop()
    assert not window.wait(0.05)
    desk.close_later(Thing())
    assert not window.wait(0.05)
    user.end.set()
    assert window.wait(5)


def test_desks_come_before_the_window_in_every_stage() -> None:
    done: list[str] = []
    desk = ClosingStages()
    window = ClosingStages(desk)
    for stages, name in ((window, "window"), (desk, "desk")):
        stages.on_ask(lambda name=name: Unfinished(name, f"The {name} has not ended."))
        for register, stage in ((stages.on_store, "store"), (stages.on_stop, "stop"), (stages.on_release, "release")):
            register(lambda said=f"{stage} {name}": done.append(said))
    assert [each.name for each in window.unfinished()] == ["desk", "window"]
    window.store()
    window.stop()
    window.release()
    assert done == [f"{stage} {name}" for stage in ("store", "stop", "release") for name in ("desk", "window")]
