"""The random lines of the survey on the desk, the one in hand, and what they can be undone to."""

from __future__ import annotations

from dataclasses import replace

from PyQt6.QtCore import QObject, pyqtSignal

from seisviewer.app.painting.label_editor import LabelEditor
from seisviewer.app.report_errors import reports_errors
from seisviewer.app.section_state import SectionState
from seisviewer.app.topics import Topic
from seisviewer.translation import tr
from seisviewer.volumes.random_line import RandomLine
from seisviewer.workflows.random_lines import keep_random_lines, random_lines

STEPS_BACK = 100


class RandomLineStore(QObject):
    """Used on the GUI thread. changed: other lines are there, or another one is in hand. A project is made for the first
    line, as for a stroke."""

    changed = pyqtSignal()
    topic = Topic.LABELS

    def __init__(self, state: SectionState, label_editor: LabelEditor) -> None:
        super().__init__()
        self.state, self._label_editor = state, label_editor
        self.lines: tuple[RandomLine, ...] = ()
        self.chosen = -1
        self._before: list[tuple[RandomLine, ...]] = []
        state.project_changed.connect(lambda _: self._read())
        self._read()

    @property
    def line(self) -> RandomLine | None:
        """The one in hand."""
        return self.lines[self.chosen] if 0 <= self.chosen < len(self.lines) else None

    def choose(self, place: int) -> None:
        """Take another one in hand; -1: none."""
        if place != self.chosen and -1 <= place < len(self.lines):
            self.chosen = place
            self.changed.emit()

    def add(self, nodes: tuple[tuple[int, int], ...]) -> None:
        """Keep a new line, under a name that none has, and take it in hand."""
        names, number = {line.name for line in self.lines}, len(self.lines) + 1
        while tr("Line {number}").format(number=number) in names:
            number += 1
        self._keep((*self.lines, RandomLine(tr("Line {number}").format(number=number), nodes)), len(self.lines))

    def change(self, *, name: str = "", nodes: tuple[tuple[int, int], ...] = ()) -> None:
        """Give the line in hand another name, or other nodes."""
        line = self.line
        if line is None or (name and any(other.name == name for other in self.lines)):
            return
        changed = replace(line, name=name or line.name, nodes=nodes or line.nodes)
        if changed != line:
            self._keep((*self.lines[: self.chosen], changed, *self.lines[self.chosen + 1 :]), self.chosen)

    def delete(self) -> None:
        """Drop the line in hand."""
        if self.line is not None:
            self._keep(
                (*self.lines[: self.chosen], *self.lines[self.chosen + 1 :]), min(self.chosen, len(self.lines) - 2)
            )

    @property
    def can_undo(self) -> bool:
        return bool(self._before)

    def undo(self) -> None:
        """Back to the lines before the last change, of those since the survey was opened."""
        if self._before:
            lines = self._before.pop()
            if self._store(lines):
                self._show(lines, min(max(self.chosen, 0), len(lines) - 1))

    def _keep(self, lines: tuple[RandomLine, ...], chosen: int) -> None:
        before = self.lines
        if self._store(lines):
            self._before = [*self._before, before][-STEPS_BACK:]
            self._show(lines, chosen)

    @reports_errors
    def _store(self, lines: tuple[RandomLine, ...]) -> bool:
        before = self._before
        keep_random_lines(self._label_editor.ensure_project(), lines)
        self._before = before  # a project that was made just now has told of itself
        return True

    def _show(self, lines: tuple[RandomLine, ...], chosen: int) -> None:
        self.lines, self.chosen = lines, chosen
        self.changed.emit()

    def _read(self) -> None:
        """Another survey or project is on the desk."""
        self._before = []
        lines = random_lines(self.state.project) if self.state.project is not None else ()
        self._show(lines, len(lines) - 1)
