"""What is said about one voxel, and who says it."""

from __future__ import annotations

from dataclasses import dataclass

from seisviewer.labels.labelled_traces import NearestLabel
from seisviewer.labels.provenance import Origin
from seisviewer.predictions.leading_answer import Speaker
from seisviewer.predictions.voxel_answer import VoxelAnswer


@dataclass(frozen=True)
class SaidHere:
    """label: the class that it is labelled with, None where it is not. origin: how that came.
    answer: what `speaker` says, None where nothing is said. nearest: the next label, None where it is not known. run: what
    the run is called that answers, "" for the live answer. other: what another answer that this one is compared with is
    called, and says."""

    label: int | None
    origin: Origin
    answer: VoxelAnswer | None
    speaker: Speaker
    nearest: NearestLabel | None
    run: str = ""
    other: tuple[str, VoxelAnswer | None] | None = None
