"""Asks labels and predictions about the voxel under the pointer."""

from __future__ import annotations

from PyQt6.QtCore import pyqtBoundSignal

from seisviewer.app.chosen_answer.answer_on_screen import AnswerOnScreen
from seisviewer.app.reading.nearest_labels import NearestLabels
from seisviewer.app.reading.said_here import SaidHere
from seisviewer.app.reading.voxel_sentences import said_sentence
from seisviewer.app.section_state import SectionState
from seisviewer.app.sections.pointer_reading import PointerReading
from seisviewer.labels.stroke import UNLABELLED


class VoxelSayings:
    """Little enough to be asked at every move of the pointer: no section is put together for it."""

    def __init__(self, state: SectionState, answers: AnswerOnScreen, nearest: NearestLabels) -> None:
        self._state, self._answers, self._nearest = state, answers, nearest

    @property
    def renewed(self) -> pyqtBoundSignal:
        """Emitted when something else is known now without labels or predictions having changed."""
        return self._nearest.found

    def sentence(self, reading: PointerReading) -> str:
        """For the status bar, "" where nothing is known."""
        said = self.at(reading)
        if said is None:
            return ""
        return said_sentence(said, self._state.volume.geometry, self._state.project.classes.name_of)

    def at(self, reading: PointerReading) -> SaidHere | None:
        """None where there is no trace, or no project yet."""
        project = self._state.project
        if project is None or not reading.live:
            return None
        position = reading.position
        label, origin = project.snapshot().label_at(position.inline, position.crossline, position.sample)
        speaker, answer = self._answers.at(reading.section, position)
        return SaidHere(
            label=None if label == UNLABELLED else label,
            origin=origin,
            answer=answer,
            speaker=speaker,
            nearest=self._nearest.nearest(position),
            run=self._answers.shown.run.name if self._answers.shown is not None else "",
            other=self._answers.other_at(reading.section, position),
        )
