"""Goes to where strokes lie that were undone or redone."""

from __future__ import annotations

import numpy as np

from seisviewer.app.section_state import SectionState
from seisviewer.app.sections.pointer_reading import position_at
from seisviewer.labels.fault_stick import FaultStick
from seisviewer.labels.provenance import Origin
from seisviewer.labels.stroke import Stroke
from seisviewer.labels.stroke_verdict import StrokeVerdict
from seisviewer.project.history import Action


def show_action(state: SectionState, action: Action) -> None:
    """Go to the section of the last stroke, boundary or fault, unless a section of one of them is on screen.

    What was drawn along a random line is seen there. Where no view of its direction is shown, those that are go through its middle.
    """
    made = tuple(stroke for stroke in action.strokes if stroke.origin is not Origin.CARRIED and not stroke.along)
    strokes = (*made, *action.boundaries, *action.faults, *action.verdicts)
    if not strokes or any(stroke.section in state.shown for stroke in strokes):
        return
    stroke, geometry = strokes[-1], state.volume.geometry
    direction = stroke.section.direction
    if any(section.direction is direction for section in state.shown):
        state.set_position(state.position.moved(direction, geometry.index(stroke.section)))
        return
    if isinstance(stroke, Stroke | StrokeVerdict):
        row, column = (float(np.mean(places)) for places in np.nonzero(stroke.mask))
        row, column = stroke.row + row, stroke.column + column
    elif isinstance(stroke, FaultStick):
        row, column = float(stroke.traces.mean()), float(stroke.columns.mean())
    else:
        row, column = float(stroke.rows.mean()), float(stroke.depths.mean())
    state.set_position(position_at(geometry, stroke.section, row, column))
