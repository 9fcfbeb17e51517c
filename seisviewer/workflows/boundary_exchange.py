"""Boundaries between classes in and out of a project: points typed, horizons of other programs, horizons for them."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from pathlib import Path

import numpy as np

from seisviewer.errors import BadRequest, LabelsError
from seisviewer.file_names import LONGEST_BYTES, plain_name
from seisviewer.labels.boundary_stroke import BoundaryStroke, boundary_through
from seisviewer.labels.classes import ClassTable
from seisviewer.predictions.layer_predictor import LayerPredictor
from seisviewer.progress import Notice, Progress
from seisviewer.project.project import Project
from seisviewer.project.runs import Run
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction, Geometry, SectionId
from seisviewer.volumes.interpretation_files.horizon_files import HorizonLayout, read_horizon, write_horizon
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.layer_run import WITH_LAYERS, layer_predictor

Depths = Callable[[], Generator[Progress | Notice, None, np.ndarray]]  # works out what `boundary_depths` gives


def add_boundary(
    project: Project, section: SectionId, points: Sequence[tuple[float, float]], above: int, below: int
) -> BoundaryStroke:
    """Draw a boundary through points of a section: the number of the line that crosses there (of a 2D line, of the
    trace), and the depth in the unit of the survey. Raises LabelsError where nothing of it lies inside, BadRequest."""
    geometry = project.geometry
    across = geometry.crosslines if section.direction is Direction.INLINE else geometry.inlines
    geometry.index(section)
    placed = [((line - across.start) / across.step, _sample(geometry, depth)) for line, depth in points]
    stroke = boundary_through(section, placed, above, below, geometry.section_shape(section.direction))
    if stroke is None:
        raise LabelsError(
            tr("No point of the boundary lies inside {section}: give line numbers and depths of the survey.").format(
                section=section
            )
        )
    (stored,) = project.commit([stroke])
    return stored


def import_horizon(
    project: Project, path: Path, above: int, below: int, layout: HorizonLayout | None = None
) -> Generator[Progress, None, tuple[BoundaryStroke, ...]]:
    """Draw a horizon file as a boundary on every inline that it meets, all undone at once. layout: as in
    `read_horizon`. Raises BadRequest, LabelsError."""
    depths = read_horizon(path, project.geometry, layout)
    return (yield from project.commit_steps(_strokes(project.geometry, depths, above, below)))


def export_horizons(
    project: Project, volume: Volume, run: Run, folder: Path, layout: HorizonLayout, depths: Depths | None = None
) -> Generator[Progress | Notice, None, tuple[Path, ...]]:
    """Write the boundaries of a layer run as `write_horizons` does. Raises BadRequest for a run of another kind,
    ModelError."""
    return (yield from write_horizons(layers_of(run, volume), volume, project.classes, folder, layout, depths))


def layers_of(run: Run, volume: Volume) -> LayerPredictor:
    """The layer model of a run; raises BadRequest for a run of another kind, ModelError."""
    if run.kind not in WITH_LAYERS:
        raise BadRequest(
            tr("{run_name} holds no layers: train with --method layers first, or name its run.").format(
                run_name=run.name
            )
        )
    return layer_predictor(run, volume)


def write_horizons(
    predictor: LayerPredictor,
    volume: Volume,
    classes: ClassTable,
    folder: Path,
    layout: HorizonLayout,
    work_out: Depths | None = None,
) -> Generator[Progress | Notice, None, tuple[Path, ...]]:
    """Write each boundary of a layer model as a file named after its two classes into a folder, which is made; returns the
    files. work_out: gives the depths; this thread works them out where it is None. Raises BadRequest where they cannot be
    written."""
    geometry, boundaries = volume.geometry, len(predictor.model.boundaries)
    depths = yield from boundary_depths(predictor, volume) if work_out is None else work_out()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadRequest(
            tr("{folder} cannot be made ({strerror}): choose another folder.").format(
                folder=folder, strerror=error.strerror
            )
        ) from error
    files = [folder / f"{name}.txt" for name in horizon_names(predictor.model.order, classes)]
    for done, (file, depth) in enumerate(zip(files, depths, strict=True)):
        yield Progress(done, boundaries, tr("writing {file_name}").format(file_name=file.name))
        write_horizon(file, geometry, depth, layout)
    return tuple(files)


def boundary_depths(predictor: LayerPredictor, volume: Volume) -> Generator[Progress, None, np.ndarray]:
    """Depths of the boundaries of a layer model, float32 (boundaries, inlines, crosslines), in samples as a horizon has
    them."""
    geometry = volume.geometry
    depths = np.full((len(predictor.model.boundaries), *geometry.live.shape), np.nan, np.float32)
    for index in range(geometry.count(Direction.INLINE)):
        yield Progress(index, geometry.count(Direction.INLINE), tr("following the boundaries"))
        depths[:, index] = depths_on_inline(predictor, volume, index)
    return depths


def depths_on_inline(predictor: LayerPredictor, volume: Volume, index: int) -> np.ndarray:
    """The same on an inline (index), float32 (boundaries, crosslines), NaN where it has no trace at all."""
    geometry = volume.geometry
    if not geometry.live[index].any():
        return np.full((len(predictor.model.boundaries), geometry.live.shape[1]), np.nan, np.float32)
    section = geometry.section(Direction.INLINE, index)
    found = predictor.boundaries(section, volume.section(section))
    # To the model the middle of sample 7 lies at 7.5.
    return np.array([boundary.depth - 0.5 for boundary in found], np.float32)


def horizon_names(order: Sequence[int], classes: ClassTable) -> list[str]:
    """What the boundaries are called, as names of files: “sand-shale”, the class above first; a number is added where
    names of classes differ in nothing that a file's name can hold."""
    plain = [plain_name("_".join(classes.name_of(number).split()), LONGEST_BYTES // 2) for number in order]
    names = [name.strip("_") or str(number) for name, number in zip(plain, order, strict=True)]
    if len({name.casefold() for name in names}) < len(names):
        names = [f"{name}_{number}" for name, number in zip(names, order, strict=True)]
    return [f"{above}-{below}" for above, below in zip(names[:-1], names[1:])]


def _strokes(
    geometry: Geometry, depths: np.ndarray, above: int, below: int
) -> Generator[Progress | BoundaryStroke, None, None]:
    """A stroke for each piece without a gap of each inline."""
    for index, row in enumerate(depths):
        yield Progress(index, len(depths), tr("Importing the horizon"))
        known = np.flatnonzero(np.isfinite(row))
        for piece in np.split(known, np.flatnonzero(np.diff(known) > 1) + 1) if known.size else ():
            section = geometry.section(Direction.INLINE, index)
            yield BoundaryStroke(section, above, below, int(piece[0]), row[piece].astype(np.float32))


def _sample(geometry: Geometry, depth: float) -> float:
    return (depth - geometry.samples.start) / geometry.samples.interval
