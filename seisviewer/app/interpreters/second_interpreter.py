"""The labels of another project of the survey on the desk, kept beside one's own."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import Any

import numpy as np
from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QWidget

from seisviewer.app.background.background_jobs import Background
from seisviewer.app.opening.file_asker import FileAsker
from seisviewer.app.painting.label_editor import LabelEditor
from seisviewer.app.section_state import SectionState
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.progress import Progress
from seisviewer.translation import tr
from seisviewer.volumes.geometry import SectionId
from seisviewer.workflows.interpreters.label_comparison import (
    LabelComparison,
    OtherLabels,
    compare_labels,
    matched,
    read_other,
)

AGREED, DIFFERENT, MINE, THEIRS = 0, 1, 2, 3  # of an agreement map; UNLABELLED where neither says anything
TOPIC = tr("the other interpreter")


class SecondInterpreter(FileAsker[SectionState]):
    """other: their labels, None while nobody is compared with. whole: how far all labels agree, None until that is counted.
    changed: either is another, or one's own labels are."""

    changed = pyqtSignal()

    def __init__(self, state: SectionState, label_editor: LabelEditor, background: Background, window: QWidget) -> None:
        super().__init__(state, background, window)
        self._editor = label_editor
        self.other: OtherLabels | None = None
        self.whole: LabelComparison | None = None
        self.theirs_shown = False  # their classes in place of the agreement
        state.volume_changed.connect(lambda _: self.end())
        state.labels_changed.connect(self._forget_counts)
        state.classes_changed.connect(self._match_again)

    def folder_to_ask_in(self) -> Path:
        return self._state.volume.path.parent if self._state.volume is not None else Path.home()

    def ask(self) -> None:
        folder = self._ask_folder(tr("Compare with the project of another interpreter"))
        if folder is not None:
            self.open(folder)

    def open(self, folder: Path) -> None:
        """Read the labels of a project; what is wrong with it is said."""
        volume, classes = self._state.volume, self._editor.classes

        def read() -> Generator[Progress, None, OtherLabels]:
            yield Progress(0, 1, tr("Reading the labels of {folder_name}").format(folder_name=folder.name))
            return read_other(folder, classes, volume.geometry)

        def take(found: OtherLabels) -> None:
            if self._state.volume is volume:
                self.other, self.whole = found, None
                if found.unmatched:
                    self._state.message.emit(
                        tr("Left out, as no class here has that name: {unmatched}.").format(
                            unmatched=", ".join(found.unmatched)
                        )
                    )
                self.changed.emit()

        self._background.run(tr("Reading {folder_name}").format(folder_name=folder.name), read, take, topic=TOPIC)

    def end(self) -> None:
        """Compare with nobody any more."""
        if self.other is not None:
            self.other = self.whole = None
            self.changed.emit()

    def show_theirs(self, shown: bool) -> None:
        """Whether their classes are drawn in place of where the two agree."""
        self.theirs_shown = shown
        self.changed.emit()

    def count(self) -> None:
        """Compare all labels of the survey in the background."""
        project, other = self._state.project, self.other
        if other is None:
            return
        if project is None:
            self._state.message.emit(tr("Nothing is labelled here yet: there is nothing to compare."))
            return
        snapshot = project.snapshot()

        def take(found: LabelComparison) -> None:
            if self.other is other:
                self.whole = found
                self.changed.emit()

        self._background.run(tr("Comparing the labels"), lambda: compare_labels(snapshot, other), take, topic=TOPIC)

    def own(self, section: SectionId) -> np.ndarray:
        return self._editor.labels(section)

    def theirs(self, section: SectionId) -> np.ndarray | None:
        """int8 classes of a section in one's own numbers; None while nobody is compared with."""
        if self.other is None or self._state.volume is None:
            return None
        return self.other.section(section.direction, self._state.volume.geometry.index(section))

    def agreement(self, section: SectionId) -> np.ndarray | None:
        """int8 in the section's shape: AGREED, DIFFERENT, MINE (alone), THEIRS (alone) or UNLABELLED."""
        theirs = self.theirs(section)
        return None if theirs is None else agreement_map(self.own(section), theirs)

    def comparison(self, section: SectionId) -> LabelComparison | None:
        theirs = self.theirs(section)
        return None if theirs is None else LabelComparison.of(self.own(section), theirs)

    def _forget_counts(self) -> None:
        if self.other is not None:
            self.whole = None
            self.changed.emit()

    def _match_again(self, *_: Any) -> None:
        if self.other is not None:
            self.other = matched(self.other.name, self.other.snapshot, self._editor.classes)
            self._forget_counts()


def agreement_map(own: np.ndarray, theirs: np.ndarray) -> np.ndarray:
    mine, others = own != UNLABELLED, theirs != UNLABELLED
    found = np.full(own.shape, UNLABELLED, np.int8)
    found[mine & others] = DIFFERENT
    found[mine & (own == theirs)] = AGREED
    found[mine & ~others] = MINE
    found[others & ~mine] = THEIRS
    return found
