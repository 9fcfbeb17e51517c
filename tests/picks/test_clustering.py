"""Events in clusters: k-means and k-medians of their epicentres."""

from __future__ import annotations

import numpy as np
import pytest

from seisviewer.errors import BadRequest
from seisviewer.picks.clustering import DISTANCES, cluster_events, nearest
from seisviewer.picks.pick import Event

CENTRES = ((35.0, -117.0), (35.3, -117.4), (35.1, -116.5))
SIZES = (30, 20, 10)


def events(centres=CENTRES, sizes=SIZES, seed: int = 0) -> list[Event]:
    """Groups about two kilometres wide, in a mixed order."""
    draw = np.random.default_rng(seed)
    places = [draw.normal(centre, 0.01) for centre, size in zip(centres, sizes, strict=True) for _ in range(size)]
    return [Event(float(number), *places[number]) for number in draw.permutation(len(places))]


@pytest.mark.parametrize("distance", DISTANCES)
def test_groups_are_found_and_the_largest_is_first(distance: str) -> None:
    found = cluster_events(events(), 3, distance=distance)
    assert found.sizes == SIZES
    assert np.allclose(found.centres, CENTRES, atol=0.01)
    assert found.spread < 3.0


def test_a_stray_event_moves_a_mean_and_hardly_a_median() -> None:
    with_stray = [*events(CENTRES[:1], (30,)), Event(99.0, 36.5, -117.0)]
    mean, median = (
        cluster_events(with_stray, 1, distance=distance).centres[0, 0] for distance in ("euclidean", "city-block")
    )
    assert abs(median - 35.0) < 0.005
    assert abs(mean - 35.0) > 0.03


def test_more_beginnings_are_never_worse() -> None:
    scattered = [Event(float(i), *place) for i, place in enumerate(np.random.default_rng(1).uniform(34, 36, (200, 2)))]
    once = cluster_events(scattered, 12, restarts=1).spread
    often = cluster_events(scattered, 12, restarts=40).spread
    assert often < once


def test_the_same_seed_gives_the_same_clusters() -> None:
    one, other = (cluster_events(events(), 3, seed=5) for _ in range(2))
    assert np.array_equal(one.labels, other.labels) and np.array_equal(one.centres, other.centres)


def test_the_date_line_divides_nothing() -> None:
    found = cluster_events(events(((-17.0, 179.99), (-18.0, -178.5)), (12, 8)), 2)
    assert found.sizes == (12, 8)
    assert abs(abs(found.centres[0, 1]) - 180.0) < 0.05


def test_other_events_go_to_the_nearest_centre() -> None:
    found = cluster_events(events(), 3)
    others = [Event(0.0, *CENTRES[2]), Event(0.0, *CENTRES[0])]
    assert nearest(found, others).tolist() == [2, 0]


@pytest.mark.parametrize("count, distance, expected", [
    (3, "taxi", "choose city-block or euclidean"),
    (0, "euclidean", "at least one"),
    (3, "euclidean", "2 different places"),
])  # fmt: skip
def test_what_cannot_be_clustered_is_refused(count: int, distance: str, expected: str) -> None:
    few = [Event(0.0, 35.0, -117.0), Event(1.0, 35.0, -117.0), Event(2.0, 36.0, -117.0)]
    with pytest.raises(BadRequest, match=expected):
        cluster_events(few, count, distance=distance)


def test_events_without_a_place_are_refused() -> None:
    with pytest.raises(BadRequest, match="1 of the events have no place"):
        cluster_events([*events(), Event(0.0)], 2)
