"""Values computed off the GUI thread."""

from __future__ import annotations

import threading
import time

from seisviewer.app.background.background_results import BackgroundResults


def test_what_an_earlier_source_computes_neither_arrives_nor_is_waited_for(qtbot) -> None:
    arrived: list[tuple[str, object]] = []
    results: BackgroundResults[str, str] = BackgroundResults(lambda key, value: arrived.append((key, value)))
    begun, go_on = threading.Event(), threading.Event()

    def slow(key: str) -> str:
        begun.set()
        go_on.wait(10)
        return f"old {key}"

    results.begin(slow)
    results.want("view", "a")
    assert begun.wait(5)
    before = time.monotonic()
    results.begin(lambda key: f"new {key}")
    results.want("view", "a")
    assert time.monotonic() - before < 1
    qtbot.waitUntil(lambda: arrived == [("a", "new a")])
    go_on.set()
    results.end()
    assert results.wait(5)
    qtbot.wait(50)
    assert arrived == [("a", "new a")]


def test_a_value_of_an_earlier_source_that_is_on_its_way_does_not_arrive(qtbot) -> None:
    arrived: list[object] = []
    results: BackgroundResults[str, str] = BackgroundResults(lambda key, value: arrived.append(value))
    results.begin(lambda key: f"old {key}")
    results.want("view", "a")
    deadline = time.monotonic() + 5
    while results.busy:
        assert time.monotonic() < deadline
        time.sleep(0.002)
    time.sleep(0.05)  # it has been handed to the event loop, which does not run meanwhile
    results.begin(lambda key: f"new {key}")
    results.want("view", "b")
    qtbot.waitUntil(lambda: "new b" in arrived)
    results.end()
    assert results.wait(5)
    assert arrived == ["new b"]


def test_an_error_arrives_in_place_of_the_value(qtbot) -> None:
    arrived: list[object] = []
    results: BackgroundResults[int, float] = BackgroundResults(lambda key, value: arrived.append(value))
    results.begin(lambda key: 1 / key)
    results.want("view", 0)
    qtbot.waitUntil(lambda: len(arrived) == 1)
    results.end()
    assert results.wait(5)
    assert isinstance(arrived[0], ZeroDivisionError)
