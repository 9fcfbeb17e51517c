"""What is said about one voxel, and who says it."""

from __future__ import annotations

from dataclasses import dataclass

from seisviewer.labels.labelled_traces import NearestLabel
from seisviewer.predictions.leading_answer import Speaker
from seisviewer.predictions.voxel_answer import VoxelAnswer


@dataclass(frozen=True)
class SaidHere:
    """painted: the class that a person painted there, None where nobody did. answer: what `speaker` says, None where
    nothing is said. nearest: the next label, None where it is not known."""

    painted: int | None
    answer: VoxelAnswer | None
    speaker: Speaker
    nearest: NearestLabel | None
