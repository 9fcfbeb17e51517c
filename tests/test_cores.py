"""The suite takes no more cores than it may use."""

from __future__ import annotations

from pathlib import Path

import pytest

from .cores import threads_each, usable_cores, worker_count


def test_a_container_that_may_use_one_core_is_believed(tmp_path: Path) -> None:
    quota = tmp_path / "cpu.max"
    quota.write_text("100000 100000\n")
    assert usable_cores(quota) == 1


@pytest.mark.parametrize("text", ["max 100000\n", "", None])
def test_without_a_limit_every_core_counts(tmp_path: Path, text: str | None) -> None:
    quota = tmp_path / "cpu.max"
    if text is not None:
        quota.write_text(text)
    assert usable_cores(quota) == usable_cores(tmp_path / "nothing") >= 1


def test_threads_of_all_workers_fit_the_cores() -> None:
    workers = worker_count()
    assert workers >= 1 and workers * threads_each(workers) <= usable_cores()
