import weakref

import numpy as np

from seisviewer.learning.sections.class_channels import IGNORE
from seisviewer.learning.sections.labelled_samples import labelled_samples
from seisviewer.learning.sections.section_samples import SampleReader, labelled_lines
from seisviewer.predictions.network_input import Preparation
from seisviewer.progress import drive
from seisviewer.volumes.geometry import Direction, SectionId
from seisviewer.volumes.half_live_lines import unlabelled_lines

from ..conftest import LayeredVolume, Painter


def names(sections):
    return [str(section) for section in sections]


def test_a_section_is_labelled_only_where_a_stroke_lies_in_its_plane(layers, painter):
    snapshot = painter.snapshot()
    assert names(labelled_lines(layers.geometry, snapshot)) == ["inline_15"]
    crossing = SampleReader(layers, Preparation(1.0)).read(SectionId.parse("crossline_110"), snapshot, (0, 1))
    columns = np.flatnonzero((crossing.paint != IGNORE).any(0))
    assert columns.tolist() == [5]


def test_lines_with_few_traces_take_no_part():
    volume = LayeredVolume(dead=(0, 1, 2, 5))
    painter = Painter(volume.geometry).paint("inline_15", 0, slice(0, 4), slice(0, 9))
    painter.paint("inline_20", 1, slice(0, 30), slice(0, 9))
    lines = names(labelled_lines(volume.geometry, painter.snapshot()))
    assert lines[0] == "inline_20" and "inline_15" not in lines
    assert all(name.startswith("crossline") for name in lines[1:]), "its class is learned where full lines cross it"
    others = unlabelled_lines(volume.geometry, [SectionId.parse("inline_20")], 100)
    inlines = [section.number for section in others if section.direction is Direction.INLINE]
    assert inlines == [n for n in range(10, 30) if n not in (10, 11, 12, 15, 20)]


def test_missing_traces_are_no_amplitude_and_no_label():
    volume = LayeredVolume(dead=(5,))
    painter = Painter(volume.geometry).paint("inline_15", 0, slice(0, 40), slice(0, 9))
    sample = SampleReader(volume, Preparation(1.0)).read(SectionId.parse("inline_15"), painter.snapshot(), (0,))
    assert (sample.image[:, :, 5:] == 0).all()
    assert (sample.paint[:, 5:] == IGNORE).all() and (sample.paint[:9, :5] == 0).all()
    assert (sample.with_pseudo(np.ones((48, 40), np.uint8)).pseudo[:, 5:] == IGNORE).all()


def test_strokes_on_time_slices_alone_can_be_learned(layers):
    painter = Painter(layers.geometry).paint("time_10", 0, slice(3, 5), slice(0, 30))
    lines = labelled_lines(layers.geometry, painter.snapshot())
    assert {"inline_13", "inline_14"} <= set(names(lines)) and len(lines) == 4


def test_a_class_painted_on_a_time_slice_is_learned_beside_classes_of_lines(layers, painter):
    painter.paint("time_10", 5, slice(3, 5), slice(0, 30))
    lines = labelled_lines(layers.geometry, painter.snapshot())
    assert names(lines)[0] == "inline_15" and {"inline_13", "inline_14"} <= set(names(lines)) and len(lines) == 5


def test_many_lines_are_thinned_evenly(layers):
    some = unlabelled_lines(layers.geometry, [], 12)
    assert len(some) == len(set(some)) == 12
    assert {section.direction for section in some} == {Direction.INLINE, Direction.CROSSLINE}


def test_template_keeps_the_aspect_and_the_labels_of_a_section(layers, painter):
    sample = SampleReader(layers, Preparation(1.0, template=24)).read(
        SectionId.parse("inline_15"), painter.snapshot(), (0, 1)
    )
    assert sample.image.shape == (1, 24, 20) and sample.paint.shape == (24, 20) and sample.live.shape == (20,)
    assert (sample.paint[3:7, 3:9] == 0).all() and (sample.paint[16:20, 3:9] == 1).all()


class Counted(LayeredVolume):
    """Notes which sections are read."""

    def __init__(self, **options):
        super().__init__(**options)
        self.read: list[str] = []

    def section(self, section):
        self.read.append(str(section))
        return super().section(section)


def grid(volume: LayeredVolume) -> Painter:
    """Two bands on inlines 12 to 14 and on crosslines 110 and 120."""
    painter = Painter(volume.geometry)
    for name in ("inline_12", "inline_13", "inline_14", "crossline_110", "crossline_120"):
        painter.paint(name, 0, slice(0, 20), slice(4, 10)).paint(name, 1, slice(0, 20), slice(30, 40))
    return painter


def test_a_stroke_makes_samples_again_of_the_lines_that_it_changed_and_of_no_other(layers):
    painter, reader = grid(layers), SampleReader(layers, Preparation(1.0))
    before = drive(labelled_samples(reader, painter.snapshot(), (0, 1), False))
    painter.paint("inline_13", 1, slice(8, 14), slice(15, 20))  # it meets crossline 110 and not 120
    after = drive(labelled_samples(reader, painter.snapshot(), (0, 1), False))
    assert names(section for section in after if after[section] is not before[section]) == [
        "inline_13",
        "crossline_110",
    ]
    fresh = drive(labelled_samples(SampleReader(layers, Preparation(1.0)), painter.snapshot(), (0, 1), False))
    for section, sample in fresh.items():
        assert np.array_equal(after[section].paint, sample.paint)


def test_a_class_that_is_new_to_the_network_changes_the_samples_that_show_it_alone(layers):
    painter, reader = grid(layers), SampleReader(layers, Preparation(1.0))
    painter.paint("inline_14", 7, slice(21, 31), slice(20, 25))
    before = drive(labelled_samples(reader, painter.snapshot(), (0, 1), False))
    after = drive(labelled_samples(reader, painter.snapshot(), (0, 1, 7), False))
    assert names(section for section in after if after[section] is not before[section]) == ["inline_14"]
    assert (after[SectionId.parse("inline_14")].paint == 2).sum() == 50


def test_images_that_were_used_last_are_kept_and_no_more_of_them_than_was_said():
    volume = Counted()
    painter, one = grid(volume), 48 * 40 * 4
    reader = SampleReader(volume, Preparation(1.0), budget=2 * one)
    samples = [
        reader.read(SectionId.parse(name), painter.snapshot(), (0, 1))
        for name in ("inline_12", "inline_13", "inline_14")
    ]
    assert not volume.read, "an image is read when it is looked at"
    first, second, third = samples
    for sample in (first, second, first, third, first):
        assert sample.image.shape == (1, 48, 40)
    assert volume.read == ["inline_12", "inline_13", "inline_14"], "the first was used after the second"
    seen = []
    for sample in samples * 2:
        seen.append(weakref.ref(sample.image))
    assert sum(image() is not None for image in seen) <= 2, "the samples keep none of their own"
