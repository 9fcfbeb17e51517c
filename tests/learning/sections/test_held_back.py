import numpy as np

from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.learning.sections.class_channels import IGNORE
from seisviewer.learning.sections.held_back import HeldBack
from seisviewer.learning.sections.section_samples import SampleReader
from seisviewer.predictions.network_input import Preparation
from seisviewer.volumes.geometry import SectionId

from ..conftest import LayeredVolume, Painter

CLASSES = (0, 1)


def wide_survey() -> LayeredVolume:
    """80 inlines and 320 crosslines of 128 samples: 3 × 10 × 4 cells."""
    return LayeredVolume(shape=(80, 320, 128))


def bands(volume: LayeredVolume, *sections: str) -> Painter:
    painter = Painter(volume.geometry)
    for section in sections:
        painter.paint(section, 0, slice(0, 320), slice(20, 30)).paint(section, 1, slice(0, 320), slice(90, 110))
    return painter


def held_back(volume: LayeredVolume, snapshot: LabelSnapshot, share: float = 0.2) -> HeldBack:
    return HeldBack.of(snapshot, snapshot.labelled_sections, volume.geometry, share, 0)


def read(volume: LayeredVolume, section: str, snapshot: LabelSnapshot, held: HeldBack):
    return SampleReader(volume, Preparation(1.0)).read(SectionId.parse(section), snapshot, CLASSES, held)


def test_about_the_asked_share_is_held_back_and_never_learned():
    volume = wide_survey()
    snapshot = bands(volume, "inline_15", "inline_60").snapshot()
    held = held_back(volume, snapshot)
    samples = [read(volume, name, snapshot, held) for name in ("inline_15", "inline_60")]
    share = sum((s.held != IGNORE).sum() for s in samples) / sum(snapshot.counts().values())
    assert 0.05 < share < 0.4
    for sample in samples:
        assert ((sample.paint == IGNORE) | (sample.held == IGNORE)).all()
        answered = sample.with_pseudo(np.zeros_like(sample.paint))
        assert (answered.pseudo[sample.held != IGNORE] == IGNORE).all(), "nor as a pseudo-label"


def test_a_voxel_is_held_back_on_every_section_that_meets_it():
    volume = wide_survey()
    snapshot = bands(volume, "inline_15", "inline_60").snapshot()
    held = held_back(volume, snapshot)
    inline = read(volume, "inline_15", snapshot, held)
    for number in range(100, 420, 7):
        crossing = read(volume, f"crossline_{number}", snapshot, held)
        assert np.array_equal(crossing.held[:, 5], inline.held[:, number - 100])


def test_a_new_stroke_moves_nothing_between_training_and_held_back():
    volume = wide_survey()
    painter = bands(volume, "inline_15")
    before = read(volume, "inline_15", painter.snapshot(), held_back(volume, painter.snapshot()))
    painter.paint("inline_15", 1, slice(30, 200), slice(50, 60))
    snapshot = painter.snapshot()
    after = read(volume, "inline_15", snapshot, held_back(volume, snapshot))
    old = (before.paint != IGNORE) | (before.held != IGNORE)
    assert np.array_equal(before.held[old], after.held[old])


def test_a_class_with_little_paint_is_learned_whole():
    volume = wide_survey()
    for first in range(0, 320, 32):
        painter = Painter(volume.geometry).paint("inline_15", 1, slice(first, first + 8), slice(40, 44))
        snapshot = painter.snapshot()
        sample = read(volume, "inline_15", snapshot, held_back(volume, snapshot, 0.5))
        assert (sample.held == IGNORE).all() and (sample.paint == 1).sum() == 32
