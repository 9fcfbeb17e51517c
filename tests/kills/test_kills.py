"""Whatever moment the program is killed at, nothing that was said to be stored is lost, and nothing is there by halves.

python -m pytest tests/kills                              a few moments of each work
python -m pytest tests/kills -m slow                      12 of them
KILL_MOMENTS=100 python -m pytest tests/kills -m slow     more, after a change of how things are stored
"""

from __future__ import annotations

import os
import sys

import pytest

from .killed_work import WORKS
from .killing import kill_often

MOMENTS = int(os.environ.get("KILL_MOMENTS", "12"))
pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="children are forked")


@pytest.mark.slow
@pytest.mark.parametrize("name", WORKS)
def test_nothing_is_lost_at_a_few_moments(name: str) -> None:
    assert kill_often(WORKS[name], moments=6, seed=1) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", WORKS)
def test_nothing_is_lost_at_many_moments(name: str) -> None:
    assert kill_often(WORKS[name], moments=MOMENTS, seed=2) == []
