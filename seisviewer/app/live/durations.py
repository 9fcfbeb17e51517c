"""Durations in the words of the window."""

from __future__ import annotations

from seisviewer.translation import tr


def duration(seconds: float) -> str:
    """Time as people say it: 45 s, 3 min, 1 h 20 min."""
    if seconds < 60:
        return tr("{seconds:.0f} s").format(seconds=seconds)
    minutes = round(seconds / 60)
    return (
        tr("{minutes} min").format(minutes=minutes)
        if minutes < 60
        else tr("{minutes} h {minutes2:02d} min").format(minutes=minutes // 60, minutes2=minutes % 60)
    )
