"""Lines for checking only are neither carried by the layer model nor learned by a network, whatever is asked of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from seisviewer.labels.boundary_stroke import BoundaryStroke
from seisviewer.labels.classes import default_table
from seisviewer.labels.label_volume import LabelSnapshot, LabelVolume
from seisviewer.labels.stroke import UNLABELLED, Stroke
from seisviewer.volumes.geometry import Direction
from seisviewer.volumes.opening import open_volume
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.layer_run import drawn_lines, learned_lines, painted_lines


@pytest.fixture
def volume(tmp_path: Path) -> Volume:
    np.save(tmp_path / "cube.npy", np.random.default_rng(0).normal(size=(20, 24, 40)).astype(np.float32))
    return open_volume(tmp_path / "cube.npy")


@pytest.fixture
def marked(volume: Volume) -> LabelSnapshot:
    """An inline for checking only and a crossline that is learned, each with two classes."""
    geometry = volume.geometry
    inline, crossline = geometry.section(Direction.INLINE, 5), geometry.section(Direction.CROSSLINE, 9)
    labels = LabelVolume(geometry, checking={inline})
    for section in (inline, crossline):
        shape = geometry.section_shape(section.direction)
        for label, columns in ((1, slice(0, 10)), (2, slice(20, 30))):
            mask = np.zeros(shape, bool)
            mask[:, columns] = True
            held = section == inline
            labels.apply(Stroke(section, label, 0, 0, mask, np.full(shape, UNLABELLED, np.int8), held=held))
    depths = np.full(geometry.section_shape(Direction.INLINE)[0], 15.0, np.float32)
    labels.boundaries = (BoundaryStroke(inline, 1, 2, 0, depths),)
    return labels.snapshot(1, default_table())


def test_the_layer_model_gets_nothing_of_a_line_for_checking(marked):
    inline, crossline = sorted(marked.labelled_sections, key=lambda section: section.direction is not Direction.INLINE)
    assert list(painted_lines(marked)) == list(learned_lines(marked)) == [crossline]
    assert drawn_lines(marked) == ()
    ordinary = replace(marked, checking=frozenset())
    assert set(painted_lines(ordinary)) == {inline, crossline} and len(drawn_lines(ordinary)) == 1


def test_a_network_that_learns_every_stroke_learns_none_of_a_line_for_checking(marked, volume):
    pytest.importorskip("torch")
    from seisviewer.learning.sections.class_channels import IGNORE
    from seisviewer.learning.sections.section_samples import SampleReader
    from seisviewer.predictions.network_input import Preparation

    reader = SampleReader(volume, Preparation(1.0))
    (inline,) = marked.checking
    ordinary = reader.read(inline, replace(marked, checking=frozenset()), (1, 2), False)
    sample = reader.read(inline, marked, (1, 2), False)
    assert (ordinary.paint != IGNORE).any() and not (sample.paint[:, :9] != IGNORE).any()
    assert (sample.held[:, :9] != IGNORE).any()
