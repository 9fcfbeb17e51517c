"""The tool that says where a fault lies."""

from __future__ import annotations

from typing import Any

import numpy as np
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QApplication

from seisviewer.app.painting.fault_layer import DRAWN_WIDTH, fault_colour
from seisviewer.app.painting.label_editor import LabelEditor
from seisviewer.app.painting.paint_gesture import PaintTool
from seisviewer.app.painting.pointer_note import PointerNote
from seisviewer.app.painting.shown_faults import ShownFaults
from seisviewer.app.painting.stroke_preview import ABOVE_LAYERS
from seisviewer.app.section_state import Hit, SectionState
from seisviewer.app.sections.curve_item import Curve, CurveItem
from seisviewer.labels.boundary_stroke import Point
from seisviewer.labels.fault_stick import FaultStick, stick_through, unused_fault
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction

GRIP_PIXELS = 6
OTHER_FAULT = 30  # pixels between two lines on one section from which on they are two faults
FEWEST_SAMPLES = 5  # a click draws nothing
NO_TIME_SLICE = tr("Draw faults on an inline or a crossline: a time slice does not show how deep they go.")


class FaultTool(PaintTool):
    """Press, drag and release draw a line along a fault; its number is named at the pointer. It is the fault of the
    tool options, or the one that the line is begun on; with Ctrl held it is a new one, and so is a second line beside
    one of the same fault.
    """

    name = "fault"
    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._note = PointerNote()
        self._shown = ShownFaults(self._state)

    def hover(self, hit: Hit) -> None:
        super().hover(hit)
        if hit.section.direction is Direction.TIME:
            self._note.hide()
        else:
            self._say(hit, self._number(hit))

    def press(self, hit: Hit) -> None:
        self._begin(hit)

    def drag(self, hit: Hit) -> None:
        if self._goes_on(hit):
            self._draft.add(hit)
            stick = self._draft.stick
            self._say(hit, stick.fault if stick is not None else self._draft.fault)

    def _refusal(self, hit: Hit) -> str:
        return NO_TIME_SLICE if hit.section.direction is Direction.TIME else self._label_editor.refusal(UNLABELLED)

    def _new_draft(self, hit: Hit) -> FaultDraft:
        return FaultDraft(self._state, self._label_editor, hit, self._number(hit))

    def _number(self, hit: Hit) -> int:
        """Of the fault that a line begun here belongs to."""
        if QApplication.keyboardModifiers() & Qt.KeyboardModifier.ControlModifier:
            return unused_fault(self._label_editor.faults())
        near = self._shown.near(hit.section, hit.row, hit.column, GRIP_PIXELS * hit.view.box.cell_size[0])
        return self._state.brush.fault if near is None else near

    def _say(self, hit: Hit, fault: int) -> None:
        is_new = all(stick.fault != fault for stick in self._label_editor.faults())
        name = tr("Fault {fault}, new").format(fault=fault) if is_new else tr("Fault {fault}").format(fault=fault)
        self._note.say(hit, [name], [fault_colour(fault).name()])

    def _hide_previews(self) -> None:
        self._note.hide()


class FaultDraft:
    """One line along a fault on the section of the survey it was begun on. fault: the number that it was begun with."""

    def __init__(self, state: SectionState, label_editor: LabelEditor, hit: Hit, fault: int) -> None:
        self.view, self.section, self.volume, self.fault = hit.view, hit.section, state.volume, fault
        self._state, self._label_editor = state, label_editor
        self._points: list[Point] = [(hit.row, hit.column)]
        self._item = CurveItem()
        self._item.setZValue(ABOVE_LAYERS)
        self.view.plot_item.addItem(self._item, ignoreBounds=True)

    def add(self, hit: Hit) -> None:
        """The drag came to a point."""
        self._points.append((hit.row, hit.column))
        stick = self.stick
        if stick is None:
            self._item.show_curves(())
        else:
            colour = fault_colour(stick.fault)
            self._item.show_curves((Curve(stick.traces, stick.columns, colour, colour, DRAWN_WIDTH),))

    @property
    def stick(self) -> FaultStick | None:
        """What would be stored now; None for a click, or outside the section."""
        shape = self.volume.geometry.section_shape(self.section.direction)
        drawn = stick_through(self.section, self._points, self.fault, shape)
        if drawn is None or len(drawn.traces) < FEWEST_SAMPLES:
            return None
        if self._is_beside_its_fault(drawn):
            return stick_through(self.section, self._points, unused_fault(self._label_editor.faults()), shape)
        return drawn

    def _is_beside_its_fault(self, drawn: FaultStick) -> bool:
        """Whether the fault lies elsewhere on this section at the same depths: then this is another one."""
        for stick in self._label_editor.faults():
            if (stick.section, stick.fault) == (self.section, drawn.fault):
                both = np.intersect1d(stick.columns, drawn.columns)
                away = np.abs(stick.traces[both - stick.column] - drawn.traces[both - drawn.column])
                if both.size and np.median(away) > OTHER_FAULT * self.view.box.cell_size[0]:
                    return True
        return False

    def finish(self) -> None:
        """Store it, take the preview away, and go on with this fault."""
        stick = self.stick
        if stick is not None:
            self._label_editor.commit([stick])
            self._state.set_brush(fault=stick.fault)
        self.drop()

    def drop(self) -> None:
        """Take the preview away and store nothing."""
        if self._item.scene() is not None:
            self.view.plot_item.removeItem(self._item)
