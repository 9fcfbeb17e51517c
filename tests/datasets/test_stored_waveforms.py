"""Data sets whose files say that they hold more than is in them, or name other files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import h5py
import numpy as np
import pandas
import pytest

from seisviewer import guarded_files
from seisviewer.datasets import phase_datasets, stored_waveforms
from seisviewer.datasets.phase_datasets import open_dataset
from seisviewer.errors import UnreadableFile

from .phase_windows import LENGTH, windows, write_dataset

SHAPE = 3, LENGTH


def dataset(folder: Path, store: Callable[[h5py.Group, str], object] | None = None, rate: float = 100.0) -> Path:
    """A data set of one window. store: puts something else under the name of its array."""
    write_dataset(folder, windows(1))
    table = pandas.read_csv(folder / "metadata.csv")
    table.assign(trace_sampling_rate_hz=rate).to_csv(folder / "metadata.csv", index=False)
    if store is not None:
        with h5py.File(folder / "waveforms.hdf5", "r+") as file:
            (name,) = file["data"]
            del file["data"][name]
            store(file["data"], name)
    return folder


def test_an_array_that_is_there_is_read(tmp_path: Path) -> None:
    folder = dataset(tmp_path / "set", lambda data, name: data.create_dataset(name, data=np.ones(SHAPE, "f4")))
    (window,) = open_dataset(folder).windows
    assert window.samples.shape == SHAPE and (window.samples == 1).all()


@pytest.mark.parametrize(
    ("store", "reason"),
    [
        (lambda data, name: data.create_dataset(name, (3, 1 << 28), "f4"), "not in it"),
        (lambda data, name: data.create_dataset(name, (3, 1 << 28), "f4", chunks=(3, 4096)), "not in it"),
        (lambda data, name: data.create_dataset(name, (3, 1 << 24), "f4", fillvalue=1.0), "not in it"),
        (lambda data, name: data.create_dataset(f"other/{name}", (3, 1 << 28), "f4"), "not in it"),
        (lambda data, name: data.__setitem__(name, h5py.ExternalLink("/etc/other.hdf5", "/data")), "other files"),
        (
            lambda data, name: data.create_dataset(name, SHAPE, "f4", external=[("/etc/passwd", 0, 1 << 20)]),
            "other files",
        ),
    ],
)
def test_an_array_that_is_not_in_the_file_is_refused(
    tmp_path: Path, store: Callable[[h5py.Group, str], object], reason: str
) -> None:
    folder = dataset(tmp_path / "set", store)
    with pytest.raises(UnreadableFile, match=reason):
        open_dataset(folder)


@pytest.mark.parametrize("rate", [1e-9, -1.0, 0.0, 1e30, float("nan"), float("inf")])
def test_rates_that_resampling_would_blow_up_are_refused(tmp_path: Path, rate: float) -> None:
    folder = dataset(tmp_path / "set", rate=rate)
    with pytest.raises(UnreadableFile, match="sampling rates"):
        open_dataset(folder, rate=100.0)


@pytest.mark.parametrize("place", [stored_waveforms, phase_datasets])
def test_more_than_the_memory_is_refused(tmp_path: Path, place: object, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = dataset(tmp_path / "set")
    monkeypatch.setattr(place, "available_memory", lambda: LENGTH)
    with pytest.raises(UnreadableFile, match="memory"):
        open_dataset(folder)


@pytest.mark.slow
def test_a_table_that_keeps_its_reader_busy_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Columns of one name take pandas time by the square of their number: 60,000 keep it for minutes."""
    monkeypatch.setattr(stored_waveforms, "SECONDS", 1.0)
    folder = dataset(tmp_path / "set")
    heading, row = (folder / "metadata.csv").read_text().split()[:2]
    (folder / "metadata.csv").write_text(f"{heading}{',a' * 60_000}\n{row}{',1' * 60_000}\n")
    with pytest.raises(UnreadableFile, match="set cannot be read .*does not come to an end"):
        open_dataset(folder)


def test_arrays_are_read_by_a_child_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What keeps HDF5 for ever, or brings it down, is one sentence."""
    folder = dataset(tmp_path / "set", lambda data, name: data.create_dataset(name, data=np.ones((3, 1 << 22), "f4")))
    monkeypatch.setattr(stored_waveforms, "SECONDS", 0.001)
    monkeypatch.setattr(guarded_files, "SECONDS_A_BYTE", 0.0)
    with pytest.raises(UnreadableFile, match="set cannot be read .*does not come to an end"):
        open_dataset(folder)
