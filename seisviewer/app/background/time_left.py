"""How long work that tells its progress still takes."""

from __future__ import annotations

from seisviewer.app.live.durations import duration
from seisviewer.progress import Progress
from seisviewer.translation import tr

TOLD_AFTER = 3.0  # seconds; what is told before is off by much
LEAST = 5.0  # seconds that are worth a word


class TimeLeft:
    """Of one piece of work, from its first event on. A total that changes begins a new part of it."""

    def __init__(self) -> None:
        self._total = 0
        self._first = (0, 0.0)

    def after(self, event: Progress, now: float) -> str:
        """“, about 3 min left”, or "" where nothing can be told. now: seconds of a clock."""
        left = self.seconds(event, now)
        return "" if left is None else tr(", about {duration} left").format(duration=duration(left))

    def seconds(self, event: Progress, now: float) -> float | None:
        """The same as a number."""
        if event.total != self._total or event.done < self._first[0]:
            self._total, self._first = event.total, (event.done, now)
        done, seconds = event.done - self._first[0], now - self._first[1]
        if not event.total or done <= 0 or seconds < TOLD_AFTER:
            return None
        left = seconds * (event.total - event.done) / done
        return left if left >= LEAST else None
