"""Slopes of a whole survey: worked out once, kept for the next time, never taken for another survey."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from seisviewer.progress import Progress, drive
from seisviewer.structure import followed_line
from seisviewer.structure.volume_slopes import CELL, block_slopes
from seisviewer.volumes.geometry import Direction, SectionId
from seisviewer.volumes.opening import open_volume
from seisviewer.volumes.volume import Volume
from seisviewer.workflows import survey_slopes
from seisviewer.workflows.layer_run import solve_layers
from seisviewer.workflows.survey_slopes import kept_slopes, suits_slopes, work_out_slopes


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(survey_slopes, "user_cache_folder", lambda: tmp_path / "cache")
    return tmp_path / "cache" / "slopes"


@pytest.fixture
def volume(small_survey: Path, tmp_path: Path) -> Iterator[Volume]:
    opened = open_volume(shutil.copy(small_survey, tmp_path / "survey.sgy"))
    yield opened
    opened.close()


def test_blocks_give_what_the_whole_survey_gives_and_are_read_again(
    cache: Path, volume: Volume, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(survey_slopes, "BLOCK", (16, 16))
    assert kept_slopes(volume) is None
    events: list[Progress] = []
    made = drive(work_out_slopes(volume), events.append)
    assert events[-1].done == events[-1].total > 0
    assert [event.done for event in events] == sorted(event.done for event in events)
    geometry = volume.geometry
    amplitudes = np.stack([volume.section(geometry.section(Direction.INLINE, index)) for index in range(40)])
    expected = block_slopes(amplitudes, (slice(0, 40), slice(0, 50)), (2, 2, 2))
    again = kept_slopes(volume)
    for grid in (made, again):
        for name in CELL.names:
            cells = np.stack([grid.cells.plane(0, place) for place in range(grid.cells.shape[0])])
            off = np.abs(cells[name].astype(float) - expected[name].astype(float))
            assert np.percentile(off, 99.9) <= (0.003 if name.startswith("per") else 1)
    assert len(list(cache.iterdir())) == 1


def test_a_survey_that_was_written_to_is_worked_out_anew(cache: Path, volume: Volume) -> None:
    drive(work_out_slopes(volume))
    assert kept_slopes(volume) is not None
    os.utime(volume.path, (1.0, 1.0))
    assert kept_slopes(volume) is None


def test_a_damaged_file_is_as_none(cache: Path, volume: Volume) -> None:
    drive(work_out_slopes(volume))
    (file,) = cache.iterdir()
    file.write_bytes(file.read_bytes()[:300])
    assert kept_slopes(volume) is None
    file.write_bytes(b"nothing of the kind")
    assert kept_slopes(volume) is None
    drive(work_out_slopes(volume))
    assert kept_slopes(volume) is not None


def test_work_that_is_given_up_leaves_nothing(cache: Path, volume: Volume) -> None:
    work = work_out_slopes(volume)
    for _ in range(20):
        next(work)
    work.close()
    assert not list(cache.iterdir())
    assert kept_slopes(volume) is None


def test_sparse_surveys_and_single_lines_have_none(cache: Path, volume: Volume) -> None:
    geometry = volume.geometry
    assert suits_slopes(geometry)
    sparse = np.zeros_like(geometry.live)
    sparse[::10] = True
    assert not suits_slopes(replace(geometry, live=sparse))
    assert not suits_slopes(replace(geometry, is_2d=True))
    volume.geometry = replace(geometry, live=sparse)
    assert drive(work_out_slopes(volume)) is None
    assert not cache.exists()


def test_what_was_used_longest_ago_goes_when_there_is_too_much(
    cache: Path, volume: Volume, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.mkdir(parents=True)
    for age, name in enumerate(("newer", "older")):
        (cache / f"{name}.npy").write_bytes(bytes(1000))
        os.utime(cache / f"{name}.npy", (2e9 - age, 2e9 - age))
    left = cache / ".half.part"
    left.write_bytes(bytes(10))
    os.utime(left, (1.0, 1.0))
    size = 20 * 25 * 32 * CELL.itemsize
    monkeypatch.setattr(survey_slopes, "MOST_KEPT", size + 1500)
    drive(work_out_slopes(volume))
    assert kept_slopes(volume) is not None
    assert (cache / "newer.npy").exists()
    assert not (cache / "older.npy").exists() and not left.exists()


def test_layers_follow_the_slopes_of_the_survey_once_they_are_there(
    cache: Path, volume: Volume, monkeypatch: pytest.MonkeyPatch
) -> None:
    drive(work_out_slopes(volume))

    def found_on_a_line(amplitudes: np.ndarray) -> None:
        raise AssertionError("slopes were looked for on a line though those of the survey are known")

    monkeypatch.setattr(followed_line, "section_slopes", found_on_a_line)
    sections = [SectionId(Direction.INLINE, 110), SectionId(Direction.CROSSLINE, 320)]
    labels = np.full((50, 64), -1, np.int8)
    labels[5:40, 12:14], labels[5:40, 40:42] = 0, 1
    model = drive(solve_layers(volume, {sections[0]: labels}, sections))
    assert model.order == (0, 1)
