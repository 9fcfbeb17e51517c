"""Opening waveforms: the dialogs that ask, the work in the background, and the desk that receives the records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PyQt6.QtWidgets import QWidget

from seisviewer.app.background.background_jobs import Background
from seisviewer.app.main_window.close_questions import may_end
from seisviewer.app.opening.desk_opener import DeskOpener
from seisviewer.app.opening.recents import Recents
from seisviewer.app.topics import Topic
from seisviewer.app.traces.archive_names import archive_folder
from seisviewer.app.traces.trace_state import TraceState
from seisviewer.app.traces.trace_view_state import restore, view_state
from seisviewer.picks.pick import Event, Pick
from seisviewer.predictions.probabilities import Probabilities
from seisviewer.project.trace_project import TraceProject
from seisviewer.translation import tr
from seisviewer.waveforms.files.record_reading import read_waveforms
from seisviewer.waveforms.record import Archive
from seisviewer.workflows.traces.header_picks import header_events, header_picks
from seisviewer.workflows.traces.kept_probabilities import kept_probabilities
from seisviewer.workflows.traces.trace_opening import OpenedTraces, open_traces

FILES = tr(
    "Waveforms and StationXML (*.mseed *.miniseed *.ms *.sac *.SAC *.gse *.gse2 *.seed *.sg2 "
    "*.evt *.xml);;All files (*)"
)


class WaveformOpener(DeskOpener[TraceState]):
    """Puts records on the desk and takes them off again."""

    def __init__(self, state: TraceState, background: Background, recents: Recents, window: QWidget) -> None:
        super().__init__(state, background, recents, window)
        self._leaving: tuple[Archive | None, TraceProject | None] = (None, None)
        state.project_changed.connect(self._remember)

    def ask_files(self) -> None:
        paths = self._ask_files(tr("Open waveforms"), FILES)
        if paths:
            self.open(paths)

    def ask_folder(self) -> None:
        path = self._ask_folder(tr("Open a folder of waveforms, or a SeisBench dataset"))
        if path is not None:
            self.open([path])

    def ask_more(self) -> None:
        paths = self._ask_files(tr("Add waveforms or StationXML"), FILES)
        if paths:
            self.add(paths)

    def open(self, paths: Sequence[Path], then: Callable[[], None] = lambda: None) -> None:
        """Open files and folders together, or a project folder; a newer request takes the place of one that still runs.

        then: called when the records are on the desk. Where something would be lost, the user is asked first.
        """
        paths = [path.expanduser().absolute() for path in paths]
        if self.is_open(paths):
            self._state.message.emit(tr("{named} is open already.").format(named=_named(paths)))
            then()
            return
        if not self._may_replace(_named(paths)):
            return
        project = self._state.project
        if project is not None and (self._held() & _places(paths) or any(map(project.is_at, paths))):
            self._take_off()  # its project can be held only once
        self._begin(
            tr("Opening {named}").format(named=_named(paths)),
            _named(paths),
            lambda: open_traces(paths),
            lambda opened: self._show(paths, opened, then),
            lambda error: self._ask_about_sources(error, lambda: self.open(paths, then)),
        )

    def add(self, paths: Sequence[Path]) -> None:
        """Read more files together with those on the desk; the picks stay."""
        archive = self._state.archive
        if any(record.name for record in archive.records):
            self._state.report(
                tr("The windows of a dataset stand alone: close them, then open the files by themselves."),
                Topic.OPENING,
            )
            return
        if not self._may_replace(_named(paths)):
            return
        together = list(dict.fromkeys((*archive.sources, *(path.expanduser().absolute() for path in paths))))
        name = _named(paths)
        self._begin(tr("Adding {name}").format(name=name), name, lambda: read_waveforms(together), self._show_more)

    def close_records(self) -> None:
        """Take the records off the desk; the project keeps how they were looked at. Asks first where something would be
        lost."""
        if may_end(self._state.closing, tr("close the records"), self._window):
            self._take_off()

    def _take_off(self) -> None:
        self._cancel()
        self._put(None, None)

    def is_open(self, paths: Sequence[Path]) -> bool:
        """Whether these very files, or their project, are on the desk."""
        archive, project = self._state.archive, self._state.project
        if archive is None:
            return False
        folders = _places([project.folder]) if project is not None else None
        return _places(paths) in (_places(archive.sources), folders)

    def _held(self) -> set[Path]:
        return _places([*self._state.archive.sources, self._state.project.folder])

    def _show(self, paths: Sequence[Path], opened: OpenedTraces, then: Callable[[], None]) -> None:
        self._put(opened.archive, opened.project, opened.reference, opened.events)
        self._bring_probabilities_back()
        if len(paths) == 1:
            self._recents.add(paths[0])
        then()

    def _show_more(self, archive: Archive) -> None:
        """The same picks and the same look, over more records."""
        project, state = self._state.project, view_state(self._state)
        if project is not None and project.can_edit:
            project.set_sources(archive.sources)
        self._state.closing.stop()  # what runs was meant for the records as they were
        self._state.set_archive(archive, project, header_picks(archive), header_events(archive))
        restore(self._state, state)
        self._bring_probabilities_back()

    def _put(
        self,
        archive: Archive | None,
        project: TraceProject | None,
        reference: tuple[Pick, ...] = (),
        events: tuple[Event, ...] = (),
    ) -> None:
        def put() -> None:
            self._state.set_archive(archive, project, reference, events)
            if archive is not None:
                self._tell_unfit(restore(self._state, project.view_state if project is not None else None))

        self._replace(put)

    def _note_leaving(self) -> None:
        self._leaving = self._state.archive, self._state.project

    def _give_back_leaving(self) -> None:
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

        self._background.run(tr("Reading probabilities"), lambda: kept_probabilities(project.folder, archive), show)

    def _remember(self, project: TraceProject | None) -> None:
        """Several files that were opened together are found again by their project."""
        if project is not None and self._state.archive is not None and len(self._state.archive.sources) > 1:
            self._recents.add(project.folder)

    def _place(self) -> Path | None:
        return archive_folder(self._state)

    def _view(self) -> dict[str, Any]:
        return view_state(self._state)

    def _close(self, result: OpenedTraces | Archive) -> None:
        if isinstance(result, OpenedTraces) and result.project is not None:
            result.project.close()


def _places(paths: Sequence[Path]) -> set[Path]:
    return {path.resolve() for path in paths}


def _named(paths: Sequence[Path]) -> str:
    return (
        paths[0].name
        if len(paths) == 1
        else tr("{name} and {count} more").format(name=paths[0].name, count=len(paths) - 1)
    )
