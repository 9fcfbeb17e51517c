"""The run folder that keeps what live training has learned, so that closing the window loses nothing."""

from __future__ import annotations

import time
from collections.abc import Callable

from seisviewer.errors import ModelError
from seisviewer.learning.sections.model_gate import ShownModel
from seisviewer.networks.device import DeviceChoice
from seisviewer.project.project import Project
from seisviewer.project.runs import Run
from seisviewer.workflows.run_folder import RunFolder

KIND = "live"
SAVE_SECONDS = 60.0
# Models of projects of version 2 lack it in their metrics: they have learned paint that is held back now.
WHOLE_STROKES = "whole_strokes_held_back"


class LiveRun:
    """Keeps the model on screen: every minute, and when training ends. A project has one such run, which goes on.

    project: gives the project once there is one (it is made at the first stroke).
    """

    def __init__(self, project: Callable[[], Project | None]) -> None:
        self._ask_project = project
        self._held: Project | None = None
        self._run: Run | None = None
        self._shown: ShownModel | None = None
        self._saved_at = time.monotonic()

    def _project(self) -> Project | None:
        # Asked once: at the end of training another survey may already lie on the desk.
        self._held = self._held or self._ask_project()
        return self._held

    def earlier(self, device: DeviceChoice) -> ShownModel | None:
        """The model that the last live training of the project ended with, if there is one that can be read."""
        project = self._project()
        runs = [run for run in project.runs() if run.kind == KIND and run.state == "finished"] if project else []
        if not runs or WHOLE_STROKES not in runs[-1].metrics:
            return None
        try:
            shown = RunFolder(runs[-1].folder).shown(device)
        except ModelError:
            return None  # it only saves time; training from the strokes gives another one
        self._run = runs[-1]
        return shown

    def take(self, shown: ShownModel) -> None:
        """Note the model that is on screen now."""
        self._shown = shown
        self._project()
        if time.monotonic() - self._saved_at >= SAVE_SECONDS:
            self.save()

    def save(self) -> None:
        """Write the model that was noted last, if it is not written yet."""
        project, shown = self._project(), self._shown
        if project is None or shown is None or project.read_only:
            return
        if self._run is None:
            settings = {"classes": list(shown.predictor.classes), "device": shown.predictor.device.reason}
            self._run = project.new_run(KIND, settings)
        RunFolder(self._run.folder).save_shown(shown)
        metrics = {
            "held_back_score": shown.score,
            "labels_version": shown.predictor.labels_version,
            WHOLE_STROKES: True,
        }
        project.finish_run(self._run.number, "finished", metrics)
        self._shown, self._saved_at = None, time.monotonic()
