from __future__ import annotations

import numpy as np
import pytest

from seisviewer.volumes.geometry import Geometry, LineAxis, SampleAxis


@pytest.fixture
def geometry() -> Geometry:
    """70 inlines from 100 in steps of 2, 90 crosslines, 130 samples: every axis reaches into a second block."""
    live = np.ones((70, 90), bool)
    return Geometry(LineAxis(100, 2, 70), LineAxis(300, 1, 90), SampleAxis(0, 4, 130), live)
