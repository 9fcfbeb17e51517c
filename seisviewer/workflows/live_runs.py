"""Which run of a project keeps what live training has learned."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from seisviewer.project.project import Project
    from seisviewer.project.runs import Run

KIND = "live"
# Models of projects of version 2 lack it in their metrics: they have learned paint that is held back now.
WHOLE_STROKES = "whole_strokes_held_back"


def last_live_run(project: Project | None) -> Run | None:
    """The run with which the next live training goes on, None where there is none."""
    runs = [run for run in project.runs() if run.kind == KIND] if project is not None else []
    return runs[-1] if runs and WHOLE_STROKES in runs[-1].metrics else None
