"""The sparse volume of painted labels, and the frozen picture of it that other threads work with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from seisviewer.errors import LabelsError
from seisviewer.labels.accepted_voxels import ACCEPTED, CARRIED, ORIGINS, AcceptedVoxels, not_painted, provenance_codes
from seisviewer.labels.along_lines import taught
from seisviewer.labels.block_drafts import BlockDrafts
from seisviewer.labels.blocks import SIZE, Block, Box, Key, any_label, painted_alone, read, relabelled, same_labels
from seisviewer.labels.boundary_stroke import BoundaryStroke
from seisviewer.labels.classes import ClassTable
from seisviewer.labels.fault_stick import FaultStick
from seisviewer.labels.provenance import Origin
from seisviewer.labels.rejection import Rejection, rejected_on
from seisviewer.labels.stroke import UNLABELLED, Stroke, box_of
from seisviewer.labels.stroke_verdict import StrokeVerdict, Verdict
from seisviewer.labels.voxel_codes import CLASSES, are_held, classes_of, held_code
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction, Geometry, SectionId


@dataclass(frozen=True)
class DrawnBox:
    """Where a stroke that is no eraser was drawn in its section: the box of its mask, its class, its id and its action.
    carried: it is a copy of another stroke of its action; accepted: it is a model's word that a person accepted; along: it is
    part of a gesture along a random line."""

    stroke: int
    label: int
    row: int
    column: int
    rows: int
    columns: int
    action: int = 0
    carried: bool = False
    accepted: bool = False
    along: bool = False

    @classmethod
    def of(cls, stroke: Stroke) -> DrawnBox:
        origins = (stroke.origin is origin for origin in (Origin.CARRIED, Origin.ACCEPTED))
        return cls(stroke.id, stroke.label, stroke.row, stroke.column, *stroke.mask.shape, stroke.action, *origins, stroke.along)

    @property
    def inside(self) -> tuple[slice, slice]:
        """Rows and columns of the section's array."""
        return slice(self.row, self.row + self.rows), slice(self.column, self.column + self.columns)

    def meets(self, stroke: Stroke, *, down: bool) -> bool:
        """Whether a stroke of the same class lies on the same traces (rows) and, with `down`, at the same samples."""
        rows, columns = stroke.mask.shape
        across = self.row < stroke.row + rows and stroke.row < self.row + self.rows
        along = self.column < stroke.column + columns and stroke.column < self.column + self.columns
        return self.label == stroke.label and across and (along or not down)


Drawn = Mapping[SectionId, tuple[DrawnBox, ...]]


