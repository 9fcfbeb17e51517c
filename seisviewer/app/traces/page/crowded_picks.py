"""Picks that lie too close together on screen to be lines: thin marks at the top of the record, so that the traces stay
seen.

Both who draws and who takes hold of a pick ask here, so that only what is seen can be taken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from PyQt6.QtCore import QLineF
from PyQt6.QtGui import QColor, QPainter, QPen

from seisviewer.app.review.review_colours import REVIEW_COLOURS
from seisviewer.app.traces.page.time_spans import TimeScale
from seisviewer.app.traces.page.trace_colours import TraceColours, mixed
from seisviewer.picks.pick import Pick, Review
from seisviewer.workflows.review.review_counts import ReviewState

NEAR = 24.0  # pixels to either side in which
MOST = 8  # picks may lie, itself included, before a pick is but a mark
MARK = 6.0  # height of a mark; those of S lie below those of P
FREE = 1.0
STRENGTHS = (0.55, 0.8, 1.0)  # of one, two, three and more picks in a column of the screen
STRIP = 2 * (MARK + FREE)


def crowded(picks: Sequence[Pick], scale: TimeScale) -> list[bool]:
    """Whether each of the picks of a record, in the order of time, is drawn as a mark."""
    x = np.array([pick.time for pick in picks]) / scale.seconds_a_pixel
    around = np.searchsorted(x, x + NEAR, "right") - np.searchsorted(x, x - NEAR, "left")
    return (around > MOST).tolist()


def draw_marks(painter: QPainter, picks: Sequence[Pick], top: float, scale: TimeScale, colours: TraceColours) -> None:
    """Marks of picks of one record, stronger where several share a column of the screen; P above S."""
    counts: Counter[tuple[float, str]] = Counter()
    rejected: set[tuple[float, str]] = set()
    for pick in picks:
        place = scale.column(pick.time), pick.phase
        if pick.review is Review.REJECTED:
            rejected.add(place)
        else:
            counts[place] += 1
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for place in rejected - set(counts):
        _mark(painter, place, top, REVIEW_COLOURS[ReviewState.REJECTED])
    for place, count in counts.items():
        strength = STRENGTHS[min(count, len(STRENGTHS)) - 1]
        _mark(painter, place, top, mixed(colours.of_phase(place[1]), colours.paper, strength))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def _mark(painter: QPainter, place: tuple[float, str], top: float, colour: QColor) -> None:
    x, phase = place
    y = top + FREE + (MARK + FREE if phase.startswith("S") else 0)
    painter.setPen(QPen(colour, 1))
    painter.drawLine(QLineF(x, y, x, y + MARK))
