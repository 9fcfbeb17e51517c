"""How a SeisBench data set lies on disk. Imports neither torch nor SeisBench."""

from __future__ import annotations

from pathlib import Path


def is_dataset(path: str | Path) -> bool:
    """Whether a folder is laid out as a SeisBench data set; looks at names alone."""
    path = Path(path)
    return path.is_dir() and any(path.glob("metadata*.csv")) and any(path.glob("waveforms*.hdf5"))
