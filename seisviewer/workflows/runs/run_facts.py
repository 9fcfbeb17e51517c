"""What is said of a run in a list: in words and numbers, the same in the window and from the shell."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from seisviewer.project.base import LABELS
from seisviewer.project.project import Project
from seisviewer.project.runs import Run
from seisviewer.workflows.checking.run_checking import CHECKED
from seisviewer.workflows.runs.model_names import KINDS
from seisviewer.workflows.runs.repeating import repeat_command

NOT_SCORED = "not scored"
TOO_LITTLE = "not enough held back to tell"
Losses = tuple[tuple[str, int, float], ...]


@dataclass(frozen=True)
class RunFacts:
    """title: as the user calls it, or “run 3”. score: of what was held back, with its interval, or why there is none.
    losses: stage, step and loss. repeat: the command that repeats it, "" where none can. in_use: it was chosen to answer."""

    run: Run = field(repr=False)
    title: str
    kind: str
    state: str
    labels: str
    began: str
    took: str
    score: str
    losses: Losses = field(repr=False)
    settings: tuple[tuple[str, str], ...] = field(repr=False)
    repeat: str = ""
    in_use: bool = False


def run_facts(project: Project) -> tuple[RunFacts, ...]:
    """Of every run, newest first."""
    chosen = project.chosen_run
    return tuple(_facts(run, project, chosen) for run in reversed(project.runs()))


def _facts(run: Run, project: Project, chosen: Run | None) -> RunFacts:
    version = int(run.metrics.get("labels_version", run.labels_version))
    behind = project.labels_version - version
    changes = f", {behind} change{'s' * (behind != 1)} ago" if behind > 0 else ", as they are now"
    return RunFacts(
        run,
        run.title or run.name,
        KINDS.get(run.kind, run.kind),
        run.state,
        f"version {version}{changes}",
        time.strftime("%Y-%m-%d %H:%M", time.localtime(run.started)),
        duration_of(run),
        score_of(run),
        tuple((str(stage), int(step), float(loss)) for stage, step, loss in run.metrics.get("losses", ())),
        tuple(_settings(run)),
        repeat_command(project.folder, run.number) if can_repeat(run) else "",
        chosen is not None and chosen.number == run.number,
    )


def can_repeat(run: Run) -> bool:
    """Whether its folder holds what that takes."""
    return run.kind in KINDS and (run.folder / LABELS).is_dir()


def score_of(run: Run) -> str:
    """The mean IoU on what was held back, with its interval."""
    if CHECKED not in run.metrics:
        return NOT_SCORED
    checked = run.metrics[CHECKED]
    if not checked or not checked.get("enough"):
        return TOO_LITTLE
    value, low, high = checked["mean_iou"]
    return f"{value:.2f} ({low:.2f}–{high:.2f})"


def duration_of(run: Run) -> str:
    """How long it took."""
    seconds = run.metrics.get("seconds")
    if seconds is None:
        return "–" if run.ended is None else _said(run.ended - run.started)
    return _said(float(seconds))


def _said(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


def _settings(run: Run) -> list[tuple[str, str]]:
    train = run.settings.get("train", {})
    shown = [(name.replace("_", " "), str(value)) for name, value in train.items() if value not in ("", 0, 0.0, None)]
    shown += [("classes", ", ".join(run.settings.get("class_names", {}).values()))]
    shown += [("for checking", ", ".join(run.settings.get("checking_sections", ())) or "none")]
    shown += [("program version", str(run.settings.get("program_version", "not written down")))]
    return [(name, value) for name, value in shown if value]
