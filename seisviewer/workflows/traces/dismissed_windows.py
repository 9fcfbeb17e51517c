"""Windows that were suggested and are not wanted, as a project of records keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from seisviewer.learning.phases.phase_ranking import RankedWindow
from seisviewer.project.trace_project import TraceProject


@dataclass(frozen=True)
class DismissedWindow:
    """record: its key. start, end: seconds since 1970 UTC."""

    record: str
    start: float
    end: float

    @classmethod
    def of(cls, window: RankedWindow) -> DismissedWindow:
        return cls(window.name.rpartition("@")[0], window.start, window.end)

    def covers(self, window: RankedWindow) -> bool:
        """Whether it has the middle of a window: those of another picker may begin elsewhere."""
        same = self.record == window.name.rpartition("@")[0]
        return same and self.start <= (window.start + window.end) / 2 <= self.end


def dismissed_windows(project: TraceProject) -> tuple[DismissedWindow, ...]:
    """Those of a project. What is no window is passed over: nothing of the user's work hangs on it."""
    return tuple(window for stored in project.dismissed if (window := _window(stored)) is not None)


def keep_dismissed_windows(project: TraceProject, windows: Sequence[DismissedWindow]) -> None:
    """Keep these windows, and no others, out of what is suggested. Raises ProjectError where nothing can be stored."""
    project.set_dismissed([vars(window) for window in dict.fromkeys(windows)])


def _window(stored: Any) -> DismissedWindow | None:
    try:
        return DismissedWindow(str(stored["record"]), float(stored["start"]), float(stored["end"]))
    except (KeyError, TypeError, ValueError):
        return None
