"""Lines from node to node across a survey."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from seisviewer.errors import BadRequest
from seisviewer.volumes.geometry import Direction, Geometry, LineAxis, SampleAxis, SectionId
from seisviewer.volumes.random_line import RandomLine, RandomLineVolume, distance_axis, random_path
from seisviewer.volumes.volume import Volume

AFFINE = np.array([[0.0, 12.5, 600_000.0], [25.0, 0.0, 6_000_000.0]])
LIVE = np.ones((20, 40), bool)
LIVE[10, 20] = False
GEOMETRY = Geometry(LineAxis(100, 2, 20), LineAxis(300, 1, 40), SampleAxis(0, 4, 8), LIVE, affine=AFFINE)


class Numbered(Volume):
    """Each sample says where it lies; counts what is read."""

    name, path, geometry = "numbered", Path("numbered.sgy"), GEOMETRY

    def __init__(self) -> None:
        self.read: list[SectionId] = []
        self.whole = np.arange(20 * 40 * 8, dtype=np.float32).reshape(20, 40, 8)
        self.whole[~LIVE] = np.nan

    def section(self, section: SectionId) -> np.ndarray:
        self.read.append(section)
        index = self.geometry.index(section)
        return self.whole[index] if section.direction is Direction.INLINE else self.whole[:, index]

    def close(self) -> None: ...


def test_nodes_are_read_and_written() -> None:
    line = RandomLine.parse("100,300  110 , 320; 138,339")
    assert line.nodes == ((100, 300), (110, 320), (138, 339))
    assert RandomLine.parse(str(line)) == line


@pytest.mark.parametrize("text", ["", "100,300", "100 300 110 320", "100,300 x 110,320", "1.5,300 2,310"])
def test_what_is_no_line_is_refused(text: str) -> None:
    with pytest.raises(BadRequest, match="no random line"):
        RandomLine.parse(text)


def test_a_path_has_a_place_every_trace_distance() -> None:
    path = random_path(GEOMETRY, RandomLine("", ((100, 300), (138, 339))))
    length = np.hypot(19 * 25, 39 * 12.5)
    assert path.step == 12.5 and path.count == int(length / 12.5) + 1
    assert (path.inlines[0], path.crosslines[0]) == (0, 0)
    xy = np.column_stack([path.places, np.ones(path.count)]) @ AFFINE.T
    assert np.allclose(np.linalg.norm(np.diff(xy, axis=0), axis=1), 12.5)
    assert np.abs(path.places - np.column_stack([path.inlines, path.crosslines])).max() <= 0.5, "the nearest trace"
    assert path.nodes[-1] == pytest.approx(length / 12.5)
    assert distance_axis(GEOMETRY, path).value(2) == 25


def test_the_section_has_the_samples_of_the_traces_and_reads_few_lines() -> None:
    volume = Numbered()
    along = RandomLineVolume(volume, RandomLine("bent", ((100, 300), (106, 330), (104, 339))))
    path = along.path_along
    section = along.section(along.section_id)
    assert np.array_equal(section, volume.whole[path.inlines, path.crosslines])
    assert {each.direction for each in volume.read} == {Direction.INLINE} and len(volume.read) == 4
    assert along.geometry.is_2d and along.geometry.shape == (1, path.count, 8)
    assert np.array_equal(along.section(along.geometry.section(Direction.CROSSLINE, 5)), section[None, 5])


def test_a_dead_trace_stays_one() -> None:
    along = RandomLineVolume(Numbered(), RandomLine("", ((120, 310), (120, 330))))
    section = along.section(along.section_id)
    assert np.array_equal(np.isnan(section).all(axis=1), ~along.geometry.live[0])
    assert not along.geometry.live[0, 10] and along.geometry.live.sum() == 20


@pytest.mark.parametrize(
    ("nodes", "why"),
    [
        (((100, 300), (101, 310)), "no line 101"),
        (((100, 300), (100, 399)), "no line 399"),
        (((100, 300), (100, 300)), "no length"),
        (((100, 300),), "2 to"),
    ],
)
def test_lines_that_the_survey_has_not_are_refused(nodes: tuple[tuple[int, int], ...], why: str) -> None:
    with pytest.raises(BadRequest, match=why):
        random_path(GEOMETRY, RandomLine("A", nodes))
