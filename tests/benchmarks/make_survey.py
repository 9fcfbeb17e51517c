"""Write a survey as large as a real one: 651 inlines × 951 crosslines × 462 samples, 4-byte IEEE float, 1.3 GB.

    python tests/benchmarks/make_survey.py FOLDER/large.sgy [--shape 651 951 462]

The synthetic survey is repeated side by side; every inline differs a little, so that nothing can be cheated.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np

from seisviewer.progress import drive
from seisviewer.volumes.geometry import Geometry, LineAxis, SampleAxis
from seisviewer.volumes.survey_writing import write_survey
from seisviewer.volumes.synthetic_survey import synthetic_survey

SHAPE = (651, 951, 462)
TILE = (40, 160)


def make_survey(path: Path, shape: tuple[int, int, int] = SHAPE) -> None:
    """Write the file; takes some seconds."""
    inlines, crosslines, samples = shape
    tile = synthetic_survey((*TILE, samples)).amplitude
    affine = np.array([[0.0, 12.5, 600_000.0], [25.0, 0.0, 6_000_000.0]])
    geometry = Geometry(
        LineAxis(100, 1, inlines),
        LineAxis(300, 1, crosslines),
        SampleAxis(0.0, 4.0, samples),
        live=np.ones((inlines, crosslines), bool),
        affine=affine,
    )

    def inline(index: int) -> np.ndarray:
        return _beside(tile, index, crosslines) * (1 + 0.1 * np.sin(index / 30))

    drive(write_survey(path, geometry, inline, text="BENCHMARK SURVEY"))


def facies_of(index: int, shape: tuple[int, int, int] = SHAPE) -> np.ndarray:
    """Class numbers, uint8 (crosslines, samples), of an inline (index) of the survey of that shape."""
    return _beside(synthetic_survey((*TILE, shape[2])).facies, index, shape[1])


def _beside(tile: np.ndarray, index: int, crosslines: int) -> np.ndarray:
    """The tile side by side on an inline, from another trace on for each."""
    across = np.tile(tile[index % TILE[0]], (-(-crosslines // TILE[1]), 1))[:crosslines]
    return np.roll(across, index, axis=0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("--shape", type=int, nargs=3, default=SHAPE)
    arguments = parser.parse_args()
    begun = time.perf_counter()
    make_survey(arguments.path, tuple(arguments.shape))
    print(f"{arguments.path}: {arguments.path.stat().st_size / 1e9:.2f} GB in {time.perf_counter() - begun:.1f} s")


if __name__ == "__main__":
    main()
