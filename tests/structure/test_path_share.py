"""How far texture answers beside the layers while no stroke can be held out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from seisviewer.errors import ModelError
from seisviewer.labels.class_kind import ClassKind
from seisviewer.progress import drive
from seisviewer.structure import class_model
from seisviewer.structure.bodies.path_share import path_share
from seisviewer.structure.followed_line import follow
from seisviewer.structure.layer_confidence import layer_probabilities
from seisviewer.structure.layer_model import LayerModel, fit_layers
from seisviewer.workflows.layer_files import load_layers, save_layers

from . import layered_lines

LINES = [layered_lines.line("inline", number) for number in (10, 45)]


@pytest.fixture(scope="module")
def painted() -> dict[str, np.ndarray]:
    """A stroke a class, of which none can be held out."""
    labels = layered_lines.strokes(LINES[0])
    labels[40:] = -1
    return {"inline_10": labels}


@pytest.fixture(scope="module")
def model(painted: dict[str, np.ndarray]) -> LayerModel:
    with pytest.MonkeyPatch.context() as changed:
        changed.setattr(class_model, "PRESENT_UNTESTED", 1.1)  # each class is found on too few traces
        changed.setattr(class_model, "path_share", lambda presence, least: 0.3)
        return drive(class_model.fit_classes(LINES, painted))


def test_a_class_found_on_a_few_traces_more_or_less_turns_nothing_over() -> None:
    least = {0: 0.25, 1: 0.25}
    shares = [path_share({0: 1.0, 1: found}, least) for found in np.arange(0, 1.01, 0.02)]
    assert shares == sorted(shares, reverse=True) and np.abs(np.diff(shares)).max() < 0.1
    assert shares[0] > 0.7 and shares[-1] < 0.1, "both answer"


@pytest.mark.slow
def test_layers_and_path_answer_together_each_by_its_share(model: LayerModel, painted: dict[str, np.ndarray]) -> None:
    alone = drive(fit_layers(LINES, painted))
    assert model.bodies is not None and model.order == alone.order == (0, 1, 2, 3)
    assert all(np.array_equal(one.depth, other.depth) for one, other in zip(model.boundaries, alone.boundaries))
    boundaries, line = model.on_line(model.line("inline_45")), follow(LINES[1])
    both = model.bodies.probabilities(line, boundaries)
    path = replace(model.bodies, share=1.0).probabilities(line, boundaries)
    layers = layer_probabilities(boundaries, layered_lines.SAMPLES)
    assert np.allclose(both, 0.3 * path + 0.7 * layers, atol=1e-5) and not np.allclose(both, path, atol=0.1)
    assert set(model.kinds.values()) == {ClassKind.LAYER}, "by who says more"
    assert model.score is None and model.checked is None, "nothing tells how well"


@pytest.mark.slow
def test_the_share_is_kept_with_the_model(model: LayerModel, tmp_path: Path) -> None:
    boundaries, line = model.on_line(model.line("inline_45")), follow(LINES[1])
    save_layers(tmp_path / "shared.npz", model)
    again = load_layers(tmp_path / "shared.npz").bodies
    assert np.array_equal(again.probabilities(line, boundaries), model.bodies.probabilities(line, boundaries))
    for wrong in ({"groups": ((0,), (1,))}, {"share": 1.5}, {"share": 0.0}):
        save_layers(tmp_path / "wrong.npz", replace(model, bodies=replace(model.bodies, **wrong)))
        with pytest.raises(ModelError, match="all classes"):
            load_layers(tmp_path / "wrong.npz")
