"""The places to label next in a project, by what its last run says: what `seisviewer suggest` prints."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from seisviewer.project.project import Project
from seisviewer.volumes.geometry import LINES
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.layer_run import lines_to_solve
from seisviewer.workflows.prediction import predict_sections
from seisviewer.workflows.suggestions.answered_places import answered_places, lines_to_look_at
from seisviewer.workflows.suggestions.dismissed_places import dismissed_places
from seisviewer.workflows.suggestions.first_lines import first_places
from seisviewer.workflows.suggestions.place_ranking import Place


def suggested_places(
    project: Project, volume: Volume, run: int | None = None, device: str = "auto"
) -> Generator[Any, None, tuple[Place, ...]]:
    """The places, the best first, without those that were dismissed; lines to begin on where nothing is labelled.

    run: the number of a run, the last one where None; what it has predicted before is read and not predicted again. Raises ModelError where there are labels and no finished run.
    """
    snapshot, dismissed = project.snapshot(), dismissed_places(project)
    if not snapshot.counts() and not snapshot.boundaries:
        return (yield from first_places(volume))
    labelled = tuple(section for section in snapshot.taught_sections if section.direction in LINES)
    lines = lines_to_look_at(volume.geometry, lines_to_solve(volume.geometry, labelled))
    predicted = yield from predict_sections(project, volume, lines, run, device)
    return (yield from answered_places(snapshot, lines, predicted.__getitem__, dismissed))
