"""The run that keeps what live training has learned, so that closing the window or a kill loses nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from seisviewer.errors import ModelError
from seisviewer.learning.events import RoundEnded
from seisviewer.learning.fitting import Checkpoint
from seisviewer.learning.sections.live import EarlierSessions
from seisviewer.learning.sections.live_rounds import RoundBegun, UnfinishedRound
from seisviewer.learning.sections.model_gate import ShownModel
from seisviewer.learning.selftraining import FitDone
from seisviewer.networks.device import DeviceChoice
from seisviewer.project.project import Project
from seisviewer.project.runs import Run
from seisviewer.workflows.live_runs import KIND, WHOLE_STROKES, last_live_run
from seisviewer.workflows.round_store import RoundStore, description
from seisviewer.workflows.run_folder import RunFolder

SAVE_SECONDS = 60.0


class LiveRun:
    """Keeps the model on screen (every minute, and when training ends) and the ST++ round. A project has one such run,
    which goes on; it is "finished" as soon as it holds a model.

    project: gives the project once there is one (it is made at the first stroke).

    The metrics of the run hold "held_back_score", "labels_version" and "class_names" of the model, "rounds" (how many there
    were), "round" (what describes the one that is not finished) and "last_round" (what became of the one before).
    """

    def __init__(self, project: Callable[[], Project | None]) -> None:
        self._ask_project = project
        self._held: Project | None = None
        self._run: Run | None = None
        self._round: RoundStore | None = None
        self._shown: ShownModel | None = None
        self._saved_at = time.monotonic()

    # What earlier sessions left

    def earlier(self, device: DeviceChoice) -> EarlierSessions:
        """What the last live training of the project left, as far as it can be read."""
        project = self._project()
        run = last_live_run(project)
        if run is None:
            return EarlierSessions()
        try:
            shown = RunFolder(run.folder).shown(device) if run.state == "finished" else None
        except ModelError:
            return EarlierSessions()  # it only saves time; training from the strokes gives another one
        self._run = run
        rounds = int(run.metrics.get("rounds", 0))
        return EarlierSessions(shown, rounds, self._last_round(run), self._unfinished(run))

    def _unfinished(self, run: Run) -> UnfinishedRound | None:
        described = run.metrics.get("round")
        try:
            return RoundStore(run.folder).unfinished(described) if described else None
        except (KeyError, TypeError):
            return None  # another version of the program described it

    def _last_round(self, run: Run) -> RoundEnded | None:
        described = run.metrics.get("last_round")
        try:
            return RoundEnded(**described, earlier=True) if described else None
        except TypeError:
            return None

    # What this session leaves

    def keep(self, event: Any) -> bool:
        """Take what is worth keeping of an event; returns whether it is of no use to anybody else."""
        match event:
            case ShownModel():
                self._take(event)
            case RoundBegun():
                self._round_begun(event)
            case FitDone() | Checkpoint():
                if self._round is not None:
                    self._round.save(event)
            case RoundEnded(earlier=False):
                self._round_ended(event)
                return False
            case _:
                return False
        return True

    def save(self) -> None:
        """Write the model that was noted last, if it is not written yet."""
        shown = self._shown
        if shown is None or not self._begin_run(shown.predictor.classes, shown.predictor.device):
            return
        RunFolder(self._run.folder).save_shown(shown)
        predictor, table = shown.predictor, self._project().classes
        names = {str(number): table.name_of(number) for number in predictor.classes}
        self._note("finished", held_back_score=shown.score, labels_version=predictor.labels_version, class_names=names)
        self._shown, self._saved_at = None, time.monotonic()

    def close(self, state: str) -> None:
        """Training is over. state: of a run that holds no model, "stopped" or "failed"."""
        self.save()
        if self._run is not None and self._run.state == "running":
            self._note(state)

    def _take(self, shown: ShownModel) -> None:
        self._shown = shown
        self._project()
        if time.monotonic() - self._saved_at >= SAVE_SECONDS:
            self.save()

    def _round_begun(self, begun: RoundBegun) -> None:
        self.save()  # the model that the round should improve, and whose outputs it shares
        task = begun.plan.task
        if not self._begin_run(task.recipe.classes, task.device):
            return
        self._round = RoundStore(self._run.folder)
        self._round.begin(begun)
        task.stopped = self._round.save_last
        # Described last: what is described is whole.
        self._note(rounds=begun.plan.number, round=description(begun.plan))

    def _round_ended(self, ended: RoundEnded) -> None:
        if self._run is None or self._project().read_only:
            return
        self.save()
        self._note(round=None, last_round=_described(ended))
        RoundStore(self._run.folder).clear()
        self._round = None

    def _project(self) -> Project | None:
        # Asked once: at the end of training another survey may already lie on the desk.
        self._held = self._held or self._ask_project()
        return self._held

    def _begin_run(self, classes: Sequence[int], device: DeviceChoice) -> bool:
        """Make the run where there is none yet; returns whether there is one that can be written to."""
        project = self._project()
        if project is None or project.read_only:
            return False
        if self._run is None:
            self._run = project.new_run(KIND, {"classes": list(classes), "device": device.reason}, keep_labels=False)
        return True

    def _note(self, state: str | None = None, **metrics: Any) -> None:
        """Write metrics of the run; those that are None are taken away."""
        metrics = self._run.metrics | metrics | {WHOLE_STROKES: True}
        known = {name: value for name, value in metrics.items() if value is not None}
        self._run = self._project().finish_run(self._run.number, state or self._run.state, known)


def _described(ended: RoundEnded) -> dict[str, Any]:
    """The end of a round as JSON holds it."""
    return {name: value for name, value in asdict(ended).items() if name != "earlier"}
