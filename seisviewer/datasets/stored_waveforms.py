"""What a data set of SeisBench would take in memory, looked up in its HDF5 files before anything of it is read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import h5py
import pandas

from seisviewer.memory import available_memory

# An array may be a thousand times larger than what is stored of it, where that is packed; a small one more.
FLOOR, MOST_REPEATED = 1 << 26, 1100
RATES = 1e-3, 1e6  # samples per second that anything is recorded with


def require_room(folder: Path) -> None:
    """Raise ValueError where the arrays do not fit into half of the memory, or have far more values than the files; or
    where they lie in files elsewhere, which a data set that came from a stranger has no business with."""
    size = 0
    for path in sorted(folder.glob("waveforms*.hdf5")):
        with h5py.File(path, "r") as file:
            for array in _arrays(file):
                if array.external or array.is_virtual:
                    raise ValueError("it names other files")
                if array.nbytes > FLOOR + MOST_REPEATED * array.id.get_storage_size():
                    raise ValueError(f"an array of {array.nbytes >> 20:,} MiB is not in it")
                size += array.nbytes
    if size > available_memory() // 2:
        raise ValueError(f"there is not enough memory for {size >> 20:,} MiB")


def check_rates(metadata: pandas.DataFrame) -> None:
    """Raise ValueError for sampling rates that nothing is recorded with: resampled, they would fill any memory."""
    rates = pandas.to_numeric(metadata["trace_sampling_rate_hz"])
    if not rates.between(*RATES).all():
        raise ValueError("it has sampling rates that nothing is recorded with")


def _arrays(group: h5py.Group) -> Iterator[h5py.Dataset]:
    for name in group:
        if not isinstance(group.get(name, getlink=True), h5py.HardLink):
            raise ValueError("it names other files")
        found = group[name]
        if isinstance(found, h5py.Dataset):
            yield found
        elif isinstance(found, h5py.Group):
            yield from _arrays(found)
