"""Opening surveys and projects: the dialogs that ask, the work in the background, and the desk that receives them."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PyQt6.QtCore import QObject, pyqtSignal
from PyQt6.QtWidgets import QDialog, QFileDialog, QWidget

from seisviewer.app.background_jobs import Background
from seisviewer.app.close_questions import may_end
from seisviewer.app.dialogs.npy_axes_dialog import NpyAxesDialog
from seisviewer.app.dialogs.segy_headers_dialog import SegyHeadersDialog
from seisviewer.app.recents import Recents
from seisviewer.app.section_state import SectionState
from seisviewer.app.section_view_state import restore, view_state
from seisviewer.app.topics import Topic
from seisviewer.errors import ProjectError, SeisviewerError, UnknownGeometry
from seisviewer.jobs.job import Job
from seisviewer.project.project import Project
from seisviewer.volumes.npy_volume import array_shape
from seisviewer.volumes.opening import REGISTRY
from seisviewer.volumes.segy_volume import SegyVolume
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.demo import prepare_demo
from seisviewer.workflows.survey_opening import Opened, has_project, open_path

log = logging.getLogger(__name__)

SEGY_ENDINGS = (".sgy", ".segy")


class SurveyOpener(QObject):
    """Puts surveys on the desk and takes them off again. import_wanted: an .npz was dropped, its labels are wanted."""

    import_wanted = pyqtSignal(object)

    def __init__(self, state: SectionState, background: Background, recents: Recents, window: QWidget) -> None:
        super().__init__(window)
        self._state = state
        self._background = background
        self._recents = recents
        self._window = window
        self._job: Job | None = None
        self._leaving: tuple[Volume | None, Project | None] = (None, None)
        state.closing.on_store(self._keep_view)
        state.closing.on_stop(self._note_leaving)
        state.closing.on_release(self._give_back_leaving)

    def ask_survey(self) -> None:
        endings = " ".join(f"*{ending} *{ending.upper()}" for ending in REGISTRY)
        path, _ = QFileDialog.getOpenFileName(
            self._window, "Open survey", self.folder_to_ask_in(), f"Surveys ({endings});;All files (*)"
        )
        if path:
            self.open(Path(path))

    def ask_with_headers(self) -> None:
        """Choose a SEG-Y file, then its header bytes."""
        endings = " ".join(f"*{ending} *{ending.upper()}" for ending in SEGY_ENDINGS)
        path, _ = QFileDialog.getOpenFileName(
            self._window, "Open SEG-Y with header bytes", self.folder_to_ask_in(), f"SEG-Y ({endings});;All files (*)"
        )
        if path:
            self.ask_headers(Path(path))

    def drop(self, paths: Sequence[Path]) -> None:
        """Files were dropped on the window: open the first survey or project, then take labels from .npz files."""
        labels = [path for path in paths if path.suffix.lower() == ".npz"]
        surveys = [path for path in paths if path not in labels]
        if surveys:
            self.open(surveys[0], labels)
            if len(surveys) > 1:
                rest = ", ".join(path.name for path in surveys[1:])
                self._state.message.emit(f"One survey is open at a time: {surveys[0].name} is taken, {rest} is not.")
        else:
            self._import(labels)

    def open(self, path: Path, labels: Sequence[Path] = ()) -> None:
        """Open a survey or a project folder; an array is asked about first. labels: .npz files to import then."""
        path = path.expanduser().absolute()
        if self.is_open(path):
            self._state.message.emit(f"{path.name} is open already.")
            self._import(labels)
        elif path.suffix.lower() == ".npy" and path.exists() and not has_project(path):
            self._ask_axes(path, labels)
        else:
            self.begin(path, labels)

    def begin(self, path: Path, labels: Sequence[Path] = (), **choices: Any) -> None:
        """Open with choices that were made already; a newer request takes the place of one that still runs.

        Where something would be lost, the user is asked first.
        """
        if not self._may_replace(path):
            return
        if self._job is not None:
            self._job.cancel()
        project = self._state.project
        if self.is_open(path) or project is not None and project.is_at(path):
            self._replace(None, None)  # its project can be held only once
        asked = bool(self._state.closing.unfinished())  # and agreed to

        def then(opened: Opened) -> None:
            # What was begun only meanwhile has not been asked about.
            if job is self._job and (asked or self._may_replace(path)):
                self._show(path, opened, labels)
            else:
                _give_back(opened)

        self._job = job = self._background.run(
            f"Opening {path.name}",
            lambda: open_path(path, **choices),
            then,
            lambda error: self._ask_again(path, error, labels),
            topic=Topic.OPENING,
        )

    def open_demo(self) -> None:
        """Make the demo survey where it is not there yet, and open its project."""
        self._background.run(
            "Preparing the demo", prepare_demo, lambda demo: self.open(demo.project), topic=Topic.OPENING
        )

    def close_survey(self) -> None:
        """Take the survey off the desk; the project keeps how it was looked at. Asks first where something would be lost."""
        if may_end(self._state.closing, "close the survey", self._window):
            self._replace(None, None)

    def ask_headers(self, path: Path, labels: Sequence[Path] = (), reason: str = "") -> None:
        """Show what the trace headers hold, and open with the bytes that the user names."""
        volume = self._state.volume
        known = volume.scan.headers if isinstance(volume, SegyVolume) and self.is_open(path) else None
        dialog = SegyHeadersDialog(path, self._background.run, self._window, reason=reason, headers=known)
        dialog.accepted.connect(lambda: self.begin(path, labels, **dialog.choices))
        self._ask(dialog)

    def _ask_axes(self, path: Path, labels: Sequence[Path]) -> None:
        try:
            shape = array_shape(path)
        except SeisviewerError as error:
            self._state.report(str(error), Topic.OPENING)
            return
        dialog = NpyAxesDialog(path, shape, self._window)
        dialog.accepted.connect(lambda: self.begin(path, labels, axes=dialog.axes))
        self._ask(dialog)

    def _ask(self, dialog: QDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _ask_again(self, path: Path, error: BaseException, labels: Sequence[Path]) -> bool:
        """Header bytes that make no survey are asked for; every other error is only told."""
        if isinstance(error, UnknownGeometry) and path.suffix.lower() in SEGY_ENDINGS:
            self.ask_headers(path, labels, reason=str(error))
            return True
        return False

    def _show(self, path: Path, opened: Opened, labels: Sequence[Path]) -> None:
        self._job = None
        self._replace(opened.volume, opened.project)
        self._recents.add(path)
        self._import(labels)

    def _may_replace(self, path: Path) -> bool:
        return may_end(self._state.closing, f"open {path.name}", self._window)

    def _import(self, paths: Sequence[Path]) -> None:
        for path in paths:
            self.import_wanted.emit(path)

    def _replace(self, volume: Volume | None, project: Project | None) -> None:
        self._state.closing.store()
        self._state.closing.stop()
        self._state.set_volume(volume, project)
        if volume is not None:
            restore(self._state, project.view_state if project is not None else None)
        self._state.closing.release()

    def _note_leaving(self) -> None:
        self._leaving = self._state.volume, self._state.project

    def _give_back_leaving(self) -> None:
        """Take it off the desk if nothing has taken its place; it is closed when nobody reads or learns it any more."""
        (volume, project), self._leaving = self._leaving, (None, None)
        if volume is None:
            return
        if self._state.volume is volume:
            self._state.set_volume(None)
        if project is not None:
            project.end_editing()
        self._state.closing.close_later(*(part for part in (project, volume) if part is not None))

    def is_open(self, path: Path) -> bool:
        """Whether this survey, or its project, is on the desk."""
        volume, project = self._state.volume, self._state.project
        held = [part for part in (volume and volume.path, project and project.folder) if part]
        return any(part.exists() and path.exists() and part.samefile(path) for part in held)

    def _keep_view(self) -> None:
        project = self._state.project
        if project is None:
            return
        try:
            project.set_view_state(view_state(self._state))
        except ProjectError as error:
            # A project that may only be read, or that another program holds, still closes.
            log.info("the view was not kept: %s", error)

    def folder_to_ask_in(self) -> str:
        """Where file dialogs begin: beside the survey that is open, else beside the one opened last."""
        if self._state.volume is not None:
            return str(self._state.volume.path.parent)
        return str(next((path.parent for path in self._recents.paths if path.parent.exists()), Path.home()))


def _give_back(opened: Opened) -> None:
    """Close what was opened too late to be wanted."""
    for part in (opened.project, opened.volume):
        if part is not None:
            part.close()
