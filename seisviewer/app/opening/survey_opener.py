"""Opening surveys and projects: the dialogs that ask, the work in the background, and the desk that receives them."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QDialog, QWidget

from seisviewer.app.background.background_jobs import Background
from seisviewer.app.dialogs.npy_axes_dialog import NpyAxesDialog
from seisviewer.app.dialogs.segy_headers_dialog import SegyHeadersDialog
from seisviewer.app.dialogs.store_dialog import StoreDialog
from seisviewer.app.main_window.close_questions import may_end
from seisviewer.app.opening.desk_opener import DeskOpener
from seisviewer.app.opening.recents import Recents
from seisviewer.app.section_state import SectionState, middle_of
from seisviewer.app.section_view_state import restore, view_state
from seisviewer.app.topics import Topic
from seisviewer.errors import SeisviewerError, ServerLost, UnclearFile, UnknownGeometry
from seisviewer.project.project import Project
from seisviewer.translation import tr
from seisviewer.volumes.far.location_file import place_of
from seisviewer.volumes.npy_volume import array_shape
from seisviewer.volumes.open_choices import OpenChoices
from seisviewer.volumes.opening import SEGY_ENDINGS, endings
from seisviewer.volumes.segy.guessed_scan import said_of_difference
from seisviewer.volumes.segy.segy_volume import SegyVolume
from seisviewer.volumes.survey_state import STORE_FILES, folder_of_store
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.demo import prepare_demo
from seisviewer.workflows.first_look import FirstLook, giving_way, open_at_once
from seisviewer.workflows.survey_opening import Opened, has_project, open_path

LOOKED_AT = tr(
    "{} is shown as a sample of its trace headers has it; labels and what is stored wait until all are read."
)


class SurveyOpener(DeskOpener[SectionState]):
    """Puts surveys on the desk and takes them off again. import_wanted: an .npz was dropped, its labels are wanted."""

    import_wanted = pyqtSignal(object)

    def __init__(
        self,
        state: SectionState,
        background: Background,
        recents: Recents,
        window: QWidget,
        busy: Callable[[], bool] = lambda: False,
    ) -> None:
        """busy: whether a view waits for a section, for which reading all headers gives way."""
        super().__init__(state, background, recents, window)
        self._busy = busy
        self._leaving: tuple[Volume | None, Project | None] = (None, None)
        self._look: SegyVolume | None = None  # on the desk until the survey is sure
        self._begun: tuple[Path, Sequence[Path], Mapping[str, Any]] | None = None

    def ask_survey(self) -> None:
        path = self._ask_file(tr("Open survey"), _filters(tr("Surveys"), endings(), STORE_FILES))
        if path is not None:
            self.open(path)

    def ask_store(self) -> None:
        """Choose the folder of a Zarr store, which the dialog of files cannot give back."""
        path = self._ask_folder(tr("Open Zarr or MDIO store (a folder)"))
        if path is not None:
            self.open(path)

    def ask_with_headers(self) -> None:
        """Choose a SEG-Y file, then its header bytes."""
        path = self._ask_file(tr("Open SEG-Y with header bytes"), _filters("SEG-Y", SEGY_ENDINGS))
        if path is not None:
            self.ask_headers(path)

    def drop(self, paths: Sequence[Path]) -> None:
        """Files were dropped on the window: open the first survey or project, then take labels from .npz files."""
        labels = [path for path in paths if path.suffix.lower() == ".npz"]
        surveys = [path for path in paths if path not in labels]
        if surveys:
            self.open(surveys[0], labels)
            if len(surveys) > 1:
                rest = ", ".join(path.name for path in surveys[1:])
                self._state.message.emit(
                    tr("One survey is open at a time: {name} is taken, {rest} is not.").format(
                        name=surveys[0].name, rest=rest
                    )
                )
        else:
            self._import(labels)

    def open(self, path: Path, labels: Sequence[Path] = ()) -> None:
        """Open a survey or a project folder; an array is asked about first. labels: .npz files to import then."""
        path = folder_of_store(place_of(path))
        if self.is_open(path) and (self._state.volume.is_sure or self._is_opening):
            self._state.message.emit(tr("{path_name} is open already.").format(path_name=path.name))
            self._import(labels)
        elif path.suffix.lower() == ".npy" and path.exists() and not has_project(path):
            self._ask_axes(path, labels)
        else:
            self.begin(path, labels)

    def begin(self, path: Path, labels: Sequence[Path] = (), **choices: Any) -> None:
        """Open with choices that were made already; a newer request takes the place of one that still runs.

        Where something would be lost, the user is asked first.
        """
        if self._is_opening and self._begun == (path, labels, choices):
            return  # a double click asks twice
        if not self._may_replace(path.name):
            return
        self._cancel()
        project = self._state.project
        if self.is_open(path) or project is not None and project.is_at(path):
            self._put(None, None)  # its project can be held only once
        self._begun = path, labels, choices
        self._open(lambda: open_at_once(path, self._busy, **choices))

    def make_sure(self) -> None:
        """Read all headers of a survey that is known from some of them, where that does not go on already."""
        volume = self._state.volume
        if volume is None or volume.is_sure:
            self._state.message.emit(tr("All trace headers are read already."))
        elif not self._is_opening and self._begun is not None:
            path, _, choices = self._begun
            self._open(lambda: giving_way(open_path(path, **choices), self._busy))

    def _open(self, work: Callable[[], Generator[Any, None, Opened]]) -> None:
        path, labels, choices = self._begun
        self._begin(
            tr("Opening {path_name}").format(path_name=path.name),
            path.name,
            work,
            lambda opened: self._show(path, opened, labels),
            lambda error: self._ask_again(path, error, labels, choices),
            self._show_first,
        )

    def open_demo(self) -> None:
        """Make the demo survey where it is not there yet, and open its project."""
        self._background.run(
            tr("Preparing the demo"), prepare_demo, lambda demo: self.open(demo.project), topic=Topic.OPENING
        )

    def close_survey(self) -> None:
        """Take the survey off the desk; the project keeps how it was looked at. Asks first where something would be
        lost."""
        if may_end(self._state.closing, tr("close the survey"), self._window):
            if self._state.volume is self._look:
                self._cancel()
            self._put(None, None)

    def ask_headers(
        self, path: Path, labels: Sequence[Path] = (), reason: str = "", chosen: OpenChoices | None = None
    ) -> None:
        """Show what the trace headers hold, and open with what the user says. chosen: what they said before."""
        volume, headers = self._state.volume, None
        if isinstance(volume, SegyVolume) and self.is_open(path):
            headers, chosen = volume.scan.headers, chosen or volume.chosen
        dialog = SegyHeadersDialog(
            path, self._background.run, self._window, reason=reason, headers=headers, chosen=chosen or OpenChoices()
        )
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

    def _ask_store(self, path: Path, error: UnclearFile, labels: Sequence[Path], choices: Mapping[str, Any]) -> None:
        dialog = StoreDialog(path, error, self._window)
        dialog.accepted.connect(lambda: self.begin(path, labels, **{**choices, **dialog.choices}))
        self._ask(dialog)

    def _ask(self, dialog: QDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _ask_again(self, path: Path, error: BaseException, labels: Sequence[Path], choices: Mapping[str, Any]) -> bool:
        """What a file leaves open is asked for: header bytes, unit, interval, format. Every other error is only told."""
        if self._look is not None and self._state.volume is self._look and not isinstance(error, ServerLost):
            self._put(None, None)  # it is none of what it seemed
        if isinstance(error, UnknownGeometry | UnclearFile) and path.suffix.lower() in SEGY_ENDINGS:
            self.ask_headers(path, labels, str(error), OpenChoices(**choices))
            return True
        if isinstance(error, UnclearFile):
            self._ask_store(path, error, labels, choices)
            return True
        return self._ask_about_sources(error, lambda: self.begin(path, labels, **choices))

    def _show_first(self, event: Any) -> bool:
        """What is known of a large survey after a moment."""
        if not isinstance(event, FirstLook):
            return False
        self._look = event.volume
        self._put(event.volume, None)
        self._state.message.emit(LOOKED_AT.format(event.volume.path.name))
        return True

    def _show(self, path: Path, opened: Opened, labels: Sequence[Path]) -> None:
        look, self._look = self._look, None
        if look is not None and self._state.volume is look:
            self._show_sure(look, opened)
        else:
            self._put(opened.volume, opened.project)
        self._recents.add(path)
        self._import(labels)

    def _import(self, paths: Sequence[Path]) -> None:
        for path in paths:
            self.import_wanted.emit(path)

    def _show_sure(self, look: SegyVolume, opened: Opened) -> None:
        """All headers of what is on the desk are read: it stays where they say what was guessed, and has no project."""
        found = opened.volume
        said = said_of_difference(look.scan, found.scan)
        if not said and opened.project is None:
            look.become_sure(found)
            found.close()
            self._state.volume_sure.emit(look)
            return
        view, position = view_state(self._state), self._state.position
        stays = found.geometry == look.geometry and position != middle_of(look.geometry)
        self._put(found, opened.project, view)
        if stays:
            self._state.set_position(position)
        if said:
            self._state.report(said, Topic.OPENING)

    def _put(self, volume: Volume | None, project: Project | None, view: dict[str, Any] | None = None) -> None:
        """view: how a survey without a project is looked at."""

        def put() -> None:
            self._state.set_volume(volume, project)
            if volume is not None:
                self._tell_unfit(restore(self._state, project.view_state if project is not None else view))

        self._replace(put)

    def _note_leaving(self) -> None:
        self._leaving = self._state.volume, self._state.project

    def _give_back_leaving(self) -> None:
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

    def _place(self) -> Path | None:
        return self._state.volume.folder if self._state.volume is not None else None

    def _view(self) -> dict[str, Any]:
        return view_state(self._state)

    def _close(self, result: Opened) -> None:
        for part in (result.project, result.volume):
            if part is not None:
                part.close()


def _filters(what: str, endings: Iterable[str], names: Iterable[str] = ()) -> str:
    patterns = [*(f"*{ending} *{ending.upper()}" for ending in endings), *names]
    return tr("{what} ({patterns});;All files (*)").format(what=what, patterns=" ".join(patterns))
