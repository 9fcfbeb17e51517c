"""Which crops a training step sees."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import numpy as np
import torch

from seisviewer.learning.sections.class_channels import IGNORE
from seisviewer.learning.sections.crop_augmentation import Crop, draw_crop
from seisviewer.learning.sections.section_samples import Sample
from seisviewer.learning.sections.strong_augmentation import Draw, Strength, draw_strength, strengthened
from seisviewer.networks.device import DeviceChoice
from seisviewer.volumes.geometry import SectionId


@dataclass(frozen=True)
class Batch:
    """images: float32 (batch, channels, side, side). paint, pseudo: uint8 (batch, side, side), IGNORE where unknown. trust:
    uint8 (batch, side, side) in 255ths, what each pseudo-label counts. strengths: what is still to be done to each crop.

    Labels are bytes until they are where the network is: a batch of 16 takes a third of the time to get there.
    """

    images: torch.Tensor = field(repr=False)
    paint: torch.Tensor = field(repr=False)
    pseudo: torch.Tensor = field(repr=False)
    trust: torch.Tensor = field(repr=False)
    strengths: tuple[Strength | None, ...]

    def __len__(self) -> int:
        return len(self.images)

    @classmethod
    def of(cls, crops: Sequence[Crop]) -> Batch:
        planes = ([getattr(crop, name) for crop in crops] for name in ("image", "paint", "pseudo", "trust"))
        return cls(*(torch.from_numpy(np.stack(each)) for each in planes), tuple(crop.strength for crop in crops))

    def part(self, rows: slice) -> Batch:
        return Batch(self.images[rows], self.paint[rows], self.pseudo[rows], self.trust[rows], self.strengths[rows])

    def on(self, device: DeviceChoice) -> Batch:
        """The batch there, on its way while the host goes on if it lies in page-locked memory."""
        planes = (each.to(device.device, non_blocking=True) for each in (self.paint, self.pseudo, self.trust))
        return Batch(device.put(self.images), *planes, self.strengths)

    def strengthened(self) -> Batch:
        """The batch with everything done that was still to be done; this one stays as it is."""
        if not any(self.strengths):
            return self
        images, paint, pseudo = self.images.clone(), self.paint.clone(), self.pseudo.clone()
        for row, strength in enumerate(self.strengths):
            if strength is None:
                continue
            images[row, 0] = strengthened(images[row, 0], strength)
            if strength.hole is not None:
                paint[row][strength.hole.where] = IGNORE
                pseudo[row][strength.hole.where] = IGNORE
        return replace(self, images=images, paint=paint, pseudo=pseudo, strengths=(None,) * len(self))


class CropSource:
    """Draws crops from labelled and pseudo-labelled samples.

    A crop of a labelled sample lies where labels are: a class is drawn first, each equally likely, then one of its painted
    voxels, so that a thin class is seen as often as a thick one. Labelled samples are repeated to match the pseudo-labelled
    count, as ST++ does: where there are pseudo-labelled samples, every other crop is labelled. strong: the set of strong
    augmentations. everywhere: on labelled crops too; ST++ has them on pseudo-labelled ones alone.
    """

    def __init__(
        self,
        labelled: Sequence[Sample],
        pseudo: Sequence[Sample],
        *,
        side: int,
        strong: str = "amplitude",
        everywhere: bool = False,
    ) -> None:
        self._pseudo = list(pseudo)
        self._side = side
        self._strong = strong
        self._everywhere = everywhere
        self._labelled = list(labelled)
        self._owners: dict[int, list[Sample]] = {}
        for sample in self._labelled:
            for channel in np.flatnonzero(sample.counts).tolist():
                self._owners.setdefault(channel, []).append(sample)
        # Classes that are painted somewhere; a network of ours is never asked to tell others apart.
        self.channels = sorted(self._owners)

    def batch(self, size: int, draw: Draw) -> Batch:
        """`size` crops; the same `draw` state gives the same batch."""
        return Batch.of(list(self.crops(size, draw)))

    def crops(self, size: int, draw: Draw) -> Iterator[Crop]:
        """The crops of a batch one by one: the image that one is cut from may have to be read first."""
        # The offset keeps both kinds in turn where a batch holds a single crop.
        offset = int(draw.integers(2))
        for number in range(size):
            yield self._pseudo_crop(draw) if self._pseudo and (number + offset) % 2 else self._labelled_crop(draw)

    def _pseudo_crop(self, draw: Draw) -> Crop:
        sample = self._pseudo[int(draw.integers(len(self._pseudo)))]
        return self._strengthened(draw_crop(sample, self._side, draw), draw)

    def _labelled_crop(self, draw: Draw) -> Crop:
        channel = self.channels[int(draw.integers(len(self.channels)))]
        owners = self._owners[channel]
        sample = owners[int(draw.integers(len(owners)))]
        crop = draw_crop(sample, self._side, draw, at=_voxel(sample.paint == channel, draw))
        return self._strengthened(crop, draw) if self._everywhere else crop

    def _strengthened(self, crop: Crop, draw: Draw) -> Crop:
        return replace(crop, strength=draw_strength(self._strong, self._side, draw))

    def class_weights(self, channels: int) -> torch.Tensor:
        """Float32 (channels,): inverse square root of each class's painted share, mean 1 over the painted classes; 0
        without any."""
        counts = np.zeros(channels)
        for channel, owners in self._owners.items():
            counts[channel] = sum(sample.counts[channel] for sample in owners)
        weights = np.zeros(channels)
        present = counts > 0
        if not present.any():
            return torch.zeros(channels)
        weights[present] = np.sqrt(counts[present].max() / counts[present])
        weights[present] = np.minimum(weights[present], 10.0)
        weights[present] /= weights[present].mean()
        return torch.tensor(weights, dtype=torch.float32)


def source_of(
    labelled: Mapping[SectionId, Sample],
    pseudo: Mapping[SectionId, np.ndarray],
    read: Callable[[SectionId], Sample],
    *,
    side: int,
    strong: str = "amplitude",
    everywhere: bool = False,
    trust: Mapping[SectionId, np.ndarray] = MappingProxyType({}),
) -> CropSource:
    """Crops of the labelled samples and of the sections that `pseudo` has answers for; paint overrides pseudo-labels.

    pseudo: uint8 output channels (samples, traces). trust: of pseudo-labels that do not count fully, as in Sample. read:
    gives the sample of a section that is not labelled. strong, everywhere: as in CropSource.
    """
    samples = {**labelled, **{section: read(section) for section in pseudo if section not in labelled}}
    for section, answer in pseudo.items():
        samples[section] = samples[section].with_pseudo(answer, trust.get(section))
    painted = [samples[section] for section in labelled]
    others = [samples[section] for section in pseudo if section not in labelled]
    return CropSource(painted, others, side=side, strong=strong, everywhere=everywhere)


def _voxel(mask: np.ndarray, draw: Draw) -> tuple[int, int]:
    """Row and column of a voxel where `mask` is True, each equally likely."""
    ends = np.cumsum(np.count_nonzero(mask, axis=1))
    place = int(draw.integers(ends[-1]))
    row = int(np.searchsorted(ends, place, side="right"))
    columns = np.flatnonzero(mask[row])
    return row, int(columns[place - int(ends[row]) + len(columns)])
