"""Wells in pictures of sections and random lines."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from seisviewer.project.project import Project
from seisviewer.structure.wells.well import Marker, Well
from seisviewer.structure.wells.well_path import StationKind, WellPath
from seisviewer.volumes.geometry import SectionId
from seisviewer.volumes.opening import open_volume
from seisviewer.volumes.random_line import RandomLine
from seisviewer.volumes.synthetic_survey import write_demo
from seisviewer.workflows.pictures.random_line_pictures import random_line_picture
from seisviewer.workflows.pictures.section_pictures import AmplitudeLooks, section_picture


@pytest.fixture
def drilled(tmp_path):
    """A survey with a vertical well at inline index 8, crossline index 10, 1 ms a metre, with a marker at 200 m."""
    volume = open_volume(write_demo(tmp_path, (20, 24, 100)).survey)
    geometry = volume.geometry
    path = WellPath(StationKind.ANGLES, np.array([[0.0, 0.0, 0.0], [300.0, 0.0, 0.0]]))
    well = Well("A-1", "#ff0000", *geometry.xy(8, 10), path, times=np.array([[0.0, 0.0], [300.0, 300.0]]))
    project = Project.create(tmp_path / "a.seis", volume.path, geometry)
    project.change_wells([replace(well, markers=(Marker("Top", 200.0),))])
    yield volume, project
    project.close(), volume.close()


def test_wells_near_a_section_are_drawn_where_they_are(drilled):
    volume, project = drilled
    inline = volume.geometry.section(list(type(SectionId.parse("inline:1").direction))[0], 8)
    picture = section_picture(volume, inline, project=project, well_distance=30)
    path, marker = picture.lines
    assert path.rows == pytest.approx(10) and path.columns.max() * volume.geometry.samples.interval == pytest.approx(300, abs=4)
    assert marker.columns * volume.geometry.samples.interval == pytest.approx(200)
    assert [name.text for name in picture.names] == ["A-1", "Top"] and {"A-1", "Top"} <= set(picture.texts)
    assert not section_picture(volume, inline, project=project).names
    far = section_picture(volume, replace(inline, number=volume.geometry.inlines.number(0)), project=project, well_distance=30)
    assert not far.names and not far.lines
    slice_ = section_picture(volume, SectionId.parse("time:10"), project=project, well_distance=30)
    assert [(name.row, name.column, name.dot) for name in slice_.names] == [(pytest.approx(8), pytest.approx(10), True)]


def test_wells_are_projected_onto_a_random_line(drilled):
    volume, project = drilled
    lines, crosslines = volume.geometry.inlines, volume.geometry.crosslines
    line = RandomLine("R", ((lines.number(0), crosslines.number(10)), (lines.number(19), crosslines.number(10))))
    picture = random_line_picture(volume, line, looks=AmplitudeLooks(), project=project, well_distance=30)
    assert [name.text for name in picture.names] == ["A-1", "Top"]
    row = picture.names[0].row
    steps = np.linalg.norm(np.subtract(volume.geometry.xy(8, 10), volume.geometry.xy(0, 10)))
    assert picture.axes[0].value(row) == pytest.approx(steps, abs=15)
