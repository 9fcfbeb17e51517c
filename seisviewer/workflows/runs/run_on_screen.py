"""A run over the sections of the window: what it has stored is shown, and its model is asked for the rest."""

from __future__ import annotations

import time
from collections.abc import Generator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from seisviewer.learning.events import SectionPredicted, Waiting
from seisviewer.library_loading import first_import
from seisviewer.networks.loading import load_libraries
from seisviewer.predictions.screen import Screen
from seisviewer.predictions.screen_inbox import ScreenInbox
from seisviewer.predictions.stored.pass_writer import PassWriter
from seisviewer.predictions.stored.prediction_store import PredictionStore
from seisviewer.progress import Progress
from seisviewer.project.runs import Run
from seisviewer.translation import tr
from seisviewer.volumes.geometry import LINES, Direction, SectionId
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.filling.storing import storing
from seisviewer.workflows.layer_run import KIND as LAYERS
from seisviewer.workflows.prediction import predictor_of
from seisviewer.workflows.runs.model_names import LIVE, pass_model

if TYPE_CHECKING:
    from seisviewer.predictions.passes.section_pass import SectionPass
    from seisviewer.predictions.section_predictor import SectionPredictor

WAIT = 0.02  # seconds between two looks at the inbox while there is nothing to do
VERSION = 1  # of its model in the passes: it does not change
Events = Generator[Any, None, None]


def learned_version(run: Run) -> int:
    """The version of the labels that a run knows; live training goes on with newer ones."""
    return int(run.metrics.get("labels_version", run.labels_version))


def run_on_screen(volume: Volume, run: Run, store: PredictionStore, inbox: ScreenInbox) -> Events:
    """Keep the sections that `inbox` wants answered by a finished run, without end.

    store: of the run; what is predicted now is kept there. Yields SectionPredicted, Progress, and Waiting while there is
    nothing to do, fifty times a second, so that whoever drives it can stop it. Raises ModelError where the run's model
    cannot be read.
    """
    yield from storing(_RunLoop(volume, run, store, inbox).run(), PassWriter(lambda: store))


class _RunLoop:
    """What is on screen first, then the lines that it takes to tie it."""

    def __init__(self, volume: Volume, run: Run, store: PredictionStore, inbox: ScreenInbox) -> None:
        self._volume, self._run, self._store, self._inbox = volume, run, store, inbox
        self._screen = Screen(volume.geometry)
        self._versions = learned_version(run), VERSION
        self._predictor: SectionPredictor | None = None

    def run(self) -> Events:
        while True:
            self._screen.forget(self._inbox.take_dropped())
            self._screen.want(self._inbox.wanted.get(), self._inbox.crosshair.get())
            section = self._screen.next_on_screen(*self._versions) or self._next_to_fill()
            if section is not None:
                yield from self._answer(section)
            elif not self._store.is_loaded:
                yield from self._store.load()  # the map of the survey is coloured by it
            else:
                time.sleep(WAIT)
                yield Waiting("another section")

    def _next_to_fill(self) -> SectionId | None:
        """A line that crosses what is on screen; lines of reflectors need none, they say the same along either direction."""
        shows_slice = any(section.direction is Direction.TIME for section in self._inbox.wanted.get())
        if not self._screen.is_calm or (self._run.kind == LAYERS and not shows_slice):
            return None
        return self._screen.next_to_fill(*self._versions, len(self._run.settings.get("classes", ())) or len(LINES))

    def _answer(self, section: SectionId) -> Events:
        kept, is_stored = self._stored(section), True
        if kept is None:
            yield from self._load_model()
            kept, is_stored = self._stored(section), True
        if kept is None:
            kept, is_stored = self._predictor.one_pass(section, self._volume.section(section)), False
        version, model_version = self._versions
        kept = replace(kept, model=pass_model(self._run), labels_version=version, model_version=model_version)
        self._screen.done(kept)
        yield SectionPredicted(kept, stored=is_stored)

    def _stored(self, section: SectionId) -> SectionPass | None:
        """What this very model said before. That of live training changes as it learns; a finished run does not."""
        if self._run.kind != LIVE:
            return self._store.get(section)
        if self._predictor is None or not self._store.is_current(section, self._predictor.key):
            return None
        return self._store.get(section)

    def _load_model(self) -> Generator[Progress, None, None]:
        if self._predictor is not None:
            return
        yield Progress(0, 0, tr("loading {run_name}").format(run_name=self._run.name))
        if self._run.kind != LAYERS:
            load_libraries()
            with first_import("torch"):
                self._predictor = predictor_of(self._run, self._volume, "auto")
        else:
            self._predictor = predictor_of(self._run, self._volume, "cpu")
