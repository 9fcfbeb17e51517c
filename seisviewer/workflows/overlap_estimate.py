"""How good a run may be where nobody knows the truth."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

import numpy as np

from seisviewer.progress import filtered
from seisviewer.project.project import Project
from seisviewer.project.runs import Run
from seisviewer.volumes.geometry import SectionId
from seisviewer.volumes.half_live_lines import unlabelled_lines
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.layer_run import DOUBTFUL
from seisviewer.workflows.prediction import SectionAnswered, predict_sections

MOST_LINES = 8


@dataclass(frozen=True)
class OverlapEstimate:
    """mean_iou: what the probabilities expect of the mean IoU on `lines`, which have no strokes. held_out: of a run
    with layers, the share of held-out strokes that it got right, the mean over the classes."""

    mean_iou: float
    lines: tuple[SectionId, ...]
    held_out: float | None = None

    @property
    def is_doubtful(self) -> bool:
        """Whether held-out strokes contradict the probabilities: classes that are no layers make it too high."""
        return self.held_out is not None and self.held_out < DOUBTFUL


def estimate_overlap(
    project: Project, volume: Volume, run: Run, device: str = "auto"
) -> Generator[Any, None, OverlapEstimate | None]:
    """Predict some lines without strokes, spread evenly over the survey, and add up what their probabilities expect; None
    where every line is labelled."""
    from seisviewer.learning.metrics import ExpectedOverlap

    lines = tuple(unlabelled_lines(volume.geometry, project.snapshot().labelled_sections, MOST_LINES))
    if not lines:
        return None
    found: list[ExpectedOverlap] = []

    def passes(event: object) -> bool:
        if not isinstance(event, SectionAnswered):
            return True
        live = volume.geometry.section_live(event.prediction.section)
        found.append(
            ExpectedOverlap.of(np.compress(live, event.probabilities, axis=1).reshape(len(event.probabilities), -1))
        )
        return False

    yield from filtered(predict_sections(project, volume, lines, run.number, device), passes)
    return OverlapEstimate(sum(found[1:], found[0]).mean_iou, lines, run.metrics.get("held_out_score"))
