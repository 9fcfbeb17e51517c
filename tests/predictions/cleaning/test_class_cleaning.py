"""Cleaning the classes of a section: what goes, and what stays whatever the rules say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from seisviewer.labels.stroke import UNLABELLED
from seisviewer.predictions.cleaning.class_cleaning import CleaningRules, cleaned
from seisviewer.predictions.cleaning.section_classes import SectionClasses

SHAPE = 60, 90
EVERY = CleaningRules(smallest=30, holes=30, smooth=1.5, order=(1, 2, 3))


@pytest.fixture
def layers() -> SectionClasses:
    """Classes 1, 2 and 3 from top to base, 30 samples each."""
    classes = np.repeat([1, 2, 3], 30).astype(np.int16)[None].repeat(SHAPE[0], 0)
    return SectionClasses(classes, np.full(SHAPE, 0.9, np.float32), np.ones(SHAPE, bool), (1, 2, 3))


def with_patch(standing: SectionClasses, rows: slice, columns: slice, number: int, sure: float = 0.6) -> SectionClasses:
    classes, confidence = standing.classes.copy(), standing.sure.copy()
    classes[rows, columns], confidence[rows, columns] = number, sure
    return replace(standing, classes=classes, sure=confidence)


@pytest.mark.parametrize("rules", [
    CleaningRules(smallest=26), CleaningRules(holes=25), CleaningRules(order=(1, 2, 3)),
])  # fmt: skip
def test_a_speck_goes_to_what_surrounds_it(layers: SectionClasses, rules: CleaningRules) -> None:
    speckled = with_patch(layers, slice(20, 25), slice(10, 15), 3)
    assert (cleaned(speckled, rules) == layers.classes).all()


def test_a_body_as_large_as_the_smallest_stays(layers: SectionClasses) -> None:
    speckled = with_patch(layers, slice(20, 25), slice(10, 15), 3)
    assert (cleaned(speckled, CleaningRules(smallest=25)) == speckled.classes).all()
    assert (cleaned(speckled, CleaningRules(holes=24)) == speckled.classes).all()


def test_a_hole_without_a_class_is_filled_also_between_two_classes(layers: SectionClasses) -> None:
    holed = with_patch(layers, slice(20, 23), slice(27, 33), UNLABELLED)
    assert (cleaned(holed, CleaningRules(holes=18)) == layers.classes).all()
    assert (cleaned(holed, CleaningRules(smallest=100)) == holed.classes).all(), "no body, and so none too small"


def test_smoothing_cuts_teeth_and_leaves_a_flat_boundary(layers: SectionClasses) -> None:
    assert (cleaned(layers, CleaningRules(smooth=2)) == layers.classes).all()
    tooth = with_patch(layers, slice(30, 31), slice(30, 40), 1)
    smooth = cleaned(tooth, CleaningRules(smooth=2))
    assert (smooth[:, 32:] == layers.classes[:, 32:]).all() and (smooth[:, :30] == 1).all()


def test_the_order_holds_on_every_trace_and_the_surer_part_stays(layers: SectionClasses) -> None:
    draw = np.random.default_rng(3)
    wild = replace(layers, classes=draw.integers(1, 4, SHAPE).astype(np.int16))
    ordered = cleaned(wild, CleaningRules(order=(1, 2, 3)))
    assert (np.diff(ordered, axis=1) >= 0).all() and (ordered == wild.classes).mean() > 0.4
    unsure = with_patch(layers, slice(0, 10), slice(30, 60), 3, sure=0.2)  # 3 where 2 was, then 2 again: which is it?
    unsure = with_patch(unsure, slice(0, 10), slice(60, 70), 2, sure=0.9)
    ordered = cleaned(unsure, CleaningRules(order=(1, 2, 3)))
    assert (ordered[:10, 60:70] == 2).all(), "ten sure samples outweigh thirty unsure ones"
    assert (ordered[:10, 45:60] == 2).all() and (ordered[:10, 30:45] == 1).all(), (
        "and those go to the nearest that stay"
    )
    assert (np.diff(ordered, axis=1) >= 0).all() and (ordered[10:] == layers.classes[10:]).all()


def test_what_is_no_layer_may_lie_anywhere(layers: SectionClasses) -> None:
    salt = replace(with_patch(layers, slice(20, 40), slice(10, 80), 7), allowed=(1, 2, 3, 7))
    assert (cleaned(salt, CleaningRules(order=(1, 2, 3))) == salt.classes).all()
    speckled = with_patch(salt, slice(20, 40), slice(3, 6), 3)
    assert (cleaned(speckled, CleaningRules(order=(1, 2, 3))) == salt.classes).all(), (
        "also where others are put in order"
    )


def test_what_must_stay_stays_and_no_class_comes_where_it_may_not_be(layers: SectionClasses) -> None:
    speckled = with_patch(layers, slice(20, 25), slice(10, 15), 3)
    painted = np.zeros(SHAPE, bool)
    painted[22, 12] = True
    kept = cleaned(replace(speckled, free=~painted), CleaningRules(smallest=30, holes=30))
    assert (kept == speckled.classes).all(), "one painted sample holds its whole body"
    assert cleaned(replace(speckled, free=~painted), EVERY)[22, 12] == 3
    rejected = np.zeros(SHAPE, bool)
    rejected[:, :20] = True
    kept = cleaned(replace(speckled, rejected={1: rejected}), EVERY)
    assert (kept[20:25, 10:15] == 3).all(), "class 1 was rejected there"
    assert (cleaned(replace(speckled, allowed=(2, 3)), EVERY)[20:25, 10:15] == 3).all(), "class 1 is locked"


def test_no_rules_change_nothing(layers: SectionClasses) -> None:
    speckled = with_patch(layers, slice(20, 25), slice(10, 15), 3)
    assert (cleaned(speckled, CleaningRules()) == speckled.classes).all()
