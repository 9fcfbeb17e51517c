import numpy as np

from seisviewer.learning.sections.class_channels import IGNORE
from seisviewer.learning.sections.section_samples import SampleReader, labelled_lines, unlabelled_lines
from seisviewer.predictions.network_input import Preparation
from seisviewer.volumes.geometry import Direction, SectionId

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
