from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from seisviewer.project.project import Project
from seisviewer.volumes.geometry import Geometry, LineAxis, SampleAxis


@pytest.fixture
def geometry() -> Geometry:
    """70 inlines from 100 in steps of 2, 90 crosslines, 130 samples: every axis reaches into a second block."""
    live = np.ones((70, 90), bool)
    live[0, :5] = False
    affine = np.array([[12.5, 0.0, 600000.0], [0.0, 25.0, 6000000.0]])
    return Geometry(LineAxis(100, 2, 70), LineAxis(300, 1, 90), SampleAxis(0, 4, 130), live, affine)


@pytest.fixture
def survey(tmp_path: Path) -> Path:
    """A file that stands for a survey; a project never looks into it."""
    path = tmp_path / "survey.sgy"
    path.write_bytes(b"traces")
    return path


@pytest.fixture
def project(tmp_path: Path, survey: Path, geometry: Geometry) -> Iterator[Project]:
    with Project.create(tmp_path / "survey.seis", survey, geometry) as made:
        yield made
