"""Attributes that a network is shown beside the amplitudes: made alike in training and prediction, stored with the run."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from seisviewer.cli.main import main
from seisviewer.errors import ModelError
from seisviewer.labels.label_edits import cropped_stroke
from seisviewer.predictions.network_input import CLIP, INPUT_ATTRIBUTES, Preparation
from seisviewer.project.project import Project
from seisviewer.volumes.geometry import Direction, SectionId


def test_each_attribute_is_a_channel_of_bounded_numbers_and_gaps_are_zero() -> None:
    amplitudes = np.random.default_rng(0).normal(size=(30, 64)).astype(np.float32) * 100
    amplitudes[4] = np.nan
    preparation = Preparation(50.0, depth=True, attributes=INPUT_ATTRIBUTES)
    image = preparation.image(amplitudes)
    assert image.shape == (2 + len(INPUT_ATTRIBUTES), 64, 30) == (preparation.channels, 64, 30)
    assert np.isfinite(image).all() and np.abs(image).max() <= CLIP
    without = Preparation(50.0, depth=True)
    np.testing.assert_array_equal(image[:2], without.image(amplitudes))
    envelope = image[2]
    assert (envelope[:, 4] == 0).all() and (envelope[:, 5] >= np.abs(image[0][:, 5]) - 1e-4).all()


def test_what_json_brings_back_is_the_same_and_an_unknown_attribute_is_said() -> None:
    preparation = Preparation(2.0, attributes=("envelope", "coherence"))
    assert Preparation(**json.loads(json.dumps(preparation.as_json()))) == preparation
    with pytest.raises(ModelError, match="curvature"):
        Preparation(2.0, attributes=("curvature",))


@pytest.mark.slow
def test_a_run_that_was_shown_attributes_predicts_with_them(small_survey: Path, tmp_path: Path, capsys) -> None:
    survey = Path(shutil.copy(small_survey, tmp_path / "survey.sgy"))
    assert main(["ingest", str(survey), str(tmp_path / "p.seis")]) == 0
    with Project.open(tmp_path / "p.seis") as project:
        section = SectionId(Direction.INLINE, project.geometry.inlines.number(20))
        for number, columns in ((1, slice(5, 20)), (2, slice(40, 55))):
            mask = np.zeros(project.geometry.section_shape(Direction.INLINE), bool)
            mask[5:45, columns] = True
            project.commit([cropped_stroke(project.label_section(section), section, mask, number)])
    train = [
        "train",
        str(tmp_path / "p.seis"),
        "--schedule",
        "supervised",
        "--steps",
        "3",
        "--crop",
        "32",
        "--batch",
        "2",
    ]
    assert main([*train, "--attributes", "envelope,coherence", "--json"]) == 0
    with Project.open(tmp_path / "p.seis", edit=False) as project:
        assert list(project.runs()[-1].settings["train"]["attributes"]) == ["envelope", "coherence"]
    out = tmp_path / "said.npz"
    assert (
        main(["predict", str(tmp_path / "p.seis"), "--sections", str(section).replace("_", ":"), "--npz", str(out)])
        == 0
    )
    assert set(np.unique(np.load(out)[str(section)])) <= {1, 2, 255}
    assert main([*train, "--attributes", "smell"]) == 1
    assert "no attribute “smell”" in capsys.readouterr().err
