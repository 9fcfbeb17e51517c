"""What a data set of SeisBench would take in memory and time, found out before anything of it is read here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import h5py
import pandas

from seisviewer.guarded_files import said_by_child
from seisviewer.memory import available_memory
from seisviewer.translation import tr

# An array may be a thousand times larger than what is stored of it, where that is packed; a small one more.
FLOOR, MOST_REPEATED = 1 << 26, 1100
FILES, TABLES = "waveforms*.hdf5", "metadata*.csv"
SECONDS = 4.0  # of a processor, for files of any size
PIECE = 1 << 26  # bytes that are read at once where nothing is kept
RATES = 1e-3, 1e6  # samples per second that anything is recorded with


def require_room(folder: Path) -> None:
    """Raise ValueError where the arrays do not fit into half of the memory, or have far more values than the files; or
    where they lie in files elsewhere, which a data set that came from a stranger has no business with."""
    size = 0
    for path in sorted(folder.glob(FILES)):
        with h5py.File(path, "r") as file:
            for array in _arrays(file):
                if array.external or array.is_virtual:
                    raise ValueError(tr("it names other files"))
                if array.nbytes > FLOOR + MOST_REPEATED * array.id.get_storage_size():
                    raise ValueError(tr("an array of {nbytes:,} MiB is not in it").format(nbytes=array.nbytes >> 20))
                size += array.nbytes
    if size > available_memory() // 2:
        raise ValueError(tr("there is not enough memory for {size:,} MiB").format(size=size >> 20))


def survive(folder: Path) -> None:
    """Raise UnreadableFile where reading its files crashes, does not end or takes more memory than it may."""
    said_by_child("data_set", folder, SECONDS, parts=[*sorted(folder.glob(TABLES)), *sorted(folder.glob(FILES))])


def read_through(folder: Path) -> None:
    """Read every table and array, these a piece at a time, and keep none. What is wrong says who opens the data set;
    raises MemoryError."""
    try:
        for path in sorted(folder.glob(TABLES)):
            pandas.read_csv(path)  # as SeisBench does
        require_room(folder)
        for path in sorted(folder.glob(FILES)):
            with h5py.File(path, "r") as file:
                for array in filter(lambda each: each.shape, _arrays(file)):
                    rows = max(1, len(array) * PIECE // max(1, array.nbytes))
                    for first in range(0, len(array), rows):
                        array[first : first + rows]
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - HDF5 and h5py raise errors of many classes
        return


def check_rates(metadata: pandas.DataFrame) -> None:
    """Raise ValueError for sampling rates that nothing is recorded with: resampled, they would fill any memory."""
    rates = pandas.to_numeric(metadata["trace_sampling_rate_hz"])
    if not rates.between(*RATES).all():
        raise ValueError(tr("it has sampling rates that nothing is recorded with"))


def _arrays(group: h5py.Group) -> Iterator[h5py.Dataset]:
    for name in group:
        if not isinstance(group.get(name, getlink=True), h5py.HardLink):
            raise ValueError(tr("it names other files"))
        found = group[name]
        if isinstance(found, h5py.Dataset):
            yield found
        elif isinstance(found, h5py.Group):
            yield from _arrays(found)
