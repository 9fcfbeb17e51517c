"""The random lines of a project, and what is labelled and predicted along one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.project.project import Project
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
    return path.gather(snapshot.section)


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
