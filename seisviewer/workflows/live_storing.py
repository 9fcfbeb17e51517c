"""What a network said while it learned, kept in the project beside the run that holds it."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from seisviewer.errors import ProjectError
from seisviewer.learning.events import SectionPredicted
from seisviewer.predictions.stored.pass_writer import PassWriter
from seisviewer.predictions.stored.prediction_store import PredictionStore
from seisviewer.predictions.stored.survey_filling import SurveyFilling
from seisviewer.project.prediction_folders import delete_old
from seisviewer.volumes.geometry import LINES
from seisviewer.workflows.filling.stored_on_screen import StoredOnScreen, Wishes
from seisviewer.workflows.live_runs import last_live_run

if TYPE_CHECKING:
    from seisviewer.project.project import Project
    from seisviewer.project.runs import Run
    from seisviewer.volumes.volume import Volume

LOOK = 1.0  # seconds between two looks at whether there is a run
NO_VERSION = 0  # of a model of another session: no model of this one has it


@dataclass(frozen=True)
class StoreOpened:
    """An event: what the network says is kept here."""

    store: PredictionStore = field(repr=False)


class LiveStoring:
    """project: gives the project once there is one; its run of live training begins a little later."""

    def __init__(self, volume: Volume, project: Callable[[], Project | None]) -> None:
        self._volume, self._project = volume, project
        self._looked_at = -LOOK
        self._store: PredictionStore | None = None
        self._filling: SurveyFilling | None = None
        self._told = False
        self.writer = PassWriter(lambda: self.store)

    @property
    def store(self) -> PredictionStore | None:
        """Where predictions are kept, None while the training has no run."""
        if self._store is None and time.monotonic() - self._looked_at >= LOOK:
            self._looked_at = time.monotonic()
            project = self._project()
            run = last_live_run(project)
            if run is not None:
                self._open(project, run)
        return self._store

    def _open(self, project: Project, run: Run) -> None:
        self._store = PredictionStore(project.folder, run.number, self._volume.geometry, read_only=project.read_only)
        if not project.read_only:
            chosen = project.chosen_run
            kept = {run.number, *(each.number for each in project.runs() if each.pinned)}
            kept |= {chosen.number} if chosen is not None else set()
            with suppress(ProjectError):  # what cannot be deleted only takes room
                delete_old(project.folder, keep=kept)

    @property
    def filling(self) -> SurveyFilling | None:
        """What predicts the whole survey."""
        if self._filling is None and self.store is not None:
            self._filling = SurveyFilling(self._volume, self.store, self.writer, alternating=True)
        return self._filling

    def close(self) -> None:
        """Write what waits; the run may have begun only now."""
        self._looked_at = -LOOK
        self.writer.flush()

    def news(self) -> Generator[StoreOpened, None, None]:
        """Tell where predictions are kept, once."""
        if not self._told and self.store is not None:
            self._told = True
            yield StoreOpened(self.store)

    def show_stored(self, wishes: Wishes) -> Generator[SectionPredicted, None, None]:
        """Show what an earlier session stored of the lines on screen."""
        shown = StoredOnScreen(self._volume.geometry, wishes, self.store, LINES, NO_VERSION)
        yield from shown.show_lines()
