"""Carries strokes to the lines beside their own while the user goes on: the stroke is stored at once, its copies when they
are found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from PyQt6.QtCore import QObject, QTimer

from seisviewer.app.attributes.slopes_in_background import BackgroundSlopes
from seisviewer.app.background.background_results import BackgroundResults
from seisviewer.app.painting.label_editor import LabelEditor
from seisviewer.app.section_state import SectionState
from seisviewer.app.topics import Topic
from seisviewer.errors import SeisviewerError
from seisviewer.labels.stroke import Stroke
from seisviewer.structure.drawn_faults import faults_in
from seisviewer.structure.faults import Faults
from seisviewer.structure.slope_grid import SlopeGrid
from seisviewer.translation import tr
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.reach.stroke_copies import stroke_copies

AGAIN_MS = 50  # between two looks whether an import, undo or redo has ended
AT_ONCE = 4  # copies that are stored between two events of the window: some milliseconds


@dataclass(frozen=True)
class _Request:
    """A stroke to carry, and what is known of the survey when that is begun."""

    stroke: Stroke
    grid: SlopeGrid | None = field(compare=False)
    faults: Faults = field(compare=False)


class StrokeCarrier(QObject):
    """Finds one stroke after another that is still to be carried, the oldest first, those of an earlier day too."""

    def __init__(self, state: SectionState, label_editor: LabelEditor, slopes: BackgroundSlopes) -> None:
        super().__init__()
        self._state, self._label_editor, self._slopes = state, label_editor, slopes
        self._results: BackgroundResults[_Request, tuple[Stroke, ...]] = BackgroundResults(self._arrived)
        self._asked: _Request | None = None
        self._found: tuple[Stroke, ...] | None = None
        self._failed: set[int] = set()  # ids of strokes; they are tried again when the project is opened next
        self._again = QTimer(self, singleShot=True, interval=AGAIN_MS, timeout=self._go_on)
        self._soon = QTimer(self, singleShot=True, interval=0, timeout=self._go_on)
        state.closing.on_stop(self._stop)
        for changed in (state.volume_changed, state.project_changed):
            changed.connect(lambda _: self._begin_anew())
        state.labels_changed.connect(self._go_on)

    @property
    def busy(self) -> bool:
        """Whether a stroke is being carried."""
        return self._asked is not None

    def _begin_anew(self) -> None:
        self._stop()
        self._failed.clear()
        if self._state.volume is not None and self._state.project is not None:
            self._results.begin(_copies_in(self._state.volume))
            self._go_on()

    def _go_on(self) -> None:
        """Store what was found, or look for the next stroke, unless labels are just being changed otherwise."""
        project = self._state.project
        if project is None or not project.can_edit or self._again.isActive():
            return
        if project.is_changing:
            self._again.start()
        elif self._found is not None:
            if not self._soon.isActive():
                self._store()
        elif self._asked is None:
            waiting = (stroke for stroke in project.strokes_to_carry() if stroke.id not in self._failed)
            stroke = next(waiting, None)
            if stroke is not None:
                self._asked = _Request(stroke, self._slopes.grid, faults_in(project.snapshot()))
                self._results.want(self, self._asked)

    def _arrived(self, request: _Request, copies: tuple[Stroke, ...] | Exception) -> None:
        if isinstance(copies, SeisviewerError | OSError):
            self._failed.add(request.stroke.id)
            self._asked = None
            said = tr("A stroke on {section} was not carried to other lines: {copies}").format(
                section=request.stroke.section, copies=copies
            )
            self._state.report(said, Topic.LABELS)
        elif isinstance(copies, Exception):
            self._failed.add(request.stroke.id)
            self._asked = None
            raise copies
        else:
            self._found = copies
        self._go_on()

    def _store(self) -> None:
        """Store some of the copies, or the last of them."""
        request, copies, left = self._asked, self._found[:AT_ONCE], self._found[AT_ONCE:]
        if left:
            self._found = left
            self._soon.start()
        else:
            self._asked = self._found = None
        if not self._label_editor.carry(request.stroke, copies, last=not left):
            self._failed.add(request.stroke.id)
            self._soon.stop()
            self._asked = self._found = None
        self._go_on()

    def _stop(self) -> None:
        self._again.stop()
        self._soon.stop()
        self._results.end()
        self._state.closing.wait_for(self._results)
        self._asked = self._found = None


def _copies_in(volume: Volume) -> Callable[[_Request], tuple[Stroke, ...]]:
    def copies(request: _Request) -> tuple[Stroke, ...]:
        return stroke_copies(volume, request.stroke, request.grid, request.faults)

    return copies
