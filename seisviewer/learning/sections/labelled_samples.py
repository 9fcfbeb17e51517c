"""The samples of every line that labels teach something, read in pieces."""

from __future__ import annotations

import time
from collections.abc import Generator, Sequence

from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.learning.sections.section_samples import Sample, SampleReader, drawn_lines, labelled_lines
from seisviewer.progress import Progress
from seisviewer.translation import tr
from seisviewer.volumes.geometry import SectionId

PIECE = 0.05  # seconds of reading between two events


def labelled_samples(
    reader: SampleReader, snapshot: LabelSnapshot, classes: Sequence[int], hold_back: bool
) -> Generator[Progress, None, dict[SectionId, Sample]]:
    """The sample of each of the labelled lines. Only what changed since the reader was asked last takes any time."""
    geometry, samples = snapshot.geometry, {}
    drawn = drawn_lines(geometry, snapshot)
    began = time.monotonic()
    for done, section in enumerate(drawn):
        samples[section] = reader.read(section, snapshot, classes, hold_back)
        if time.monotonic() - began >= PIECE:
            yield Progress(done + 1, len(drawn), tr("reading labels"))
            began = time.monotonic()

    def classes_on(section: SectionId) -> list[int]:
        voxels = samples[section].counts + samples[section].held_counts
        return [number for channel, number in enumerate(classes) if voxels[channel]]

    for section in labelled_lines(geometry, snapshot, classes_on):
        if section not in samples:
            samples[section] = reader.read(section, snapshot, classes, hold_back)
    return samples
