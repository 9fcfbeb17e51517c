"""Time slices of what follows from single traces: all traces are read for them, a line at a time."""

from __future__ import annotations

import threading

import numpy as np

from seisviewer.pictures.attribute_kinds import trace_interval
from seisviewer.structure.attributes.trace_attributes import slices_attribute
from seisviewer.volumes.geometry import Direction
from seisviewer.volumes.volume import Volume

AT_ONCE = 8  # slices that one reading of the survey gives, so that stepping waits for every eighth only
MOST_BYTES = 256 << 20  # of the slices that are kept; a larger survey gives fewer at once


class AttributeSlices:
    """Slices of one survey, exactly as its lines have them. `stop` may be called from any thread."""

    def __init__(self, volume: Volume) -> None:
        self._volume = volume
        self._ended = threading.Event()
        self._kept: tuple[tuple[str, int], range, np.ndarray] | None = None

    def stop(self) -> None:
        self._ended.set()

    def at(self, kind: str, sample: int, window: int) -> np.ndarray | None:
        """float32 (inlines, crosslines) of a time slice; None where it was given up."""
        if self._kept is None or self._kept[0] != (kind, window) or sample not in self._kept[1]:
            self._kept = None
            self._kept = self._read(kind, sample, window)
        if self._kept is None:
            return None
        _, places, values = self._kept
        return values[sample - places.start].copy()

    def _read(self, kind: str, sample: int, window: int) -> tuple[tuple[str, int], range, np.ndarray] | None:
        geometry = self._volume.geometry
        inlines, crosslines, samples = geometry.shape
        together = max(1, min(AT_ONCE, MOST_BYTES // (4 * inlines * crosslines)))
        first = sample // together * together
        places = range(first, min(first + together, samples))
        values = np.full((len(places), inlines, crosslines), np.nan, np.float32)
        interval = trace_interval(geometry.samples)
        for index in np.flatnonzero(geometry.live.any(axis=1)):
            if self._ended.is_set():
                return None
            live = geometry.live[index]
            traces = self._volume.section(geometry.section(Direction.INLINE, index))[live]
            values[:, index, live] = slices_attribute(kind, traces, places.start, places.stop, interval, window).T
        return (kind, window), places, values
