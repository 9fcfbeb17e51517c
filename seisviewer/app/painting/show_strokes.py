"""Goes to where strokes lie that were undone or redone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from seisviewer.app.section_state import SectionState
from seisviewer.app.sections.pointer_reading import position_at
from seisviewer.labels.stroke import Stroke


def show_strokes(state: SectionState, strokes: Sequence[Stroke]) -> None:
    """Go to the section of the last stroke, unless a section of one of them is on screen.

    Where no view of its direction is shown, those that are go through its middle.
    """
    if not strokes or any(stroke.section in state.shown for stroke in strokes):
        return
    stroke, geometry = strokes[-1], state.volume.geometry
    direction = stroke.section.direction
    if any(section.direction is direction for section in state.shown):
        state.set_position(state.position.moved(direction, geometry.index(stroke.section)))
        return
    row, column = (float(np.mean(places)) for places in np.nonzero(stroke.mask))
    state.set_position(position_at(geometry, stroke.section, stroke.row + row, stroke.column + column))
