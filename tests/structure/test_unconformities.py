"""Boundaries of tilted layers end at the unconformity above them: beyond it the layers have next to no thickness left."""

from __future__ import annotations

import numpy as np
import pytest

from seisviewer.progress import drive
from seisviewer.structure.boundary_solution import SolutionSettings
from seisviewer.structure.drawn_boundaries import DrawnLine
from seisviewer.structure.layer_model import LayerModel, fit_layers

from .unconformable_lines import LAYERS, line, strokes, truth, unconformity

PAINTED = 10, 50
UNPAINTED = 30


@pytest.fixture(scope="module")
def model() -> LayerModel:
    lines = [line("inline", number) for number in (*PAINTED, UNPAINTED)] + [line("crossline", 100)]
    painted = {each.name: strokes(each) for each in lines[:2]}
    drawn = []
    for each in lines[:2]:
        places = each.places[20:60]
        drawn.append(DrawnLine(each.name, 0, 1, places, unconformity(*places.T)))
    return drive(fit_layers(lines, painted, drawn=drawn))


def found_and_known(model: LayerModel) -> tuple[np.ndarray, np.ndarray]:
    """Depths of the boundaries on a line without a stroke, and what they are, (traces, boundaries)."""
    boundaries = model.on_line(model.line(f"inline_{UNPAINTED}"))
    layers = truth(line("inline", UNPAINTED))
    known = np.stack([(layers <= number).sum(axis=1) for number in range(LAYERS - 1)], axis=1)
    return np.stack([boundary.depth for boundary in boundaries], axis=1), known


@pytest.mark.slow
def test_lower_boundaries_end_at_the_unconformity_and_are_tilted_before(model: LayerModel) -> None:
    found, known = found_and_known(model)
    for boundary in (1, 2):
        there = known[:, boundary] > known[:, 0] + 8
        tilt = np.diff(found[there, boundary]).mean()
        assert tilt == pytest.approx(-0.5, abs=0.08), "it follows the tilted reflectors, not the level ones above"
        gone = known[:, boundary] == known[:, 0]
        thickness = (found[:, boundary] - found[:, 0])[gone][-40:]
        assert thickness.max() < boundary * SolutionSettings().thinnest + 3.0, "it is bent along above it"


@pytest.mark.slow
def test_the_unconformity_itself_is_not_tilted_with_them(model: LayerModel) -> None:
    found, known = found_and_known(model)
    assert np.abs(found[:, 0] - known[:, 0]).max() < 3.0 * SolutionSettings().thinnest
