"""Stored classes of a whole survey, thinned out."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from seisviewer.labels.rejection import Rejection
from seisviewer.predictions.leading_answer import LAYERS
from seisviewer.predictions.passes.section_pass import SectionPass
from seisviewer.predictions.section_prediction import NO_CLASS
from seisviewer.predictions.stored.class_grid import class_grid
from seisviewer.predictions.stored.prediction_store import PredictionStore
from seisviewer.progress import drive
from seisviewer.volumes.geometry import Direction, Geometry, LineAxis, SampleAxis, SectionId

GEOMETRY = Geometry(LineAxis(1, 1, 20), LineAxis(10, 1, 40), SampleAxis(0, 4, 30), np.ones((20, 40), bool))


@pytest.fixture
def store(tmp_path: Path) -> PredictionStore:
    folder = tmp_path / "survey.seis"
    folder.mkdir()
    return PredictionStore(folder, "layers", GEOMETRY)


def put(store: PredictionStore, section: SectionId, boundary: int) -> None:
    """Class 2 above a sample, 7 from there on, 60 to 40."""
    rows = GEOMETRY.section_shape(section.direction)[0]
    shares = np.full((2, rows, 30), 102, np.uint8)
    shares[0, :, :boundary] = shares[1, :, boundary:] = 153
    store.put(SectionPass(section, shares, (2, 7), LAYERS, 1, 1, 5.0, None, "", "key"))


def test_lines_are_read_at_the_places_of_the_grid_or_next_to_them(store: PredictionStore) -> None:
    for index in (0, 5, 12):  # of 20, every fourth is looked for: 5 lies beside 4, 12 on its place
        put(store, GEOMETRY.section(Direction.INLINE, index), 10 + index)
    grid = drive(class_grid(store, most=5))
    assert grid.steps == (4, 8, 6) and grid.classes.shape == (5, 5, 5)
    samples = np.arange(0, 30, 6)
    for place, index in ((0, 0), (1, 5), (3, 12)):
        assert (grid.classes[place] == np.where(samples < 10 + index, 2, 7)).all()
    assert (grid.classes[[2, 4]] == NO_CLASS).all()
    assert grid.known_share == pytest.approx(3 / 5)


def test_the_direction_that_is_better_known_is_read(store: PredictionStore) -> None:
    put(store, GEOMETRY.section(Direction.INLINE, 0), 3)
    for index in range(40):
        put(store, GEOMETRY.section(Direction.CROSSLINE, index), 20)
    grid = drive(class_grid(store))
    assert grid.known_share == 1 and grid.classes.shape == (20, 40, 30)
    assert (grid.classes == np.where(np.arange(30) < 20, 2, 7)).all(), "of crosslines, the first inline too"


def test_what_the_user_rejected_is_the_next_best(store: PredictionStore) -> None:
    section = GEOMETRY.section(Direction.INLINE, 4)
    put(store, section, 15)
    rejection = Rejection(section, 2, 0, 0, np.ones((40, 10), bool))
    grid = drive(class_grid(store, (rejection,)))
    assert (grid.classes[4, :, :10] == 7).all() and (grid.classes[4, :, 10:15] == 2).all()
