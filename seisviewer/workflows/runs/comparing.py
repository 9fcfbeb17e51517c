"""Where two runs give different answers."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from seisviewer.errors import BadRequest
from seisviewer.learning.metrics import confusion
from seisviewer.predictions.section_prediction import NO_CLASS
from seisviewer.progress import Progress
from seisviewer.volumes.geometry import LINES, SectionId
from seisviewer.volumes.half_live_lines import half_live_lines
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.exporting.export_answer import Answer

EACH_WAY = 3  # inlines, and crosslines, that are compared where nothing is said


@dataclass(frozen=True)
class RunDifference:
    """share: of the samples at which the answers differ. by_class: class number, share of the samples that one run and
    the other give it, and at which just one of them does."""

    sections: tuple[SectionId, ...]
    samples: int
    share: float
    by_class: tuple[tuple[int, float, float, float], ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "sections": [str(section) for section in self.sections],
            "samples": self.samples,
            "share_that_differs": self.share,
            "classes": [
                {"number": number, "one": one, "other": other, "differs": apart}
                for number, one, other, apart in self.by_class
            ],
        }


def difference(sections: Sequence[SectionId], matrix: np.ndarray) -> RunDifference:
    """matrix: int (256, 256), how many samples one run (rows) and the other (columns) give which class."""
    total = int(matrix.sum())
    rows = []
    for number in np.flatnonzero(matrix.sum(axis=0) + matrix.sum(axis=1)):
        one, other, both = matrix[number].sum(), matrix[:, number].sum(), matrix[number, number]
        rows.append((int(number), one / total, other / total, (one + other - 2 * both) / total))
    shares = tuple((number, *map(float, values)) for number, *values in rows)
    return RunDifference(tuple(sections), total, 1 - float(np.trace(matrix)) / total if total else 0.0, shares)


def compare_runs(
    volume: Volume,
    one: Answer,
    other: Answer,
    sections: Sequence[SectionId] = (),
    device: str = "auto",
) -> Generator[Any, None, RunDifference]:
    """Predict inlines and crosslines with both and count; some spread over the survey where none are given. Raises
    ModelError, BadRequest."""
    chosen = tuple(sections) or tuple(spread_lines(volume))
    for section in chosen:
        if section.direction not in LINES:
            raise BadRequest("Runs are compared on inlines and crosslines: leave the time slice out.")
        volume.geometry.index(section)
    predictors = [each.predictor(volume, device) for each in (one, other)]
    matrix = np.zeros((256, 256), np.int64)
    for done, section in enumerate(chosen):
        yield Progress(done, len(chosen), f"comparing on {section}")
        amplitudes = volume.section(section)
        answers = [each.predict(section, amplitudes).classes for each in predictors]
        known = (answers[0] != NO_CLASS) & (answers[1] != NO_CLASS)
        matrix += confusion(answers[0][known], answers[1][known], 256)
    return difference(chosen, matrix)


def spread_lines(volume: Volume) -> list[SectionId]:
    """A few lines of each direction, evenly spaced."""
    found = []
    for direction in LINES:
        full = half_live_lines(volume.geometry, direction)
        places = np.unique(np.linspace(0, len(full) - 1, EACH_WAY + 2)[1:-1].round().astype(int)) if full else []
        found += [full[place] for place in places]
    return found
