"""Reading off the GUI thread: newest first, stale dropped, neighbours when idle."""

from __future__ import annotations

import threading
import time

import pytest

from seisviewer import checked_file
from seisviewer.checked_file import CheckedFile
from seisviewer.jobs.newest_first import NewestFirst
from seisviewer.stopping import Stopped, stop_check, while_wanted


class PredictionCache:
    """Something to read from that can be held up, and what was delivered from it."""

    def __init__(self) -> None:
        self.open = threading.Event()
        self.begun: list[object] = []
        self.answers: list[tuple[object, object]] = []

    def read(self, key: object) -> str:
        self.begun.append(key)
        assert self.open.wait(5)
        if key == "broken":
            raise ValueError("a hole in the tape")
        return f"value of {key}"

    def deliver(self, key: object, answer: object) -> None:
        self.answers.append((key, answer))

    def wait_for(self, count: int) -> None:
        deadline = time.monotonic() + 5
        while len(self.answers) < count:
            assert time.monotonic() < deadline, f"only {self.answers} came"
            time.sleep(0.002)

    def wait_begun(self, key: object) -> None:
        deadline = time.monotonic() + 5
        while key not in self.begun:
            assert time.monotonic() < deadline
            time.sleep(0.002)


@pytest.fixture
def shelf():
    return PredictionCache()


@pytest.fixture
def reads(shelf):
    reads = NewestFirst(shelf.read, shelf.deliver)
    yield reads
    shelf.open.set()
    reads.close()
    assert reads.wait(5.0)


def test_scrolling_past_sections_reads_only_the_last_of_them(reads, shelf):
    reads.want("inline view", 0)
    shelf.wait_begun(0)
    for section in range(1, 50):
        reads.want("inline view", section)
    shelf.open.set()
    shelf.wait_for(2)
    time.sleep(0.02)
    assert [key for key, _ in shelf.answers] == [0, 49]


def served(reads: NewestFirst, shelf: PredictionCache, *asked: tuple[str, str]) -> list[object]:
    """What was read for views that ask one after another while something else is read."""
    reads.want("a", "held up")
    shelf.wait_begun("held up")
    for view, key in asked:
        reads.want(view, key)
    shelf.open.set()
    shelf.wait_for(1 + len({view for view, _ in asked}))
    return [key for key, _ in shelf.answers][1:]


def test_the_view_that_asked_last_is_served_first(reads, shelf):
    assert served(reads, shelf, ("a", "older"), ("b", "newer")) == ["newer", "older"]


def test_whoever_asks_again_has_asked_last(reads, shelf):
    asked = ("a", "passed by"), ("b", "older"), ("a", "newest")
    assert served(reads, shelf, *asked) == ["newest", "older"]


def test_neighbours_are_read_once_nobody_waits(reads, shelf):
    reads.want("a", "first")
    shelf.wait_begun("first")
    reads.want("a", 10, ahead=[11, 12, 9])
    reads.want("b", 20, ahead=[21])
    shelf.open.set()
    shelf.wait_for(4)
    assert [key for key, _ in shelf.answers] == ["first", 20, 10, 21]


def test_a_wanted_section_that_is_being_read_ahead_is_not_read_twice(reads, shelf):
    reads.look_ahead([5])
    shelf.wait_begun(5)
    reads.want("a", 5)
    shelf.open.set()
    shelf.wait_for(1)
    time.sleep(0.02)
    assert shelf.begun == [5]


def test_an_error_is_an_answer_and_reading_goes_on(reads, shelf):
    shelf.open.set()
    reads.want("a", "broken")
    shelf.wait_for(1)
    reads.want("a", "whole")
    shelf.wait_for(2)
    assert isinstance(shelf.answers[0][1], ValueError)
    assert shelf.answers[1] == ("whole", "value of whole")


def test_a_hidden_view_is_not_read_for(reads, shelf):
    reads.want("a", "held up")
    shelf.wait_begun("held up")
    reads.want("b", "hidden")
    reads.forget("b")
    shelf.open.set()
    shelf.wait_for(1)
    time.sleep(0.02)
    assert shelf.begun == ["held up"]


