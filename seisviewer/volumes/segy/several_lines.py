"""Several 2D lines in one file: which trace belongs to which."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from seisviewer.translation import tr
from seisviewer.volumes.segy.trace_paths import trace_path


@dataclass(frozen=True)
class LineInFile:
    """number: by which the user names the line. first, last: numbers of its traces."""

    number: int
    traces: int
    first: int
    last: int

    def in_words(self) -> str:
        return tr("{traces:,} traces, numbered {first}–{last}").format(
            traces=self.traces, first=self.first, last=self.last
        )


def line_of_trace(inline: np.ndarray, crossline: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Number of each trace's line, int64 (traces,): its inline number where these vary, else 1, 2, … in the order of the
    file."""
    if np.ptp(inline):
        return inline.astype(np.int64)
    number = np.zeros(len(crossline), np.int64)
    number[line_starts(crossline, x, y)] = 1
    return 1 + np.cumsum(number)


def lines_in_file(line: np.ndarray, crossline: np.ndarray) -> tuple[LineInFile, ...]:
    """The lines in the order of their numbers; line, crossline: (traces,)."""
    order = np.argsort(line, kind="stable")
    numbers, starts, counts = np.unique(line[order], return_index=True, return_counts=True)
    ranges = [crossline[order][start : start + count] for start, count in zip(starts, counts, strict=True)]
    return tuple(
        LineInFile(int(number), len(along), int(along.min()), int(along.max()))
        for number, along in zip(numbers, ranges, strict=True)
    )


def line_starts(number: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Positions of the traces (in the order of the file) at which another 2D line begins, the first trace not counted.

    A line begins where the numbers start again, or where the coordinates leap away from the line.
    """
    rise = np.diff(number.astype(np.int64))
    falling = (rise < 0).sum() > (rise > 0).sum()
    restarts = np.flatnonzero(rise > 0 if falling else rise < 0) + 1
    starts = {int(place) for place in restarts}
    for first, last in zip([0, *restarts], [*restarts, len(number)], strict=True):
        path = trace_path(number[first:last], x[first:last], y[first:last])
        if path is not None and not path.random:
            starts.update(int(first + place) for place in path.leaps)
    return np.array(sorted(starts), np.int64)
