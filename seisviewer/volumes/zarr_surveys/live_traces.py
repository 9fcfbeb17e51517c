"""Which traces of a Zarr store hold data, found by reading as little of it as tells."""

from __future__ import annotations

from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import product

import numpy as np

from seisviewer.progress import Progress
from seisviewer.translation import tr
from seisviewer.volumes.volume import IMPOSSIBLE

ROW_BYTES = 64 << 20  # that are asked for at once


@dataclass(frozen=True)
class Looked:
    """live: bool (inlines, crosslines) in the order of the store. impossible, seen: samples of live traces in the parts
    that were read."""

    live: np.ndarray
    impossible: int
    seen: int


def look_for_traces(
    shape: tuple[int, int, int],
    unit: tuple[int, int, int],
    read: Callable[[int, int, int], np.ndarray],
    missing: float | None,
    pool: ThreadPoolExecutor,
    name: str,
) -> Generator[Progress, None, Looked]:
    """shape, unit: of the array and its chunks as (inlines, crosslines, samples). read: gives a chunk by its place, from
    the second thread on.

    A trace is live where any sample says something: is neither zero, nor stands for none, nor impossible. The chunks in the
    middle are read first; above and below them only where some trace has said nothing yet.
    """
    counts = [-(-length // part) for length, part in zip(shape, unit, strict=True)]
    live = np.zeros(shape[:2], bool)
    impossible = seen = 0
    layers = sorted(range(counts[2]), key=lambda layer: abs(layer - counts[2] // 2))
    columns = list(product(range(counts[0]), range(counts[1])))
    at_once = max(1, ROW_BYTES // (4 * int(np.prod(unit, dtype=np.int64))))
    for done, layer in enumerate(layers):
        left = [column for column in columns if not live[_place(column, unit)].all()]
        for first in range(0, len(left), at_once):
            yield Progress(
                done * len(columns) + first,
                len(layers) * len(columns),
                tr("Looking for the traces of {name}").format(name=name),
            )
            some = left[first : first + at_once]
            for column, values in zip(some, pool.map(lambda column: read(*column, layer), some), strict=True):
                says, wrong = _says(values, missing)
                here = says.any(axis=2)
                live[_place(column, unit)] |= here
                impossible += int(wrong[here].sum()) if wrong is not None else 0
                seen += int(here.sum()) * values.shape[2]
    return Looked(live, impossible, seen)


def _place(column: tuple[int, int], unit: tuple[int, int, int]) -> tuple[slice, slice]:
    first, second = (slice(at * part, (at + 1) * part) for at, part in zip(column, unit, strict=False))
    return first, second


def _says(values: np.ndarray, missing: float | None) -> tuple[np.ndarray, np.ndarray | None]:
    if values.dtype.kind != "f":
        # Beside a value that stands for none, zero is a value like others.
        return (values != 0, None) if missing in (None, 0.0) else (values != missing, None)
    with np.errstate(invalid="ignore"):
        possible = np.abs(values) < IMPOSSIBLE  # NaN is not
    if missing is not None:
        possible &= values != missing
    return possible & (values != 0), ~possible
