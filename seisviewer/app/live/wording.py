"""Sections, durations and ages in the words of the window."""

from __future__ import annotations

from seisviewer.app.live.answers import Answer
from seisviewer.volumes.geometry import Direction, SectionId


def spoken(section: SectionId) -> str:
    """The name of a section as one says it: “Inline 130”."""
    names = {Direction.INLINE: "Inline", Direction.CROSSLINE: "Crossline", Direction.TIME: "Time slice"}
    return f"{names[section.direction]} {section.number}"


def duration(seconds: float) -> str:
    """Time as people say it: 45 s, 3 min, 1 h 20 min."""
    if seconds < 60:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02d} min"


def caption(section: SectionId, answer: Answer, now: float) -> str:
    """The model drawn over a section, its age and that of its labels; of a time slice, how much of it is known.

    now: time.time().
    """
    if section.direction is Direction.TIME:
        unknown, known = int(answer.unknown.sum()), int((answer.confidence >= 0).sum())
        return f"{100 * known // max(1, known + unknown)} % predicted"
    words = [f"{answer.model} {answer.version}", f"{duration(now - answer.made)} old"]
    if answer.labels_made is not None:
        words.append(f"labels {duration(now - answer.labels_made)} old")
    if answer.outdated:
        words.append("newer strokes not learned yet")
    return " · ".join(words)
