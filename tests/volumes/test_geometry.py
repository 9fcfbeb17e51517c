"""Line numbers, section names and positions."""

from __future__ import annotations

import numpy as np
import pytest

from seisviewer.errors import BadRequest
from seisviewer.volumes.geometry import Direction, Geometry, LineAxis, SampleAxis, SectionId


@pytest.fixture
def geometry() -> Geometry:
    live = np.ones((5, 4), bool)
    live[1, 2] = False
    affine = np.array([[0.0, 25.0, 1000.0], [50.0, 0.0, 2000.0]])
    return Geometry(LineAxis(100, 2, 5), LineAxis(300, 1, 4), SampleAxis(180.0, 3.0, 10), live, affine)


def test_section_names_are_read_as_users_write_them() -> None:
    assert SectionId.parse("inline:130") == SectionId.parse(" inline_130") == SectionId(Direction.INLINE, 130)
    assert str(SectionId(Direction.CROSSLINE, 575)) == "crossline_575"
    for text in ("iline:3", "inline:", "inline:1.5"):
        with pytest.raises(BadRequest, match="names no section"):
            SectionId.parse(text)


def test_sections_and_their_places(geometry: Geometry) -> None:
    assert geometry.index(SectionId(Direction.INLINE, 104)) == 2
    assert geometry.section(Direction.CROSSLINE, 3) == SectionId(Direction.CROSSLINE, 303)
    for section in ("inline:103", "inline:98", "inline:110", "crossline:304", "time:10"):
        with pytest.raises(BadRequest, match="The survey has no"):
            geometry.index(SectionId.parse(section))
    assert [geometry.section_shape(direction) for direction in Direction] == [(4, 10), (5, 10), (5, 4)]
    assert geometry.section_live(SectionId(Direction.INLINE, 102)).tolist() == [True, True, False, True]
    assert geometry.section_live(SectionId(Direction.CROSSLINE, 302)).tolist() == [True, False, True, True, True]


def test_axes_and_coordinates(geometry: Geometry) -> None:
    assert geometry.samples.stop == 207.0 and geometry.inlines.stop == 108
    assert geometry.inlines.numbers.tolist() == [100, 102, 104, 106, 108]
    assert geometry.xy(1, 2) == (1050.0, 2050.0)
