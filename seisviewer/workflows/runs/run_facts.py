"""What is said of a run, or of the live layer model, in a list: in words and numbers, the same in the window and from the
shell."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from seisviewer.project.base import LABELS
from seisviewer.project.project import Project
from seisviewer.project.runs import Run
from seisviewer.translation import tr
from seisviewer.workflows.checking.run_checking import CHECKED
from seisviewer.workflows.runs.model_names import KINDS, LIVE, LIVE_LAYERS
from seisviewer.workflows.runs.repeating import repeat_command

if TYPE_CHECKING:
    from seisviewer.workflows.live_layers import LayersSolved

NOT_SCORED = tr("not scored")
TOO_LITTLE = tr("not enough held back to tell")
LIVE_REPEAT = tr("live training follows the strokes as they come; Start (L) goes on with it")
OLD_REPEAT = tr("no command: an older seisviewer made it and kept no labels with it; train anew instead")
LAYERS_REPEAT = tr(
    "it follows from the labels alone; “seisviewer train --method layers” makes a run of it that is kept"
)
Losses = tuple[tuple[str, int, float], ...]
Settings = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class RunFacts:
    """run: None for the layer model that the window has at hand. title: as the user calls it, or “run 3”. state: a word, or
    what it does now. score: of what was held back, with its interval, or why there is none. checked: that in full, as
    `LineScores.as_json` gives it; {} where nothing was held back, None before it was scored. began: seconds since 1970.
    seconds: how long it took, None where that is not known. losses: stage, step and loss. repeat: the command that repeats
    it, "" where none can, and how_to_repeat then says why. in_use: it was chosen to answer."""

    run: Run | None = field(repr=False)
    title: str
    kind: str
    state: str
    labels: str
    began_at: float
    seconds: float | None
    checked: Mapping[str, Any] | None = field(repr=False)
    losses: Losses = field(default=(), repr=False)
    settings: Settings = field(default=(), repr=False)
    repeat: str = ""
    how_to_repeat: str = ""
    in_use: bool = False

    @property
    def is_finished(self) -> bool:
        """Whether there is a model to ask."""
        return self.run is None or self.run.state == "finished"

    @property
    def began(self) -> str:
        return time.strftime("%Y-%m-%d %H:%M", time.localtime(self.began_at))

    @property
    def took(self) -> str:
        return "–" if self.seconds is None else _said(self.seconds)

    @property
    def score(self) -> str:
        return _score(self.checked)


def run_facts(project: Project, live_now: str = "") -> tuple[RunFacts, ...]:
    """Of every run, newest first. live_now: what live training does just now, where this program knows."""
    chosen, live = project.chosen_run, [run.number for run in project.runs() if run.kind == LIVE]
    return tuple(
        _facts(run, project, chosen, live_now if [run.number] == live[-1:] else "") for run in reversed(project.runs())
    )


def _facts(run: Run, project: Project, chosen: Run | None, live_now: str) -> RunFacts:
    can_repeat = run.kind in KINDS and (run.folder / LABELS).is_dir()
    return RunFacts(
        run,
        run.title or run.name,
        KINDS.get(run.kind, run.kind),
        live_now or _state(run),
        labels_in_words(int(run.metrics.get("labels_version", run.labels_version)), project.labels_version),
        run.started,
        run.metrics.get("seconds", None if run.ended is None else run.ended - run.started),
        (run.metrics[CHECKED] or {}) if CHECKED in run.metrics else None,
        tuple((str(stage), int(step), float(loss)) for stage, step, loss in run.metrics.get("losses", ())),
        tuple(_settings(run)),
        repeat_command(project.folder, run.number) if can_repeat else "",
        "" if can_repeat else LIVE_REPEAT if run.kind == LIVE else OLD_REPEAT,
        chosen is not None and chosen.number == run.number,
    )


def live_layers_facts(solved: LayersSolved, labels_version: int, checked: Mapping[str, Any] | None) -> RunFacts:
    """Of the layer model that the window has at hand. labels_version: of the labels as they are now. checked: as in
    RunFacts."""
    strokes = solved.checked.strokes if solved.checked is not None else 0
    held_out = (
        tr("too few strokes to tell")
        if solved.score is None
        else tr("{score:.0f} % of {strokes} strokes").format(score=100 * solved.score, strokes=strokes)
    )
    return RunFacts(
        None,
        LIVE_LAYERS,
        KINDS["layers"],
        tr("at hand") if solved.whole else tr("first word, the whole survey follows"),
        labels_in_words(solved.labels_version, labels_version),
        solved.made,
        solved.seconds,
        checked,
        settings=((tr("answered right when held out in turn"), held_out),),
        how_to_repeat=LAYERS_REPEAT,
    )


def labels_in_words(version: int, now: int) -> str:
    """Which labels a model knows, and how old those are."""
    behind = now - version
    changes = (
        tr(", {behind} change{value} ago").format(behind=behind, value="s" * (behind != 1))
        if behind > 0
        else tr(", as they are now")
    )
    return tr("version {version}{changes}").format(version=version, changes=changes)


def score_of(run: Run) -> str:
    """The mean IoU on what was held back, with its interval."""
    return _score((run.metrics[CHECKED] or {}) if CHECKED in run.metrics else None)


def _score(checked: Mapping[str, Any] | None) -> str:
    if checked is None:
        return NOT_SCORED
    if not checked.get("enough"):
        return TOO_LITTLE
    value, low, high = checked["mean_iou"]
    return f"{value:.2f} ({low:.2f}–{high:.2f})"


def _state(run: Run) -> str:
    """A word; of live training also the round of self-training that has not come to its end."""
    unfinished = run.kind == LIVE and run.metrics.get("round") is not None
    return (
        tr("{state}, round {get} not ended").format(state=run.state, get=run.metrics.get("rounds", 1))
        if unfinished
        else run.state
    )


def _said(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    return tr("{seconds:.0f} min").format(seconds=seconds / 60) if seconds < 5400 else f"{seconds / 3600:.1f} h"


def _settings(run: Run) -> list[tuple[str, str]]:
    train = run.settings.get("train", {})
    shown = [(name.replace("_", " "), str(value)) for name, value in train.items() if value not in ("", 0, 0.0, None)]
    shown += [("classes", ", ".join(run.settings.get("class_names", {}).values()))]
    shown += [(tr("for checking"), ", ".join(run.settings.get("checking_sections", ())) or "none")]
    shown += [(tr("program version"), str(run.settings.get("program_version", "not written down")))]
    return [(name, value) for name, value in shown if value]
