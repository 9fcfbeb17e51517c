"""Which picks lie in sight, and which of them is under the pointer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from PyQt6.QtCore import QPointF

from seisviewer.app.traces.page.crowded_picks import NEAR, STRIP, crowded
from seisviewer.app.traces.page.visible_range import VisibleRange
from seisviewer.app.traces.trace_state import Span
from seisviewer.picks.pick import Pick, between

REACH = 6.0  # pixels from the line at which a pick can be taken
EDGE_REACH = 4.0
WIDEST = 3600.0  # seconds from a pick to the edge of its uncertainty
EDGE_FREE = 9.0  # an uncertainty band narrower than this on screen has no edges to take


@dataclass(frozen=True)
class Grip:
    """What the pointer has hold of. part: "line" moves the pick, "edge" changes its uncertainty."""

    pick: Pick
    part: str


class PickIndex:
    """The picks of each record; they are given in the order of time, as the desk has them."""

    def __init__(self, picks: Iterable[Pick] = ()) -> None:
        self._picks: dict[str, list[Pick]] = defaultdict(list)
        for pick in picks:
            self._picks[pick.record].append(pick)

    def between(self, key: str, start: float, end: float) -> Sequence[Pick]:
        """The picks of a record in a stretch of time."""
        return between(self._picks.get(key, ()), start, end)


def grip_at(position: QPointF, visible: VisibleRange, index: PickIndex, selected: int) -> Grip | None:
    """The pick of the record under the pointer that is nearest to it; the selected one goes before others. One that is
    drawn as a mark is taken by its mark alone: what lies below is the trace."""
    row = visible.row_at(position)
    if row is None or position.x() < visible.plot.left():
        return None
    scale = visible.scale_of(row.record.key)
    time = scale.time(position.x())
    if selected:
        nearby = index.between(row.record.key, time - WIDEST, time + WIDEST)
        chosen = next((pick for pick in nearby if pick.id == selected), None)
        if chosen is not None and (part := _part_at(position.x(), chosen, visible)):
            return Grip(chosen, part)
    around = (NEAR + REACH) * scale.seconds_a_pixel
    picks = index.between(row.record.key, time - around, time + around)
    on_marks = position.y() <= visible.extent(row.record.key)[0] + STRIP
    near = [
        pick
        for pick, is_mark in zip(picks, crowded(picks, scale), strict=True)
        if abs(scale.x(pick.time) - position.x()) <= REACH and (on_marks or not is_mark)
    ]
    nearest = min(near, key=lambda pick: abs(pick.time - time), default=None)
    return None if nearest is None else Grip(nearest, "line")


def _part_at(x: float, pick: Pick, visible: VisibleRange) -> str:
    """What of the selected pick is under the pointer, "" for nothing."""
    scale = visible.scale_of(pick.record)
    line = scale.x(pick.time)
    if pick.uncertainty:
        half = pick.uncertainty / scale.seconds_a_pixel
        if half >= EDGE_FREE and abs(abs(x - line) - half) <= EDGE_REACH:
            return "edge"
    return "line" if abs(x - line) <= REACH else ""


def dragged_to(grip: Grip, pressed_at: float, time: float, recorded: Span) -> Pick:
    """The pick as it would be if it were let go now. pressed_at, time: of the pointer, when it took hold and now. recorded:
    from the record's first sample to its last; nothing can be picked beside them."""
    if grip.part == "edge":
        return replace(grip.pick, uncertainty=abs(time - grip.pick.time))
    moved = grip.pick.time + time - pressed_at
    return replace(grip.pick, time=min(max(moved, recorded.start), recorded.end))
