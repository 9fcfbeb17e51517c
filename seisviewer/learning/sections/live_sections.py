"""What a live model learns from: the labelled lines, and those about which the layers or an ST++ round say something,
brought in as they are read."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterable, Mapping

import numpy as np

from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.learning.sections.crop_batches import CropSource
from seisviewer.learning.sections.labelled_samples import PIECE, labelled_samples
from seisviewer.learning.sections.section_samples import Sample, SampleReader
from seisviewer.learning.sections.soft_labels import NOTHING, SoftLabels, soft_labels
from seisviewer.learning.sections.train_settings import TrainSettings
from seisviewer.predictions.layer_predictor import LayerPredictor
from seisviewer.progress import Progress
from seisviewer.translation import tr
from seisviewer.volumes.geometry import SectionId

Reading = Generator[Progress, None, None]


class LiveSections:
    """A sample takes part once its image was read. Those whose labels changed last are read first, so that a new stroke
    does not wait for a survey full of others.

    samples: of every labelled line. source: crops of the samples that take part. settings: decided ones.
    """

    def __init__(self, reader: SampleReader, settings: TrainSettings) -> None:
        self.samples: dict[SectionId, Sample] = {}
        self._reader = reader
        self._settings = settings
        self._pseudo: Mapping[SectionId, np.ndarray] = {}
        self._layers: LayerPredictor | None = None
        self._unasked: list[SectionId] = []
        self._soft: SoftLabels = NOTHING
        self._others: dict[SectionId, Sample] = {}
        self._mixed: dict[SectionId, tuple[Sample, Sample]] = {}
        self._snapshot: LabelSnapshot | None = None
        self._classes: tuple[int, ...] = ()
        self._were_read: set[SectionId] = set()
        self._waiting: dict[SectionId, None] = {}
        self._channels: frozenset[int] = frozenset()
        self._make_source()

    @property
    def can_teach(self) -> bool:
        """Whether two classes are painted on lines that count."""
        return len(self._channels) >= 2

    def set_labels(self, snapshot: LabelSnapshot, classes: tuple[int, ...]) -> Reading:
        """Take part with these labels; goes on until two classes can be learned, where they can."""
        before = self.samples
        self.samples = yield from labelled_samples(self._reader, snapshot, classes, self._settings.held_back)
        self._snapshot, self._classes = snapshot, classes
        self._channels = frozenset(c for each in self.samples.values() for c in np.flatnonzero(each.counts).tolist())
        changed = [section for section, sample in self.samples.items() if sample is not before.get(section)]
        self._renew(changed)
        while self.can_teach and len(self.source.channels) < 2:
            yield from self.read_for(PIECE)

    def set_pseudo(self, pseudo: Mapping[SectionId, np.ndarray]) -> None:
        """Learn these pseudo-labels beside the labels: uint8 output channels (samples, traces) of each section."""
        self._pseudo, self._mixed = pseudo, {}
        if self._snapshot is not None:
            self._renew(())

    @property
    def knows_layers(self) -> bool:
        """Whether what the layers say about some line is learned."""
        return bool(self._soft.channels)

    @property
    def soft(self) -> SoftLabels:
        """What the layers have said so far."""
        return self._soft

    def learn_from(self, layers: LayerPredictor | None) -> None:
        """Learn beside the labels what a layer model says about the lines that it was solved on, where it is not None;
        on each what an older one said, until `ask_layers` has asked it."""
        if layers is self._layers:
            return
        self._layers = layers
        self._unasked = [] if layers is None else [SectionId.parse(line.name) for line in layers.model.lines]
        self._keep_soft(NOTHING if layers is None else self._soft.of(self._unasked))

    def ask_layers(self, seconds: float) -> Reading:
        """Ask the layers about lines for as long, one at least; does nothing once all were asked."""
        until, found = time.monotonic() + seconds, self._soft
        while self._unasked:
            section = self._unasked.pop(0)
            found = found.with_newer(
                (yield from soft_labels(self._layers, self._reader.volume, (section,), self._classes, self._snapshot))
            )
            if time.monotonic() >= until:
                break
        if found is not self._soft:
            self._keep_soft(found)

    def _keep_soft(self, soft: SoftLabels) -> None:
        changed = {
            section
            for section in {*soft.channels, *self._soft.channels}
            if soft.channels.get(section) is not self._soft.channels.get(section)
        }
        self._soft = soft
        self._mixed = {section: made for section, made in self._mixed.items() if section not in changed}
        if changed and self._snapshot is not None:
            self._renew(())

    def read_for(self, seconds: float) -> Reading:
        """Read images that wait for as long, one at least; does nothing once all were read."""
        until = time.monotonic() + seconds
        while self._waiting:
            section = next(iter(self._waiting))
            self._reader.image(section)
            del self._waiting[section]
            self._were_read.add(section)
            if time.monotonic() >= until or not self._waiting:
                self._make_source()
                total = len(self.samples) + len(self._others)
                yield Progress(total - len(self._waiting), total, tr("reading labelled lines"))
                return

    def _renew(self, first: Iterable[SectionId]) -> None:
        held_back = self._settings.held_back
        self._others = {
            section: self._reader.read(section, self._snapshot, self._classes, held_back)
            for section in dict.fromkeys((*self._soft.channels, *self._pseudo))
            if section not in self.samples
        }
        everything = {**self.samples, **self._others}
        self._mixed = {section: (sample, self._with_pseudo(sample)) for section, sample in everything.items()}
        self._waiting = dict.fromkeys(each for each in (*first, *everything) if each not in self._were_read)
        self._make_source()

    def _with_pseudo(self, sample: Sample) -> Sample:
        made_of, mixed = self._mixed.get(sample.section, (None, None))
        if made_of is sample:
            return mixed
        soft, answer = self._soft.channels.get(sample.section), self._pseudo.get(sample.section)
        if soft is not None:
            return sample.with_pseudo(soft, self._soft.trust[sample.section])
        return sample if answer is None else sample.with_pseudo(answer)

    def _make_source(self) -> None:
        labelled, others = (
            [self._mixed[section][1] for section in sections if section in self._were_read]
            for sections in (self.samples, self._others)
        )
        self.source = CropSource(labelled, others, side=self._settings.crop, strong=self._settings.augmentation)
