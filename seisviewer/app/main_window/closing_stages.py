"""What ends before a survey, records or the window are gone, in stages; every part registers its own share.

1. ask: what would be lost is named, so that the user can say no; nothing has changed until then.
2. store: how it was looked at is remembered.
3. stop: what runs is told to end. Nobody waits for it.
4. release: what was held is given back; what threads still use is closed when they have let go of it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from seisviewer.jobs.closing import Closeable, Ending, LateClosing


@dataclass(frozen=True)
class Unfinished:
    """Work that has not ended, or what is stored nowhere. name: "Teaching a picker". sentence: what of it would be lost,
    and what is safe anyway. runs: whether there is something to stop."""

    name: str
    sentence: str
    runs: bool = True


Question = Callable[[], Unfinished | None]
Share = Callable[[], None]
Going = TypeVar("Going", bound=Ending)


class ClosingStages:
    """The stages of a desk, or of the window with its desks inside. Used on the GUI thread."""

    def __init__(self, *inner: ClosingStages) -> None:
        self._inner = inner
        self._questions: list[Question] = []
        self._store: list[Share] = []
        self._stop: list[Share] = []
        self._release: list[Share] = []
        self._users: list[Ending] = []
        self._leaving: list[Ending] = []  # the users of what goes; what has taken its place may have others already
        self._closings: list[LateClosing] = []

    # What parts register

    def on_ask(self, question: Question) -> None:
        """question: says what would be lost now, None where nothing would."""
        self._questions.append(question)

    def on_store(self, share: Share) -> None:
        self._store.append(share)

    def on_stop(self, share: Share) -> None:
        self._stop.append(share)

    def on_release(self, share: Share) -> None:
        self._release.append(share)

    def wait_for(self, *users: Ending) -> None:
        """These use what lies here: it stays open until they have ended."""
        self._users = _going_on(self._users) + list(users)

    # What runs them

    def unfinished(self) -> list[Unfinished]:
        """What would be lost now."""
        inner = [each for stages in self._inner for each in stages.unfinished()]
        return inner + [each for question in self._questions if (each := question()) is not None]

    def store(self) -> None:
        for share in (*(stages.store for stages in self._inner), *self._store):
            share()

    def stop(self) -> None:
        for share in (*(stages.stop for stages in self._inner), *self._stop):
            share()
        self._leaving = _going_on(self._leaving) + self._users
        self._users = []

    def release(self) -> None:
        for share in (*(stages.release for stages in self._inner), *self._release):
            share()

    def close_later(self, *things: Closeable) -> None:
        """In the last stage: close these when everybody who was named to `wait_for` before they were stopped has ended."""
        self._closings = [*_going_on(self._closings), LateClosing(self._leaving, things)]
        self._leaving = []

    def wait(self, timeout: float) -> bool:
        """After the last stage: block until all that was stopped has ended and is closed, at most `timeout` seconds;
        returns whether it has."""
        deadline = time.monotonic() + timeout
        ending = [each for stages in (*self._inner, self) for each in (*stages._leaving, *stages._closings)]
        return all([each.wait(max(0.0, deadline - time.monotonic())) for each in ending])


def _going_on(endings: Sequence[Going]) -> list[Going]:
    return [each for each in endings if not each.wait(0)]
