import numpy as np

from seisviewer.learning.held_back import hold_back
from seisviewer.learning.samples import IGNORE, Sample
from seisviewer.volumes.geometry import SectionId


def painted(paint):
    return Sample(
        SectionId.parse("inline_1"), np.zeros((1, *paint.shape), np.float32), paint, np.ones(paint.shape[1], bool)
    )


def two_bands():
    paint = np.full((256, 640), IGNORE, np.uint8)
    paint[40:60], paint[180:200] = 0, 1
    return paint


def test_about_the_asked_share_is_held_back_and_never_learned():
    sample, held = hold_back(painted(two_bands()), 0.2)
    share = (held != IGNORE).sum() / (two_bands() != IGNORE).sum()
    assert 0.05 < share < 0.35
    assert ((sample.paint == IGNORE) | (held == IGNORE)).all()
    assert np.array_equal(np.minimum(sample.paint, held), two_bands())


def test_a_new_stroke_moves_nothing_between_training_and_held_back():
    _, before = hold_back(painted(two_bands()), 0.2)
    more = two_bands()
    more[100:110, 50:300] = 1
    sample, after = hold_back(painted(more), 0.2)
    old = two_bands() != IGNORE
    assert np.array_equal(before[old], after[old])
    assert (sample.paint[100:110, 50:300] == 1).any()


def test_a_class_with_little_paint_keeps_it_for_training():
    for column in range(0, 640, 32):
        paint = np.full((256, 640), IGNORE, np.uint8)
        paint[10:14, column : column + 8] = 3
        sample, held = hold_back(painted(paint), 0.5)
        assert (held == IGNORE).all() and (sample.paint == 3).sum() == 32
