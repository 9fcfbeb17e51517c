import time

import numpy as np

from seisviewer.predictions.prediction_cache import PredictionCache
from seisviewer.predictions.section_prediction import NO_CLASS, SectionPrediction
from seisviewer.volumes.geometry import Geometry, LineAxis, SampleAxis, SectionId


def geometry(live=None):
    live = np.ones((4, 5), bool) if live is None else live
    return Geometry(LineAxis(1, 1, 4), LineAxis(10, 2, 5), SampleAxis(0, 4, 6), live)


def said(section, number, confidence, grid):
    where = SectionId.parse(section)
    shape = grid.section_shape(where.direction)
    values = np.full(shape, confidence, np.float16)
    return SectionPrediction(where, np.full(shape, number, np.uint8), values, "live", 1, 1, time.time())


def test_a_time_slice_is_assembled_from_the_lines_at_hand():
    grid = geometry()
    cache = PredictionCache(grid)
    cache.put(said("inline_2", 3, 0.6, grid))
    cache.put(said("crossline_14", 7, 0.9, grid))
    classes, confidence, known = cache.time_slice(2)
    assert classes[1].tolist() == [3, 3, 7, 3, 3], "where lines cross, the more confident answer is shown"
    assert classes[:, 2].tolist() == [7, 7, 7, 7]
    assert known.sum() == 5 + 4 - 1 and (classes[~known] == NO_CLASS).all() and np.isnan(confidence[~known]).all()


def test_traces_that_do_not_exist_stay_unknown():
    live = np.ones((4, 5), bool)
    live[1, 0] = False
    grid = geometry(live)
    cache = PredictionCache(grid)
    cache.put(said("inline_2", 3, 0.6, grid))
    classes, _, known = cache.time_slice(0)
    assert not known[1, 0] and classes[1, 0] == NO_CLASS and known[1, 1:].all()


def test_the_least_recently_seen_is_dropped_when_memory_is_short():
    grid = geometry()
    one = said("inline_1", 0, 0.5, grid)
    cache = PredictionCache(grid, budget=2 * (one.classes.nbytes + one.confidence.nbytes))
    cache.put(one)
    cache.put(said("inline_2", 0, 0.5, grid))
    cache.get(one.section)
    cache.put(said("inline_3", 0, 0.5, grid))
    assert cache.get(SectionId.parse("inline_2")) is None
    assert cache.get(one.section) is one and len(cache) == 2


def test_a_new_prediction_takes_the_place_of_the_old_one():
    grid = geometry()
    cache = PredictionCache(grid)
    cache.put(said("inline_1", 0, 0.5, grid))
    cache.put(said("inline_1", 4, 0.5, grid))
    assert len(cache) == 1 and (cache.get(SectionId.parse("inline_1")).classes == 4).all()
