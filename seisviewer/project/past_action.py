"""An action of the past that is taken back or done again, in steps of some milliseconds each."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from seisviewer.labels.blocks import Block, Key
from seisviewer.labels.class_changes import ClassChange
from seisviewer.labels.label_volume import LabelVolume
from seisviewer.labels.stroke import Stroke
from seisviewer.progress import Progress
from seisviewer.project import class_history, history
from seisviewer.project.checking_history import CheckingMark, hold_marked
from seisviewer.project.database import Database
from seisviewer.project.label_steps import Pace, relabelled
from seisviewer.project.stored_values import checked
from seisviewer.project.survey_rows import check_labels
from seisviewer.translation import tr


@dataclass(frozen=True)
class PastAction:
    """number: of the action. labels: a copy of the project's, which is changed. turn: held while the database is read."""

    number: int
    labels: LabelVolume
    database: Database
    turn: AbstractContextManager[object]

    def strokes(self, *, undone: bool) -> Generator[Progress, None, tuple[tuple[Stroke, ...], set[Key]]]:
        """Revert the strokes of the action, last first, or apply them; returns them in the order of painting, and the
        keys of the blocks that they met."""
        with self.turn:
            ids = history.stroke_ids(self.database, self.number)
        pace, strokes, met = Pace(), [], set()
        for each in reversed(ids) if undone else ids:
            with self.turn:
                stroke = history.stroke(self.database, each)
            with checked(self.database):  # it may lie where the survey has nothing
                met |= self.labels.revert(stroke) if undone else self.labels.apply(stroke)
            strokes.append(stroke)
            if pace.is_due(stroke.mask.size):
                yield Progress(len(strokes), len(ids), tr("Undoing") if undone else tr("Redoing"))
        return tuple(reversed(strokes) if undone else strokes), met

    def removal(self, change: ClassChange, *, undone: bool) -> Generator[Progress, None, set[Key]]:
        """Bring the labels of a class that was removed back, or take them away again; returns the keys of the blocks."""
        if not undone:
            return set((yield from relabelled(self.labels, change.removed, change.became)))
        keys = yield from self._put_back()
        with self.turn:
            others = [each for each in class_history.removals(self.database) if each.action != self.number]
        self.labels.drawn = yield from history.drawn_steps(self.database, others)
        return keys

    def marks(self, marks: Sequence[CheckingMark], *, undone: bool) -> Generator[Progress, None, set[Key]]:
        """Let what is painted on sections be held back as it was before they were marked, or as it was then; returns the
        keys of the blocks."""
        if undone:
            return (yield from self._put_back())
        return (yield from hold_marked(self.labels, marks, self.database, self.turn))

    def _put_back(self) -> Generator[Progress, None, set[Key]]:
        with self.turn:
            kept = class_history.kept_blocks(self.database, self.number)
        pace = Pace()
        for done, (key, packed) in enumerate(kept, 1):
            with checked(self.database):
                block = Block.from_bytes(packed)
                check_labels(self.labels.geometry, {key: block}, {})
            self.labels.put_back(key, block)
            if pace.is_due(block.values.size):
                yield Progress(done, len(kept), tr("Undoing"))
        return {key for key, _ in kept}
