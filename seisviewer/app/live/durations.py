"""Durations and ages in the words of the window."""

from __future__ import annotations

from seisviewer.app.live.prediction_source import ShownPrediction
from seisviewer.volumes.geometry import Direction, SectionId


def duration(seconds: float) -> str:
    """Time as people say it: 45 s, 3 min, 1 h 20 min."""
    if seconds < 60:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02d} min"


def caption(section: SectionId, shown: ShownPrediction, now: float) -> str:
    """What is drawn over a section, and how old it is; a second line where one direction counts alone somewhere.

    Of a time slice, how much of it is known, how much of that by the newest model, and the age of its oldest line. now:
    time.time().
    """
    model, age = f"{shown.model} {shown.version}", duration(now - shown.made)
    if section.direction is Direction.TIME:
        newest = f" by {model}" if shown.current_share == 1 else f" · {_percent(shown.current_share)} of it by {model}"
        words = [f"{_percent(shown.known_share)} predicted{newest}", f"oldest line {age} old"]
    else:
        words = [model, f"{age} old" if shown.current_share == 1 else f"up to {age} old"]
    if shown.labels_made is not None:
        words.append(f"labels {duration(now - shown.labels_made)} old")
    if shown.outdated.any():
        words.append("newer strokes not learned yet")
    text = " · ".join(words)
    if shown.single_share > 0:
        text += f"\n{_percent(shown.single_share)} from one direction so far (paler)"
    return text


def _percent(share: float) -> str:
    """A share as whole percent: 100 % and 0 % only where they are meant to the letter."""
    if 0 < share < 1:
        share = min(max(share, 0.01), 0.99)
    return f"{100 * share:.0f} %"
