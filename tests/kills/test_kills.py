"""Whatever moment the program is killed at, nothing that was said to be stored is lost, and nothing is there by halves.

python -m pytest tests/kills -m slow        100 moments of each work
python -m pytest tests/kills                a few of them
"""

from __future__ import annotations

import sys

import pytest

from .killed_work import WORKS
from .killing import kill_often

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="children are forked")


@pytest.mark.parametrize("name", WORKS)
def test_nothing_is_lost_at_a_few_moments(name: str) -> None:
    assert kill_often(WORKS[name], moments=6, seed=1) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", WORKS)
def test_nothing_is_lost_at_a_hundred_moments(name: str) -> None:
    assert kill_often(WORKS[name], moments=100, seed=2) == []
