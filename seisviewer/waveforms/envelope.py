"""Min-max decimation: what of a long trace can be seen on a screen, in a few milliseconds.

A trace is drawn as the least and the greatest sample of every column of pixels. They come from a pyramid: the extremes of
blocks of samples, of blocks of blocks, and so on; it is built once for a segment and kept as long as its samples live.
"""

from __future__ import annotations

import weakref
from dataclasses import dataclass, field

import numpy as np

from seisviewer.waveforms.record import Component, Record, Segment

BLOCK = 32  # samples in a block of the finest level
FACTOR = 8  # blocks of one level in a block of the next
BLOCKS_PER_COLUMN = 4  # at least; a column may be wrong by one block at its edges
MANY = 16  # segments in view from which on they are drawn together
RAW = 2.0  # with fewer samples in a column than this, the samples themselves are drawn


@dataclass(frozen=True)
class Pyramid:
    """levels: from fine to coarse, the least and the greatest samples of its blocks, each (blocks,)."""

    levels: tuple[tuple[np.ndarray, np.ndarray], ...] = field(repr=False)

    @classmethod
    def of(cls, samples: np.ndarray) -> Pyramid:
        """Of the samples of a segment, (samples,), NaN passed by; a day of 100 Hz takes some 20 ms."""
        levels = []
        low = high = samples
        step = BLOCK
        while len(low) > step or not levels:
            places = np.arange(0, len(low), step)
            low, high = np.fmin.reduceat(low, places), np.fmax.reduceat(high, places)
            levels.append((low, high))
            step = FACTOR
        return cls(tuple(levels))

    def extremes(self, samples: np.ndarray, edges: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Least and greatest of `samples` (those the pyramid was built of) between neighbouring edges, each (edges − 1,).

        edges: whole numbers that rise, the last one at most the number of samples.
        """
        level = _level((edges[-1] - edges[0]) / (len(edges) - 1))
        size, low, high = 1, samples, samples
        if level >= 0:
            level = min(level, len(self.levels) - 1)
            size = BLOCK * FACTOR**level
            low, high = self.levels[level]
        firsts, stop = edges[:-1] // size, -(-edges[-1] // size)
        return np.fmin.reduceat(low[:stop], firsts), np.fmax.reduceat(high[:stop], firsts)


@dataclass(frozen=True)
class Blocks:
    """One level of the pyramids of all segments of a component, end to end, each (blocks,). times: when a block begins."""

    times: np.ndarray
    low: np.ndarray
    high: np.ndarray

    def merge(self, left: float, width: float, low: np.ndarray, high: np.ndarray) -> None:
        """Put the extremes of every column, the first of which begins at `left`, into `low` and `high`."""
        first, last = np.searchsorted(self.times, (left, left + len(low) * width))
        if first >= last:
            return
        columns = np.minimum(((self.times[first:last] - left) // width).astype(np.int64), len(low) - 1)
        changes = np.flatnonzero(np.diff(columns, prepend=-1))
        low[columns[changes]] = np.fmin.reduceat(self.low[first:last], changes)
        high[columns[changes]] = np.fmax.reduceat(self.high[first:last], changes)


_pyramids: dict[int, tuple[weakref.ref[np.ndarray], Pyramid]] = {}
_blocks: dict[int, tuple[weakref.ref[Component], tuple[Blocks, ...]]] = {}


def pyramid_of(samples: np.ndarray) -> Pyramid:
    """The pyramid of these samples, built when it is first asked for."""
    key = id(samples)
    found = _pyramids.get(key)
    if found is not None and found[0]() is samples:
        return found[1]
    pyramid = Pyramid.of(samples)
    _pyramids[key] = (weakref.ref(samples, lambda _: _pyramids.pop(key, None)), pyramid)
    return pyramid


def blocks_of(component: Component) -> tuple[Blocks, ...]:
    """The levels of a component of many segments, built when they are first asked for."""
    key = id(component)
    found = _blocks.get(key)
    if found is not None and found[0]() is component:
        return found[1]
    pyramids = [pyramid_of(segment.samples) for segment in component.segments]
    levels = tuple(
        _end_to_end(component, pyramids, level) for level in range(max(len(pyramid.levels) for pyramid in pyramids))
    )
    _blocks[key] = (weakref.ref(component, lambda _: _blocks.pop(key, None)), levels)
    return levels


def prepare(record: Record) -> None:
    """Build the pyramids of a record ahead of its first drawing."""
    for component in record.components:
        for segment in component.segments:
            pyramid_of(segment.samples)
        if len(component.segments) > MANY:
            blocks_of(component)


def envelope(component: Component, start: float, end: float, columns: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What a component looks like from `start` to `end` (seconds since 1970 UTC) on so many columns of pixels.

    Gives times (float64, of the middles of the columns), least and greatest values (float32), each (columns + 1,), NaN
    where nothing was recorded. The columns lie on a grid that does not move with `start`, so that a trace does not shimmer
    while it is scrolled. Where there are fewer than about two samples in a column, times and values are those of the
    samples, with NaN between segments, and the two values are the same array.
    """
    columns = max(1, columns)
    width = (end - start) / columns
    if width * component.rate < RAW:
        return _samples(component, start, end)
    left = np.floor(start / width) * width
    low = np.full(columns + 1, np.nan, np.float32)
    high = np.full(columns + 1, np.nan, np.float32)
    segments = visible(component, left, left + (columns + 1) * width)
    level = _level(width * component.rate)
    if level >= 0 and len(segments) > MANY:
        levels = blocks_of(component)
        levels[min(level, len(levels) - 1)].merge(left, width, low, high)
    else:
        for segment in segments:
            _merge(segment, component.rate_of(segment), left, width, low, high)
    return left + (np.arange(columns + 1) + 0.5) * width, low, high


def visible(component: Component, start: float, end: float) -> list[Segment]:
    """The segments that have something between two times."""
    return [segment for segment in component.segments if segment.start <= end and component.end_of(segment) >= start]


def _level(samples_per_column: float) -> int:
    """The coarsest level with enough blocks in a column; −1 for the samples themselves."""
    level, block = -1, BLOCK
    while block * BLOCKS_PER_COLUMN <= samples_per_column:
        level, block = level + 1, block * FACTOR
    return level


def _end_to_end(component: Component, pyramids: list[Pyramid], level: int) -> Blocks:
    times, lows, highs = [], [], []
    for segment, pyramid in zip(component.segments, pyramids):
        own = min(level, len(pyramid.levels) - 1)  # a short segment is one block long before the others are
        low, high = pyramid.levels[own]
        lows.append(low)
        highs.append(high)
        times.append(segment.start + np.arange(len(low)) * (BLOCK * FACTOR**own / component.rate_of(segment)))
    return Blocks(np.concatenate(times), np.concatenate(lows), np.concatenate(highs))


def _merge(segment: Segment, rate: float, left: float, width: float, low: np.ndarray, high: np.ndarray) -> None:
    """Widen the extremes of the columns that a segment lies in; the first column begins at `left`."""
    count = len(segment.samples)
    offset = segment.start - left
    first = max(0, int(offset // width))
    last = min(len(low) - 1, int((offset + (count - 1) / rate) // width))
    if first > last:
        return
    edges = np.ceil((np.arange(first, last + 2) * width - offset) * rate - 1e-6)
    edges = np.clip(edges, 0, count).astype(np.int64)
    filled = np.flatnonzero(edges[1:] > edges[:-1])
    if not len(filled):
        return
    places = slice(filled[0], filled[-1] + 2)
    lows, highs = pyramid_of(segment.samples).extremes(segment.samples, edges[places])
    into = slice(first + filled[0], first + filled[-1] + 1)
    low[into] = np.fmin(low[into], lows)
    high[into] = np.fmax(high[into], highs)


def _samples(component: Component, start: float, end: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The samples themselves, with one more at either side so that a line leaves the screen."""
    times, values = [np.empty(0)], [np.empty(0, np.float32)]
    beside = 1 / component.rate
    for segment in visible(component, start - beside, end + beside):
        count, rate = len(segment.samples), component.rate_of(segment)
        first = max(0, int(np.floor((start - segment.start) * rate)))
        last = min(count, int(np.ceil((end - segment.start) * rate)) + 1)
        if len(times) > 1:
            times.append(np.array([segment.start]))
            values.append(np.array([np.nan], np.float32))
        times.append(segment.start + np.arange(first, last) / rate)
        values.append(segment.samples[first:last].astype(np.float32))
    drawn = np.concatenate(values)
    return np.concatenate(times), drawn, drawn
