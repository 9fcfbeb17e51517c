"""A survey that somebody cuts off while it is open: one sentence, and the program goes on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from seisviewer.errors import UnreadableFile
from seisviewer.volumes.geometry import Direction
from seisviewer.volumes.opening import open_volume
from seisviewer.volumes.survey_writing import write_segy
from seisviewer.volumes.synthetic_survey import write_demo

# In a process of its own: a memory map ends it with a bus error.
READ = """
import os, sys
from seisviewer.errors import UnreadableFile
from seisviewer.volumes.geometry import Direction
from seisviewer.volumes.opening import open_volume
volume = open_volume(sys.argv[1])
os.truncate(sys.argv[1], int(sys.argv[2]))
for direction in Direction:
    try:
        volume.section(volume.geometry.section(direction, volume.geometry.count(direction) - 1))
    except UnreadableFile as error:
        print(error)
"""


@pytest.fixture(params=["segy", "npy", "fortran"])
def survey(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    if request.param == "segy":
        write_demo(tmp_path, (30, 40, 64), 0)
        return tmp_path / "demo.sgy"
    cube = np.random.default_rng(0).normal(size=(30, 40, 64)).astype(np.float32)
    array = np.asfortranarray(cube) if request.param == "fortran" else cube
    np.save(tmp_path / "cube.npy", array)
    return tmp_path / "cube.npy"


@pytest.mark.parametrize("left", [0, 200, 5000, 100_000])
def test_each_section_says_that_the_file_was_cut_off(survey: Path, left: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", READ, str(survey), str(left)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"ended by {done.returncode}: {done.stderr[-500:]}"
    assert done.stdout.splitlines() == [
        f"{survey.name} was cut off while it was open: open it again once it is whole."
    ] * len(Direction)


def test_what_is_still_there_is_shown(small_survey: Path, tmp_path: Path) -> None:
    path = tmp_path / "part.sgy"
    path.write_bytes(small_survey.read_bytes())
    volume = open_volume(path)
    first = volume.geometry.section(Direction.INLINE, 0)
    before = volume.section(first)
    os.truncate(path, path.stat().st_size // 2)
    assert np.array_equal(volume.section(first), before)


def test_a_survey_goes_on_once_it_is_whole_again(small_survey: Path, tmp_path: Path) -> None:
    path = tmp_path / "copied.sgy"
    content = small_survey.read_bytes()
    path.write_bytes(content)
    volume = open_volume(path)
    last = volume.geometry.section(Direction.INLINE, volume.geometry.inlines.count - 1)
    before = volume.section(last)
    with path.open("r+b") as file:
        file.truncate(10_000)
        with pytest.raises(UnreadableFile):
            volume.section(last)
        file.write(content)
    assert np.array_equal(volume.section(last), before)


def test_copying_the_headers_of_a_survey_that_was_cut_off_leaves_no_file(small_survey: Path, tmp_path: Path) -> None:
    path = tmp_path / "part.sgy"
    path.write_bytes(small_survey.read_bytes())
    volume = open_volume(path)
    os.truncate(path, path.stat().st_size // 2)
    shape = volume.geometry.section_shape(Direction.INLINE)
    with pytest.raises(UnreadableFile, match="was cut off while it was open"):
        for _ in write_segy(tmp_path / "out.sgy", volume, lambda index: np.zeros(shape, np.float32)):
            pass
    assert [file.name for file in tmp_path.iterdir()] == ["part.sgy"]


def test_a_closed_survey_says_so(small_survey: Path) -> None:
    volume = open_volume(small_survey)
    volume.close()
    volume.close()
    with pytest.raises(UnreadableFile, match="was closed"):
        volume.section(volume.geometry.section(Direction.INLINE, 0))
