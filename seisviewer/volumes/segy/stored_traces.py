"""The traces of a SEG-Y file as they are stored: headers and samples, read when they are asked for."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from seisviewer.volumes.adjacent_slices import AdjacentSlices, Rows
from seisviewer.volumes.far.far_file import opened_file


class StoredTraces:
    """Traces are counted from 0 in the order of the file. Any number of threads may read.

    dtype: of one trace, with the fields `header` and `samples`, which come back as they are stored. Every method raises
    UnreadableFile where the file was cut off since it was opened, or can no longer be read.
    """

    def __init__(self, path: Path, first_trace: int, count: int, dtype: np.dtype) -> None:
        self._file = opened_file(path)
        self._first, self._count, self._dtype = first_trace, count, dtype
        (self._header, self._header_at), (self._samples, self._samples_at) = (
            dtype.fields[name][:2] for name in ("header", "samples")
        )
        length = self._samples.shape[0]
        self._width = self._samples.base.itemsize
        rows = Rows(first_trace + self._samples_at, dtype.itemsize, count, length, self._width)
        self._slices = AdjacentSlices(self._file, rows)

    def headers(self, start: int = 0, stop: int | None = None) -> np.ndarray:
        """uint8 (traces, 240) of the traces from `start` up to `stop`, the end of the file when None."""
        stop = self._count if stop is None else min(stop, self._count)
        place = self._position(start) + self._header_at
        return self._file.evenly(place, self._dtype.itemsize, stop - start, self._header.itemsize)

    def bring_headers(self, traces: np.ndarray) -> None:
        """Headers that will be read next, which a file elsewhere brings together."""
        self._file.bring(self._header_places(traces), self._header.itemsize)

    def headers_of(self, traces: np.ndarray) -> np.ndarray:
        """uint8 (traces, 240) of any traces, in their order."""
        return self._file.pieces(self._header_places(traces), self._header.itemsize)

    def parts(self, start: int, stop: int, first: int, last: int) -> np.ndarray:
        """(traces, samples): the samples `first` up to `last` of the traces `start` up to `stop`."""
        place = self._position(start) + self._samples_at + first * self._width
        return self._typed(self._file.evenly(place, self._dtype.itemsize, stop - start, (last - first) * self._width))

    def samples(self, traces: np.ndarray) -> np.ndarray:
        """(traces, samples) of any traces, in their order."""
        runs = runs_of(traces)
        if len(runs) >= len(traces):
            places = self._position(0) + self._samples_at + self._dtype.itemsize * np.asarray(traces, np.int64)
            return self._typed(self._file.pieces(places, self._samples.itemsize))
        if len(runs) > 1:
            ends = np.array([(run[0], run[-1] + 1) for run in runs], np.int64)
            self._file.bring_spans(*(self._first + ends * self._dtype.itemsize).T)
        runs = [self._file.run(self._position(int(run[0])), self._dtype, (len(run),))["samples"] for run in runs]
        return np.ascontiguousarray(runs[0]) if len(runs) == 1 else np.concatenate(runs)

    def across(self, sample: int) -> np.ndarray:
        """(traces,): one sample of every trace of the file."""
        values = self._slices.at(sample)
        return self._typed(values.view(np.uint8).reshape(len(values), self._width))[:, 0]

    def close(self) -> None:
        """Give the file back; a second call does nothing."""
        self._file.close()

    def _header_places(self, traces: np.ndarray) -> np.ndarray:
        return self._position(0) + self._header_at + self._dtype.itemsize * np.asarray(traces, np.int64)

    def _position(self, trace: int) -> int:
        return self._first + trace * self._dtype.itemsize

    def _typed(self, found: np.ndarray) -> np.ndarray:
        """Bytes of samples (traces, bytes) as (traces, samples); a sample of three bytes stays (3,)."""
        sample = self._samples.base
        return found.view(sample.base).reshape(len(found), found.shape[1] // self._width, *sample.shape)


def runs_of(traces: np.ndarray) -> list[np.ndarray]:
    """Traces in their order, those that follow each other in the file together."""
    return np.split(traces, np.flatnonzero(np.diff(traces) != 1) + 1)
