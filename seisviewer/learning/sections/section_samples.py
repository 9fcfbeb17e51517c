"""The sections that take part in training, as network inputs and targets."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from weakref import WeakValueDictionary

import numpy as np
import torch
from torch.nn import functional

from seisviewer.byte_cache import ByteCache
from seisviewer.labels.blocks import SIZE, Block, same_plane
from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.labels.shown_counts import shown_counts
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.learning.sections.class_channels import IGNORE, channels_of
from seisviewer.predictions.network_input import Coordinate, Preparation, template_shape
from seisviewer.volumes.geometry import LINES, Direction, Geometry, SectionId
from seisviewer.volumes.half_live_lines import is_half_live
from seisviewer.volumes.volume import Volume


@dataclass
class Basis:
    """What a sample was made of: the blocks of labels that its section meets, the class of each output channel, the
    sections that are for checking only, and whether every class on the section has one."""

    blocks: tuple[Block | None, ...]
    classes: tuple[int, ...]
    checking: frozenset[SectionId] = frozenset()
    complete: bool = True


@dataclass(frozen=True)
class Sample:
    """One section as a network sees it.

    paint: uint8 (samples, traces), the output channel of each painted voxel, IGNORE elsewhere. held: the same for paint
    that is held back to score models on, and that `paint` then lacks. live: bool (traces,). read_image: gives the image of
    a section; it is asked for when the image is looked at, so that samples keep no images. pseudo: as paint, for
    pseudo-labels, or None; never set where there is paint or no trace. trust: uint8 in 255ths, what each pseudo-label
    counts; None where all count fully.
    """

    section: SectionId
    paint: np.ndarray = field(repr=False, compare=False)
    held: np.ndarray = field(repr=False, compare=False)
    live: np.ndarray = field(repr=False, compare=False)
    read_image: Callable[[SectionId], np.ndarray] = field(repr=False, compare=False)
    pseudo: np.ndarray | None = field(default=None, repr=False, compare=False)
    trust: np.ndarray | None = field(default=None, repr=False, compare=False)
    basis: Basis | None = field(default=None, repr=False, compare=False)

    @property
    def image(self) -> np.ndarray:
        """Float32 (channels, samples, traces)."""
        return self.read_image(self.section)

    @cached_property
    def counts(self) -> np.ndarray:
        """Painted voxels of each output channel that are learned, int64 (255,)."""
        return np.bincount(self.paint.ravel(), minlength=256)[:IGNORE]

    @cached_property
    def held_counts(self) -> np.ndarray:
        """Painted voxels of each output channel that are held back, int64 (255,)."""
        return np.bincount(self.held.ravel(), minlength=256)[:IGNORE]

    def with_pseudo(self, answer: np.ndarray, trust: np.ndarray | None = None) -> Sample:
        """This sample with `answer` (uint8 channels, same shape as paint) wherever nothing was painted."""
        unpainted = (self.paint == IGNORE) & (self.held == IGNORE) & self.live[None, :]
        pseudo = np.where(unpainted, answer, IGNORE).astype(np.uint8)
        return replace(self, pseudo=pseudo, trust=trust)


class SampleReader:
    """Makes samples out of a survey and labels snapshots.

    The images that were used last are kept, `budget` bytes of them at most; several threads may ask for them. A sample
    that is still in use is given again while nothing was painted on its section. coordinate: as in Predictor.
    """

    def __init__(
        self, volume: Volume, preparation: Preparation, budget: int = 1 << 30, coordinate: Coordinate | None = None
    ) -> None:
        self.volume = volume
        self._preparation = preparation
        self._coordinate = coordinate
        self._images: ByteCache[SectionId] = ByteCache(budget)
        self._images_lock = threading.Lock()
        self._in_use: WeakValueDictionary[tuple[SectionId, bool], Sample] = WeakValueDictionary()

    def read(
        self,
        section: SectionId,
        snapshot: LabelSnapshot,
        classes: Sequence[int],
        hold_back: bool = False,
    ) -> Sample:
        """The sample of an inline or crossline, scaled into the template where the preparation says so.

        classes: the class number of each output channel of the network. hold_back: whether the strokes that are held back
        stay out of what is learned; else everything painted is, but on sections that are for checking only.
        """
        direction, index = section.direction, self.volume.geometry.index(section)
        basis = Basis(snapshot.blocks_of(direction, index), tuple(classes), snapshot.checking)
        earlier = self._in_use.get((section, hold_back))
        if earlier is not None and _same_labels(earlier.basis, basis, list(Direction).index(direction), index):
            # These are compared with next time; the older blocks may go.
            earlier.basis.blocks, earlier.basis.classes = basis.blocks, basis.classes
            return earlier
        sample = self._made(section, snapshot, basis, hold_back)
        self._in_use[section, hold_back] = sample
        return sample

    def image(self, section: SectionId) -> np.ndarray:
        """Float32 (channels, samples, traces), scaled into the template where the preparation says so."""
        with self._images_lock:
            image = self._images.get(section)
        if image is None:
            amplitudes = self.volume.section(section)
            image = self._scaled(self._preparation.section_image(section, amplitudes, self._coordinate))
            with self._images_lock:
                self._images[section] = image
        return image

    def _made(self, section: SectionId, snapshot: LabelSnapshot, basis: Basis, hold_back: bool) -> Sample:
        place = section.direction, self.volume.geometry.index(section)
        labels = snapshot.section(*place).T
        paint = channels_of(labels, basis.classes)
        basis.complete = np.count_nonzero(paint != IGNORE) == np.count_nonzero(labels != UNLABELLED)
        live = self.volume.geometry.section_live(section)
        paint[:, ~live] = IGNORE
        held = np.full_like(paint, IGNORE)
        where = (snapshot.held(*place) if hold_back else snapshot.held_for_checking(*place)).T
        held[where], paint[where] = paint[where], IGNORE
        held[snapshot.unpainted(*place).T] = IGNORE  # no model is scored on what nobody painted
        if self._preparation.template:
            rows, columns = map(_nearest, paint.shape, template_shape(*paint.shape, self._preparation.template))
            paint, held, live = paint[np.ix_(rows, columns)], held[np.ix_(rows, columns)], live[columns]
        return Sample(section, paint, held, live, self.image, basis=basis)

    def _scaled(self, image: np.ndarray) -> np.ndarray:
        if not self._preparation.template:
            return image
        shape = template_shape(*image.shape[-2:], self._preparation.template)
        scaled = functional.interpolate(torch.from_numpy(image)[None], size=shape, mode="bilinear", align_corners=False)
        return scaled[0].numpy()


def _same_labels(one: Basis, other: Basis, axis: int, index: int) -> bool:
    """Whether both give the section at a position along an axis the same paint."""
    if one.checking != other.checking or one.classes != (
        other.classes[: len(one.classes)] if one.complete else other.classes
    ):
        return False
    return all(same_plane(*pair, axis, index % SIZE) for pair in zip(one.blocks, other.blocks, strict=True))


def _nearest(old: int, new: int) -> np.ndarray:
    return np.minimum(((np.arange(new) + 0.5) * old / new).astype(int), old - 1)


def drawn_lines(geometry: Geometry, snapshot: LabelSnapshot) -> list[SectionId]:
    """Inlines and crosslines with a stroke in their plane, at least half live; of those met along random lines a few."""
    return [s for s in snapshot.taught_sections if s.direction in LINES and is_half_live(geometry, s)]


def labelled_lines(
    geometry: Geometry,
    snapshot: LabelSnapshot,
    classes_on: Callable[[SectionId], Iterable[int]] | None = None,
) -> list[SectionId]:
    """The drawn lines and, for a class that is painted on none of them (on time slices alone, say), the lines that meet
    most of its paint, at most four, so that every painted class is learned.

    classes_on: the classes painted on a drawn line, where they are known already.
    """
    lines = drawn_lines(geometry, snapshot)
    seen: set[int] = set()
    for section in lines:
        place = section.direction, geometry.index(section)
        seen.update(classes_on(section) if classes_on else np.unique(snapshot.section(*place)).tolist())
    for number in sorted(set(shown_counts(snapshot)) - seen):
        lines += [line for line in _most_painted(geometry, snapshot, number, 4) if line not in lines]
    return lines


def _most_painted(geometry: Geometry, snapshot: LabelSnapshot, number: int, most: int) -> list[SectionId]:
    counts = {}
    for direction in LINES:
        for index, count in enumerate(snapshot.counts_along(direction, number)):
            section = geometry.section(direction, index)
            if count and is_half_live(geometry, section):
                counts[section] = int(count)
    return sorted(counts, key=lambda section: -counts[section])[:most]
