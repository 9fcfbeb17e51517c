"""Maps at a horizon from the shell: as tables and as pictures."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from seisviewer.cli.main import main
from seisviewer.progress import Progress, drive
from seisviewer.structure.horizons.horizon import Horizon
from seisviewer.structure.horizons.horizon_values import amplitudes_at
from seisviewer.volumes.geometry import Direction, Geometry, LineAxis, SampleAxis, SectionId
from seisviewer.volumes.synthetic_survey import write_demo
from seisviewer.workflows.horizons.horizon_maps import facies_map_of_store
from seisviewer.workflows.survey_opening import ingest, open_path


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("maps")
    opened = drive(ingest(write_demo(folder, (12, 16, 60)).survey, folder / "demo.seis"))
    inline, crossline = np.mgrid[:12, :16]
    depths = (20 + 0.25 * inline + 0.5 * crossline).astype(np.float32)
    depths[8:, 10:] = np.nan
    nowhere = np.full_like(depths, np.nan)
    opened.project.change_horizons([Horizon("Top", "#ffd400", depths), Horizon("Empty", "#ffd400", nowhere)])
    opened.project.close()
    opened.volume.close()
    return folder / "demo.seis"


def written(project: Path, folder: Path, *words: str) -> np.ndarray:
    out = folder / "map.txt"
    asked = ["horizons", "map", str(project), "Top", "--out", str(out), "--format", "inline crossline z", *words]
    assert main(asked) == 0
    return np.loadtxt(out)


def test_times_and_amplitudes_at_a_horizon_are_written_where_it_is_defined(project, tmp_path):
    times = written(project, tmp_path)
    assert len(times) == 12 * 16 - 4 * 6
    at = times[(times[:, 0] == 104) & (times[:, 1] == 306)]
    assert at[0, 2] == pytest.approx(4 * (20 + 0.25 * 4 + 0.5 * 6))
    amplitudes = written(project, tmp_path, "--show", "amplitude")
    opened = drive(open_path(project))
    section = opened.volume.section(SectionId(Direction.INLINE, 104))
    wanted = amplitudes_at(section, opened.project.horizons[0].depths[4])
    opened.project.close()
    opened.volume.close()
    np.testing.assert_allclose(amplitudes[amplitudes[:, 0] == 104, 2], wanted, rtol=1e-5)


@pytest.mark.slow
def test_predicted_classes_at_a_horizon_are_written_and_drawn(project, tmp_path, monkeypatch):
    def predict(held, volume, sections, run):
        yield Progress(0, 1, "predicting")
        classes = np.broadcast_to(1 + (np.arange(60) > 24), (16, 60)).astype(np.uint8)
        return {section: SimpleNamespace(classes=classes) for section in sections}

    monkeypatch.setattr("seisviewer.workflows.horizons.horizon_maps.predict_sections", predict)
    facies = written(project, tmp_path, "--show", "facies")
    times = written(project, tmp_path)
    assert set(facies[:, 2]) == {1, 2}
    np.testing.assert_array_equal(facies[:, 2], 1 + (np.rint(times[:, 2] / 4) > 24))
    assert main(["picture", str(project), "--horizon", "Top", "--at-horizon", "facies", "--out", str(tmp_path / "m.svg")]) == 0
    text = (tmp_path / "m.svg").read_text()
    assert "Facies at Top" in text and "Facies 1" in text and "Facies 2" in text and "Facies 3" not in text


def test_a_picture_of_amplitudes_has_a_scale_and_coordinates(project, tmp_path):
    assert main(["horizons", "map", str(project), "Top", "--show", "amplitude", "--out", str(tmp_path / "m.svg")]) == 0
    text = (tmp_path / "m.svg").read_text()
    assert "Amplitude at Top" in text and "X (m)" in text and "6070" in text


@pytest.mark.parametrize("words, sentence", [
    (("Top", "--out", "m.jpg"), "no format of maps"), (("Nothing", "--out", "m.txt"), "There is no horizon"),
    (("Empty", "--out", "m.txt"), "would be empty"), (("Empty", "--out", "m.png"), "Nothing is known at “Empty”"),
])  # fmt: skip
def test_what_is_no_map_is_refused_in_a_sentence(project, tmp_path, capsys, monkeypatch, words, sentence):
    monkeypatch.chdir(tmp_path)
    assert main(["horizons", "map", str(project), *words]) == 1
    assert sentence in capsys.readouterr().err and not list(tmp_path.iterdir())


def test_what_is_stored_of_a_prediction_is_looked_up_on_inlines_and_else_on_crosslines():
    geometry = Geometry(LineAxis(1, 1, 3), LineAxis(1, 1, 4), SampleAxis(0, 4, 8), np.ones((3, 4), bool))
    horizon = Horizon("Top", "#ffd400", np.full((3, 4), 2, np.float32))
    inline, crossline = np.full((4, 8), 5, np.uint8), np.full((3, 8), 7, np.uint8)
    stored = {Direction.INLINE: np.array([True, False, False]), Direction.CROSSLINE: np.array([False, True, False, False])}
    store = SimpleNamespace(
        geometry=geometry,
        load=lambda: iter(()),
        coverage=lambda direction: SimpleNamespace(stored=stored[direction]),
        line=lambda section: SimpleNamespace(classes=inline if section.direction is Direction.INLINE else crossline),
    )
    found = drive(facies_map_of_store(store, horizon))
    assert found.tolist() == [[5, 5, 5, 5], [-1, 7, -1, -1], [-1, 7, -1, -1]]
