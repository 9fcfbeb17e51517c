"""Asks for files of 2D lines and puts them together with what is on the desk."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PyQt6.QtWidgets import QMessageBox, QWidget

from seisviewer.app.background.background_jobs import Background
from seisviewer.app.opening.file_asker import FileAsker
from seisviewer.app.opening.survey_opener import SurveyOpener
from seisviewer.app.section_state import SectionState
from seisviewer.app.topics import Topic
from seisviewer.app.widgets.plain_text import as_plain
from seisviewer.translation import tr
from seisviewer.volumes.opening import SEGY_ENDINGS
from seisviewer.workflows.several_2d.adding_lines import DoubtedCoordinates, LinesAdded, add_lines, remove_line

NO_2D_LINE = tr("A 3D survey is open: 2D lines are put together with a 2D line, or with nothing open.")

NO_SEVERAL = tr("Only one of several 2D lines can be removed: open their list (.lines) or its project.")


class LineAdder(FileAsker[SectionState]):
    """What is made is opened: the project with all its labels, or the list of the lines."""

    def __init__(self, state: SectionState, background: Background, opener: SurveyOpener, window: QWidget) -> None:
        super().__init__(state, background, window)
        self._opener = opener

    def folder_to_ask_in(self) -> Path:
        return self._opener.folder_to_ask_in()

    def ask(self) -> None:
        """Choose the files. Without a 2D line on the desk they become a list of their own, beside the first of them."""
        volume = self._state.volume
        if volume is not None and not volume.geometry.is_2d:
            self._state.message.emit(NO_2D_LINE)
            return
        endings = " ".join(f"*{ending} *{ending.upper()}" for ending in SEGY_ENDINGS)
        files = self._ask_files(tr("Add 2D lines"), tr("SEG-Y ({endings});;All files (*)").format(endings=endings))
        if files:
            self.add(files)

    def add(self, files: Sequence[Path], *, sure: bool = False) -> None:
        """sure: the user was asked about coordinates that look wrong, and says that they are right."""
        into, rest = self._into(), list(files)
        if into is None:
            into, rest = rest[0], rest[1:]
        if not rest:
            self._opener.open(into)
            return
        self._background.run(
            tr("Adding 2D lines"),
            lambda: add_lines(into, rest, sure=sure),
            self._show,
            lambda error: self._ask_about(error, files),
            topic=Topic.OPENING,
        )

    def ask_to_remove(self) -> None:
        """Take the line that is shown out of the survey, once that was said yes to."""
        volume = self._state.volume
        if volume is None or not volume.geometry.lines:
            self._state.message.emit(NO_SEVERAL)
            return
        index = self._state.position.inline
        if volume.geometry.is_removed(index):
            self._state.message.emit(tr("This line is removed already: “Add 2D lines…” brings it back."))
            return
        name = volume.geometry.lines[index].name
        asked = tr(
            "Remove “{name}” from the survey? Its file stays as it is, and its labels are kept aside: "
            "adding the line again brings them back."
        ).format(name=name)
        buttons = QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.Cancel
        box = QMessageBox(QMessageBox.Icon.Question, tr("Remove a 2D line"), as_plain(asked), buttons, self._window)
        box.setDefaultButton(QMessageBox.StandardButton.Cancel)
        box.finished.connect(lambda answer: self.remove(name) if answer == QMessageBox.StandardButton.Yes else None)
        box.finished.connect(box.deleteLater)
        box.open()

    def remove(self, name: str) -> None:
        """Take a line out, and open what is left."""
        project, path = self._state.project, self._state.volume.path
        self._background.run(
            tr("Removing a 2D line"),
            lambda: remove_line(path, name),
            lambda place: self._show(LinesAdded(place, None if project is None else project.folder, ())),
            topic=Topic.OPENING,
        )

    def _into(self) -> Path | None:
        """What the lines are added to: the project on the desk, or its survey."""
        volume, project = self._state.volume, self._state.project
        if project is not None:
            return project.folder
        return None if volume is None else volume.path

    def _show(self, added: LinesAdded) -> None:
        if added.project is not None:
            self._opener.begin(added.project, survey=added.path)
        else:
            self._opener.begin(added.path)

    def _ask_about(self, error: BaseException, files: Sequence[Path]) -> bool:
        if not isinstance(error, DoubtedCoordinates):
            return False
        box = QMessageBox(
            QMessageBox.Icon.Question,
            tr("Add 2D lines"),
            as_plain(tr("{error} Add them with the coordinates that they have?").format(error=error)),
            QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.Cancel,
            self._window,
        )
        box.setDefaultButton(QMessageBox.StandardButton.Cancel)
        box.finished.connect(
            lambda answer: self.add(files, sure=True) if answer == QMessageBox.StandardButton.Yes else None
        )
        box.finished.connect(box.deleteLater)
        box.open()
        return True
