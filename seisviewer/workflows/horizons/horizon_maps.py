"""Maps at a horizon: its time or depth, the amplitude there, and what is predicted there."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import Any

import numpy as np

from seisviewer.errors import BadRequest
from seisviewer.predictions.section_prediction import NO_CLASS
from seisviewer.predictions.stored.prediction_store import PredictionStore
from seisviewer.progress import Progress
from seisviewer.project.project import Project
from seisviewer.structure.horizons.horizon import Horizon
from seisviewer.structure.horizons.horizon_values import amplitudes_at, classes_at, covering_lines
from seisviewer.translation import tr
from seisviewer.volumes.geometry import LINES, Direction, Geometry, SectionId
from seisviewer.volumes.interpretation_files.horizon_files import HorizonLayout, write_values
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.prediction import predict_sections

NO_FACIES = -1  # in maps of class numbers


def time_map(geometry: Geometry, horizon: Horizon) -> np.ndarray:
    """Float32 (inlines, crosslines), in the unit of the survey's samples, NaN where the horizon is not defined."""
    z = geometry.samples.start + geometry.samples.interval * horizon.depths.astype(float)
    return np.where(geometry.live, z, np.nan).astype(np.float32)


def amplitude_map(volume: Volume, horizon: Horizon) -> Generator[Progress, None, np.ndarray]:
    """Float32 (inlines, crosslines), as `amplitudes_at` has it. Raises BadRequest for a survey on a server, all of which would
    have to be fetched."""
    if not volume.may_be_read_whole:
        raise BadRequest(
            tr("This survey lies on a server: a map of amplitudes would fetch all of it. Copy it here first.")
        )
    geometry = volume.geometry
    found = np.full(geometry.live.shape, np.nan, np.float32)
    lines = covering_lines(geometry, _wanted(geometry, horizon))
    for done, section in enumerate(lines):
        yield Progress(done, len(lines), tr("Amplitudes at {horizon_name}").format(horizon_name=horizon.name))
        _put(geometry, found, section, amplitudes_at(volume.section(section), horizon.on_line(geometry, section)))
    return found


def facies_map_of_run(
    project: Project, volume: Volume, horizon: Horizon, run: int | None
) -> Generator[Any, None, np.ndarray]:
    """Int16 (inlines, crosslines): the class that a run predicts at the horizon, -1 where the horizon is not defined. What
    the run has not predicted yet is predicted and kept. run: None for the one in use or the latest."""
    geometry = project.geometry
    found = np.full(geometry.live.shape, NO_FACIES, np.int16)
    lines = covering_lines(geometry, _wanted(geometry, horizon))
    if not lines:
        raise BadRequest(
            tr("“{horizon_name}” is not defined anywhere: track or import it first.").format(horizon_name=horizon.name)
        )
    answers = yield from predict_sections(project, volume, lines, run)
    for section in lines:
        classes = answers[section].classes
        _put(geometry, found, section, classes_at(classes, horizon.on_line(geometry, section), NO_CLASS))
    return found


def facies_map_of_store(store: PredictionStore, horizon: Horizon) -> Generator[Progress, None, np.ndarray]:
    """The same of what is kept of a prediction, -1 also where no line is stored."""
    geometry = store.geometry
    found, left = np.full(geometry.live.shape, NO_FACIES, np.int16), _wanted(geometry, horizon)
    yield from store.load()
    for direction in LINES:
        along = left.any(axis=1 if direction is Direction.INLINE else 0)
        stored = np.flatnonzero(store.coverage(direction).stored & along)
        for done, index in enumerate(stored.tolist()):
            yield Progress(done, len(stored), tr("Classes at {horizon_name}").format(horizon_name=horizon.name))
            section = geometry.section(direction, index)
            line = store.line(section)
            if line is not None:
                _put(geometry, found, section, classes_at(line.classes, horizon.on_line(geometry, section), NO_CLASS))
        left &= found == NO_FACIES
    return found


def write_map(path: Path, geometry: Geometry, values: np.ndarray, layout: HorizonLayout) -> None:
    """Write a map as text, a line a trace with a value. values: float or class numbers (inlines, crosslines). Raises
    BadRequest."""
    numbers = np.where(values == NO_FACIES, np.nan, values) if values.dtype.kind == "i" else values
    if not np.isfinite(numbers).any():
        raise BadRequest(tr("{path_name} would be empty: nothing is known at the horizon.").format(path_name=path.name))
    write_values(path, geometry, numbers, layout, defined_only=True)


def _wanted(geometry: Geometry, horizon: Horizon) -> np.ndarray:
    """Bool (inlines, crosslines): where there is something to look up."""
    with np.errstate(invalid="ignore"):
        inside = (horizon.depths >= -0.5) & (horizon.depths <= geometry.samples.count - 0.5)
    return geometry.live & inside


def _put(geometry: Geometry, into: np.ndarray, section: SectionId, values: np.ndarray) -> None:
    """Lay the values of a line into a map, where they say something; of classes that of the first line stays."""
    index = geometry.index(section)
    line = into[index] if section.direction is Direction.INLINE else into[:, index]
    known = np.isfinite(values) if values.dtype.kind == "f" else (values != NO_FACIES) & (line == NO_FACIES)
    line[known] = values[known]
