"""What a run has predicted is read by predict, picture and suggest, and not predicted again; another run's is not."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from seisviewer.cli.main import main
from seisviewer.labels.stroke import UNLABELLED, Stroke
from seisviewer.predictions.layer_predictor import LayerPredictor
from seisviewer.progress import drive
from seisviewer.volumes.geometry import SectionId
from seisviewer.volumes.synthetic_survey import write_demo
from seisviewer.workflows.survey_opening import ingest


@pytest.fixture
def project(tmp_path: Path) -> Path:
    opened = drive(ingest(write_demo(tmp_path, (24, 30, 64)).survey, tmp_path / "demo.seis"))
    with closing(opened.volume), opened.project as project:
        mask = np.ones((12, 4), bool)
        for label, column in ((0, 10), (1, 40)):
            before = np.full(mask.shape, UNLABELLED, np.int8)
            project.commit([Stroke(SectionId.parse("inline_110"), label, 4, column, mask, before)])
    assert main(["train", str(tmp_path / "demo.seis"), "--method", "layers"]) == 0
    return tmp_path / "demo.seis"


@pytest.mark.slow
def test_what_a_run_predicted_is_not_predicted_again(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[SectionId] = []
    really = LayerPredictor.one_pass

    def counted(self: LayerPredictor, section: SectionId, amplitudes: np.ndarray) -> object:
        asked.append(section)
        return really(self, section, amplitudes)

    monkeypatch.setattr(LayerPredictor, "one_pass", counted)

    def predicted(sections: str, name: str) -> dict[str, np.ndarray]:
        assert main(["predict", str(project), "--sections", sections, "--npz", str(tmp_path / name)]) == 0
        with np.load(tmp_path / name) as found:
            return dict(found)

    def suggested() -> object:
        capsys.readouterr()
        assert main(["suggest", str(project), "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    first = predicted("inline:105", "first.npz")
    assert [str(section) for section in asked] == ["inline_105"]
    both = predicted("inline:105,crossline:303", "both.npz")
    assert [str(section) for section in asked] == ["inline_105", "crossline_303"]
    assert all(np.array_equal(both[name], first[name], equal_nan=True) for name in first)
    picture = ["picture", str(project), "--inline", "105", "--run", "1", "--out", str(tmp_path / "picture.png")]
    assert main(picture) == 0 and len(asked) == 2
    places = suggested()
    count = len(asked)
    assert count > 2 and len(set(asked)) == count, "none twice"
    assert suggested() == places and len(asked) == count
    assert main(["train", str(project), "--method", "layers"]) == 0
    predicted("inline:105", "another.npz")
    again = [str(section) for section in asked[count:]]
    assert again.count("inline_105") == 1 and len(set(again)) == len(again), "another run has its own, none twice"


@pytest.mark.slow
def test_a_stored_answer_that_is_damaged_is_predicted_anew(project: Path, tmp_path: Path) -> None:
    asked = ["predict", str(project), "--sections", "inline:105", "--npz"]
    assert main([*asked, str(tmp_path / "one.npz")]) == 0
    (stored,) = (project / "predictions" / "1").glob("inline_105*")
    stored.write_bytes(stored.read_bytes()[:-20])
    assert main([*asked, str(tmp_path / "two.npz")]) == 0
    with np.load(tmp_path / "one.npz") as one, np.load(tmp_path / "two.npz") as two:
        assert np.array_equal(one["inline_105"], two["inline_105"])
