"""Classes are told apart by their colours, by colour-blind eyes too."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from seisviewer.labels.classes import PALETTE, default_table, shipped_tables
from tests.colour_sight import SIGHT, ciede2000, seen

APART = 11.0  # CIEDE2000; colours side by side are just told apart at about 1, areas with texture between them at 5 to 10


def nearest(colours: list[str], sight: str) -> float:
    """The smallest difference between two of the colours."""
    lab = seen(np.array([tuple(bytes.fromhex(colour[1:])) for colour in colours]), sight)
    return min(float(ciede2000(one, other)) for one, other in combinations(lab, 2))


@pytest.mark.parametrize("sight", SIGHT)
def test_classes_of_the_tables_that_come_with_the_program_are_told_apart(sight: str) -> None:
    tables = {title: [facies.colour for facies in table] for title, table in shipped_tables().items()}
    found = {title: nearest(colours, sight) for title, colours in tables.items()}
    assert len(found) > 5 and min(found.values()) >= APART, found
    assert nearest([facies.colour for facies in default_table()], sight) >= 14
    assert nearest(list(PALETTE), sight) >= APART, "classes that are added take these one after the other"


@pytest.mark.parametrize(("one", "other", "difference"), [
    ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
    ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
    ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
])  # fmt: skip
def test_the_difference_is_that_of_the_published_pairs(one, other, difference: float) -> None:
    """Table 1 of Sharma, Wu and Dalal (2005)."""
    assert float(ciede2000(one, other)) == pytest.approx(difference, abs=1e-4)
