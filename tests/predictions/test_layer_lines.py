"""How the lines of a survey reach the layer model."""

from __future__ import annotations

import numpy as np

from seisviewer.predictions.layer_predictor import survey_line
from seisviewer.structure.slopes import section_slopes
from seisviewer.volumes.geometry import Direction, Geometry, LineAxis, SampleAxis, SectionId

from ..structure.layered_lines import SAMPLES, SHAPE, line

GEOMETRY = Geometry(
    LineAxis(0, 1, SHAPE[0]), LineAxis(0, 1, SHAPE[1]), SampleAxis(0.0, 4.0, SAMPLES), np.ones(SHAPE, bool)
)
INLINE = SectionId(Direction.INLINE, 20)


def test_a_few_damaged_samples_hide_no_reflectors() -> None:
    amplitudes = line("inline", 20).amplitudes
    clean = survey_line(GEOMETRY, INLINE, amplitudes)
    assert np.array_equal(clean.amplitudes, amplitudes), "ordinary amplitudes stay as they are"
    spoiled = amplitudes.copy()
    spoiled[[20, 60, 110], [30, 70, 100]] = 1e9
    followed = section_slopes(survey_line(GEOMETRY, INLINE, spoiled).amplitudes)
    expected = section_slopes(amplitudes)
    same = np.abs(followed.slope - expected.slope) < 0.05
    assert same.mean() > 0.8
    assert abs(float(followed.coherence.mean() - expected.coherence.mean())) < 0.1
