"""Sections straight from a SEG-Y file."""

from __future__ import annotations

import time
from collections.abc import Generator
from pathlib import Path

import numpy as np

from seisviewer.errors import BadRequest, UnreadableFile
from seisviewer.progress import Progress
from seisviewer.translation import tr
from seisviewer.volumes.far.block_cache import cache_limit
from seisviewer.volumes.far.far_file import size_of
from seisviewer.volumes.geometry import Direction, SectionId
from seisviewer.volumes.open_choices import OpenChoices
from seisviewer.volumes.segy.guessed_scan import guess_scan, said_of_difference
from seisviewer.volumes.segy.kept_scan import is_kept, keep_scan, kept_scan
from seisviewer.volumes.segy.segy_scan import SegyScan, scan_segy
from seisviewer.volumes.store.source_identity import SourceIdentity
from seisviewer.volumes.volume import Volume, finite

BOX_BYTES = 1 << 20  # of traces at once
FAR_BOX_BYTES = 32 << 20  # of a file elsewhere, so that the server's delay counts seldom
LONG_SECONDS = 2.0  # of a scan that is worth keeping
LARGE_BYTES = 200 << 20  # a slow disk reads as much in two seconds
FAR_LARGE_BYTES = 24 << 20  # and an ordinary network so much


class SegyVolume(Volume):
    """A scanned SEG-Y file, whose traces are read where they lie: on files of a gigabyte that is as fast as segyio's own
    reading of lines, faster for time slices, and knows no difference between dense and sparse surveys.

    Any number of threads may call `section`.
    """

    def __init__(self, scan: SegyScan, *, is_sure: bool = True) -> None:
        """is_sure: False for a scan that is a guess."""
        self.scan, self.is_sure = scan, is_sure
        self.path = scan.layout.path
        self.name = self.path.stem
        self.geometry = scan.geometry
        self.notices = scan.notices
        self._traces = scan.layout.open_traces()

    def section(self, section: SectionId) -> np.ndarray:
        index = self.geometry.index(section)
        live = self.geometry.section_live(section)
        trace_at = self.scan.trace_at
        if section.direction is Direction.TIME:
            self._check_may_pass()
            # All traces in the order of the file first: a third faster than picking them in the order of the grid.
            values = finite(self.scan.layout.amplitudes(self._traces.across(index)))
            return values[trace_at] if live.all() else np.where(live, values[trace_at], np.float32(np.nan))
        traces = trace_at[index] if section.direction is Direction.INLINE else trace_at[:, index]
        if live.all():
            return finite(self.scan.layout.amplitudes(self._traces.samples(traces)))
        amplitudes = np.full(self.geometry.section_shape(section.direction), np.nan, np.float32)
        amplitudes[live] = finite(self.scan.layout.amplitudes(self._traces.samples(traces[live])))
        return amplitudes

    def box(self, inlines: range, crosslines: range) -> np.ndarray:
        grid = slice(inlines.start, inlines.stop), slice(crosslines.start, crosslines.stop)
        live, samples = self.geometry.live[grid], self.geometry.samples.count
        found = np.empty((live.size, samples), np.float32)
        if not live.all():
            found[~live.reshape(-1)] = np.nan
        traces = np.where(live, self.scan.trace_at[grid], -1).reshape(-1)
        # In the order of the file, whatever its order is, and of one here few enough at once for a processor's cache.
        order = np.argsort(traces, kind="stable")[np.count_nonzero(traces < 0) :]
        step = max(1, (FAR_BOX_BYTES if self.is_far else BOX_BYTES) // self.scan.layout.trace_dtype.itemsize)
        for start in range(0, len(order), step):
            here = order[start : start + step]
            found[here] = finite(self.scan.layout.amplitudes(self._traces.samples(traces[here])))
        return found.reshape(*live.shape, samples)

    def traces(self, inlines: np.ndarray, crosslines: np.ndarray) -> np.ndarray:
        live = self.geometry.live[inlines, crosslines]
        found = np.full((len(inlines), self.geometry.samples.count), np.nan, np.float32)
        if live.any():  # those alone and not their lines, in the order of the file
            wanted, back = np.unique(self.scan.trace_at[inlines[live], crosslines[live]], return_inverse=True)
            found[live] = finite(self.scan.layout.amplitudes(self._traces.samples(wanted)))[back.reshape(-1)]
        return found

    def headers_of(self, traces: np.ndarray) -> np.ndarray:
        """uint8 (traces, 240): headers of traces, which are counted in the order of the file."""
        return self._traces.headers_of(traces)

    def become_sure(self, found: SegyVolume) -> None:
        """All headers say what was guessed: take over what they say. Raises ValueError where they do not."""
        if said_of_difference(self.scan, found.scan):
            raise ValueError(tr("The guess was wrong."))
        self.scan, self.geometry, self.notices, self.chosen = found.scan, found.geometry, found.notices, found.chosen
        self.is_sure = True

    def close(self) -> None:
        self._traces.close()

    def _check_may_pass(self) -> None:
        """A time slice is a pass over the whole file."""
        layout = self.scan.layout
        if self.is_far and (size := layout.traces * layout.trace_dtype.itemsize) > cache_limit():
            raise BadRequest(
                tr(
                    "A time slice of {name} would bring all of its {size:.3g} GB from the server, which are "
                    "more than are kept of surveys elsewhere: put it there as a Zarr store, or copy it to "
                    "this computer."
                ).format(name=self.name, size=size / 1000000000.0)
            )


def first_look(path: Path, choices: OpenChoices, *, is_far: bool = False) -> SegyVolume | None:
    """A large file as a sample of its headers says that it is, for looking at until they are all read; None where they
    were read before, reading them takes no time, or the file is not regular."""
    if not takes_long(path, choices, is_far=is_far):
        return None
    scan = guess_scan(path, choices)
    if scan is None:
        return None
    volume = SegyVolume(scan, is_sure=False)
    volume.chosen = choices
    return volume


def takes_long(path: Path, choices: OpenChoices, *, is_far: bool = False) -> bool:
    """Whether a file is large and its headers were not read before."""
    try:
        large = size_of(path) >= (FAR_LARGE_BYTES if is_far else LARGE_BYTES)
        return large and not is_kept(path, choices, SourceIdentity.of(path))
    except (OSError, UnreadableFile):
        return False  # opening it says what is wrong


def open_segy(path: Path, choices: OpenChoices) -> Generator[Progress, None, SegyVolume]:
    """Scan the file and make it a volume; raises UnreadableFile or UnknownGeometry. What took long is kept for another
    time."""
    yield Progress(0, 0, tr("Opening {path_name}").format(path_name=path.name))
    source = SourceIdentity.of(path)
    scan = kept_scan(path, choices, source)
    if scan is None:
        begun = time.monotonic()
        scan = yield from scan_segy(path, choices)
        if time.monotonic() - begun > LONG_SECONDS:
            keep_scan(scan, choices, source)
    return SegyVolume(scan)
