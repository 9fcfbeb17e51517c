"""Shows the events of long work on stderr: a bar with the time left on a terminal, now and then a line elsewhere."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Self

from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeElapsedColumn

from seisviewer.cli.plain_console import PlainConsole, printable
from seisviewer.learning.bootstrap_interval import HOW_TO_GET_MORE
from seisviewer.learning.events import (
    Loss,
    ModelReady,
    ModelRejected,
    RoundEnded,
    StabilityRanked,
    StageStarted,
    StudentRejected,
    Waiting,
)
from seisviewer.progress import Notice, Pace
from seisviewer.progress import Progress as Step
from seisviewer.translation import tr
from seisviewer.volumes.geometry import SectionId
from seisviewer.workflows.runs.model_names import round_name

SECONDS_BETWEEN_LINES = 10.0


def duration(seconds: float) -> str:
    """12 s, 3 min 05 s, 2 h 10 min."""
    whole = max(0, round(seconds))
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return tr("{whole} min {whole2:02d} s").format(whole=whole // 60, whole2=whole % 60)
    return tr("{whole} h {whole2:02d} min").format(whole=whole // 3600, whole2=whole % 3600 // 60)


def describe_ranking(ranked: StabilityRanked) -> str:
    """One line for the stability ranking of ST++: how many sections or windows are reliable, the best and the worst."""
    if not ranked.units:
        return tr("There is nothing unlabelled to rank.")
    reliable = sum(each.reliable for each in ranked.units)
    first, last = ranked.units[0], ranked.units[-1]
    kind = tr("sections") if isinstance(first.unit, SectionId) else tr("windows")
    return tr(
        "Stability: {reliable} of {count} unlabelled {kind} are reliable, from {unit} "
        "({stability:.2f}) to {unit2} ({stability2:.2f})."
    ).format(
        reliable=reliable,
        count=len(ranked.units),
        kind=kind,
        unit=first.unit,
        stability=first.stability,
        unit2=last.unit,
        stability2=last.stability,
    )


class Reporter:
    """Turns events into a bar and lines. Use it as a context manager; `show` takes any event."""

    def __init__(self, is_shown: bool = True) -> None:
        self._console = PlainConsole(sys.stderr)
        self._live = is_shown and self._console.is_terminal
        self._bar = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            TaskProgressColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[left]}", markup=False),
            console=self._console,
            transient=True,
            disable=not self._live,
        )
        self._task: TaskID | None = None
        self._pace = Pace()
        self._stage = ""
        self._last_line = time.monotonic()  # short work ends before anything has to be said

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._bar.stop()

    def show(self, event: object) -> None:
        match event:
            case Step(done, total, message):
                self._advance(message or tr("Working"), done, total)
            case Loss(stage=stage, step=step, steps=steps, loss=loss, seconds_left=left):
                self._advance(
                    tr("{stage}  loss {loss:.3f}").format(stage=tr(self._stage or stage), loss=loss), step, steps, left
                )
            case StageStarted(name=name, number=number, count=count):
                self._stage = f"{number}/{count} {name}"
                self._task = None
                self._print(tr("Stage {stage}").format(stage=tr(self._stage)))
            case Notice(text) | Waiting(text=text):
                self._print(text)
            case StabilityRanked():
                self._print(describe_ranking(event))
            case ModelReady(model=model, score=score):
                self._print(
                    tr("{model} is ready").format(model=round_name(model))
                    + ("." if score is None else tr("; {score:.3f} on held-back strokes.").format(score=score))
                )
            case ModelRejected(model=model, score=score, shown_score=shown):
                self._print(
                    tr("{model} was worse on held-back strokes ({score:.3f} < {shown:.3f}) and is not used.").format(
                        model=round_name(model), score=score, shown=shown
                    )
                )
            case StudentRejected(stage=stage, could_tell=False):
                self._print(
                    tr(
                        "Too few strokes are held back to tell how good the {stage} is: its teacher stays. "
                        "{how_to_get_more}"
                    ).format(stage=tr(stage), how_to_get_more=HOW_TO_GET_MORE)
                )
            case StudentRejected(stage=stage, score=score, teacher_score=before):
                self._print(
                    tr(
                        "The {stage} was worse on held-back strokes ({score:.3f} < {before:.3f}): its teacher stays."
                    ).format(stage=tr(stage), score=score, before=before)
                )
            case RoundEnded(finished=finished):
                self._print(tr("The round is finished.") if finished else tr("The round was stopped."))

    def _print(self, text: str) -> None:
        self._console.print(text)

    def _advance(self, text: str, done: int, total: int, seconds_left: float | None = None) -> None:
        now, text = time.monotonic(), printable(text)
        if self._task is None or done < self._bar.tasks[-1].completed:
            self._begin(text)
        if seconds_left is None:
            seconds_left = self._pace.seconds_left(Step(done, total), now)
        left = "" if seconds_left is None else tr("{duration} left").format(duration=duration(seconds_left))
        self._bar.update(self._task, description=text, completed=done, total=total or None, left=left)
        if not self._live and now - self._last_line > SECONDS_BETWEEN_LINES:
            self._last_line = now
            share = f"{100 * done // total} %" if total else str(done)
            self._print("  ".join(part for part in (text, share, left) if part))

    def _begin(self, text: str) -> None:
        """A new bar in place of the last one; what it measured (scan, predict, …) is over."""
        for task in self._bar.task_ids:
            self._bar.remove_task(task)
        self._task = self._bar.add_task(text, total=None, left="")
