"""What a line looks like, every few traces and samples: strength, frequency, continuity and dip of its reflectors near
by."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy import ndimage

from seisviewer.structure.faults import Faults
from seisviewer.structure.followed_line import FollowedLine

BLOCK = 4, 2  # traces and samples to a point of a grid
ENERGY_WINDOWS = (4, 3), (12, 6), (25, 12)  # sigmas, traces and samples
DETAIL_WINDOWS = (6, 4), (20, 10)
DIP_WINDOW = 10, 6
CLOSE_WINDOWS = (2, 1.5), (4, 3)  # of what is seen of the edges of small bodies
AROUND_WINDOW = 3, 2
AROUND = 8, 16, 32  # samples above and below a point at which strength is seen; continuity at the nearer two
LEAST = 1e-4
CLOSE_LEAST = 1e-3


@dataclass(frozen=True)
class Grid:
    """Points in the middles of blocks of a line's traces and samples. shape: (traces, samples) of the line."""

    shape: tuple[int, int]

    @property
    def size(self) -> tuple[int, int]:
        """(rows, columns) of points."""
        return -(-self.shape[0] // BLOCK[0]), -(-self.shape[1] // BLOCK[1])

    @property
    def traces(self) -> np.ndarray:
        """Where rows lie, (rows,); whole numbers are the middles of traces."""
        return np.arange(self.size[0]) * BLOCK[0] + (BLOCK[0] - 1) / 2

    @property
    def samples(self) -> np.ndarray:
        """Where columns lie, (columns,); whole numbers are the middles of samples."""
        return np.arange(self.size[1]) * BLOCK[1] + (BLOCK[1] - 1) / 2

    def cuts(self, places: np.ndarray, faults: Faults) -> np.ndarray:
        """Where faults pass between one row and the next, bool (rows − 1, columns). places: (traces, 2) of the line."""
        rows = places[np.minimum(np.round(self.traces).astype(int), len(places) - 1)]
        return faults.between(rows, self.samples + 0.5)

    def mean(self, values: np.ndarray) -> np.ndarray:
        """Float32 (rows, columns): the means over the blocks of values (traces, samples)."""
        rows, columns = self.size
        more = [
            (0, size * block - count) for size, block, count in zip((rows, columns), BLOCK, self.shape, strict=True)
        ]
        padded = np.pad(values, more, mode="edge") if any(after for _, after in more) else values
        down = sum(padded[first :: BLOCK[0]].astype(np.float32) for first in range(BLOCK[0]))
        return sum(down[:, first :: BLOCK[1]] for first in range(BLOCK[1])) / np.float32(BLOCK[0] * BLOCK[1])

    def at(self, values: np.ndarray, traces: np.ndarray, samples: np.ndarray) -> np.ndarray:
        """Values at the points (rows, columns, …) at any traces and samples (places,), bilinear: (places, …)."""
        row, down = _between(traces, BLOCK[0], values.shape[0])
        column, right = _between(samples, BLOCK[1], values.shape[1])
        down, right = (share.reshape(-1, *[1] * (values.ndim - 2)) for share in (down, right))
        below, beside = np.minimum(row + 1, values.shape[0] - 1), np.minimum(column + 1, values.shape[1] - 1)
        upper = values[row, column] * (1 - right) + values[row, beside] * right
        return upper * (1 - down) + (values[below, column] * (1 - right) + values[below, beside] * right) * down

    def everywhere(self, values: np.ndarray) -> np.ndarray:
        """Values at the points (rows, columns, …) on the whole line, bilinear: (traces, samples, …)."""
        for axis, (count, block) in enumerate(zip(self.shape, BLOCK, strict=True)):
            place, share = _between(np.arange(count), block, values.shape[axis])
            share = share.reshape(-1, *[1] * (values.ndim - axis - 1))
            after = np.take(values, np.minimum(place + 1, values.shape[axis] - 1), axis=axis)
            values = np.take(values, place, axis=axis) * (1 - share) + after * share
        return values


def _between(places: np.ndarray, block: int, count: int) -> tuple[np.ndarray, np.ndarray]:
    """The point before each place, and how far the place lies on the way to the next, float32."""
    scaled = np.clip((places - (block - 1) / 2) / block, 0, count - 1)
    before = np.minimum(scaled.astype(int), max(count - 2, 0))
    return before, (scaled - before).astype(np.float32)


@dataclass(frozen=True)
class Texture:
    """looks: float32 (rows, columns, attributes), each by its rank among all points of the line, 0–1, so that lines of
    other gain compare. close: likewise, close by and at some distance above and below, as it is: an edge of a body is
    where that changes. dip: float32 (rows, columns), samples a trace, smooth. strength: likewise, of the amplitudes, 1
    on average."""

    grid: Grid
    looks: np.ndarray = field(repr=False, compare=False)
    close: np.ndarray = field(repr=False, compare=False)
    dip: np.ndarray = field(repr=False, compare=False)
    strength: np.ndarray = field(repr=False, compare=False)


def texture_of(followed: FollowedLine, faults: Faults = Faults()) -> Texture:
    """The texture of a line. faults: those across which nothing is averaged."""
    amplitudes = followed.line.amplitudes
    grid = Grid((amplitudes.shape[0], amplitudes.shape[1]))
    near, live = _Averages(grid.cuts(followed.line.places, faults)), followed.line.live
    scaled = amplitudes / (float(amplitudes[live].std() if live.any() else 0.0) + 1e-9)
    across, down = (ndimage.gaussian_filter(scaled, 1.0, order=order) for order in ((1, 0), (0, 1)))
    bent = ndimage.gaussian_filter(scaled, 1.0, order=(0, 2))
    energy = grid.mean(scaled**2)
    steep, curved, lateral = (grid.mean(product**2) for product in (down, bent, across))
    unlevel = grid.mean((across + followed.slope * down) ** 2)  # what changes along the reflectors
    weight, slope = grid.mean(followed.weight), grid.mean(followed.slope * followed.weight)
    dip = near(slope, DIP_WINDOW) / (near(weight, DIP_WINDOW) + 1e-3)
    looks = [near(energy, window) for window in ENERGY_WINDOWS]
    for window in DETAIL_WINDOWS:
        whole = near(energy, window) + LEAST
        looks += [near(part, window) / whole for part in (steep, lateral, unlevel)]
        looks += [near(curved, window) / (near(steep, window) + LEAST), near(weight, window)]
    rough = grid.mean(followed.weight * followed.slope**2) - 2 * dip * slope + dip**2 * weight
    looks.append(near(np.maximum(rough, 0), DIP_WINDOW) / (near(weight, DIP_WINDOW) + 1e-3))
    strength = np.sqrt(near(energy, ENERGY_WINDOWS[0]))
    ranked = np.stack([_ranked(look) for look in looks], axis=2)
    close = _close(near, energy, steep, unlevel, weight)
    return Texture(grid, ranked, close, dip, strength / (strength.mean() + 1e-9))


def _close(
    near: _Averages, energy: np.ndarray, steep: np.ndarray, unlevel: np.ndarray, weight: np.ndarray
) -> np.ndarray:
    """Float32 (rows, columns, attributes): `Texture.close`."""
    found = []
    for window in CLOSE_WINDOWS:
        whole, changing = near(energy, window), near(steep, window)
        found += [np.log(whole + CLOSE_LEAST), near(unlevel, window) / (changing + CLOSE_LEAST)]
        found += [near(weight, window), changing / (whole + CLOSE_LEAST)]
    strength, continuity = np.sqrt(near(energy, AROUND_WINDOW)), near(weight, CLOSE_WINDOWS[-1])
    for away in AROUND:
        found += [_moved(strength, away), _moved(strength, -away)]
    for away in AROUND[:2]:
        found += [_moved(continuity, away), _moved(continuity, -away)]
    return np.stack(found, axis=2).astype(np.float32)


def _moved(values: np.ndarray, down: int) -> np.ndarray:
    """What lies so many samples above each point (below it where negative), the edge of the line beyond that."""
    columns = np.clip(np.arange(values.shape[1]) - down // BLOCK[1], 0, values.shape[1] - 1)
    return values[:, columns]


@dataclass(frozen=True)
class _Averages:
    """Gaussian averages of values at the points of a grid, on one side of a fault at a time. cuts: as `Grid.cuts` gives
    them."""

    cuts: np.ndarray

    def __call__(self, values: np.ndarray, window: tuple[float, float]) -> np.ndarray:
        """window: the sigmas, in traces and samples."""
        along, down = (size / block for size, block in zip(window, BLOCK, strict=True))
        if not self.cuts.any():
            return ndimage.gaussian_filter(values, (along, down), truncate=3)
        lowered = ndimage.gaussian_filter1d(values, down, axis=1, truncate=3)
        found = ndimage.gaussian_filter1d(lowered, along, axis=0, truncate=3)
        for column in np.flatnonzero(self.cuts.any(axis=0)):
            ends = [0, *(np.flatnonzero(self.cuts[:, column]) + 1), len(values)]
            for first, past in zip(ends[:-1], ends[1:]):
                side = lowered[first:past, column]
                found[first:past, column] = ndimage.gaussian_filter1d(side, along, truncate=3)
        return found


def _ranked(values: np.ndarray) -> np.ndarray:
    """The share of all values that are smaller than each."""
    order = np.argsort(values, axis=None)
    ascending = values.ravel()[order]
    smaller = np.arange(values.size)
    smaller[1:][ascending[1:] == ascending[:-1]] = 0
    ranks = np.empty(values.size, np.float32)
    ranks[order] = np.maximum.accumulate(smaller) / values.size
    return ranks.reshape(values.shape)
