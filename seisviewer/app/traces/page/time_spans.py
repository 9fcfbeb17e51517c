"""Stretches of time and the screen: from seconds to pixels, zooming and moving within what was recorded."""

from __future__ import annotations

import math
from dataclasses import dataclass

from seisviewer.app.traces.trace_state import Span

SHORTEST = 0.02  # seconds on screen at the most zoomed in: two samples at 100 Hz
ROUNDING = 0.01  # pixels; times are not good to more when a sample is many pixels wide
BEYOND = 0.5  # of the span that may hang over either end of the records


@dataclass(frozen=True)
class TimeScale:
    """Where a span lies on screen. left, width: pixels."""

    span: Span
    left: float
    width: float

    def x(self, time: float) -> float:
        return self.left + (time - self.span.start) * self.width / self.span.length

    def time(self, x: float) -> float:
        return self.span.start + (x - self.left) * self.span.length / self.width

    def column(self, time: float) -> float:
        """The middle of the column of pixels that a time lies in: a line there stands on the sample that is drawn there."""
        return math.floor(self.x(time) + ROUNDING) + 0.5

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def seconds_a_pixel(self) -> float:
        return self.span.length / self.width


def zoomed(span: Span, factor: float, around: float, whole: Span) -> Span:
    """1 / factor as much time, with the time `around` staying where it is on screen."""
    length = min(max(span.length / factor, SHORTEST), 2 * whole.length)
    share = (around - span.start) / span.length
    return kept_inside(Span(around - share * length, around + (1 - share) * length), whole)


def moved(span: Span, seconds: float, whole: Span) -> Span:
    return kept_inside(Span(span.start + seconds, span.end + seconds), whole)


def kept_inside(span: Span, whole: Span) -> Span:
    """The span moved so that at least half of it lies in `whole`."""
    slack = BEYOND * span.length
    start = min(max(span.start, whole.start - slack), whole.end - span.length + slack)
    return Span(start, start + span.length)
