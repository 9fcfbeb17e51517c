"""Lines with enough traces to be learned from, solved or judged by."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from seisviewer.volumes.geometry import LINES, Direction, Geometry, SectionId


def has_reflectors(geometry: Geometry, direction: Direction) -> bool:
    """Whether sections of a direction are lines on which reflectors can be followed: a single trace shows none."""
    if geometry.lines and direction is Direction.CROSSLINE:  # traces of different lines, side by side
        return False
    return direction in LINES and geometry.section_shape(direction)[0] > 1


def is_half_live(geometry: Geometry, section: SectionId) -> bool:
    """Whether a line has at least half of its traces; others would look perfectly stable and teach nothing."""
    if geometry.lines and section.direction is Direction.CROSSLINE:
        return False
    live = geometry.section_live(section)
    if section.direction is Direction.INLINE:
        live = live[: geometry.length(geometry.index(section))]
    return bool(live.mean() >= 0.5)


def half_live_lines(geometry: Geometry, direction: Direction) -> list[SectionId]:
    """The lines of a direction that have at least half of their traces, in order."""
    lines = (geometry.section(direction, index) for index in range(geometry.count(direction)))
    return [line for line in lines if is_half_live(geometry, line)]


def unlabelled_lines(geometry: Geometry, labelled: Iterable[SectionId], most: int) -> list[SectionId]:
    """At most `most` lines, at least half live and without a stroke in their plane, spread evenly over the survey."""
    taken = set(labelled)
    directions = LINES[:1] if geometry.is_2d else LINES
    free = [line for direction in directions for line in half_live_lines(geometry, direction) if line not in taken]
    if len(free) <= most:
        return free
    return [free[int(place)] for place in np.linspace(0, len(free) - 1, most)]
