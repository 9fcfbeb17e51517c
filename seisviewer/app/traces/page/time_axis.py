"""The time axis along the top: UTC, or seconds from the window's start or from the selected pick."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QFontMetricsF, QPainter

from seisviewer.app.traces.page.time_spans import TimeScale
from seisviewer.app.traces.page.trace_colours import TraceColours

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MINUTE, HOUR, DAY = 60, 3600, 86400
CLOCK_STEPS = (1, 2, 5, 10, 15, 30, *(MINUTE * n for n in (1, 2, 5, 10, 15, 30)), *(HOUR * n for n in (1, 2, 3, 6, 12)))
TICK = 5.0
BETWEEN = 26.0  # pixels free between two labels, at least


@dataclass(frozen=True)
class Tick:
    """time: seconds since 1970 UTC. text: what stands beside it."""

    time: float
    text: str


def utc_text(time: float, places: int = 3, date: bool = True) -> str:
    """“2019-07-04 17:33:52.310”, rounded to so many decimals of a second (0–6)."""
    unit = 10 ** (6 - places)
    rounded = _EPOCH + timedelta(microseconds=round(time * 1e6 / unit) * unit)
    text = rounded.strftime("%Y-%m-%d %H:%M:%S" if date else "%H:%M:%S")
    return f"{text}.{rounded.microsecond:06d}"[: len(text) + 1 + places] if places else text


def utc_ticks(scale: TimeScale, widest: float) -> list[Tick]:
    """Ticks on round clock times. widest: pixels that the longest label needs."""
    step = _step(scale, widest, clock=True)
    return [Tick(time, _clock(time, step)) for time in _multiples(scale, step, 0.0)]


def second_ticks(scale: TimeScale, origin: float, widest: float) -> list[Tick]:
    """Ticks on round numbers of seconds from `origin`."""
    step = _step(scale, widest, clock=False)
    places = max(0, math.ceil(-math.log10(step) - 1e-9))
    return [
        Tick(time, f"{round((time - origin) / step) * step:.{places}f}".replace("-", "−"))
        for time in _multiples(scale, step, origin)
    ]


def _step(scale: TimeScale, widest: float, clock: bool) -> float:
    """The smallest round step whose labels do not touch."""
    least = (widest + BETWEEN) * scale.seconds_a_pixel
    if clock and least > 1:
        for step in CLOCK_STEPS:
            if step >= least:
                return float(step)
        days = least / DAY
        return DAY * _round_up(max(days, 1.0))
    return _round_up(least)


def _round_up(value: float) -> float:
    """The next of 1, 2, 5, 10, 20 …"""
    power = 10.0 ** math.floor(math.log10(value))
    return next(power * n for n in (1, 2, 5, 10) if power * n >= value * (1 - 1e-9))


def _multiples(scale: TimeScale, step: float, origin: float) -> list[float]:
    first = math.ceil((scale.span.start - origin) / step)
    last = math.floor((scale.span.end - origin) / step)
    return [origin + number * step for number in range(first, last + 1)]


def _clock(time: float, step: float) -> str:
    if step >= MINUTE:
        moment = _EPOCH + timedelta(seconds=round(time))
        midnight = round(time) % DAY == 0
        return moment.strftime("%Y-%m-%d" if midnight else "%H:%M")
    places = max(0, math.ceil(-math.log10(step) - 1e-9))
    return utc_text(time, min(places, 6), date=False)


def draw_axis(painter: QPainter, area: QRectF, scale: TimeScale, ticks: list[Tick], colours: TraceColours) -> None:
    """Ticks at the lower edge of `area`, their labels above them."""
    metrics = QFontMetricsF(painter.font())
    painter.setPen(colours.ink)
    painter.drawLine(QPointF(scale.left, area.bottom()), QPointF(scale.right, area.bottom()))
    for tick in ticks:
        x = scale.column(tick.time)
        painter.drawLine(QPointF(x, area.bottom() - TICK), QPointF(x, area.bottom()))
        half = metrics.horizontalAdvance(tick.text) / 2 + 3
        middle = min(max(x, scale.left + half), scale.right - half)
        box = QRectF(middle - half, area.top(), 2 * half, area.height() - TICK - 1)
        painter.drawText(box, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, tick.text)


def draw_grid(painter: QPainter, area: QRectF, scale: TimeScale, ticks: list[Tick], colours: TraceColours) -> None:
    """A faint line down from each tick."""
    painter.setPen(colours.grid)
    for tick in ticks:
        x = scale.column(tick.time)
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
