"""Work that touches the labels, done on the GUI thread in slices too short to be noticed.

Only the GUI thread changes the stores of a project, so an import cannot go to a worker.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Generator
from typing import TypeVar

from PyQt6.QtCore import QObject, QTimer

from seisviewer.app.section_state import SectionState
from seisviewer.app.topics import Topic
from seisviewer.errors import SeisviewerError
from seisviewer.progress import Notice, Progress

SLICE_SECONDS = 0.012
Event = Progress | Notice
Failed = Callable[[SeisviewerError], bool]
Result = TypeVar("Result")


class SlicedWork(QObject):
    """Drives generators between the events of the window, one after the other."""

    def __init__(self, state: SectionState) -> None:
        super().__init__()
        self._state = state
        self._queue: deque[tuple[Generator[Event, None, object], Callable[[object], None], Failed]] = deque()
        self._said = ""
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._slice)

    @property
    def busy(self) -> bool:
        """Whether something runs or waits."""
        return bool(self._queue)

    def run(
        self,
        work: Generator[Event, None, Result],
        then: Callable[[Result], None],
        failed: Failed = lambda error: False,
    ) -> None:
        """Drive `work` to its end, once what was asked for before has ended, and hand its result to `then`.

        failed: sees an error first and returns whether it dealt with it.
        The first slice is taken at once, so that what takes no longer has been done when this returns.
        """
        self._queue.append((work, then, failed))
        if len(self._queue) == 1:
            self._timer.start(0)
            self._slice()

    def finish(self) -> None:
        """Drive everything to its end at once."""
        while self._queue:
            self._slice()

    def stop(self) -> None:
        """Give up what runs and what waits."""
        self._timer.stop()
        given_up = list(self._queue)
        self._queue.clear()
        for work, _, _ in given_up:
            work.close()

    def _slice(self) -> None:
        until = time.perf_counter() + SLICE_SECONDS
        while self._queue:
            self._step(*self._queue[0])
            if time.perf_counter() >= until:
                break
        if not self._queue:
            self._timer.stop()

    def _step(self, work: Generator[Event, None, Result], then: Callable[[Result], None], failed: Failed) -> None:
        try:
            event = next(work)
        except StopIteration as end:
            self._queue.popleft()
            then(end.value)
        except SeisviewerError as error:
            self._queue.popleft()
            if not failed(error):
                self._state.report_error(error, Topic.LABELS)
        except BaseException:
            self._queue.popleft()  # else the timer would drive what has failed for ever
            raise
        else:
            self._tell(event)

    def _tell(self, event: Event) -> None:
        if isinstance(event, Notice):
            self._state.message.emit(event.text)
        elif event.message and event.message != self._said:
            self._said = event.message
            self._state.message.emit(event.message)
