"""What is the matter with a doubted stroke, in the words of the window and the shell."""

from __future__ import annotations

from seisviewer.labels.classes import ClassTable
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.labels.stroke_verdict import Verdict
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction, Geometry
from seisviewer.workflows.stroke_doubts import Doubt, Standing

ELSEWHERE = tr("the boundaries lie elsewhere")
PASSED_OVER = tr("passed over")
SHORT = {
    Standing.LEFT_OUT: tr("left out"),
    Standing.ELSEWHERE: PASSED_OVER,
    Standing.KEPT: tr("kept"),
    Standing.ASIDE: tr("set aside"),
}
WHY = {
    Standing.LEFT_OUT: tr(
        "Newer strokes contradict this one: reflectors leave it out until you keep it or set it aside."
    ),
    Standing.ELSEWHERE: tr(
        "This stroke counts, but {elsewhere} all the same: keep it if it is right, or set it aside."
    ).format(elsewhere=ELSEWHERE),
    Standing.KEPT: tr("You keep this stroke: it always counts, and what contradicts it is left out."),
    Standing.ASIDE: tr("You set this stroke aside: nothing learns it. It can be taken back."),
}
KEPT_IN_VAIN = tr(
    "You keep this stroke, and it counts, but {elsewhere} all the same: a boundary drawn there says more."
).format(elsewhere=ELSEWHERE)


def name_of(doubt: Doubt, classes: ClassTable) -> str:
    """The class of a stroke, or those above and below a line."""
    return tr(" over ").join(
        "?" if number == UNLABELLED or number not in classes else classes.name_of(number) for number in doubt.classes
    )


def state_of(doubt: Doubt) -> str:
    """What is the matter with it, in a word or two."""
    if doubt.verdict is Verdict.KEPT and doubt.standing is not Standing.KEPT:
        return tr("kept, {passed_over}").format(passed_over=PASSED_OVER)
    return SHORT[doubt.standing]


def state_for_programs(doubt: Doubt) -> str:
    """The same, in no user's language."""
    if doubt.verdict is Verdict.KEPT and doubt.standing is not Standing.KEPT:
        return f"{Standing.KEPT.value}, {doubt.standing.value}"
    return doubt.standing.value


def why(doubt: Doubt) -> str:
    """The same in a sentence."""
    return (
        KEPT_IN_VAIN if doubt.verdict is Verdict.KEPT and doubt.standing is not Standing.KEPT else WHY[doubt.standing]
    )


def traces_of(doubt: Doubt, geometry: Geometry) -> str:
    """The lines that cross it, the first and the last."""
    axis = geometry.crosslines if doubt.place.section.direction is Direction.INLINE else geometry.inlines
    first, last = (axis.number(int(row)) for row in doubt.place.rows[[0, -1]])
    return f"{first}–{last}" if first != last else str(first)
