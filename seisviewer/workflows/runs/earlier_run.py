"""An earlier run with the labels that it learned."""

from __future__ import annotations

from dataclasses import dataclass, field

from seisviewer.errors import ModelError
from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.project.base import LABELS
from seisviewer.project.project import Project
from seisviewer.project.runs import Run
from seisviewer.translation import tr
from seisviewer.workflows.runs.model_names import LIVE


@dataclass(frozen=True)
class EarlierRun:
    """snapshot: the labels as they were when it began."""

    run: Run
    snapshot: LabelSnapshot = field(repr=False)

    @classmethod
    def of(cls, run: Run) -> EarlierRun:
        """Raises ModelError where its folder does not hold its labels, ProjectError where they are damaged."""
        if not (run.folder / LABELS).is_dir():
            why = tr("live training follows the strokes") if run.kind == LIVE else tr("an older seisviewer made it")
            raise ModelError(
                tr(
                    "Run {run_number} has no labels of its own, since {why}: train anew instead of repeating it."
                ).format(run_number=run.number, why=why)
            )
        with Project.open(run.folder / LABELS, edit=False) as labels:
            return cls(run, labels.snapshot())
