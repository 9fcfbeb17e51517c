"""What goes in beside the survey itself, labels of sections and fault sticks, and pictures that go out."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtWidgets import QWidget

from seisviewer.app.background.background_jobs import Background
from seisviewer.app.opening.file_asker import FileAsker
from seisviewer.app.opening.unlabelled_question import ask_what_is_unlabelled
from seisviewer.app.painting.label_editor import LabelEditor
from seisviewer.app.section_state import SectionState
from seisviewer.app.topics import Topic
from seisviewer.app.widgets import screenshots
from seisviewer.errors import SeisviewerError
from seisviewer.translation import tr
from seisviewer.volumes.interpretation_files.horizon_files import HorizonLayout

FAULT_STICKS = tr("Fault sticks (*.txt *.dat);;All files (*)")


class SectionImportExport(FileAsker[SectionState]):
    """Asks for a file, then reads or writes it."""

    def __init__(self, state: SectionState, label_editor: LabelEditor, background: Background, window: QWidget) -> None:
        super().__init__(state, background, window)
        self._label_editor = label_editor

    def folder_to_ask_in(self) -> Path:
        """Beside the survey."""
        return self._state.volume.folder if self._state.volume is not None else Path.home()

    def ask_import(self) -> None:
        path = self._ask_file(tr("Import labels"), tr("Labels of sections (*.npz)"))
        if path is not None:
            self.import_from(path)

    def import_from(self, path: Path) -> None:
        """Take labels from an .npz; they count as strokes, and one undo takes them all back."""
        if self._state.volume is None:
            self._state.report(
                tr("Open the survey first, then drop {path_name} on the window again.").format(path_name=path.name),
                Topic.OPENING,
            )
        else:
            editor = self._label_editor
            editor.import_labels(
                path,
                unclear=lambda error: ask_what_is_unlabelled(
                    path.name, error, lambda values: editor.import_labels(path, values), self._window
                ),
            )

    def ask_import_faults(self, layout: HorizonLayout) -> None:
        path = self._ask_file(tr("Import fault sticks"), FAULT_STICKS)
        if path is not None:
            self._label_editor.import_faults(path, layout)

    def ask_picture(self, widget: QWidget, subject: str) -> None:
        """Save what a widget shows as PNG; it is taken before the dialog can cover it."""
        picture = widget.grab()
        path, _ = self._ask_target(tr("Save picture"), screenshots.suggested_name(subject), tr("PNG (*.png)"))
        if path is None:
            return
        try:
            saved = screenshots.save(picture, path)
        except SeisviewerError as error:
            self._state.report(str(error), Topic.PICTURES)
        else:
            self._state.solved.emit(Topic.PICTURES)
            self._state.message.emit(tr("The picture is in {saved}.").format(saved=saved))

    def copy_picture(self, widget: QWidget) -> None:
        screenshots.copy(widget.grab())
        self._state.message.emit(tr("The picture is on the clipboard."))
