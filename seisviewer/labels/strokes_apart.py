"""Strokes set apart from what is learned, so that models can be compared, or trusted, by what they say about them."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from seisviewer.labels.along_lines import held_gestures
from seisviewer.labels.label_edits import pieces
from seisviewer.labels.label_volume import LabelSnapshot, LabelVolume
from seisviewer.labels.provenance import Origin
from seisviewer.labels.stroke import UNLABELLED, Stroke
from seisviewer.labels.stroke_verdict import ALWAYS, Verdict
from seisviewer.volumes.geometry import LINES, SectionId

SHARE = 0.25
ACCEPTED = -1  # in place of when a sample was painted, where no model is tested on it: a model's word was accepted, or it is
# part of a gesture along a random line, whose other parts would give it away
FEWEST = 3  # strokes of a class of which one can be spared


def with_strokes_apart(snapshot: LabelSnapshot, seed: int, share: float = SHARE) -> LabelSnapshot:
    """The same labels with a share of the strokes of each class on lines held back, beside those that are already.

    A stroke is a connected piece of a class in the plane that it was drawn in. Of one or two strokes of a class none is
    taken, and none that was drawn along a random line. The same seed takes the same strokes.
    """
    changed = LabelVolume(snapshot.geometry, snapshot.blocks, snapshot.drawn, accepted=snapshot.accepted_blocks)
    draw = np.random.default_rng(seed)
    for strokes in _strokes(snapshot, snapshot.taught_sections).values():
        free = [stroke for stroke in strokes if not stroke.held]
        if len(strokes) < FEWEST:
            continue
        wanted = math.floor(share * len(strokes) + 0.5) - (len(strokes) - len(free))
        # A stroke that is not apart yet stays learned where its class would be left without any.
        for place in draw.permutation(len(free))[: min(max(wanted, 0), len(free) - 1)]:
            _set_apart(changed, free[place])
            for copy in _copies(snapshot, free[place]):
                _set_apart(changed, copy)
    return replace(snapshot, blocks=dict(changed.blocks))


def drawn_labels(snapshot: LabelSnapshot, section: SectionId, *, along: bool = True) -> np.ndarray:
    """Class numbers (traces, samples) of what was painted in the plane of an inline or crossline, UNLABELLED elsewhere:
    where a line merely crosses a painted one it says nothing new, and neither does what was carried over from one. along:
    with what was painted there along random lines."""
    index = snapshot.geometry.index(section)
    labels = snapshot.section(section.direction, index)
    inside = np.zeros(labels.shape, bool)
    for box in snapshot.drawn.get(section, ()):
        if not box.carried and (along or not box.along):
            inside[box.inside] = True
    inside &= ~snapshot.carried(section.direction, index)
    inside &= snapshot.geometry.section_live(section)[:, None]
    return np.where(inside, labels, np.int8(UNLABELLED))


def strokes_held(snapshot: LabelSnapshot, sections: Iterable[SectionId] | None = None) -> dict[SectionId, np.ndarray]:
    """The strokes that are held back, by the line that they were drawn on: int (traces, samples), numbered from 1, 0 where
    there is none. Lines without any are left out. sections: those that are looked at, None for all that teach. Of a gesture
    along a random line one piece counts."""
    found: dict[SectionId, np.ndarray] = {}
    for strokes in _strokes(snapshot, snapshot.taught_sections if sections is None else sections).values():
        for stroke in strokes:
            if stroke.held:
                shape = snapshot.geometry.section_shape(stroke.section.direction)
                numbered = found.setdefault(stroke.section, np.zeros(shape, np.int64))
                rows, columns = stroke.mask.shape
                place = numbered[stroke.row : stroke.row + rows, stroke.column : stroke.column + columns]
                place[stroke.mask] = numbered.max() + 1
    return found


def painted_when(snapshot: LabelSnapshot, section: SectionId) -> np.ndarray:
    """The number of the action that painted each sample of an inline or crossline, int64 (traces, samples), 0 where
    nothing was painted in its plane, ACCEPTED where no model is tested on it. Of two strokes of a class whose boxes meet it is
    the later one's; ALWAYS for one that the user keeps."""
    labels = snapshot.section(section.direction, snapshot.geometry.index(section))
    when = np.zeros(labels.shape, np.int64)
    accepted = snapshot.accepted(section.direction, snapshot.geometry.index(section))
    for box in snapshot.drawn.get(section, ()):
        if not box.carried:
            there = (labels[box.inside] == box.label) & (accepted[box.inside] == box.accepted)
            when[box.inside][there] = ACCEPTED if box.accepted or box.along else box.action
    for verdict in snapshot.verdicts:
        if verdict.section == section and verdict.verdict is Verdict.KEPT:
            when[verdict.on(labels.shape) & (labels == verdict.label)] = ALWAYS
    return when


def _strokes(snapshot: LabelSnapshot, sections: Iterable[SectionId]) -> dict[int, list[Stroke]]:
    """The strokes that a person painted, of each class on those of the sections that are lines; `held` is set where most of one is held back."""
    found: dict[int, list[Stroke]] = defaultdict(list)
    sections = tuple(section for section in sections if section.direction in LINES)
    for stroke in held_gestures(snapshot, sections):
        found[stroke.label].append(stroke)
    for section in sections:
        labels = drawn_labels(snapshot.without_accepted, section, along=False)
        held = snapshot.held(section.direction, snapshot.geometry.index(section))
        for number in np.unique(labels[labels != UNLABELLED]).tolist():
            for rows, columns, mask in pieces(labels == number):
                before = np.full(mask.shape, UNLABELLED, np.int8)
                is_held = bool(held[rows, columns][mask].mean() > 0.5)
                found[number].append(Stroke(section, number, rows.start, columns.start, mask, before, held=is_held))
    return found


def _set_apart(labels: LabelVolume, stroke: Stroke) -> None:
    """Hold a stroke back that is learned: it must be gone first, since learned paint stays learned."""
    nothing = Stroke(stroke.section, UNLABELLED, stroke.row, stroke.column, stroke.mask, stroke.before)
    labels.apply(nothing)
    labels.apply(replace(stroke, held=True))


def _copies(snapshot: LabelSnapshot, stroke: Stroke) -> Iterator[Stroke]:
    """What is there of the copies of a stroke on lines near by."""
    boxes = snapshot.drawn.get(stroke.section, ())
    actions = {box.action for box in boxes if not box.carried and box.meets(stroke, down=True)}
    for section, boxes in snapshot.drawn.items():
        if section.direction is not stroke.section.direction:
            continue
        for box in boxes:
            if box.carried and box.action in actions and box.meets(stroke, down=False):
                index = snapshot.geometry.index(section)
                mask = snapshot.carried(section.direction, index)[box.inside]
                mask &= snapshot.section(section.direction, index)[box.inside] == box.label
                before = np.full(mask.shape, UNLABELLED, np.int8)
                yield Stroke(section, box.label, box.row, box.column, mask, before, origin=Origin.CARRIED)
