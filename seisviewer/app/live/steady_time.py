"""How long a round takes and what is left of it, steadier than single steps tell: these are slow for many a reason."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

LOOKS = 9  # timings of steps that decide together
SETTLING = 15.0  # seconds of a round that tell nothing: its lines are read, its network is new
LOOKED_BACK = 90.0  # seconds of a round whose estimates decide together
PAUSE = 10.0  # seconds without a word, in which the round stood still
MUCH_LONGER = 1.5  # times what was told at first; from there on it is said that steps became slower


@dataclass(frozen=True)
class TimeTold:
    """seconds: None while nothing can be told. slower: it is more by far than was told at first."""

    seconds: float | None
    slower: bool = False


class SteadyOutlook:
    """Of a round that could begin: the middle one of the last timings."""

    def __init__(self) -> None:
        self._looks: deque[float] = deque(maxlen=LOOKS)
        self._first: float | None = None

    def of(self, seconds: float) -> TimeTold:
        """seconds: by the latest timing."""
        self._looks.append(seconds)
        told = median(self._looks)
        if self._first is None or told < self._first:
            self._first = told
        return TimeTold(told, told > MUCH_LONGER * self._first)


class SteadyLeft:
    """Of a round that runs: when it ends, by the middle one of what its last minute and a half told. outlook: what was told
    before it began, for its first seconds; None where nothing was. now: seconds, of a clock that only goes forward."""

    def __init__(self, outlook: float | None, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._began = self._last = now()
        self._first = None if outlook is None else self._began + outlook
        self._ends: deque[tuple[float, float]] = deque()  # when it was said, and when it is to end

    def of(self, seconds: float) -> TimeTold:
        """seconds: that are left by the latest timing."""
        now = self._now()
        if now - self._last > PAUSE:
            self._move(now - self._last)
        self._last = now
        if now - self._began < SETTLING:
            return TimeTold(None if self._first is None else max(self._first - now, 0.0))
        self._ends.append((now, now + seconds))
        while self._ends[0][0] < now - LOOKED_BACK:
            self._ends.popleft()
        left = max(median(end for _, end in self._ends) - now, 0.0)
        if self._first is None or now + left < self._first:
            self._first = now + left
        return TimeTold(left, left > MUCH_LONGER * max(self._first - now, 0.0) + PAUSE)

    def _move(self, seconds: float) -> None:
        """It stood still for so long."""
        self._began += seconds
        self._first = None if self._first is None else self._first + seconds
        self._ends = deque((said + seconds, end + seconds) for said, end in self._ends)
