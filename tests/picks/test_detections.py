"""From findings to events, and events against a catalogue."""

from __future__ import annotations

import math

import pytest

from seisviewer.picks.detections import Detection, agreement, arrival_time, associated, merged
from seisviewer.picks.pick import Event
from seisviewer.waveforms.station import Coordinates


def test_of_neighbours_the_best_stays_or_the_first() -> None:
    found = [Detection(10.0, 0.5), Detection(14.0, 0.9, 3), Detection(30.0, 0.4)]
    assert merged(found, 10.0) == (found[1], found[2])
    assert merged(found, 10.0, best=False) == (found[0], found[2])


def test_records_have_to_agree() -> None:
    records = {
        "A": [Detection(10.0, 0.6, 1), Detection(50.0, 0.9)],
        "B": [Detection(13.0, 0.8, 2)],
        "C": [Detection(90.0, 0.7)],
    }
    (event,) = associated(records, 5.0, 2)
    assert event == Detection(10.0, pytest.approx(0.7), 2)
    assert [each.time for each in associated(records, 5.0, 1)] == [10.0, 50.0, 90.0]


def test_one_record_does_not_agree_with_itself() -> None:
    assert associated({"A": [Detection(10.0, 0.6), Detection(11.0, 0.6)], "B": []}, 5.0, 2) == ()


def test_the_first_wave_takes_its_way() -> None:
    event = Event(100.0, 35.0, -117.0, depth=8.0)
    sixth = Coordinates(35.0 + 6.0 / 111.195, -117.0)  # 6 km north, 8 km above: 10 km away
    assert arrival_time(event, sixth) == pytest.approx(100.0 + 10.0 / 6.0)
    assert arrival_time(event, None) == 100.0
    assert arrival_time(Event(100.0), sixth) == 100.0


def test_each_known_event_is_matched_once() -> None:
    score = agreement([10.4, 10.9, 50.0, 80.0], [10.0, 49.5, 70.0], 1.0)
    assert (score.found, score.known, score.matched) == (4, 3, 2)
    assert score.precision == 0.5 and score.recall == pytest.approx(2 / 3) and score.f1 == pytest.approx(4 / 7)
    assert score.mean == pytest.approx(0.45) and score.std == pytest.approx(0.05)


def test_nothing_found_is_no_error() -> None:
    score = agreement([], [1.0], 1.0)
    assert (score.precision, score.recall, score.f1) == (0.0, 0.0, 0.0) and math.isnan(score.mean)
