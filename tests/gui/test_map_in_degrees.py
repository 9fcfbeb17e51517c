"""The map and time slices of a survey whose coordinates are longitudes and latitudes."""

from __future__ import annotations

import numpy as np
import pytest

from seisviewer.app.section_state import SectionState
from seisviewer.app.sections.survey_map import SurveyMap
from seisviewer.volumes.coordinate_reference import CoordinateReference
from seisviewer.volumes.geometry import Geometry, LineAxis, SampleAxis
from seisviewer.volumes.map_grid import MapGrid
from seisviewer.volumes.opening import open_volume
from seisviewer.volumes.slice_orientation import slice_orientation
from seisviewer.volumes.synthetic_survey import write_demo

EAST = np.array([[0.0, 2e-4, 3.5], [1e-4, 0.0, 60.0]])  # from one crossline to the next twice as many degrees


@pytest.fixture
def geometry() -> Geometry:
    live = np.ones((30, 40), bool)
    axes = LineAxis(10, 1, 30), LineAxis(50, 1, 40), SampleAxis(0, 4, 64)
    return Geometry(*axes, live, affine=EAST, reference=CoordinateReference("°"))


def test_a_degree_to_the_east_is_shorter(geometry) -> None:
    grid = MapGrid(geometry)
    assert grid.axis_names == ("Longitude (°)", "Latitude (°)")
    assert grid.east_to_north == pytest.approx(0.5, abs=0.001)
    assert slice_orientation(geometry, True, True).shape == pytest.approx(1.0, abs=0.002), "bins are square there"
    low, high = grid.bounds
    assert (high - low).max() < 0.01


def test_the_numbers_on_the_map_differ(qtbot, tmp_path, geometry) -> None:
    write_demo(tmp_path, (30, 40, 64), 0)
    volume = open_volume(tmp_path / "demo.sgy")
    volume.geometry = geometry
    state = SectionState()
    survey_map = SurveyMap(state)
    qtbot.addWidget(survey_map)
    survey_map.resize(320, 300)
    survey_map.show()
    state.set_volume(volume)
    qtbot.waitExposed(survey_map)
    qtbot.wait(50)
    for side in ("left", "bottom"):
        axis = survey_map.plot_item.getAxis(side)
        low, high = axis.range
        spacing, values = axis.tickValues(low, high, axis.geometry().height() if side == "left" else 280)[0]
        texts = axis.tickStrings(values, 1.0, spacing)
        assert len(texts) > 1 and len(set(texts)) == len(texts)
    state.set_volume(None)
