"""One piece of long work in a thread of its own: a generator is run, its events wait in a queue, its end is kept."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Generator
from enum import Enum
from typing import Any, Generic, TypeVar

Result = TypeVar("Result")


class State(Enum):
    """Where a job stands. FINISHED, FAILED and CANCELLED are ends; a job never leaves them."""

    WAITING = "waiting"
    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Job(Generic[Result]):
    """A generator made by `work` and touched only by the thread that calls `run`; the rest may be called from any thread.

    result: what the generator returned, once `state` is FINISHED. error: what it raised, once `state` is FAILED.
    """

    def __init__(self, work: Callable[[], Generator[Any, None, Result]], name: str) -> None:
        self.name = name
        self.state = State.WAITING
        self.result: Result | None = None
        self.error: BaseException | None = None
        self._work = work
        self._events: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._cancelled = threading.Event()
        self._ended = threading.Event()

    @property
    def done(self) -> bool:
        """True once the job has reached its end; no event comes after that."""
        return self._ended.is_set()

    def cancel(self) -> None:
        """Ask the job to stop between two events. A job that has not begun ends at once."""
        self._cancelled.set()
        with self._lock:
            if self.state is State.WAITING:
                self._end(State.CANCELLED)

    def wait(self, timeout: float | None = None) -> bool:
        """Block until the job has ended, at most `timeout` seconds; returns whether it has."""
        return self._ended.wait(timeout)

    def drain(self) -> list[Any]:
        """The events since the last call, oldest first.

        Read `done` before draining: a job found done has put its last event, so that one more drain takes it.
        """
        events = []
        while True:
            try:
                events.append(self._events.get_nowait())
            except queue.Empty:
                return events

    def run(self) -> None:
        """Run the generator to its end in this thread. Never raises: an error is kept in `error`."""
        with self._lock:
            if self.state is not State.WAITING:
                return
            self.state = State.RUNNING
        end = State.FAILED
        try:
            end = self._drive()
        except Exception as error:  # noqa: BLE001 -- the top of a thread: whoever watches the job tells the user
            self.error = error
        finally:
            self._end(end)

    def _drive(self) -> State:
        work = self._work()
        try:
            while not self._cancelled.is_set():
                try:
                    event = next(work)
                except StopIteration as stop:
                    self.result = stop.value
                    return State.FINISHED
                self._events.put(event)
            return State.CANCELLED
        finally:
            work.close()

    def _end(self, state: State) -> None:
        self.state = state
        self._ended.set()
