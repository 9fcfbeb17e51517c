"""Where wells run and where that lies in a survey: arcs, grids, samples, and what is near a section."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from seisviewer.errors import LabelsError
from seisviewer.structure.wells.well import Marker, Well, WellLog, check_well
from seisviewer.structure.wells.well_path import StationKind, WellPath
from seisviewer.structure.wells.well_places import near_section, places_along, spacing, why_not_in_depth
from seisviewer.volumes.coordinate_reference import CoordinateReference
from seisviewer.volumes.geometry import Direction, Geometry, LineAxis, SampleAxis, SectionId

TURN = np.deg2rad(30.0)
AFFINE = np.array([[-20 * np.sin(TURN), 10 * np.cos(TURN), 5e5], [20 * np.cos(TURN), 10 * np.sin(TURN), 6e6]])


def geometry(unit: str = "ms", **more: object) -> Geometry:
    """40 inlines 20 m apart, 60 crosslines 10 m apart, turned by 30°."""
    interval = {"ms": 4.0, "m": 5.0, "ft": 20.0}[unit]
    axes = LineAxis(100, 1, 40), LineAxis(300, 1, 60), SampleAxis(0.0, interval, 200, unit)
    return Geometry(*axes, np.ones((40, 60), bool), **({"affine": AFFINE} | more))


def angles(*stations: tuple[float, float, float]) -> WellPath:
    return WellPath(StationKind.ANGLES, np.array(stations, float))


def well_at(survey: Geometry, inline: float, crossline: float, path: WellPath, **more: object) -> Well:
    return Well("A", "#ffd400", *survey.xy(inline, crossline), path, **more)


def test_a_quarter_of_a_circle_is_one():
    radius = 600.0
    length = radius * np.pi / 2
    path = angles((0, 0, 90), (length, 90, 90))
    east, north, down = path.at(np.array([length / 2, length])).T
    assert [east[1], down[1]] == pytest.approx([radius, radius], abs=1e-6) and abs(north).max() < 1e-6
    assert [east[0], down[0]] == pytest.approx([radius * (1 - np.cos(np.pi / 4)), radius * np.sin(np.pi / 4)], abs=0.02)


def test_stations_agree_with_the_formula_of_the_textbooks():
    rows = (0, 0, 0), (500, 5, 30), (900, 42, 75), (1300, 61, 200), (1800, 61, 200)
    place = np.zeros(3)
    for (md1, i1, a1), (md2, i2, a2) in zip(rows[:-1], rows[1:]):
        i1, a1, i2, a2 = np.radians([i1, a1, i2, a2])
        bend = np.arccos(np.cos(i2 - i1) - np.sin(i1) * np.sin(i2) * (1 - np.cos(a2 - a1)))
        factor = 1.0 if bend < 1e-9 else 2 / bend * np.tan(bend / 2)
        half = (md2 - md1) / 2 * factor
        place = place + half * np.array([
            np.sin(i1) * np.sin(a1) + np.sin(i2) * np.sin(a2), np.sin(i1) * np.cos(a1) + np.sin(i2) * np.cos(a2), np.cos(i1) + np.cos(i2),
        ])  # fmt: skip
        assert angles(*rows).at(np.array([md2]))[0] == pytest.approx(place, abs=1e-6)


def test_nothing_is_known_above_and_below_a_path_and_depths_go_back_to_measured_depths():
    path = angles((100, 0, 0), (500, 60, 0), (900, 60, 0))
    assert np.isnan(path.at(np.array([50.0, 950.0]))).all()
    tvd = path.at(np.array([300.0, 700.0]))[:, 2]
    assert path.md_of_tvd(tvd) == pytest.approx([300, 700], abs=0.01)
    assert np.isnan(path.md_of_tvd(np.array([2000.0]))).all()


def test_a_well_lies_on_the_grid_and_at_the_times_of_its_table():
    survey = geometry()
    well = well_at(survey, 12.0, 30.0, angles((0, 0, 0), (800, 0, 0)), times=np.array([[100.0, 80.0], [500.0, 400.0]]))
    places = places_along(survey, well, np.array([50.0, 100.0, 300.0, 500.0, 600.0]))
    assert places.inline == pytest.approx(12) and places.crossline == pytest.approx(30)
    assert places.sample[1:4] == pytest.approx([20, 60, 100]) and np.isnan(places.sample[[0, 4]]).all()


@pytest.mark.parametrize("unit, sample", [("m", (300 - 25) / 5), ("ft", (300 - 25) / 0.3048 / 20)])
def test_in_depth_samples_count_from_sea_level_and_need_the_kelly_bushing(unit, sample):
    survey = geometry(unit)
    well = well_at(survey, 5.0, 6.0, angles((0, 0, 0), (800, 0, 0)), kb=25.0)
    assert places_along(survey, well, np.array([300.0])).sample == pytest.approx([sample])
    assert "kelly bushing" in why_not_in_depth(survey, replace(well, kb=None)) and not why_not_in_depth(survey, well)


@pytest.mark.parametrize("reference, metres", [
    (CoordinateReference("m"), 1.0), (CoordinateReference("ft"), 1 / 0.3048), (CoordinateReference(), 1.0),
])  # fmt: skip
def test_metres_of_a_path_become_the_unit_of_the_coordinates(reference, metres):
    survey = geometry(reference=reference)
    well = well_at(survey, 0.0, 0.0, angles((0, 90, 90), (100, 90, 90)))
    assert places_along(survey, well, np.array([100.0])).x - well.x == pytest.approx([100 * metres])


def test_in_degrees_a_hundred_metres_to_the_north_are_a_hundred_metres():
    affine = np.array([[0.0, 1e-4, 4.5], [1e-4, 0.0, 53.0]])
    survey = geometry(affine=affine, reference=CoordinateReference("°"))
    well = well_at(survey, 0.0, 0.0, angles((0, 90, 0), (100, 90, 0)))
    assert places_along(survey, well, np.array([100.0])).y - 53.0 == pytest.approx([100 / 111_300], rel=2e-3)


def test_only_what_lies_within_the_distance_is_near_a_section():
    survey = geometry()
    assert (spacing(survey, Direction.INLINE), spacing(survey, Direction.CROSSLINE)) == pytest.approx((20, 10))
    across = np.degrees(np.arctan2(AFFINE[0, 0], AFFINE[1, 0]))  # from inline to inline
    times = np.array([[0.0, 0.0], [1000.0, 790.0]])
    well = well_at(survey, 10.0, 30.0, angles((0, 45, across), (400, 45, across)), times=times)
    places = places_along(survey, well)
    near = near_section(survey, places, SectionId(Direction.INLINE, 115), 30.0)  # 100 m from the head
    assert near.near.any() and near.rows[near.near] == pytest.approx(30)
    assert abs(places.inline[near.near] - 15).max() * 20 <= 30 + 1e-6
    assert places.inline[near.near].min() < 13.9 and places.inline[near.near].max() > 16.1
    (piece,) = near.pieces()
    assert (np.diff(near.columns[piece]) > 0).all()
    slice_ = near_section(survey, places, SectionId(Direction.TIME, 20), 30.0)
    assert abs(places.sample[slice_.near] - 20).max() < 2 and slice_.near.sum() <= 3
    assert not near_section(survey, places, SectionId(Direction.INLINE, 139), 30.0).near.any()


def test_beside_a_2d_line_the_nearest_trace_and_the_distance_count():
    xy = np.stack([5e5 + 10.0 * np.arange(60), np.full(60, 6e6)], axis=1)
    survey = replace(geometry(affine=None, trace_xy=xy[None]), is_2d=True, inlines=LineAxis(1, 1, 1), live=np.ones((1, 60), bool))
    times = np.array([[0.0, 0.0], [1000.0, 790.0]])
    well = Well("A", "#ffd400", 5e5 + 202, 6e6 + 40, angles((0, 0, 0), (400, 0, 0)), times=times)
    places = places_along(survey, well)
    assert set(places.crossline) == {20.0} and places.aside == pytest.approx(40, abs=0.1)
    section = SectionId(Direction.INLINE, 1)
    assert near_section(survey, places, section, 50).near.any() and not near_section(survey, places, section, 30).near.any()


@pytest.mark.parametrize("change, sentence", [
    ({"name": " "}, "needs a name"), ({"colour": "red"}, "no colour"), ({"x": np.inf}, "lies nowhere"),
    ({"path": angles((0, 0, 0))}, "at least two"), ({"path": angles((0, 0, 0), (0, 1, 1))}, "do not rise"),
    ({"path": angles((0, 0, 0), (90_000, 1, 1))}, "another unit"), ({"times": np.array([[0.0, 0.0], [1.0, -1.0]])}, "both rise"),
    ({"markers": (Marker("Top", np.nan),)}, "no depth"),
    ({"logs": (WellLog("GR", "", np.array([1.0, 0.5]), np.zeros(2, np.float32)),)}, "do not rise"),
])  # fmt: skip
def test_what_can_be_no_well_is_refused(change, sentence):
    well = well_at(geometry(), 5.0, 6.0, angles((0, 0, 0), (800, 0, 0)))
    check_well(well)
    with pytest.raises(LabelsError, match=sentence):
        check_well(replace(well, **change))


def test_a_log_of_few_whole_numbers_names_facies_and_another_does_not():
    md = np.arange(6.0)
    assert WellLog("F", "", md, np.array([1, 1, 3, np.nan, 3, 2], np.float32)).facies == (1, 2, 3)
    assert WellLog("GR", "", md, np.array([1, 1, 3, 2.5, 3, 2], np.float32)).facies == ()
    assert WellLog("N", "", np.arange(90.0), np.arange(90, dtype=np.float32)).facies == ()
