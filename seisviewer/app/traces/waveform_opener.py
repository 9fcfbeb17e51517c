"""Opening waveforms: the dialogs that ask, the work in the background, and the desk that receives the records."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from PyQt6.QtCore import QObject
from PyQt6.QtWidgets import QFileDialog, QWidget

from seisviewer.app.background_jobs import Background
from seisviewer.app.close_questions import may_end
from seisviewer.app.recents import Recents
from seisviewer.app.topics import Topic
from seisviewer.app.traces.archive_names import archive_folder
from seisviewer.app.traces.trace_state import TraceState
from seisviewer.app.traces.trace_view_state import restore, view_state
from seisviewer.errors import ProjectError
from seisviewer.jobs.job import Job
from seisviewer.picks.pick import Pick
from seisviewer.predictions.probabilities import Probabilities
from seisviewer.project.trace_project import TraceProject
from seisviewer.waveforms.record import Archive
from seisviewer.waveforms.record_reading import read_waveforms
from seisviewer.workflows.kept_probabilities import kept_probabilities
from seisviewer.workflows.trace_opening import OpenedTraces, open_traces

Result = TypeVar("Result", OpenedTraces, Archive)
log = logging.getLogger(__name__)

FILES = "Waveforms and StationXML (*.mseed *.miniseed *.ms *.sac *.SAC *.gse *.gse2 *.seed *.sg2 *.evt *.xml);;All files (*)"


class WaveformOpener(QObject):
    """Puts records on the desk and takes them off again."""

    def __init__(self, state: TraceState, background: Background, recents: Recents, window: QWidget) -> None:
        super().__init__(window)
        self._state = state
        self._background = background
        self._recents = recents
        self._window = window
        self._job: Job | None = None
        self._leaving: tuple[Archive | None, TraceProject | None] = (None, None)
        state.project_changed.connect(self._remember)
        state.closing.on_store(self._keep_view)
        state.closing.on_stop(self._note_leaving)
        state.closing.on_release(self._give_back_leaving)

    def ask_files(self) -> None:
        paths, _ = QFileDialog.getOpenFileNames(self._window, "Open waveforms", self._folder(), FILES)
        if paths:
            self.open([Path(path) for path in paths])

    def ask_folder(self) -> None:
        path = QFileDialog.getExistingDirectory(
            self._window, "Open a folder of waveforms, or a SeisBench dataset", self._folder()
        )
        if path:
            self.open([Path(path)])

    def ask_more(self) -> None:
        paths, _ = QFileDialog.getOpenFileNames(self._window, "Add waveforms or StationXML", self._folder(), FILES)
        if paths:
            self.add([Path(path) for path in paths])

    def open(self, paths: Sequence[Path], then: Callable[[], None] = lambda: None) -> None:
        """Open files and folders together, or a project folder; a newer request takes the place of one that still runs.

        then: called when the records are on the desk. Where something would be lost, the user is asked first.
        """
        paths = [path.expanduser().absolute() for path in paths]
        if self.is_open(paths):
            self._state.message.emit(f"{_named(paths)} is open already.")
            then()
            return
        if not self._may_replace(paths):
            return
        project = self._state.project
        if project is not None and (self._held() & _places(paths) or any(map(project.is_at, paths))):
            self._take_off()  # its project can be held only once
        self._begin(
            f"Opening {_named(paths)}",
            paths,
            lambda: open_traces(paths),
            lambda opened: self._show(paths, opened, then),
        )

    def add(self, paths: Sequence[Path]) -> None:
        """Read more files together with those on the desk; the picks stay."""
        archive = self._state.archive
        if any(record.name for record in archive.records):
            self._state.report(
                "The windows of a dataset stand alone: close them, then open the files by themselves.", Topic.OPENING
            )
            return
        if not self._may_replace(paths):
            return
        together = list(dict.fromkeys((*archive.sources, *(path.expanduser().absolute() for path in paths))))
        self._begin(f"Adding {_named(paths)}", paths, lambda: read_waveforms(together), self._show_more)

    def close_records(self) -> None:
        """Take the records off the desk; the project keeps how they were looked at. Asks first where something would be
        lost."""
        if may_end(self._state.closing, "close the records", self._window):
            self._take_off()

    def _take_off(self) -> None:
        if self._job is not None:
            self._job.cancel()
        self._replace(None, None)

    def is_open(self, paths: Sequence[Path]) -> bool:
        """Whether these very files, or their project, are on the desk."""
        archive, project = self._state.archive, self._state.project
        if archive is None:
            return False
        folders = _places([project.folder]) if project is not None else None
        return _places(paths) in (_places(archive.sources), folders)

    def _held(self) -> set[Path]:
        return _places([*self._state.archive.sources, self._state.project.folder])

    def _begin(
        self,
        name: str,
        paths: Sequence[Path],
        work: Callable[[], Generator[Any, None, Result]],
        show: Callable[[Result], None],
    ) -> None:
        asked = bool(self._state.closing.unfinished())  # and agreed to
        if self._job is not None:
            self._job.cancel()

        def then(result: Result) -> None:
            # What was begun only meanwhile has not been asked about.
            if job is self._job and (asked or self._may_replace(paths)):
                show(result)
            else:
                _give_back(result)

        self._job = job = self._background.run(name, work, then, topic=Topic.OPENING)

    def _show(self, paths: Sequence[Path], opened: OpenedTraces, then: Callable[[], None]) -> None:
        self._job = None
        self._replace(opened.archive, opened.project, opened.reference)
        self._bring_probabilities_back()
        if len(paths) == 1:
            self._recents.add(paths[0])
        then()

    def _show_more(self, archive: Archive) -> None:
        """The same picks and the same look, over more records."""
        self._job = None
        project, state = self._state.project, view_state(self._state)
        if project is not None and project.can_edit:
            project.set_sources(archive.sources)
        self._state.closing.stop()  # what runs was meant for the records as they were
        self._state.set_archive(archive, project)
        restore(self._state, state)
        self._bring_probabilities_back()

    def _may_replace(self, paths: Sequence[Path]) -> bool:
        return may_end(self._state.closing, f"open {_named(paths)}", self._window)

    def _replace(self, archive: Archive | None, project: TraceProject | None, reference: tuple[Pick, ...] = ()) -> None:
        self._state.closing.store()
        self._state.closing.stop()
        self._state.set_archive(archive, project, reference)
        if archive is not None:
            restore(self._state, project.view_state if project is not None else None)
        self._state.closing.release()

    def _note_leaving(self) -> None:
        self._leaving = self._state.archive, self._state.project

    def _give_back_leaving(self) -> None:
        """Take them off the desk if nothing has taken their place; their project is closed when nobody uses it any more."""
        (archive, project), self._leaving = self._leaving, (None, None)
        if archive is not None and self._state.archive is archive:
            self._state.set_archive(None)
        if project is not None:
            project.end_editing()
            self._state.closing.close_later(project)

    def _bring_probabilities_back(self) -> None:
        """Show what pickers said in an earlier session, after the traces: it takes a moment to read."""
        archive, project = self._state.archive, self._state.project
        if archive is None or project is None:
            return

        def show(found: tuple[Probabilities, ...]) -> None:
            if self._state.archive is archive:
                newer = self._state.probabilities
                self._state.set_probabilities(*(each for each in found if each.record not in newer))

        self._background.run("Reading probabilities", lambda: kept_probabilities(project.folder, archive), show)

    def _remember(self, project: TraceProject | None) -> None:
        """Several files that were opened together are found again by their project."""
        if project is not None and self._state.archive is not None and len(self._state.archive.sources) > 1:
            self._recents.add(project.folder)

    def _keep_view(self) -> None:
        project = self._state.project
        if project is None:
            return
        try:
            project.set_view_state(view_state(self._state))
        except ProjectError as error:
            # A project that may only be read, or that another program holds, still closes.
            log.info("the view was not kept: %s", error)

    def _folder(self) -> str:
        """Where file dialogs begin: beside the records on the desk, else beside what was opened last."""
        beside = archive_folder(self._state)
        if beside is not None:
            return str(beside)
        return str(next((path.parent for path in self._recents.paths if path.parent.exists()), Path.home()))


def _places(paths: Sequence[Path]) -> set[Path]:
    return {path.resolve() for path in paths}


def _named(paths: Sequence[Path]) -> str:
    return paths[0].name if len(paths) == 1 else f"{paths[0].name} and {len(paths) - 1} more"


def _give_back(result: OpenedTraces | Archive) -> None:
    """Close what was opened too late to be wanted."""
    if isinstance(result, OpenedTraces) and result.project is not None:
        result.project.close()
