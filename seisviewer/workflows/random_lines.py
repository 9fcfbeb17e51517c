"""The random lines of a project, and what is labelled along one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.labels.stroke import UNLABELLED, Stroke, box_of
from seisviewer.project.project import Project
from seisviewer.volumes.geometry import Direction, Geometry, SectionId
from seisviewer.volumes.random_line import LONGEST_NAME, MOST_NODES, RandomLine, RandomPath


def random_lines(project: Project) -> tuple[RandomLine, ...]:
    """Those of a project, the oldest first. What is none is passed over: a project may come from anywhere."""
    stored = project.random_lines
    return tuple(line for each in stored if (line := _line(each)) is not None) if isinstance(stored, list) else ()


def keep_random_lines(project: Project, lines: Sequence[RandomLine]) -> None:
    """Keep these, and no others. Raises ProjectError where nothing can be stored."""
    project.set_random_lines([{"name": line.name, "nodes": [list(node) for node in line.nodes]} for line in lines])


def labels_along(snapshot: LabelSnapshot, path: RandomPath) -> np.ndarray:
    """What is labelled, int8 (traces, samples), UNLABELLED where nothing is."""
    places = zip(path.inlines.tolist(), path.crosslines.tolist(), strict=True)
    return np.stack([snapshot.trace(*place) for place in places])


def strokes_along(
    geometry: Geometry, path: RandomPath, mask: np.ndarray, label: int, checking: Iterable[SectionId] = ()
) -> list[Stroke]:
    """The strokes that paint what a mask (traces, samples) of the section along a random line covers, on the lines that it
    crosses. checking: the sections that are for checking only: where one of these lines is among them the whole gesture is
    for checking, so that no model learns its one half and is scored on the other."""
    direction = path.direction
    is_inline = direction is Direction.INLINE
    lines, traces = (path.inlines, path.crosslines) if is_inline else (path.crosslines, path.inlines)
    covered, found = mask.any(axis=1), []
    for index in np.unique(lines[covered]).tolist():
        here = np.flatnonzero(covered & (lines == index))
        whole = np.zeros(geometry.section_shape(direction), bool)
        np.logical_or.at(whole, traces[here], mask[here])  # two places may have one nearest trace
        rows, columns = box = box_of(whole)
        nothing = np.full(whole[box].shape, UNLABELLED, np.int8)
        section = geometry.section(direction, index)
        found.append(Stroke(section, label, rows.start, columns.start, whole[box].copy(), nothing, along=True))
    for_checking = label != UNLABELLED and not {stroke.section for stroke in found}.isdisjoint(checking)
    return [replace(stroke, for_checking=for_checking) for stroke in found]


def _line(stored: Any) -> RandomLine | None:
    try:
        name, nodes = stored["name"], stored["nodes"]
        if not isinstance(name, str) or not 2 <= len(nodes) <= MOST_NODES:
            return None
        pairs = [(inline, crossline) for inline, crossline in nodes]
    except (KeyError, TypeError, ValueError):
        return None
    if not all(type(number) is int and abs(number) < 2**31 for pair in pairs for number in pair):
        return None
    return RandomLine(name[:LONGEST_NAME], tuple(pairs))
