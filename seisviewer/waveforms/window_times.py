"""Windows of data sets: what is known of them, and where those lie of which nobody says when they were recorded."""

from __future__ import annotations

from dataclasses import dataclass

from seisviewer.translation import tr
from seisviewer.waveforms.clock_ticks import utc_text

SECONDS_BETWEEN = 3600.0  # so far apart windows without a time are laid, so that none overlaps another
FIRST_DATED = 1e8  # seconds since 1970: nothing that a data set has was recorded before 1973


@dataclass(frozen=True)
class WindowFacts:
    """What a data set says of a window, "" and None where it says nothing. original: its name at the source. event: id of
    the earthquake; origin: its time, seconds since 1970 UTC."""

    original: str = ""
    event: str = ""
    origin: float | None = None


def start_without_time(position: int) -> float:
    """Where the window of that number lies in time if nobody says when it was recorded, in seconds since 1970; always one
    that `is_dated` tells from a time: what does not fit behind 1970 lies before it."""
    most = int(FIRST_DATED // SECONDS_BETWEEN) - 1
    return SECONDS_BETWEEN * (position if position < most else most - 1 - position)


def is_dated(window: str, time: float) -> bool:
    """Whether a time is one of the clock. window: the name of the window that it lies in, "" for none."""
    return not window or time >= FIRST_DATED


def seconds_in_window(time: float) -> float:
    """Of a time that is not dated: how long after the start of its window it is."""
    return time % SECONDS_BETWEEN


def moment_text(window: str, time: float, places: int = 3) -> str:
    """“2019-07-04 17:33:52.310”, or “no time + 7.000 s” with what is known: how far into its window it is."""
    if is_dated(window, time):
        return utc_text(time, places)
    return tr("no time + {seconds} s").format(seconds=f"{seconds_in_window(time):.{places}f}")


def facts_text(facts: WindowFacts) -> str:
    """Its name at the source, and the earthquake; "" where nothing is said."""
    origin = "" if facts.origin is None else tr("origin {time} UTC").format(time=utc_text(facts.origin, 2))
    event = tr("event {name}").format(name=facts.event) if facts.event else ""
    return "   ".join(part for part in (facts.original, event, origin) if part)
