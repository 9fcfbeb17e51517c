"""The one shape of long work: a generator that yields small immutable events and returns its result.

Whoever drives the generator decides what happens between two events: the command line draws a bar, a test takes three
steps, `jobs` runs it in a thread. What may change while it runs comes in through a `Slot` or a `Flag`.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable
from contextlib import closing
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

TOLD_AFTER = 3.0  # seconds of a part of work; what is told of its end before is off by much
RECENT, MOST_STEPS = 60.0, 1000  # seconds, and changes, that tell of the pace

Result = TypeVar("Result")
Value = TypeVar("Value")


@dataclass(frozen=True)
class Progress:
    """`done` of `total` units of work are behind us; `total` is 0 where it is not known."""

    done: int
    total: int
    message: str = ""


@dataclass(frozen=True)
class Notice:
    """A sentence the user should read once: a choice that was made for them, or something that was left out."""

    text: str


class Slot(Generic[Value]):
    """A lock-guarded place for the latest value; a newer value replaces one that nobody has looked at yet."""

    def __init__(self, value: Value) -> None:
        self._lock = threading.Lock()
        self._value = value
        self._version = 0

    def put(self, value: Value) -> None:
        with self._lock:
            self._value = value
            self._version += 1

    def get(self) -> Value:
        with self._lock:
            return self._value

    def versioned(self) -> tuple[int, Value]:
        """The latest value with the number of times it was replaced, so that a reader sees whether it is new."""
        with self._lock:
            return self._version, self._value


class Flag:
    """Something that any thread may ask for and one takes up; asking twice before it is taken is asking once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asked = False

    def ask(self) -> None:
        with self._lock:
            self._asked = True

    def take(self) -> bool:
        """Whether it was asked for since the last call. Looking and clearing are one, so that nothing asked is lost."""
        with self._lock:
            asked, self._asked = self._asked, False
            return asked


def drive(work: Generator[Any, None, Result], on_event: Callable[[Any], None] = lambda event: None) -> Result:
    """Run `work` to its end in this thread, hand every event to `on_event`, and return the result."""
    try:
        while True:
            try:
                event = next(work)
            except StopIteration as stop:
                return stop.value
            on_event(event)
    finally:
        work.close()


def filtered(work: Generator[Any, None, Result], passes: Callable[[Any], bool]) -> Generator[Any, None, Result]:
    """`work` with only those of its events that `passes` lets through; it sees every one, and may keep some for itself."""
    return (yield from translated(work, lambda event: (event,) if passes(event) else ()))


def translated(
    work: Generator[Any, None, Result], events_of: Callable[[Any], Iterable[Any]]
) -> Generator[Any, None, Result]:
    """`work` with the events that `events_of` makes of each of its own, before its next; returns what `work` does."""
    with closing(work):
        while True:
            try:
                event = next(work)
            except StopIteration as stop:
                return stop.value
            yield from events_of(event)


class Pace:
    """How long work that tells its progress still takes, for its steps from one total to the next: a total that changes, or
    steps that begin again, are a new part of it.

    What comes before a part's first step (workers that start, models that are loaded) is not counted as if each step took
    as long, and steps long past tell nothing: those found done already, by a command that goes on, take no time.
    """

    def __init__(self) -> None:
        self._total = 0
        self._steps: deque[tuple[int, float]] = deque()  # how many were done, and since when

    def seconds_left(self, event: Progress, now: float) -> float | None:
        """After an event, or None where nothing can be told yet. now: seconds of a clock."""
        if event.total != self._total or (self._steps and event.done < self._steps[-1][0]):
            self._total = event.total
            self._steps.clear()
        if not self._steps or event.done > self._steps[-1][0]:
            self._steps.append((event.done, now))
        while len(self._steps) > MOST_STEPS or (len(self._steps) > 2 and now - self._steps[1][1] > RECENT):
            self._steps.popleft()
        # The first step is over when one is done.
        begun = next((step for step in self._steps if step[0] > 0), (event.done, now))
        done, seconds = event.done - begun[0], now - begun[1]
        if not event.total or done <= 0 or seconds < TOLD_AFTER:
            return None
        return seconds * (event.total - event.done) / done
