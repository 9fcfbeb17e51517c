"""Labels of other tools, where one value covers nearly everything and may mean “unlabelled”."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from seisviewer.cli.main import main
from seisviewer.errors import UnclearLabels
from seisviewer.progress import drive
from seisviewer.project.project import Project
from seisviewer.workflows.label_exchange import import_labels
from seisviewer.workflows.survey_opening import ingest

SHAPE = (50, 64)  # of an inline of the small survey


@pytest.fixture
def state(small_survey: Path, tmp_path: Path):
    made = drive(ingest(small_survey, tmp_path / "survey.seis"))
    yield made
    made.project.close()
    made.volume.close()


def section(background: int, dtype: type = np.uint8) -> np.ndarray:
    labels = np.full(SHAPE, background, dtype)
    labels[5:15, 10:20], labels[30:40, 40:50] = 1, 2
    return labels


def saved(folder: Path, **sections: np.ndarray) -> Path:
    np.savez(folder / "labels.npz", **sections)
    return folder / "labels.npz"


@pytest.mark.parametrize("background, dtype", [(0, np.uint8), (0, np.int64), (9, np.int16)])
def test_a_value_that_covers_nearly_everything_is_asked_about(
    state, tmp_path: Path, background: int, dtype: type
) -> None:
    path = saved(tmp_path, inline_110=section(background, dtype), inline_120=section(background, dtype))
    with pytest.raises(UnclearLabels, match=f"labels.npz says {background} on 94 % .* nowhere 255") as asked:
        drive(import_labels(state.project, state.volume, path))
    assert asked.value.value == background and not state.project.snapshot().counts()
    drive(import_labels(state.project, state.volume, path, (background,)))
    assert state.project.snapshot().counts() == {1: 200, 2: 200}
    drive(import_labels(state.project, state.volume, path, ()))
    assert state.project.snapshot().counts()[background] == 2 * (50 * 64 - 200)


def test_what_is_clear_is_not_asked_about(state, tmp_path: Path) -> None:
    whole = np.repeat(np.arange(64) // 32, 50).reshape(64, 50).T.astype(np.uint8)  # two classes, each of half
    said = section(0)
    said[0, 0] = 255
    for number, sections in enumerate((
        {"inline_110": whole},
        {"inline_110": section(255)},
        {"inline_110": section(-1, np.int8)},
        {"inline_110": said},
        {"inline_110": np.full(SHAPE, 3, np.uint8)},  # one class, and nothing else
        {"inline_110": section(0), "inline_110_confidence": np.ones(SHAPE, np.float16)},  # a model's
    )):  # fmt: skip
        assert drive(import_labels(state.project, state.volume, saved(tmp_path, **sections))), number


def test_the_shell_names_the_option_and_takes_it(state, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, path = str(state.project.folder), str(saved(tmp_path, inline_110=section(0)))
    state.project.close()
    assert main(["labels", "import", folder, path]) == 1
    assert "--unlabelled 0, or --unlabelled none" in capsys.readouterr().err
    assert main(["labels", "import", folder, path, "--unlabelled", "zero"]) == 1
    assert "--unlabelled zero is no value" in capsys.readouterr().err
    assert main(["labels", "import", folder, path, "--unlabelled", "0"]) == 0
    with Project.open(folder) as project:
        assert project.snapshot().counts() == {1: 100, 2: 100}
    assert main(["labels", "import", folder, path, "--unlabelled", "none"]) == 0
