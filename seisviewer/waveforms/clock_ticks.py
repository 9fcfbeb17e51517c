"""Round times for a time axis, and how a time is written."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MINUTE, HOUR, DAY = 60, 3600, 86400
CLOCK_STEPS = (1, 2, 5, 10, 15, 30, *(MINUTE * n for n in (1, 2, 5, 10, 15, 30)), *(HOUR * n for n in (1, 2, 3, 6, 12)))


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


def clock_ticks(start: float, end: float, least: float) -> list[Tick]:
    """Ticks on round clock times, at least so many seconds apart."""
    step = _step(least, clock=True)
    return [Tick(time, _clock(time, step)) for time in _multiples(start, end, step, 0.0)]


def seconds_ticks(start: float, end: float, origin: float, least: float) -> list[Tick]:
    """Ticks on round numbers of seconds from `origin`, at least so many seconds apart."""
    step = _step(least, clock=False)
    places = max(0, math.ceil(-math.log10(step) - 1e-9))
    return [
        Tick(time, f"{round((time - origin) / step) * step:.{places}f}".replace("-", "−"))
        for time in _multiples(start, end, step, origin)
    ]


def _step(least: float, clock: bool) -> float:
    """The smallest round step that is not below `least`."""
    if clock and least > 1:
        for step in CLOCK_STEPS:
            if step >= least:
                return float(step)
        return DAY * _round_up(max(least / DAY, 1.0))
    return _round_up(least)


def _round_up(value: float) -> float:
    """The next of 1, 2, 5, 10, 20 …"""
    power = 10.0 ** math.floor(math.log10(value))
    return next(power * n for n in (1, 2, 5, 10) if power * n >= value * (1 - 1e-9))


def _multiples(start: float, end: float, step: float, origin: float) -> list[float]:
    first, last = math.ceil((start - origin) / step), math.floor((end - origin) / step)
    return [origin + number * step for number in range(first, last + 1)]


def _clock(time: float, step: float) -> str:
    if step >= MINUTE:
        moment = _EPOCH + timedelta(seconds=round(time))
        midnight = round(time) % DAY == 0
        return moment.strftime("%Y-%m-%d" if midnight else "%H:%M")
    places = max(0, math.ceil(-math.log10(step) - 1e-9))
    return utc_text(time, min(places, 6), date=False)
