"""How far strokes on a section reach, and the sentence for those that do not."""

from __future__ import annotations

from seisviewer.app.section_state import SectionState
from seisviewer.translation import tr
from seisviewer.volumes.geometry import LINES, SectionId
from seisviewer.workflows.reach.stroke_copies import why_not_reach


def why_no_reach(state: SectionState) -> str:
    """Why no stroke of the survey on the desk can reach other lines, in a sentence; "" where it can, or there is none."""
    return "" if state.volume is None else why_not_reach(state.volume.geometry)


def reach_on(state: SectionState, section: SectionId) -> int:
    """Lines to each side to which a stroke on a section is to be carried."""
    return 0 if section.direction not in LINES or why_no_reach(state) else state.brush.reach


def in_words(reach: int) -> str:
    return tr("± {reach} line{value}").format(reach=reach, value="s" * (reach > 1))
