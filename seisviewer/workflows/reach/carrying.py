"""Strokes of a project that are still to be carried to other lines, one after another."""

from __future__ import annotations

from collections.abc import Generator

from seisviewer.progress import Progress
from seisviewer.project.project import Project
from seisviewer.structure.drawn_faults import faults_in
from seisviewer.translation import tr
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.reach.stroke_copies import stroke_copies
from seisviewer.workflows.survey_slopes import kept_slopes


def carry_waiting(project: Project, volume: Volume) -> Generator[Progress, None, int]:
    """Find and store the copies of every stroke that waits for them; returns how many copies there are. What was done when
    it is given up stays done."""
    waiting, found = project.strokes_to_carry(), 0
    grid, faults = kept_slopes(volume), faults_in(project.snapshot())
    for done, stroke in enumerate(waiting):
        yield Progress(done, len(waiting), tr("Carrying strokes to other lines"))
        found += len(project.carry(stroke, stroke_copies(volume, stroke, grid, faults)))
    return found
