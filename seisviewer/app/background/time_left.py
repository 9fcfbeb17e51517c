"""How long work that tells its progress still takes."""

from __future__ import annotations

from seisviewer.app.live.durations import duration
from seisviewer.progress import Pace, Progress
from seisviewer.translation import tr

LEAST = 5.0  # seconds that are worth a word


class TimeLeft:
    """Of one piece of work, from its first event on, as `Pace` tells it."""

    def __init__(self) -> None:
        self._pace = Pace()

    def after(self, event: Progress, now: float) -> str:
        """“, about 3 min left”, or "" where nothing can be told. now: seconds of a clock."""
        left = self.seconds(event, now)
        return "" if left is None else tr(", about {duration} left").format(duration=duration(left))

    def seconds(self, event: Progress, now: float) -> float | None:
        """The same as a number."""
        left = self._pace.seconds_left(event, now)
        return left if left is not None and left >= LEAST else None