class LabelVolume:
    """Painted labels of a survey as a dictionary of blocks; a block that was never painted takes no room.

    Changed by one thread only. Blocks are replaced, never written to, so a copy of the dictionary is a snapshot; between
    two snapshots a block is copied once, however many strokes meet it.
    """

    def __init__(
        self,
        geometry: Geometry,
        blocks: Mapping[Key, Block] | None = None,
        drawn: Drawn | None = None,
        boundaries: Iterable[BoundaryStroke] = (),
        verdicts: Iterable[StrokeVerdict] = (),
        faults: Iterable[FaultStick] = (),
        accepted: Mapping[Key, Block] | None = None,
        rejections: Iterable[Rejection] = (),
        checking: AbstractSet[SectionId] = frozenset(),
    ) -> None:
        self.geometry = geometry
        self._blocks: dict[Key, Block] = dict(blocks or {})
        self._drafts = BlockDrafts(self._blocks)
        self.drawn: dict[SectionId, tuple[DrawnBox, ...]] = dict(drawn or {})
        self.boundaries: tuple[BoundaryStroke, ...] = tuple(boundaries)
        self.verdicts: tuple[StrokeVerdict, ...] = tuple(verdicts)
        self.faults: tuple[FaultStick, ...] = tuple(faults)
        self.accepted = AcceptedVoxels(accepted)
        self.rejections: tuple[Rejection, ...] = tuple(rejections)
        self.checking: frozenset[SectionId] = frozenset(checking)

    @property
    def shape(self) -> tuple[int, int, int]:
        """(inlines, crosslines, samples)."""
        return self.geometry.shape

    @property
    def blocks(self) -> Mapping[Key, Block]:
        """Every block that holds a label, as it is now."""
        for key in self._drafts:
            self.block(key)
        return self._blocks

    def block(self, key: Key) -> Block | None:
        """One block as it is now; None where nothing is labelled."""
        if key in self._drafts:
            self._replace({key: self._drafts.take(key)})
        return self._blocks.get(key)

    def copy(self) -> LabelVolume:
        """One that can be changed without this one noticing; the blocks are shared."""
        beside = self.boundaries, self.verdicts, self.faults, self.accepted.blocks, self.rejections, self.checking
        return LabelVolume(self.geometry, self.blocks, self.drawn, *beside)

    def section(self, direction: Direction, index: int) -> np.ndarray:
        """Labels of the section at a position, int8 in the section's shape, UNLABELLED where nothing was painted."""
        return classes_of(self._drafts.read(section_box(self.geometry, direction, index)))

    def codes(self, section: SectionId) -> np.ndarray:
        """The voxel codes of a section, int8 in its shape."""
        return self._drafts.read(section_box(self.geometry, section.direction, self.geometry.index(section)))

    def set_codes(self, section: SectionId, mask: np.ndarray, codes: np.ndarray) -> set[Key]:
        """Store voxel codes of a section where `mask` is True, as no stroke does; returns the keys of the blocks met."""
        inside = box_of(mask)
        if inside is None:
            return set()
        rows, columns = inside
        axis, index = list(Direction).index(section.direction), self.geometry.index(section)
        box = Box(axis, index, rows.start, columns.start, rows.stop - rows.start, columns.stop - columns.start)
        return self._drafts.paint(box, mask[inside], codes[inside])

    def under(self, stroke: Stroke) -> np.ndarray:
        """The voxel codes where a stroke lies, int8 in the shape of its mask."""
        return self._drafts.read(stroke_box(self.geometry, stroke))

    def origins_under(self, stroke: Stroke) -> np.ndarray | None:
        """Int8 in the shape of the stroke's mask, as `AcceptedVoxels.read`: how the labels under it came; None where nothing
        was accepted or carried."""
        box = stroke_box(self.geometry, stroke)
        if not self.accepted.are_in(box):
            return None
        origins = np.where(stroke.mask, self.accepted.read(box), np.int8(UNLABELLED))
        return origins if (origins != UNLABELLED).any() else None

    def learns(self, number: int) -> bool:
        """Whether any paint of a class is learned, and not held back."""
        finished = (block for key, block in self._blocks.items() if key not in self._drafts)
        return any(block.counts[0, number] for block in finished) or self._drafts.contain(number)

    def apply(self, stroke: Stroke) -> set[Key]:
        """Paint a stroke; returns the keys of the blocks that it met.

        A stroke that is held back goes over everything but paint of its own class that is learned: a model that has
        learned it can no longer be scored on it.
        """
        codes: np.ndarray | int = stroke.label
        if stroke.held:
            codes = np.where(self.under(stroke) == stroke.label, stroke.label, held_code(stroke.label))
        box = stroke_box(self.geometry, stroke)
        met = self._drafts.paint(box, stroke.mask, codes)
        self.accepted.put(box, stroke.mask, UNLABELLED if stroke.label == UNLABELLED else ORIGINS[stroke.origin])
        if stroke.label != UNLABELLED:
            self.drawn[stroke.section] = (*self.drawn.get(stroke.section, ()), DrawnBox.of(stroke))
        return met

    def revert(self, stroke: Stroke) -> set[Key]:
        """Take a stroke back: its `before` returns; strokes of one action are reverted last first."""
        boxes, box = self.drawn.get(stroke.section, ()), DrawnBox.of(stroke)
        # The newest is looked at first: an import of a thousand pieces on a section is taken back from its end.
        at = next((at for at in reversed(range(len(boxes))) if boxes[at] == box), None)
        if at is not None:
            self._draw(stroke.section, boxes[:at] + boxes[at + 1 :])
        place = stroke_box(self.geometry, stroke)
        self.accepted.put(place, stroke.mask, UNLABELLED if stroke.origins_before is None else stroke.origins_before)
        return self._drafts.paint(place, stroke.mask, stroke.before)

    def strokes_of(self, number: int) -> int:
        """How many strokes of a class are drawn and not undone; a gesture along a random line is one."""
        found = [box for boxes in self.drawn.values() for box in boxes if box.label == number and not box.carried]
        return sum(not box.along for box in found) + len({box.action for box in found if box.along})

    def holding(self, number: int) -> list[Key]:
        """Keys of the blocks in which a class has a label."""
        return [key for key, block in self.blocks.items() if block.counts[:, number].any()]

    def relabel(self, key: Key, old: int, new: int) -> None:
        """Turn every label `old` of a block into `new`."""
        self._replace({key: relabelled(self.blocks[key], old, new)})

    def relabel_drawn(self, old: int, new: int) -> None:
        """Have the strokes of class `old` count as drawn with `new`, or not at all where that is UNLABELLED."""
        for section, boxes in list(self.drawn.items()):
            if any(box.label == old for box in boxes):
                changed = (replace(box, label=new) if box.label == old else box for box in boxes)
                self._draw(section, tuple(box for box in changed if box.label != UNLABELLED))

    def put_back(self, key: Key, block: Block) -> None:
        """Have a block as it was once."""
        self.block(key)  # what was painted on it is over
        self._replace({key: block})

    def snapshot(self, version: int, classes: ClassTable) -> LabelSnapshot:
        """A frozen picture that any thread may read; it costs a copy of two dictionaries."""
        drawn = dict(self.drawn), self.boundaries, self.verdicts, self.faults
        reviewed = dict(self.accepted.blocks), self.rejections, self.checking
        return LabelSnapshot(version, classes, self.geometry, dict(self.blocks), *drawn, *reviewed)

    def _draw(self, section: SectionId, boxes: tuple[DrawnBox, ...]) -> None:
        if boxes:
            self.drawn[section] = boxes
        else:
            self.drawn.pop(section, None)

    def _replace(self, changed: Mapping[Key, Block | None]) -> None:
        for key, block in changed.items():
            if block is None:
                self._blocks.pop(key, None)
            else:
                self._blocks[key] = block


