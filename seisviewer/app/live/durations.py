"""Durations and ages in the words of the window."""

from __future__ import annotations

from seisviewer.app.live.answers import Answer
from seisviewer.volumes.geometry import Direction, SectionId


def duration(seconds: float) -> str:
    """Time as people say it: 45 s, 3 min, 1 h 20 min."""
    if seconds < 60:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02d} min"


def caption(section: SectionId, answer: Answer, now: float) -> str:
    """The model drawn over a section, its age and that of its labels; of a time slice, how much of it is known and the
    ages in its oldest line.

    now: time.time().
    """
    if section.direction is Direction.TIME:
        unknown, known = int(answer.unknown.sum()), int((answer.confidence >= 0).sum())
        words = [f"{100 * known // max(1, known + unknown)} % predicted", f"up to {duration(now - answer.made)} old"]
    else:
        words = [f"{answer.model} {answer.version}", f"{duration(now - answer.made)} old"]
    if answer.labels_made is not None:
        words.append(f"labels {duration(now - answer.labels_made)} old")
    if answer.outdated:
        words.append("newer strokes not learned yet")
    return " · ".join(words)
