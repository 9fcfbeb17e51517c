"""Events grouped by where they happened: k-means, or k-medians with the city-block distance, from several beginnings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from seisviewer.errors import BadRequest
from seisviewer.picks.pick import Event
from seisviewer.translation import tr

KM_PER_DEGREE = 111.195
DISTANCES = ("city-block", "euclidean")
MOST_ROUNDS = 100


@dataclass(frozen=True)
class Clusters:
    """labels: int (events,), the cluster of each event, counted from 0, the largest cluster first. centres: (clusters, 2),
    degrees north and east. spread: mean distance of the events from their centre, km, in the distance that was used."""

    labels: np.ndarray = field(repr=False)
    centres: np.ndarray
    distance: str
    spread: float

    @property
    def count(self) -> int:
        return len(self.centres)

    @property
    def sizes(self) -> tuple[int, ...]:
        """Events of each cluster."""
        return tuple(int(size) for size in np.bincount(self.labels, minlength=self.count))


def located(events: Sequence[Event]) -> tuple[Event, ...]:
    """The events of which the place is known."""
    return tuple(event for event in events if event.latitude is not None and event.longitude is not None)


def cluster_events(
    events: Sequence[Event], count: int, *, distance: str = "city-block", restarts: int = 20, seed: int = 0
) -> Clusters:
    """Group located events into `count` clusters by epicentre.

    distance: "euclidean" moves a centre to the mean of its events (k-means), "city-block" to their median (k-medians),
    of kilometres north and east in a local plane. The best of `restarts` beginnings is kept: that with the least sum of
    what the centres minimise (squared distances for the one, distances for the other). Each begins with centres drawn
    as k-means++ does (Arthur and Vassilvitskii 2007). Raises BadRequest for an unknown distance and for fewer places
    than clusters.
    """
    if distance not in DISTANCES:
        raise BadRequest(
            tr("There is no distance called “{distance}”: choose {distances}.").format(
                distance=distance, distances=tr(" or ").join(DISTANCES)
            )
        )
    if count < 1 or restarts < 1:
        raise BadRequest(tr("Clustering needs at least one cluster and one beginning."))
    degrees = np.array([(event.latitude, event.longitude) for event in located(events)], float).reshape(-1, 2)
    if len(degrees) < len(events):
        raise BadRequest(
            tr("{count} of the events have no place: leave them out or locate them.").format(
                count=len(events) - len(degrees)
            )
        )
    places = len(np.unique(degrees, axis=0))
    if places < count:
        raise BadRequest(
            tr("The catalogue has {places} different places, too few for {count} clusters: ask for fewer.").format(
                places=places, count=count
            )
        )
    origin = _origin(degrees)
    points = _to_km(degrees, origin)
    draw = np.random.default_rng(seed)
    runs = [_run(points, count, distance, draw) for _ in range(restarts)]
    labels, centres, _ = min(runs, key=lambda run: run[2])
    order = np.argsort(-np.bincount(labels, minlength=count), kind="stable")
    labels = np.argsort(order)[labels]
    centres = centres[order]
    apart = _lengths(points - centres[labels], distance)
    return Clusters(labels, _to_degrees(centres, origin), distance, float(apart.mean()))


def nearest(clusters: Clusters, events: Sequence[Event]) -> np.ndarray:
    """int (events,): the cluster whose centre is nearest to each located event, of whatever catalogue."""
    degrees = np.array([(event.latitude, event.longitude) for event in events], float).reshape(-1, 2)
    origin = _origin(clusters.centres)
    apart = _to_km(degrees, origin)[:, None] - _to_km(clusters.centres, origin)[None]
    return _lengths(apart, clusters.distance).argmin(1)


def _run(
    points: np.ndarray, count: int, distance: str, draw: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, float]:
    """One beginning followed to its end: labels, centres (km), and what was minimised."""
    move = np.median if distance == "city-block" else np.mean
    centres = _first_centres(points, count, distance, draw)
    labels = np.full(len(points), -1)
    for _ in range(MOST_ROUNDS):
        apart = _lengths(points[:, None] - centres[None], distance)
        found = _without_empty(apart.argmin(1), apart, count)
        if np.array_equal(found, labels):
            break
        labels = found
        centres = np.stack([move(points[labels == number], axis=0) for number in range(count)])
    return labels, centres, float(_cost(_lengths(points - centres[labels], distance), distance).sum())


def _first_centres(points: np.ndarray, count: int, distance: str, draw: np.random.Generator) -> np.ndarray:
    """k-means++: each centre is an event, the likelier the farther it lies from those already drawn."""
    centres = [points[draw.integers(len(points))]]
    while len(centres) < count:
        apart = _lengths(points[:, None] - np.stack(centres)[None], distance).min(1)
        weight = _cost(apart, distance)
        centres.append(points[draw.choice(len(points), p=weight / weight.sum())])
    return np.stack(centres)


def _without_empty(labels: np.ndarray, apart: np.ndarray, count: int) -> np.ndarray:
    """A cluster that lost its last event gets the one that lies farthest from its centre, out of a cluster with others."""
    labels = labels.copy()
    for number in range(count):
        if not (labels == number).any():
            sizes = np.bincount(labels, minlength=count)
            own = apart[np.arange(len(labels)), labels]
            labels[np.where(sizes[labels] > 1, own, -1.0).argmax()] = number
    return labels


def _cost(apart: np.ndarray, distance: str) -> np.ndarray:
    return apart if distance == "city-block" else apart**2


def _lengths(vectors: np.ndarray, distance: str) -> np.ndarray:
    north, east = vectors[..., 0], vectors[..., 1]
    return np.abs(north) + np.abs(east) if distance == "city-block" else np.hypot(north, east)


def _origin(degrees: np.ndarray) -> np.ndarray:
    """The middle of the places; east is counted from the first of them, so that the date line divides nothing."""
    latitude, longitude = degrees[:, 0], degrees[:, 1]
    east = _wrapped(longitude - longitude[0])
    return np.array([latitude.mean(), longitude[0] + east.mean()])


def _to_km(degrees: np.ndarray, origin: np.ndarray) -> np.ndarray:
    """(events, 2) kilometres north and east of `origin`, in a plane: good enough within a few hundred kilometres."""
    north = degrees[:, 0] - origin[0]
    east = _wrapped(degrees[:, 1] - origin[1]) * np.cos(np.radians(origin[0]))
    return np.stack([north, east], 1) * KM_PER_DEGREE


def _to_degrees(kilometres: np.ndarray, origin: np.ndarray) -> np.ndarray:
    latitude = origin[0] + kilometres[:, 0] / KM_PER_DEGREE
    longitude = origin[1] + kilometres[:, 1] / KM_PER_DEGREE / np.cos(np.radians(origin[0]))
    return np.stack([latitude, _wrapped(longitude)], 1)


def _wrapped(longitude: np.ndarray) -> np.ndarray:
    """Degrees between −180 and 180."""
    return (longitude + 180.0) % 360.0 - 180.0
