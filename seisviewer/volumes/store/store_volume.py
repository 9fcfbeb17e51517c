"""A survey that is read from a store which seisviewer made, on this disk or elsewhere."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from seisviewer.errors import UnreadableFile
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction, Geometry, SectionId
from seisviewer.volumes.store.build_record import BuildRecord, read_record
from seisviewer.volumes.store.byte_source import ByteSource
from seisviewer.volumes.store.display_store import DisplayStore
from seisviewer.volumes.store.sharded_array import ShardedArray
from seisviewer.volumes.store.store_metadata import read_geometry
from seisviewer.volumes.store.store_plan import AMPLITUDE, slabs_with_traces
from seisviewer.volumes.volume import Volume, finite


class StoreVolume(Volume):
    """Exact samples of a store, all blocks of which are whole. display: its levels, None where it has none."""

    def __init__(
        self, source: ByteSource, path: Path, geometry: Geometry, record: BuildRecord, *, threads: int = 1
    ) -> None:
        """threads: that read at the same time, more than one of a store elsewhere."""
        self.path, self.name, self.geometry, self.record = path, path.stem, geometry, record
        self._source = source
        self._pool = ThreadPoolExecutor(threads, "store") if threads > 1 else None
        plan, live = record.plan, geometry.live
        held = slabs_with_traces(plan, live)
        self._samples = ShardedArray(
            source, AMPLITUDE, plan.amplitude, must_have=lambda shard: shard[0] in held, pool=self._pool
        )
        self.display = DisplayStore(source, plan, record.finished, live, self._pool) if plan.display else None

    def section(self, section: SectionId) -> np.ndarray:
        index = self.geometry.index(section)
        axis = list(Direction).index(section.direction)
        start, stop = [0, 0, 0], list(self.geometry.shape)
        start[axis], stop[axis] = index, index + 1
        values = self._samples.read(tuple(start), tuple(stop)).reshape(self.geometry.section_shape(section.direction))
        return self._checked(values, self.geometry.section_live(section))

    def box(self, inlines: range, crosslines: range) -> np.ndarray:
        start = inlines.start, crosslines.start, 0
        values = self._samples.read(start, (inlines.stop, crosslines.stop, self.geometry.samples.count))
        live = self.geometry.live[inlines.start : inlines.stop, crosslines.start : crosslines.stop]
        return self._checked(values, live)

    def _checked(self, values: np.ndarray, live: np.ndarray) -> np.ndarray:
        """What was written has no other values; a store that somebody changed may."""
        if live.all():
            return finite(values)
        finite(values)
        values[~live] = np.nan
        return values

    def close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=False)
        self._source.close()


def open_store(source: ByteSource, path: Path, threads: int = 1) -> StoreVolume:
    """The survey of a whole store; path: what it is called. threads: that read at the same time. Raises UnreadableFile."""
    record = read_record(source)
    if record is None:
        raise UnreadableFile(
            tr("{path_name} is no store that seisviewer made: choose another one.").format(path_name=path.name)
        )
    if not record.is_complete or not record.plan.exact:
        what = tr("is not whole yet") if record.plan.exact else tr("holds levels for display only")
        raise UnreadableFile(
            tr("The store {path_name} {what}: open the survey that it is made of.").format(
                path_name=path.name, what=what
            )
        )
    geometry = read_geometry(source, path.name)
    if geometry.shape != record.plan.shape:
        raise UnreadableFile(
            tr("{path_name} is damaged: its samples have another grid than its lines. Make it anew.").format(
                path_name=path.name
            )
        )
    return StoreVolume(source, path, geometry, record, threads=threads)
