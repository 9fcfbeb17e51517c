"""Doubted strokes in the words of the window."""

from __future__ import annotations

from seisviewer.app.sections.section_names import section_title
from seisviewer.labels.classes import ClassTable
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.labels.stroke_verdict import Verdict
from seisviewer.volumes.geometry import Geometry
from seisviewer.workflows.stroke_doubts import Doubt, Standing

ELSEWHERE = "the boundaries lie elsewhere"
PASSED_OVER = "passed over"
SHORT = {
    Standing.LEFT_OUT: "left out",
    Standing.ELSEWHERE: PASSED_OVER,
    Standing.KEPT: "kept",
    Standing.ASIDE: "set aside",
}
WHY = {
    Standing.LEFT_OUT: "Newer strokes contradict this one: reflectors leave it out until you keep it or set it aside.",
    Standing.ELSEWHERE: f"This stroke counts, but {ELSEWHERE} all the same: keep it if it is right, or set it aside.",
    Standing.KEPT: "You keep this stroke: it always counts, and what contradicts it is left out.",
    Standing.ASIDE: "You set this stroke aside: nothing learns it. It can be taken back.",
}
KEPT_IN_VAIN = f"You keep this stroke, and it counts, but {ELSEWHERE} all the same: a boundary drawn there says more."


def heading(doubts: tuple[Doubt, ...]) -> str:
    """How many there are to decide on; "" without any."""
    asked = sum(doubt.verdict is Verdict.OPEN for doubt in doubts)
    if not doubts:
        return ""
    if not asked:
        return "Strokes that you keep or have set aside:"
    return f"{asked} doubted stroke{'' if asked == 1 else 's'}, dashed on the sections:"


def name_of(doubt: Doubt, classes: ClassTable) -> str:
    """The class of a stroke, or those above and below a line."""
    return " over ".join(
        "?" if number == UNLABELLED or number not in classes else classes.name_of(number) for number in doubt.classes
    )


def where(doubt: Doubt, geometry: Geometry) -> str:
    return f"{section_title(geometry, doubt.place.section)}, {_traces(doubt, geometry)}"


def state_of(doubt: Doubt) -> str:
    """What is the matter with it, in a word or two."""
    if doubt.verdict is Verdict.KEPT and doubt.standing is not Standing.KEPT:
        return f"kept, {PASSED_OVER}"
    return SHORT[doubt.standing]


def why(doubt: Doubt) -> str:
    """The same in a sentence."""
    return (
        KEPT_IN_VAIN if doubt.verdict is Verdict.KEPT and doubt.standing is not Standing.KEPT else WHY[doubt.standing]
    )


def _traces(doubt: Doubt, geometry: Geometry) -> str:
    axis = geometry.crosslines if doubt.place.section.direction.value == "inline" else geometry.inlines
    first, last = (axis.number(int(row)) for row in doubt.place.rows[[0, -1]])
    return f"{first}–{last}" if first != last else str(first)