def test_nothing_is_delivered_after_closing(shelf):
    reads = NewestFirst(shelf.read, shelf.deliver, threads=2)
    reads.want("a", 1)
    shelf.wait_begun(1)
    threading.Timer(0.05, shelf.open.set).start()
    reads.close()
    assert reads.wait(5.0)
    assert shelf.answers == []
    assert not any(thread.name.startswith("seisviewer reading") for thread in threading.enumerate())


class Tape:
    """What is read in a hundred pieces, a pass over a large file."""

    def __init__(self) -> None:
        self.pieces: list[object] = []
        self.answers: list[object] = []

    def read(self, key: object) -> object:
        check = stop_check()
        for _ in range(100):
            check()
            self.pieces.append(key)
            time.sleep(0.005)
        return key

    def begun(self, serves=lambda read, wanted: read == wanted) -> NewestFirst:
        return NewestFirst(self.read, lambda key, answer: self.answers.append(answer), serves=serves)


def wait_until(is_so) -> None:
    deadline = time.monotonic() + 5
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.002)


@pytest.mark.parametrize("end", [lambda reads: reads.forget("view"), lambda reads: reads.close()])
def test_what_was_begun_stops_between_two_pieces_once_nobody_waits_for_it(end) -> None:
    tape = Tape()
    reads = tape.begun()
    reads.want("view", 5)
    wait_until(lambda: tape.pieces)
    end(reads)
    wait_until(lambda: not reads.busy)
    assert len(tape.pieces) < 60 and not tape.answers, "it was read to its end for nobody"
    reads.close()
    assert reads.wait(1.0)


def test_another_wish_stops_what_was_begun_unless_that_serves_it_too() -> None:
    tape = Tape()
    reads = tape.begun(lambda read, wanted: abs(read - wanted) < 8)
    for key in (50, 52, 90):
        reads.want("view", key)
        wait_until(lambda key=key: tape.pieces and (key == 52 or tape.pieces[-1] == key))
    wait_until(lambda: tape.answers)
    assert tape.answers == [90] and tape.pieces.count(50) < 60 and 52 not in tape.pieces
    reads.want("view", 91)
    wait_until(lambda: tape.pieces[-1] == 91)
    reads.forget("view")
    reads.want("view", 91)  # a view that is painted anew lets go and asks again
    wait_until(lambda: len(tape.answers) == 2)
    assert tape.pieces.count(91) == 100, "it began again"
    reads.close()
    assert reads.wait(1.0)


def test_who_comes_when_it_is_too_late_to_go_on_is_answered_by_reading_again() -> None:
    given_up, came, begun, answers = threading.Event(), threading.Event(), [], []

    def read(key: object) -> object:
        begun.append(key)
        check = stop_check()
        try:
            while not given_up.is_set():
                check()
                time.sleep(0.005)
        except Stopped:
            given_up.set()
            assert came.wait(5)
            raise
        return key

    reads = NewestFirst(read, lambda key, answer: answers.append(answer), threads=2)
    reads.want("view", 5)
    wait_until(lambda: begun)
    reads.want("view", 6)
    assert given_up.wait(5)
    reads.want("other", 5)
    time.sleep(0.05)  # the other thread takes it for one that is being read
    came.set()
    wait_until(lambda: 5 in answers)
    reads.close()
    assert reads.wait(1.0)


@pytest.mark.parametrize("step", [2_000, 20_000])  # short traces are passed over, long ones read one by one
def test_a_pass_over_a_file_stops_where_nobody_waits_any_more(tmp_path, monkeypatch, step) -> None:
    monkeypatch.setattr(checked_file, "MOST_PIECES", 50)
    monkeypatch.setattr(checked_file, "BUFFER_BYTES", 50 * step)
    path, count = tmp_path / "traces.bin", 400
    path.write_bytes(bytes(step * count))
    file, looked = CheckedFile(path), []
    with while_wanted(lambda: looked.append(None) or len(looked) < 4), pytest.raises(Stopped):
        file.evenly(100, step, count, 4)
    assert len(looked) == 4, "it was read to the end, or nobody was asked"
    assert file.evenly(100, step, count, 4).shape == (count, 4), "without anybody who may stop it, it goes on"
    file.close()
