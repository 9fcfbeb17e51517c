"""Horizons from the shell: in and out, tracked from picks, and what lies between two of them as labels."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from seisviewer.cli.main import main
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.progress import drive
from seisviewer.volumes.geometry import Direction, SectionId
from seisviewer.volumes.interpretation_files.horizon_files import HorizonLayout, write_horizon
from seisviewer.workflows.survey_opening import open_path

from ..structure.layered_lines import SHAPE, boundary_depths
from .test_layer_run import project, survey  # noqa: F401 - fixtures

INLINE = SectionId(Direction.INLINE, 20)


@pytest.fixture
def copied(project: Path, tmp_path: Path) -> Path:  # noqa: F811
    shutil.copy(project.with_name("layers.npy"), tmp_path / "layers.npy")
    return Path(shutil.copytree(project, tmp_path / "layers.seis"))


@contextmanager
def opened(folder: Path):
    found = drive(open_path(folder))
    try:
        yield found.project
    finally:
        found.project.close()
        found.volume.close()


def write_two(folder: Path, geometry) -> list[str]:
    inline, crossline = np.mgrid[: SHAPE[0], : SHAPE[1]]
    depths = boundary_depths(inline.ravel(), crossline.ravel()).reshape(*SHAPE, -1) - 0.5
    for name, boundary in (("top", 0), ("base", 1)):
        write_horizon(folder / f"{name}.txt", geometry, depths[..., boundary], HorizonLayout.BY_LINES)
    return [str(folder / "top.txt"), str(folder / "base.txt")]


@pytest.mark.slow
def test_horizons_go_in_and_out_and_one_undo_takes_an_import_back(copied, tmp_path, capsys):
    with opened(copied) as held:
        files = write_two(tmp_path, held.geometry)
    assert main(["horizons", "import", str(copied), *files]) == 0
    assert main(["horizons", "list", str(copied)]) == 0
    said = capsys.readouterr().out
    assert "top: 100.0% of the traces, from top.txt" in said and "base" in said
    assert main(["horizons", "export", str(copied), str(tmp_path / "out"), "--horizon", "base"]) == 0
    assert [each.name for each in (tmp_path / "out").iterdir()] == ["base.txt"]
    assert main(["horizons", "import", str(copied), str(tmp_path / "out" / "base.txt")]) == 0
    with opened(copied) as held:
        top, base, again = held.horizons
        assert again.name == "base 2" and len({top.colour, base.colour, again.colour}) == 3
        np.testing.assert_allclose(base.depths, again.depths, atol=1e-3)
        held.undo()
        assert len(held.horizons) == 2
        held.undo()
        assert held.horizons == ()


@pytest.mark.slow
def test_what_lies_between_two_horizons_is_labelled_as_accepted_and_paint_stays(copied, tmp_path):
    with opened(copied) as held:
        files = write_two(tmp_path, held.geometry)
        before = held.label_section(INLINE)
        numbers = held.classes.numbers
    assert main(["horizons", "import", str(copied), *files]) == 0
    name = str(numbers[1])
    asked = ["horizons", "label-between", str(copied), "--class", name, "--upper", "top", "--lower", "base"]
    assert main([*asked, "--sections", str(INLINE)]) == 0
    with opened(copied) as held:
        top, base = held.horizons
        rows = np.arange(held.geometry.samples.count)
        inside = (rows > top.on_line(held.geometry, INLINE)[:, None]) & (
            rows <= base.on_line(held.geometry, INLINE)[:, None]
        )
        after = held.label_section(INLINE)
        assert (after[inside & (before == UNLABELLED)] == numbers[1]).all()
        np.testing.assert_array_equal(after[~inside | (before != UNLABELLED)], before[~inside | (before != UNLABELLED)])
        accepted = held.snapshot().accepted(Direction.INLINE, held.geometry.index(INLINE))
        assert accepted[inside & (before == UNLABELLED)].all() and not accepted[before != UNLABELLED].any()
        held.undo()
        np.testing.assert_array_equal(held.label_section(INLINE), before)


@pytest.mark.slow
@pytest.mark.parametrize("asked, sentence", [
    (["--upper", "top", "--lower", "top"], "itself lies nothing"), (["--upper", "base", "--lower", "top"], "the other way round"),
    ([], "at least one horizon"), (["--upper", "nowhere"], "There is no horizon “nowhere”: the project has “top”, “base”"),
])  # fmt: skip
def test_labels_between_the_wrong_horizons_are_refused(copied, tmp_path, capsys, asked, sentence):
    with opened(copied) as held:
        files = write_two(tmp_path, held.geometry)
        numbers = held.classes.numbers
    assert main(["horizons", "import", str(copied), *files]) == 0
    lines = ["--sections", "inline:20", "--class", str(numbers[1])]
    assert main(["horizons", "label-between", str(copied), *lines, *asked]) == 1
    assert sentence in capsys.readouterr().err


def test_a_horizon_is_tracked_from_picks_named_in_the_shell_and_deleted(copied, capsys):
    with opened(copied) as held:
        geometry = held.geometry
    wanted = boundary_depths(np.array([20, 20]), np.array([30, 90]))[:, 0] - 0.5
    first, second = (geometry.samples.start + geometry.samples.interval * each for each in wanted)
    numbers = [geometry.crosslines.number(each) for each in (30, 90)]
    picks = [f"inline:20@{number}:{z:.2f}" for number, z in zip(numbers, (first, second))]
    asked = ["horizons", "track", str(copied), "--pick", picks[0], "--pick", picks[1], "--name", "My top"]
    assert main(asked) == 0
    assert "“My top” on a" in capsys.readouterr().out
    with opened(copied) as held:
        (found,) = held.horizons
        assert len(found.picks) == 2 and found.source == "tracked from 2 picks"
        inline, crossline = np.nonzero(np.isfinite(found.depths))
        truth = boundary_depths(inline, crossline)[:, 0] - 0.5
        assert len(inline) > 100 and np.median(np.abs(found.depths[inline, crossline] - truth)) < 2
    assert main(["horizons", "track", str(copied), "--pick", "inline:20@9999:80"]) == 1
    assert main(["horizons", "track", str(copied), "--pick", "inline:20"]) == 1
    assert "is no pick" in capsys.readouterr().err
    assert main(["horizons", "delete", str(copied), "My top"]) == 0
    with opened(copied) as held:
        assert held.horizons == () and held.undo() is not None and len(held.horizons) == 1
