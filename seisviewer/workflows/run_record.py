"""What is written down of a training run while it goes on."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from seisviewer.learning.events import Loss, StabilityRanked, StudentRejected
from seisviewer.learning.phases.picker_settings import PickerSettings
from seisviewer.learning.sections.train_settings import TrainSettings
from seisviewer.project.base import BaseProject
from seisviewer.project.runs import Run


@contextmanager
def recorded(project: BaseProject, run: Run, metrics: Callable[[], dict[str, Any]]) -> Iterator[None]:
    """Write down how the work inside ended: finished, stopped by the user (the generator closed, or Ctrl+C), or failed.

    metrics: asked for at the end, whatever it is.
    """
    state = "failed"
    try:
        yield
        state = "finished"
    except (GeneratorExit, KeyboardInterrupt):
        state = "stopped"
        raise
    finally:
        project.finish_run(run.number, state, metrics())


class RunRecord:
    """The metrics of a run: losses (about a hundred a stage), the stability ranking, seconds.

    earlier: the metrics of the same run before it was stopped, which are gone on with.
    """

    def __init__(self, earlier: dict[str, Any], settings: TrainSettings | PickerSettings) -> None:
        self._settings = settings
        self._losses: list[list[Any]] = list(earlier.get("losses", []))
        self._stability: list[dict[str, Any]] | None = earlier.get("stability")
        self._seconds = float(earlier.get("seconds", 0.0))
        self._began = time.monotonic()
        self._rejected: dict[str, Any] = dict(earlier.get("students_rejected", {}))
        self.held_back_score: float | None = None

    def note(self, event: Any) -> None:
        """Take down what is worth keeping of an event."""
        if isinstance(event, Loss) and self._is_new(event):
            self._losses.append([event.stage, event.step, round(event.loss, 5)])
        elif isinstance(event, StabilityRanked):
            self._stability = [
                {"unit": str(r.unit), "stability": r.stability, "reliable": r.reliable} for r in event.units
            ]
        elif isinstance(event, StudentRejected):
            self._rejected[event.stage] = {"score": event.score, "teacher_score": event.teacher_score}

    def metrics(self) -> dict[str, Any]:
        """What there is so far, ready for JSON."""
        found = {
            "schedule": self._settings.schedule,
            "steps": self._settings.steps,
            "seconds": round(self._seconds + time.monotonic() - self._began, 1),
            "losses": self._losses,
        }
        if self._stability is not None:
            found["stability"] = self._stability
        if self._rejected:
            found["students_rejected"] = self._rejected
        if self.held_back_score is not None:
            found["held_back_score"] = self.held_back_score
        return found

    def _is_new(self, event: Loss) -> bool:
        stage, step = self._losses[-1][:2] if self._losses else ("", 0)
        return event.stage != stage or event.step == event.steps or event.step - step >= max(1, event.steps // 100)
