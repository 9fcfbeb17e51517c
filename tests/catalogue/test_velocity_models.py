"""Velocity models by name and from files, and those that are none."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from seisviewer.catalogue.velocity_model import velocity_model
from seisviewer.errors import BadRequest, UnreadableFile


def test_a_layer_holds_from_its_depth_down() -> None:
    model = velocity_model("southern-california")
    assert model.at("P", np.array([-2.0, 0.0, 5.4, 5.5, 40.0])).tolist() == [5.5, 5.5, 5.5, 6.3, 7.8]


def test_a_half_space_without_an_s_velocity_has_one_by_the_usual_ratio() -> None:
    assert velocity_model("half-space:5.19").at("S", np.zeros(1)) == pytest.approx(3.0)


@pytest.mark.parametrize("text", [
    "depth,vp,vs\n0,5,2.9\n10,6,3.4\n",
    "# depth P S\n0 5 2.9\n10 6 3.4\n",
    "0;5;2.9\n10;6;3.4\n",
])  # fmt: skip
def test_a_file_of_layers_is_read(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(text)
    model = velocity_model(str(tmp_path / "a.txt"))
    assert model.steps and model.at("P", np.array([9.0, 11.0])).tolist() == [5.0, 6.0]
    assert model.at("S", np.array([9.0])).tolist() == [2.9]


def test_where_a_depth_stands_twice_velocities_change_linearly(tmp_path: Path) -> None:
    (tmp_path / "a.nd").write_text("0 5 2.9\n10 6 3.4\nmoho\n10 8 4.5\n20 8 4.5\n")
    model = velocity_model(str(tmp_path / "a.nd"))
    assert model.at("P", np.array([5.0, 9.99, 10.01])) == pytest.approx([5.5, 6.0, 8.0], abs=0.01)


@pytest.mark.parametrize("text, said", [
    ("0 5000 2900\n", "velocities are no km/s"), ("0 5 5.5\n", "not below"), ("10 5 3\n0 5 3\n", "do not grow"),
    ("", "no velocity model"), ("0 5 3\n10 six 3\n", "line 2"), ("0 5 3\n10\n", "line 2"),
])  # fmt: skip
def test_what_is_no_model_is_refused_in_a_sentence(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "a.txt").write_text(text)
    with pytest.raises(UnreadableFile, match=said):
        velocity_model(str(tmp_path / "a.txt"))


@pytest.mark.parametrize("name", ["iasp19", "half-space:0.01", "half-space:6,7"])
def test_an_unknown_name_is_refused(name: str) -> None:
    with pytest.raises(BadRequest):
        velocity_model(name)
