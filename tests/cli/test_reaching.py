"""`seisviewer labels import --reach`: what is painted in a file is carried to the lines beside it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from seisviewer.cli.main import main
from seisviewer.labels.provenance import CARRIED_CODE, PAINTED_CODE
from seisviewer.project.project import Project
from seisviewer.volumes.geometry import Direction


def made_project(folder: Path, shape: tuple[int, int, int]) -> Path:
    layers = 100.0 * np.sin(np.arange(shape[2]) / 3.0)
    np.save(folder / "layers.npy", np.broadcast_to(layers, shape).astype(np.float32))
    labels = np.full(shape[1:], 255, np.uint8)
    labels[5:15, 20:26] = 3
    np.savez(folder / "labels.npz", inline_10=labels)
    assert main(["ingest", str(folder / "layers.npy"), str(folder / "layers.seis")]) == 0
    return folder / "layers.seis"


def test_imported_strokes_are_carried_and_one_undo_takes_all_back(tmp_path: Path) -> None:
    folder = made_project(tmp_path, (20, 24, 48))
    assert main(["labels", "import", str(folder), str(tmp_path / "labels.npz"), "--reach", "2"]) == 0
    with closing(Project.open(folder)) as project:
        snapshot = project.snapshot()
        here = project.geometry.index(snapshot.without_accepted.labelled_sections[0])
        assert (snapshot.provenance(Direction.INLINE, here)[5:15, 20:26] == PAINTED_CODE).all()
        for index in (here - 2, here - 1, here + 1, here + 2):
            assert (snapshot.provenance(Direction.INLINE, index)[5:15, 21:25] == CARRIED_CODE).all()
        project.undo()
        assert not project.snapshot().counts()


def test_a_survey_without_neighbouring_lines_is_refused_before_anything_is_imported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = made_project(tmp_path, (4, 24, 48))
    labels = np.full((24, 48), 255, np.uint8)
    labels[5:15, 20:26] = 3
    np.savez(tmp_path / "labels.npz", inline_2=labels)
    assert main(["labels", "import", str(folder), str(tmp_path / "labels.npz"), "--reach", "2"]) == 1
    assert "too few" in capsys.readouterr().err
    with closing(Project.open(folder)) as project:
        assert not project.snapshot().counts()
