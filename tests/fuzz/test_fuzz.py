"""Files of every kind that the program opens, damaged: each opens with sense or is refused in a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from .specimens import SPECIMENS
from .trial import GOOD, Worker, trials

COUNT, LONG_COUNT = 12, 30  # `python -m tests.fuzz --count 10000` tries as many as it is told


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with Worker() as started:
        yield started


@pytest.mark.parametrize("kind", SPECIMENS)
def test_damaged_files_open_with_sense_or_are_refused(worker, kind, tmp_path: Path):
    outcomes = trials(worker, kind, range(COUNT), tmp_path)
    assert [outcome for outcome in outcomes if outcome.outcome not in GOOD] == []


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("kind", SPECIMENS)
def test_many_damaged_files_open_with_sense_or_are_refused(worker, kind, tmp_path: Path):
    outcomes = trials(worker, kind, range(COUNT, COUNT + LONG_COUNT), tmp_path)
    assert [outcome for outcome in outcomes if outcome.outcome not in GOOD] == []