@dataclass(frozen=True, eq=False)
class LabelSnapshot:
    """The labels as they were at one moment. Never changes; any thread may read it.

    version: grows with every change of the labels in a project. drawn: for each section the boxes of the strokes (no
    erasers) drawn in its plane and not undone. boundaries: the lines drawn between two classes, oldest first. verdicts:
    what the user says of strokes that the answer does not honour. faults: the fault sticks, oldest first.
    accepted_blocks: as in `AcceptedVoxels`. rejections: where the user says that a class is not, oldest first. checking:
    the sections that are for checking only: nothing painted or drawn there is learned or carried, and models are scored
    on it.
    """

    version: int
    classes: ClassTable
    geometry: Geometry = field(repr=False)
    blocks: Mapping[Key, Block] = field(repr=False)
    drawn: Drawn = field(repr=False)
    boundaries: tuple[BoundaryStroke, ...] = field(default=(), repr=False)
    verdicts: tuple[StrokeVerdict, ...] = field(default=(), repr=False)
    faults: tuple[FaultStick, ...] = field(default=(), repr=False)
    accepted_blocks: Mapping[Key, Block] = field(default_factory=dict, repr=False)
    rejections: tuple[Rejection, ...] = field(default=(), repr=False)
    checking: frozenset[SectionId] = frozenset()

    @property
    def shape(self) -> tuple[int, int, int]:
        """(inlines, crosslines, samples)."""
        return self.geometry.shape

    def section(self, direction: Direction, index: int) -> np.ndarray:
        """Labels of the section at a position, int8 in the section's shape, UNLABELLED where nothing was painted."""
        return classes_of(read(self.blocks, section_box(self.geometry, direction, index)))

    def trace(self, inline: int, crossline: int) -> np.ndarray:
        """Labels of one trace by its grid indices, int8 (samples,), UNLABELLED where nothing was painted."""
        return classes_of(read(self.blocks, Box(0, inline, crossline, 0, 1, self.shape[2]))[0])

    def label_at(self, inline: int, crossline: int, sample: int) -> tuple[int, Origin]:
        """The label of one voxel by its grid indices, UNLABELLED where there is none, and how it came."""
        voxel = Box(0, inline, crossline, sample, 1, 1)
        code = int(read(self.accepted_blocks, voxel)[0, 0])
        origin = next((origin for origin, known in ORIGINS.items() if known == code), Origin.PAINTED)
        return int(classes_of(read(self.blocks, voxel))[0, 0]), origin

    def held(self, direction: Direction, index: int) -> np.ndarray:
        """Bool in the section's shape: where its labels are held back to score models on, on whatever section the
        stroke was drawn."""
        return are_held(read(self.blocks, section_box(self.geometry, direction, index)))

    def accepted(self, direction: Direction, index: int) -> np.ndarray:
        """Bool in the section's shape: where its labels were accepted and not painted."""
        return self._origins(direction, index) == ACCEPTED

    def carried(self, direction: Direction, index: int) -> np.ndarray:
        """Bool in the section's shape: where its labels are copies of strokes on lines near by."""
        return self._origins(direction, index) == CARRIED

    def unpainted(self, direction: Direction, index: int) -> np.ndarray:
        """Bool in the section's shape: where its labels were accepted or carried: no model is scored on those."""
        return self._origins(direction, index) != UNLABELLED

    def _origins(self, direction: Direction, index: int) -> np.ndarray:
        """Int8 in the section's shape: ACCEPTED, CARRIED, or UNLABELLED where something was painted or nothing is."""
        box = section_box(self.geometry, direction, index)
        origins = read(self.accepted_blocks, box)
        if (origins != UNLABELLED).any():
            origins[read(self.blocks, box) == UNLABELLED] = UNLABELLED
        return origins

    def provenance(self, direction: Direction, index: int) -> np.ndarray:
        """Uint8 in the section's shape, as `provenance_codes` says."""
        return provenance_codes(self.section(direction, index) != UNLABELLED, self._origins(direction, index))

    def rejected(self, direction: Direction, index: int) -> dict[int, np.ndarray]:
        """For each class number that is rejected somewhere on a section: bool in the section's shape. A label that lies
        there is stronger."""
        return rejected_on(self.rejections, self.geometry, direction, index)

    @cached_property
    def without_accepted(self) -> LabelSnapshot:
        """The labels that a person painted, alone: what models are scored on."""
        if not self.accepted_blocks:
            return self
        blocks = dict(self.blocks)
        for key, accepted in self.accepted_blocks.items():
            left = painted_alone(blocks.pop(key, None), accepted)
            if left is not None:
                blocks[key] = left
        return replace(self, blocks=blocks, accepted_blocks={})

    def held_for_checking(self, direction: Direction, index: int) -> np.ndarray:
        """The same, of what lies in the plane of a section that is for checking only."""
        held = np.zeros(self.geometry.section_shape(direction), bool)
        if not self.checking:
            return held
        here = self.geometry.section(direction, index)
        axes = [axis for axis in Direction if axis is not direction]
        for section in self.checking:
            if section == here:
                held[:] = True
            elif section.direction in axes:
                place = self.geometry.index(section)
                held[(place,) if axes.index(section.direction) == 0 else (slice(None), place)] = True
        return held & self.held(direction, index)

    def blocks_of(self, direction: Direction, index: int) -> tuple[Block | None, ...]:
        """The blocks that the section at a position meets, always in the same order; None for one without labels.

        Two snapshots share the blocks that nothing was painted on in between.
        """
        return tuple(map(self.blocks.get, section_box(self.geometry, direction, index).keys()))

    def says_the_same(self, other: LabelSnapshot) -> bool:
        """Whether another one of the same survey has the same labels, boundaries and faults, as after an undo."""
        drawn = self.boundaries, self.drawn, self.verdicts, self.faults, self.rejections, self.checking
        theirs = other.boundaries, other.drawn, other.verdicts, other.faults, other.rejections, other.checking
        if drawn != theirs:
            return False
        accepted, others = self.accepted_blocks, other.accepted_blocks
        if not all(same_labels(accepted.get(key), others.get(key)) for key in accepted.keys() | others.keys()):
            return False
        if not np.array_equal(self._counts, other._counts):
            return False
        return all(
            same_labels(self.blocks.get(key), other.blocks.get(key)) for key in self.blocks.keys() | other.blocks.keys()
        )

    @cached_property
    def labelled_sections(self) -> tuple[SectionId, ...]:
        """Sections in whose plane a stroke was drawn that still has a label under it: inlines, crosslines, time slices."""
        order = list(Direction)
        found = (section for section, boxes in self.drawn.items() if self._any_label(section, boxes))
        return tuple(sorted(found, key=lambda section: (order.index(section.direction), section.number)))

    @property
    def sections_drawn_on(self) -> tuple[SectionId, ...]:
        """Those of `labelled_sections` where something was painted or accepted, and not only carried there or painted along a
        random line."""
        sections = self.labelled_sections
        return tuple(each for each in sections if not all(box.carried or box.along for box in self.drawn[each]))

    @cached_property
    def taught_sections(self) -> tuple[SectionId, ...]:
        """Those of `labelled_sections` that models look at: a gesture along a random line leaves a trace or two on each of
        very many lines, of which a few stand for all."""
        return taught(self.geometry, self.drawn, self.labelled_sections)

    @property
    def boundaries_that_count(self) -> tuple[BoundaryStroke, ...]:
        """Those that are neither set aside, nor on a section that is for checking only, nor on one without a trace."""
        counted = (line for line in self.boundaries if line.verdict is not Verdict.ASIDE)
        there = (line for line in counted if self.geometry.section_live(line.section).any())
        return tuple(line for line in there if line.section not in self.checking)

    @cached_property
    def classes_in_use(self) -> frozenset[int]:
        """Numbers of the classes that labels or boundaries have, what was set aside among them."""
        bounded = {number for line in self.boundaries for number in line.classes} - {UNLABELLED}
        return frozenset(self.counts().keys() | bounded | {each.label for each in (*self.verdicts, *self.rejections)})

    def painted(self, direction: Direction) -> np.ndarray:
        """Ascending positions along a direction of the sections that hold any labelled voxel."""
        return self._painted[list(Direction).index(direction)]

    def counts(self) -> dict[int, int]:
        """Labelled voxels of each class number that has any, by number."""
        return _by_number(self._counts.sum(axis=0))

    def learned_counts(self) -> dict[int, int]:
        """The same without the voxels that are held back."""
        return _by_number(self._counts[0])

    def held_counts(self) -> dict[int, int]:
        """The voxels of each class number that are held back."""
        return _by_number(self._counts[1])

    def counts_not_painted(self) -> dict[int, int]:
        """Labelled voxels of each class number that were accepted or carried and not painted, where there are any."""
        found = (
            not_painted(self.blocks[key], block) for key, block in self.accepted_blocks.items() if key in self.blocks
        )
        return _by_number(sum(found, np.zeros(CLASSES, np.int64)))

    def counts_along(self, direction: Direction, number: int) -> np.ndarray:
        """Labelled voxels of one class on each section along a direction, int64."""
        axis = list(Direction).index(direction)
        others = tuple(other for other in range(3) if other != axis)
        found = np.zeros(self.shape[axis], np.int64)
        for key, block in self.blocks.items():
            if block.counts[:, number].any():
                first = key[axis] * SIZE + block.start[axis]
                of_class = np.count_nonzero(classes_of(block.values) == number, axis=others)
                found[first : first + len(of_class)] += of_class
        return found

    @cached_property
    def _painted(self) -> tuple[np.ndarray, ...]:
        found = [np.zeros(count, bool) for count in self.shape]
        for key, block in self.blocks.items():
            for axis, lines in enumerate(block.lines):
                found[axis][lines + key[axis] * SIZE] = True
        return tuple(np.flatnonzero(each) for each in found)

    @cached_property
    def _counts(self) -> np.ndarray:
        """Int64 (2, 127): the voxels of each class that are learned, and those that are held back."""
        return sum((block.counts for block in self.blocks.values()), np.zeros((2, CLASSES), np.int64))

    def _any_label(self, section: SectionId, boxes: Iterable[DrawnBox]) -> bool:
        axis, index = list(Direction).index(section.direction), self.geometry.index(section)
        boxes_here = (Box(axis, index, box.row, box.column, box.rows, box.columns) for box in boxes)
        return any(any_label(self.blocks, box) for box in boxes_here)


def _by_number(counts: np.ndarray) -> dict[int, int]:
    return {int(number): int(counts[number]) for number in np.flatnonzero(counts)}


def section_box(geometry: Geometry, direction: Direction, index: int) -> Box:
    """The box that covers a whole section."""
    return Box(list(Direction).index(direction), int(index), 0, 0, *geometry.section_shape(direction))


def stroke_box(geometry: Geometry, stroke: Stroke) -> Box:
    """The box of a stroke's mask.

    Raises BadRequest when the survey has no such section, LabelsError when the stroke does not lie inside it.
    """
    direction = stroke.section.direction
    box = Box(
        list(Direction).index(direction), geometry.index(stroke.section), stroke.row, stroke.column, *stroke.mask.shape
    )
    rows, columns = geometry.section_shape(direction)
    if min(box.row, box.column) < 0 or box.row + box.rows > rows or box.column + box.columns > columns:
        raise LabelsError(
            tr("A stroke on {section} reaches beyond the section: paint inside it.").format(section=stroke.section)
        )
    return box
