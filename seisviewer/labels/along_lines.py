"""Gestures along random lines: each is many strokes of its action, one on every line that the random line crosses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from seisviewer.labels.stroke import UNLABELLED, Stroke
from seisviewer.volumes.geometry import Direction, Geometry, SectionId

if TYPE_CHECKING:
    from seisviewer.labels.label_volume import Drawn, DrawnBox, LabelSnapshot

MOST_TAUGHT = 6  # lines of a gesture that models look at; reflectors say what lies between them


def taught(geometry: Geometry, drawn: Drawn, sections: Iterable[SectionId]) -> tuple[SectionId, ...]:
    """The sections without most of those that have nothing but parts of gestures along random lines: of each gesture some
    evenly spread lines are left, the same ones of gestures that lie beside one another."""
    gestures: dict[tuple[int, Direction], dict[int, SectionId]] = defaultdict(dict)
    kept, sections = set(), tuple(sections)
    for section in sections:
        boxes = drawn[section]
        if all(box.along for box in boxes):
            for box in boxes:
                gestures[box.action, section.direction][geometry.index(section)] = section
        else:
            kept.add(section)
    for lines in gestures.values():
        step = 1
        while len(lines) > step * MOST_TAUGHT:
            step *= 2
        places = [place for place in lines if place % step == 0] or [sorted(lines)[len(lines) // 2]]
        kept |= {lines[place] for place in places}
    return tuple(section for section in sections if section in kept)


def only_along(snapshot: LabelSnapshot, section: SectionId) -> np.ndarray:
    """Bool in the section's shape: where paint is part of a gesture along a random line, and of nothing else."""
    index = snapshot.geometry.index(section)
    labels = snapshot.section(section.direction, index)
    found = np.zeros(labels.shape, bool)
    boxes = snapshot.drawn.get(section, ())
    for box in boxes:
        if box.along:
            found[box.inside] |= labels[box.inside] == box.label
    for box in boxes:
        if not box.along:
            found[box.inside] &= labels[box.inside] != box.label
    return found & ~snapshot.unpainted(section.direction, index)


def held_gestures(snapshot: LabelSnapshot, sections: Iterable[SectionId]) -> Iterator[Stroke]:
    """Of each gesture that is held back what lies on one of the sections, in its middle: it counts as one stroke."""
    gestures: dict[tuple[int, int], list[tuple[SectionId, DrawnBox]]] = defaultdict(list)
    for section in sections:
        for box in snapshot.drawn.get(section, ()):
            if box.along:
                gestures[box.action, box.label].append((section, box))
    for (_, label), places in gestures.items():
        section, box = sorted(places, key=lambda place: place[0])[len(places) // 2]
        index = snapshot.geometry.index(section)
        mask = (only_along(snapshot, section) & snapshot.held(section.direction, index))[box.inside]
        mask &= snapshot.section(section.direction, index)[box.inside] == label
        mask &= snapshot.geometry.section_live(section)[box.inside[0], None]
        if mask.any():
            nothing = np.full(mask.shape, UNLABELLED, np.int8)
            yield Stroke(section, label, box.row, box.column, mask, nothing, held=True, along=True)
