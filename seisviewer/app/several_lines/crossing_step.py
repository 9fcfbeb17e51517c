"""From a 2D line to one that crosses it."""

from __future__ import annotations

from seisviewer.app.section_state import Position, SectionState
from seisviewer.translation import tr
from seisviewer.workflows.several_2d.at_crossings import lines_across

NO_LINES = tr("Only several 2D lines cross: put them together with File › Add 2D lines.")
NONE_CROSSES = tr("No other line crosses {name}.")


def go_to_crossing_line(state: SectionState) -> None:
    """Show the line that crosses the one on screen nearest to the crosshair, at the crossing; again: back."""
    volume = state.volume
    if volume is None or not volume.geometry.lines:
        state.message.emit(NO_LINES)
        return
    position = state.position
    others = lines_across(volume.geometry, position.inline)
    if not others:
        state.message.emit(NONE_CROSSES.format(name=volume.geometry.lines[position.inline].name))
        return
    nearest = min(others, key=lambda each: abs(each.trace - position.crossline))
    state.set_position(Position(nearest.line, round(nearest.there), position.sample))
