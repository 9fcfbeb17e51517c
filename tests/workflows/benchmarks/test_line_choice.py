"""Which lines of a pool are labelled in the published comparison."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from seisviewer.progress import drive
from seisviewer.volumes.geometry import LINES, Direction, SectionId
from seisviewer.volumes.open_choices import ArrayAxes
from seisviewer.volumes.opening import open_volume
from seisviewer.workflows.benchmarks.line_choice import lines_by_psnr, psnr, random_lines

COUNTS = 90, 60


@pytest.fixture
def volume(tmp_path: Path):
    """Inlines and crosslines that are ever less like the one in the middle, the farther away they are."""
    inline, crossline, sample = np.indices((*COUNTS, 20)).astype(np.float32)
    away = abs(inline - 45) / 45 + abs(crossline - 30) / 30
    np.save(tmp_path / "cube.npy", np.sin(sample) + away)
    opened = open_volume(tmp_path / "cube.npy", axes=ArrayAxes(inline_start=0, crossline_start=0))
    yield opened
    opened.close()


def pool() -> list[SectionId]:
    return [SectionId(direction, n) for direction, count in zip(LINES, COUNTS, strict=True) for n in range(count)]


def test_psnr_is_the_range_of_the_reference_against_the_error() -> None:
    reference = np.array([[0.0, 10.0], [0.0, 10.0]])
    assert psnr(reference + 1, reference) == pytest.approx(20)
    assert psnr(reference, reference) == np.inf


def test_lines_follow_a_normal_distribution_of_likeness(volume) -> None:
    chosen = drive(lines_by_psnr(volume, pool(), 75, 0))
    assert len(set(chosen)) == 75
    inlines = [line for line in chosen if line.direction is Direction.INLINE]
    assert len(inlines) == 45 and SectionId(Direction.INLINE, 45) in inlines
    reference = volume.section(SectionId(Direction.INLINE, 45))
    every = np.array([psnr(volume.section(SectionId(Direction.INLINE, n)), reference) for n in range(90) if n != 45])
    taken = np.array([psnr(volume.section(line), reference) for line in inlines if line.number != 45])
    near = abs(every - every.mean()) < every.std()
    share = (abs(taken - every.mean()) < every.std()).mean()
    assert share > near.mean() - 0.1 and 0.55 < share < 0.9, "about two thirds lie within one deviation"
    assert drive(lines_by_psnr(volume, pool(), 75, 0)) == chosen != drive(lines_by_psnr(volume, pool(), 75, 1))


def test_every_line_of_a_pool_can_be_asked_for(volume) -> None:
    assert sorted(drive(lines_by_psnr(volume, pool(), 150, 0)), key=str) == sorted(pool(), key=str)


def test_an_eighth_is_part_of_a_quarter() -> None:
    assert set(random_lines(pool(), 18, 3)) < set(random_lines(pool(), 37, 3))
