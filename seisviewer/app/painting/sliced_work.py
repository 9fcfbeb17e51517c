"""Work that touches the labels, done on the GUI thread in slices too short to be noticed.

Only the GUI thread changes the stores of a project, so an import cannot go to a worker.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from typing import Any

from PyQt6.QtCore import QObject, QTimer

from seisviewer.app.section_state import SectionState
from seisviewer.errors import SeisviewerError
from seisviewer.progress import Notice, Progress

SLICE_SECONDS = 0.012


class SlicedWork(QObject):
    """Drives one generator at a time between the events of the window."""

    def __init__(self, state: SectionState) -> None:
        super().__init__()
        self._state = state
        self._work: Generator[Any, None, Any] | None = None
        self._then: Callable[[Any], None] = lambda result: None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._slice)

    def run(self, work: Generator[Any, None, Any], then: Callable[[Any], None]) -> None:
        """Drive `work` to its end and hand its result to `then`; work that still runs is finished first."""
        while self._work is not None:
            self._slice()
        self._work, self._then = work, then
        self._timer.start(0)

    def stop(self) -> None:
        """Give up what runs."""
        self._timer.stop()
        work, self._work = self._work, None
        if work is not None:
            work.close()

    def _slice(self) -> None:
        until = time.perf_counter() + SLICE_SECONDS
        try:
            while time.perf_counter() < until:
                self._tell(next(self._work))
        except StopIteration as end:
            self.stop()
            self._then(end.value)
        except SeisviewerError as error:
            self.stop()
            self._state.problem.emit(str(error))
        except BaseException:
            self.stop()  # else the timer would drive what has failed for ever
            raise

    def _tell(self, event: Any) -> None:
        if isinstance(event, Notice):
            self._state.message.emit(event.text)
        elif isinstance(event, Progress) and event.message:
            self._state.message.emit(event.message)
