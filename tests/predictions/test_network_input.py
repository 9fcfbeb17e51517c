"""What a network is told beside the amplitudes."""

from __future__ import annotations

import numpy as np
import pytest

from seisviewer.errors import ModelError
from seisviewer.predictions.network_input import Preparation
from seisviewer.structure.layer_confidence import Boundary
from seisviewer.structure.layer_coordinate import layer_coordinate
from seisviewer.volumes.geometry import SectionId

from ..structure.layered_lines import SAMPLES, line

INLINE = SectionId.parse("inline_20")


def flat(depth: float, traces: int = 6) -> Boundary:
    return Boundary(np.full((traces, 1), depth), np.ones(1), np.ones(traces))


def test_the_layer_coordinate_is_level_along_boundaries_and_even_between_them() -> None:
    tilted = Boundary(np.linspace(20, 30, 6)[:, None], np.ones(1), np.ones(6))
    coordinate = layer_coordinate([tilted, flat(60)], 100)
    assert coordinate.shape == (6, 100)
    at_boundary = [float(np.interp(depth, np.arange(100) + 0.5, row)) for depth, row in zip(tilted.depth, coordinate)]
    assert at_boundary == pytest.approx([1 / 3] * 6, abs=0.01)
    assert coordinate[:, 59:61].mean(axis=1) == pytest.approx([2 / 3] * 6, abs=0.01)
    assert coordinate[0, 40] == pytest.approx((1 + (40.5 - 20) / 40) / 3)
    assert (np.diff(coordinate, axis=1) > 0).all() and 0 < coordinate.min() and coordinate.max() < 1


def test_a_layer_of_no_thickness_and_boundaries_out_of_order_leave_it_rising() -> None:
    coordinate = layer_coordinate([flat(40), flat(40), flat(35), flat(120)], 100)
    assert np.isfinite(coordinate).all() and (np.diff(coordinate, axis=1) >= 0).all()


def test_each_switch_adds_a_channel_and_all_are_of_one_size() -> None:
    amplitudes = line("inline", 20).amplitudes
    coordinate = np.linspace(0, 1, SAMPLES)[None].repeat(len(amplitudes), axis=0)
    every = Preparation(1.0, depth=True, coordinate=True, dip=True)
    image = every.image(amplitudes, coordinate)
    assert every.channels == 4 and image.shape == (4, SAMPLES, len(amplitudes)) and image.dtype == np.float32
    assert np.array_equal(image[:1], Preparation(1.0).image(amplitudes))
    assert image[1:3].min() == -1 and image[1:3].max() == 1
    mirrored = every.image(np.ascontiguousarray(amplitudes[::-1]), coordinate)
    assert np.abs(mirrored[3, :, ::-1] - image[3]).mean() < 0.01, "crops are flipped: steep stays steep"
    assert 0 <= image[3].min() < 0.1 and 0.3 < image[3].max()


def test_a_network_that_knows_layers_is_not_asked_without_them() -> None:
    with pytest.raises(ModelError, match="layer model"):
        Preparation(1.0, coordinate=True).section_image(INLINE, np.zeros((4, 9), np.float32), None)


def test_what_older_runs_wrote_is_read_as_before() -> None:
    assert Preparation(**{"scale": 2.0, "depth": True, "template": 0}) == Preparation(2.0, True, 0, False, False)
