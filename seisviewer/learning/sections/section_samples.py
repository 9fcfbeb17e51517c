"""The sections that take part in training, as network inputs and targets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import torch
from torch.nn import functional

from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.learning.sections.class_channels import IGNORE, channels_of
from seisviewer.predictions.network_input import Preparation, template_shape
from seisviewer.volumes.geometry import Direction, Geometry, SectionId
from seisviewer.volumes.volume import Volume

LINES = (Direction.INLINE, Direction.CROSSLINE)


@dataclass(frozen=True)
class Sample:
    """One section as a network sees it.

    image: float32 (channels, samples, traces). paint: uint8 (samples, traces), the output channel of each painted voxel,
    IGNORE elsewhere. held: the same for paint that is held back to score models on, and that `paint` then lacks.
    pseudo: the same for pseudo-labels, or None; never set where there is paint or no trace. live: bool (traces,).
    """

    section: SectionId
    image: np.ndarray = field(repr=False, compare=False)
    paint: np.ndarray = field(repr=False, compare=False)
    held: np.ndarray = field(repr=False, compare=False)
    live: np.ndarray = field(repr=False, compare=False)
    pseudo: np.ndarray | None = field(default=None, repr=False, compare=False)

    def with_pseudo(self, answer: np.ndarray) -> Sample:
        """This sample with `answer` (uint8 channels, same shape as paint) wherever nothing was painted."""
        unpainted = (self.paint == IGNORE) & (self.held == IGNORE) & self.live[None, :]
        pseudo = np.where(unpainted, answer, IGNORE).astype(np.uint8)
        return replace(self, pseudo=pseudo)


class SampleReader:
    """Makes samples out of a survey and a labels snapshot, and keeps the images it has read (at most `budget` bytes)."""

    def __init__(self, volume: Volume, preparation: Preparation, budget: int = 1 << 30) -> None:
        self._volume = volume
        self._preparation = preparation
        self._budget = budget
        self._images: dict[SectionId, np.ndarray] = {}
        self._bytes = 0

    def read(
        self,
        section: SectionId,
        snapshot: LabelSnapshot,
        classes: Sequence[int],
        hold_back: bool = False,
    ) -> Sample:
        """The sample of an inline or crossline, scaled into the template where the preparation says so.

        classes: the class number of each output channel of the network. hold_back: whether the strokes that are held back
        stay out of what is learned; else everything painted is.
        """
        geometry = self._volume.geometry
        place = section.direction, geometry.index(section)
        paint = channels_of(snapshot.section(*place).T, classes)
        live = geometry.section_live(section)
        paint[:, ~live] = IGNORE
        held = np.full_like(paint, IGNORE)
        if hold_back:
            where = snapshot.held(*place).T
            held[where], paint[where] = paint[where], IGNORE
        sample = Sample(section, self._image(section), paint, held, live)
        return self._into_template(sample) if self._preparation.template else sample

    def _image(self, section: SectionId) -> np.ndarray:
        if section not in self._images:
            image = self._preparation.image(self._volume.section(section))
            while self._images and self._bytes + image.nbytes > self._budget:
                self._bytes -= self._images.pop(next(iter(self._images))).nbytes
            self._images[section] = image
            self._bytes += image.nbytes
        return self._images[section]

    def _into_template(self, sample: Sample) -> Sample:
        shape = template_shape(*sample.image.shape[-2:], self._preparation.template)
        image = functional.interpolate(
            torch.from_numpy(sample.image)[None], size=shape, mode="bilinear", align_corners=False
        )[0].numpy()
        rows = _nearest(sample.paint.shape[0], shape[0])
        columns = _nearest(sample.paint.shape[1], shape[1])
        where = np.ix_(rows, columns)
        return replace(
            sample, image=image, paint=sample.paint[where], held=sample.held[where], live=sample.live[columns]
        )


def _nearest(old: int, new: int) -> np.ndarray:
    return np.minimum(((np.arange(new) + 0.5) * old / new).astype(int), old - 1)


def is_half_live(geometry: Geometry, section: SectionId) -> bool:
    """Whether a line has at least half of its traces; others would look perfectly stable and teach nothing."""
    return geometry.section_live(section).mean() >= 0.5


def labelled_lines(geometry: Geometry, snapshot: LabelSnapshot) -> list[SectionId]:
    """Inlines and crosslines with a stroke in their plane, at least half live.

    For a class that is painted on none of them (on time slices alone, say) the lines that meet most of its paint stand
    in, at most four, so that every painted class is learned.
    """
    lines = [s for s in snapshot.labelled_sections if s.direction in LINES and is_half_live(geometry, s)]
    seen: set[int] = set()
    for section in lines:
        seen |= set(np.unique(snapshot.section(section.direction, geometry.index(section))).tolist())
    for number in sorted(set(snapshot.counts()) - seen):
        lines += [line for line in _most_painted(geometry, snapshot, number, 4) if line not in lines]
    return lines


def _most_painted(geometry: Geometry, snapshot: LabelSnapshot, number: int, most: int) -> list[SectionId]:
    counts = {}
    for direction in LINES:
        for index in snapshot.painted(direction):
            section = geometry.section(direction, int(index))
            count = int((snapshot.section(direction, int(index)) == number).sum())
            if count and is_half_live(geometry, section):
                counts[section] = count
    return sorted(counts, key=lambda section: -counts[section])[:most]


def unlabelled_lines(geometry: Geometry, labelled: Iterable[SectionId], most: int) -> list[SectionId]:
    """At most `most` lines, at least half live and without a stroke in their plane, spread evenly over the survey."""
    taken = set(labelled)
    directions = LINES[:1] if geometry.is_2d else LINES
    free = [
        section
        for direction in directions
        for section in (geometry.section(direction, index) for index in range(geometry.count(direction)))
        if section not in taken and is_half_live(geometry, section)
    ]
    if len(free) <= most:
        return free
    return [free[int(place)] for place in np.linspace(0, len(free) - 1, most)]
