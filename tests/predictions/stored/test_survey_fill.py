"""Which line of a survey is predicted next in the background."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from seisviewer.predictions.passes.section_pass import SectionPass
from seisviewer.predictions.stored.prediction_store import PredictionStore
from seisviewer.predictions.stored.survey_fill import GRID, SurveyFill
from seisviewer.progress import drive
from seisviewer.volumes.geometry import Direction, Geometry, LineAxis, SampleAxis


def test_reflectors_answer_all_inlines_first_and_then_crosslines_that_lie_ever_closer(tmp_path: Path) -> None:
    geometry = Geometry(LineAxis(1, 1, 4), LineAxis(1, 1, 40), SampleAxis(0, 4, 6), np.ones((4, 40), bool))
    store = PredictionStore(tmp_path, "layers", geometry)
    drive(store.load())
    order, asked = SurveyFill(geometry, alternating=False), []
    order.look_at((2, 17))
    while (section := order.next(store, "model")) is not None:
        shares = np.zeros((2, *geometry.section_shape(section.direction)), np.uint8)
        store.put(SectionPass(section, shares, (1, 2), "layers", 4, 1, 5.0, key="model"))
        asked.append((section.direction, geometry.index(section)))
    assert {direction for direction, _ in asked[:4]} == {Direction.INLINE}
    crosslines = [index for _, index in asked[4:]]
    assert crosslines[:3] == [16, 32, 0], (
        "a grid of all the survey first, the nearest to what was viewed before the others"
    )
    assert crosslines[3:5] == [24, 8] and sorted(crosslines) == list(range(40)) and GRID == 16
