from __future__ import annotations

import numpy as np
import pytest

from seisviewer.labels.label_edits import disc_path, flood_fill, line, pieces, polygon, stroke_from_mask
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.volumes.geometry import Direction, SectionId

SECTION = SectionId(Direction.INLINE, 130)
SHAPE = (60, 80)


def unlabelled() -> np.ndarray:
    return np.full(SHAPE, UNLABELLED, np.int8)


def test_a_disc_has_its_diameter_and_is_round():
    mask = disc_path([(30, 40)], 21, SHAPE)
    assert mask.any(axis=1).sum() == mask.any(axis=0).sum() == 21
    assert mask.sum() == pytest.approx(np.pi * 10.5**2, rel=0.05)
    np.testing.assert_array_equal(mask[20:41, 30:51], mask[20:41, 30:51].T)


def test_aspect_makes_a_disc_round_on_a_stretched_screen():
    mask = disc_path([(30, 40)], 20, SHAPE, aspect=0.5)
    assert mask.any(axis=1).sum() == 11 and mask.any(axis=0).sum() == 21


def test_a_swept_disc_leaves_no_gap_between_far_points():
    mask = disc_path([(5, 5), (50, 70)], 6, SHAPE)
    rows, columns = np.nonzero(mask)
    distance = np.abs((rows - 5) * 65 - (columns - 5) * 45) / np.hypot(65, 45)
    assert distance.max() <= 3
    assert mask[5:51].any(axis=1).all()


def test_the_smallest_brush_paints_the_voxel_under_the_pointer_at_any_zoom():
    for aspect in (0.01, 1.0, 50.0):
        mask = disc_path([(10.4, 20.4)], 1, SHAPE, aspect)
        assert mask[10, 20]
    assert disc_path([(10.2, 20.2)], 1, SHAPE).sum() == 1
    assert disc_path([(3, 3), (3, 40)], 1, SHAPE)[3, 3:41].all()


def test_painting_over_the_edge_or_outside_paints_what_is_inside():
    assert disc_path([(0, 0)], 9, SHAPE)[:4, :4].any()
    assert not disc_path([(-50, -50), (-50, 200)], 9, SHAPE).any()
    assert disc_path([], 5, SHAPE).shape == SHAPE and not disc_path([], 5, SHAPE).any()


def test_a_line_is_as_wide_as_asked():
    mask = line([(10, 40), (50, 40)], 5, SHAPE)
    assert (mask[12:48].sum(axis=1) == 5).all()


def test_a_polygon_fills_its_inside_and_its_outline():
    mask = polygon([(10, 10), (10, 30), (40, 30), (40, 10)], SHAPE)
    expected = np.zeros(SHAPE, bool)
    expected[10:41, 10:31] = True
    np.testing.assert_array_equal(mask, expected)


def test_a_concave_polygon_keeps_its_notch_open():
    mask = polygon([(5, 5), (5, 45), (45, 45), (25, 25), (45, 5)], SHAPE)
    assert mask[10, 25] and mask[40, 8] and mask[40, 43]
    assert not mask[40, 25]


def test_a_polygon_that_leaves_the_section_is_cut_at_its_edge():
    mask = polygon([(-20, -20), (-20, 200), (30, 200), (30, -20)], SHAPE)
    assert mask[:31].all() and not mask[31:].any()
    assert not polygon([(-20, -20), (-20, -5), (-5, -5)], SHAPE).any()


def test_flood_fill_follows_the_amplitude_and_stops_where_it_changes():
    amplitudes = np.zeros(SHAPE)
    amplitudes[:, 20:24] = 5.0
    amplitudes[:, 50:54] = 5.0
    amplitudes[30, 20:24] = -5.0
    filled = flood_fill(amplitudes, (10, 21), 0.5)
    expected = np.zeros(SHAPE, bool)
    expected[:30, 20:24] = True
    np.testing.assert_array_equal(filled, expected)


def test_flood_fill_stays_in_its_box_and_behind_its_barrier():
    amplitudes = np.ones(SHAPE)
    barrier = np.zeros(SHAPE, bool)
    barrier[:, 45] = True
    filled = flood_fill(amplitudes, (30, 40), 0.1, extent=(5, 10), barrier=barrier)
    expected = np.zeros(SHAPE, bool)
    expected[25:36, 30:45] = True
    np.testing.assert_array_equal(filled, expected)


@pytest.mark.parametrize("seed", [(-1, 5), (5, 80), (2.2, 5), (40, 7)])
def test_flood_fill_from_outside_a_missing_trace_or_the_barrier_fills_nothing(seed):
    amplitudes = np.ones(SHAPE, np.float32)
    amplitudes[2] = np.nan
    barrier = np.zeros(SHAPE, bool)
    barrier[40, 7] = True
    assert not flood_fill(amplitudes, seed, 1.0, barrier=barrier).any()


def test_flood_fill_does_not_cross_missing_traces():
    amplitudes = np.ones(SHAPE, np.float32)
    amplitudes[30] = np.nan
    assert flood_fill(amplitudes, (10, 10), 1.0).any(axis=1).tolist() == [True] * 30 + [False] * 30


def test_a_stroke_is_cropped_to_what_it_paints_and_remembers_what_it_covers():
    current = unlabelled()
    current[20, 30] = 4
    mask = np.zeros(SHAPE, bool)
    mask[18:23, 28:34] = True
    stroke = stroke_from_mask(current, SECTION, mask, 2)
    assert (stroke.row, stroke.column, stroke.mask.shape) == (18, 28, (5, 6))
    assert stroke.before[2, 2] == 4 and stroke.before[0, 0] == UNLABELLED


def test_a_piece_holds_nothing_of_another_that_lies_in_its_box():
    mask = np.zeros((12, 15), bool)
    mask[2:9, 3:10] = True
    mask[3:8, 4:9] = False
    mask[5, 6] = True
    found, counts = np.zeros(mask.shape, int), []
    for rows, columns, piece in pieces(mask):
        found[rows, columns] += piece
        counts.append(int(piece.sum()))
    assert sorted(counts) == [1, 24]
    np.testing.assert_array_equal(found, mask)


def test_locked_labels_missing_traces_and_existing_labels_are_left_alone():
    current = unlabelled()
    current[0], current[1] = 7, 3
    live = np.ones(SHAPE[0], bool)
    live[2] = False
    mask = np.zeros(SHAPE, bool)
    mask[:5] = True
    painted = stroke_from_mask(current, SECTION, mask, 1, live=live, locked={7})
    assert painted.row == 1 and painted.mask.any(axis=1).tolist() == [True, False, True, True]
    careful = stroke_from_mask(current, SECTION, mask, 1, live=live, only_unlabelled=True)
    assert careful.row == 3


def test_an_eraser_takes_only_labels_and_no_locked_ones():
    current = unlabelled()
    current[0], current[1] = 7, 3
    stroke = stroke_from_mask(current, SECTION, np.ones(SHAPE, bool), UNLABELLED, locked={7}, only_unlabelled=True)
    assert stroke.row == 1 and stroke.mask.shape == (1, SHAPE[1])


def test_what_may_paint_nothing_is_no_stroke():
    assert stroke_from_mask(unlabelled(), SECTION, np.zeros(SHAPE, bool), 1) is None
    assert stroke_from_mask(unlabelled(), SECTION, np.ones(SHAPE, bool), UNLABELLED) is None
    assert stroke_from_mask(unlabelled(), SECTION, np.ones(SHAPE, bool), 1, live=np.zeros(SHAPE, bool)) is None
