"""Saving the project on a desk as a new folder, which is offered at once when its own is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PyQt6.QtCore import QTimer
from PyQt6.QtWidgets import QMessageBox, QWidget

from seisviewer.app.background.background_jobs import Background
from seisviewer.app.main_window.closing_stages import Unfinished
from seisviewer.app.opening.file_asker import FileAsker
from seisviewer.app.section_state import SectionState
from seisviewer.app.topics import Topic
from seisviewer.app.traces.trace_state import TraceState
from seisviewer.app.widgets.plain_text import as_plain
from seisviewer.project.base import BaseProject
from seisviewer.translation import tr

PROJECTS = tr("Project folder (*.seis)")


class ProjectSaver(FileAsker[SectionState | TraceState]):
    """For one desk. open_project: shows the project in a folder in place of the one on the desk."""

    def __init__(
        self,
        state: SectionState | TraceState,
        background: Background,
        open_project: Callable[[Path], None],
        window: QWidget,
    ) -> None:
        super().__init__(state, background, window)
        self._open_project = open_project
        self._offered_for: BaseProject | None = None
        self._saved: BaseProject | None = None  # what it holds is elsewhere by now
        # Later: the stroke or pick that was refused is still being dealt with.
        state.project_gone.connect(lambda: QTimer.singleShot(0, self._offer))
        state.closing.on_ask(self._unfinished)

    def ask(self) -> None:
        """Ask for a folder, save the project there and go on in it."""
        project = self._state.project
        if project is None:
            return
        path, _ = self._ask_target(
            tr("Save project as"), tr("{project_name} saved.seis").format(project_name=project.name), PROJECTS
        )
        if path is not None:
            self.save(path if path.suffix == ".seis" else path.with_name(f"{path.name}.seis"))

    def save(self, folder: Path) -> None:
        """Save the project as this folder and go on in it."""
        project = self._state.project

        def then(saved: Path) -> None:
            self._saved = project
            if self._state.project is project:
                self._open_project(saved)

        job = self._background.run(
            tr("Saving {folder_name}").format(folder_name=folder.name),
            lambda: project.copy_steps(folder),
            then,
            awaited=True,
            topic=Topic.SAVING,
        )
        self._state.closing.wait_for(job)

    def folder_to_ask_in(self) -> Path:
        folder = self._state.project.folder.parent
        return folder if folder.is_dir() else Path.home()

    def _offer(self) -> None:
        project = self._state.project
        if project is None or project is self._offered_for or not project.is_lost:
            return
        self._offered_for = project
        answer = QMessageBox.question(
            self._window,
            tr("The project is gone"),
            as_plain(
                tr(
                    "{folder_name} was deleted or overwritten outside this program. What you made before is "
                    "still here. Save the project as a new folder? Nothing more is stored until then."
                ).format(folder_name=project.folder.name)
            ),
            QMessageBox.StandardButton.Save | QMessageBox.StandardButton.Cancel,
            QMessageBox.StandardButton.Save,
        )
        if answer == QMessageBox.StandardButton.Save:
            self.ask()

    def _unfinished(self) -> Unfinished | None:
        project = self._state.project
        if project is None or project is self._saved or not project.is_lost:
            return None
        sentence = tr(
            "The folder of {project_name} was deleted or overwritten: what it held may be lost "
            "unless the project is saved as a new folder (File ▸ Save project as…)."
        ).format(project_name=project.name)
        return Unfinished(tr("The project is gone"), sentence, runs=False)
