"""The strokes that the layers do not honour: which there are, the way to them, and what the user decides about them."""

from __future__ import annotations

from PyQt6.QtCore import QObject, QTimer, pyqtSignal

from seisviewer.app.live.layer_controller import LayerController, LayerStatus
from seisviewer.app.painting.label_editor import LabelEditor
from seisviewer.app.section_state import SectionState
from seisviewer.app.sections.pointer_reading import position_at
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.labels.stroke_verdict import Verdict
from seisviewer.structure.doubted_strokes import DoubtedStroke
from seisviewer.translation import tr
from seisviewer.workflows.stroke_doubts import Doubt, stroke_doubts

LOOKING_DELAY = 150  # ms; the strokes are looked through once the newest is on screen
NONE_LEFT = tr("No stroke is doubted.")
ALREADY = tr("That is what you said of this stroke already.")


class DoubtController(QObject):
    """doubts: those of the whole answer that came last, and what the user keeps or has set aside. current: the place in
    them of the one that is looked at, -1 without any. changed: either is another now."""

    changed = pyqtSignal()

    def __init__(self, state: SectionState, layers: LayerController, label_editor: LabelEditor) -> None:
        super().__init__()
        self.doubts: tuple[Doubt, ...] = ()
        self.current = -1
        self._state, self._label_editor = state, label_editor
        self._told: tuple[DoubtedStroke, ...] = ()
        self._looking = QTimer(self, singleShot=True, interval=LOOKING_DELAY, timeout=self._look)
        layers.status_changed.connect(self._take)
        state.labels_changed.connect(self._looking.start)
        for signal in (state.project_changed, state.volume_changed):
            signal.connect(self._start_afresh)
        self._look()

    @property
    def chosen(self) -> Doubt | None:
        """The one that is looked at."""
        return self.doubts[self.current] if 0 <= self.current < len(self.doubts) else None

    def choose(self, place: int) -> None:
        """Look at another one."""
        if place != self.current:
            self.current = place
            self.changed.emit()

    def next(self) -> None:
        """Go to the next one, after the last to the first."""
        if not self.doubts:
            self._state.message.emit(NONE_LEFT)
            return
        self.choose((self.current + 1) % len(self.doubts))
        self.go_there()

    def go_there(self) -> None:
        """Set the crosshair on the one that is looked at."""
        if self.chosen is not None:
            place, geometry = self.chosen.place, self._state.volume.geometry
            self._state.set_position(position_at(geometry, place.section, *place.middle))

    def keep(self) -> None:
        """It is right: it counts always, and what contradicts it is left out in its place."""
        self._judge(Verdict.KEPT)

    def set_aside(self) -> None:
        """It is wrong: nothing learns it any more."""
        self._judge(Verdict.ASIDE)

    def take_back(self) -> None:
        """Say nothing of it; what was set aside is painted again."""
        self._judge(Verdict.OPEN)

    def _judge(self, verdict: Verdict) -> None:
        if self._looking.isActive():  # what was painted a moment ago is not listed yet
            self._look()
        doubt = self.chosen
        if doubt is None or doubt.verdict is verdict:
            self._state.message.emit(NONE_LEFT if doubt is None else ALREADY)
            return
        changes_paint = len(doubt.classes) == 1 and Verdict.ASIDE in (verdict, doubt.verdict)
        refusal = self._label_editor.refusal(doubt.classes[0] if changes_paint else UNLABELLED)
        if refusal:
            self._state.message.emit(refusal)
        else:
            self._label_editor.commit([doubt.judged(verdict)])

    def _take(self, status: LayerStatus) -> None:
        """A first word says nothing of doubts: those of the whole answer before hold on."""
        solved = status.solved
        told = () if solved is None else solved.doubted if solved.whole else self._told
        if told != self._told:
            self._told = told
            self._look()

    def _start_afresh(self, *_: object) -> None:
        self._told = ()
        self._look()

    def _look(self) -> None:
        project, before = self._state.project, self.chosen
        self._looking.stop()
        found = () if project is None else stroke_doubts(project.snapshot(), self._told)
        if found == self.doubts and not found:
            return
        self.doubts = found
        places = [at for at, doubt in enumerate(found) if before is not None and doubt.is_same(before)]
        self.current = places[0] if places else min(max(self.current, 0), len(found) - 1)
        self.changed.emit()
