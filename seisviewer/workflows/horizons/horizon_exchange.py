"""Horizons in and out of a project: files of other programs, boundaries of a layer model, files for others."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from seisviewer.errors import BadRequest
from seisviewer.file_names import LONGEST_BYTES, plain_name
from seisviewer.progress import Notice, Progress
from seisviewer.project.project import Project
from seisviewer.project.runs import Run
from seisviewer.structure.horizons.horizon import LONGEST_NAME, Horizon, HorizonPick, free_colour, free_name
from seisviewer.structure.horizons.picks_tracked import Tracked
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Geometry
from seisviewer.volumes.interpretation_files.horizon_files import (
    DepthUnit,
    HorizonLayout,
    read_horizon_file,
    write_horizon,
)
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.boundary_exchange import Depths, boundary_depths, horizon_names, layers_of


def read_horizons(
    geometry: Geometry,
    paths: Sequence[Path],
    known: Sequence[Horizon],
    layout: HorizonLayout | None = None,
    unit: DepthUnit | None = None,
) -> Generator[Progress | Notice, None, tuple[Horizon, ...]]:
    """Horizons of files, named after them and not stored yet. known: those there are, whose names and colours others do not
    get. Raises BadRequest for a file that is refused."""
    found: list[Horizon] = []
    for done, path in enumerate(paths):
        yield Progress(done, len(paths), tr("Reading {path_name}").format(path_name=path.name))
        read = read_horizon_file(path, geometry, layout, unit)
        yield from map(Notice, read.notices)
        others = (*known, *found)
        name = free_name(_printable(path.stem), [each.name for each in others])
        source = _printable(tr("from {path_name}").format(path_name=path.name))
        found.append(Horizon(name, free_colour(others), read.depths.astype(np.float32), source=source))
    return tuple(found)


def import_horizons(
    project: Project, paths: Sequence[Path], layout: HorizonLayout | None = None, unit: DepthUnit | None = None
) -> Generator[Progress | Notice, None, tuple[Horizon, ...]]:
    """Put the horizons of files into a project, all undone at once. Raises BadRequest, ProjectError."""
    found = yield from read_horizons(project.geometry, paths, project.horizons, layout, unit)
    return (yield from project.change_horizons_steps(found))


def export_horizon_files(
    geometry: Geometry, horizons: Sequence[Horizon], folder: Path, layout: HorizonLayout
) -> Generator[Progress, None, tuple[Path, ...]]:
    """Write horizons into a folder, which is made, each as a file of its name. Raises BadRequest."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadRequest(
            tr("{folder} cannot be made ({strerror}): choose another folder.").format(
                folder=folder, strerror=error.strerror
            )
        ) from error
    files = [folder / f"{name}.txt" for name in file_names(horizons)]
    for done, (file, horizon) in enumerate(zip(files, horizons, strict=True)):
        yield Progress(done, len(files), tr("Writing {file_name}").format(file_name=file.name))
        write_horizon(file, geometry, horizon.depths, layout)
    return tuple(files)


def file_names(horizons: Sequence[Horizon]) -> list[str]:
    """What files of horizons are called: as these are, with its number where two names would be one."""
    names = [
        plain_name("_".join(each.name.split()), LONGEST_BYTES // 2).strip("_") or "horizon" for each in horizons
    ]
    folded = [name.casefold() for name in names]
    return [
        f"{name}_{each.number}" if folded.count(name.casefold()) > 1 else name
        for name, each in zip(names, horizons, strict=True)
    ]


def keep_layer_horizons(
    project: Project, volume: Volume, run: Run, work_out: Depths | None = None
) -> Generator[Progress | Notice, None, tuple[Horizon, ...]]:
    """Put the boundaries between the layers of a run into its project as horizons, all undone at once: named after their
    classes, in the colour of the class below. work_out: as in `write_horizons`. Raises BadRequest for a run of another kind, ModelError, ProjectError."""
    predictor, classes = layers_of(run, volume), project.classes
    depths = yield from boundary_depths(predictor, volume) if work_out is None else work_out()
    order, found = predictor.model.order, []
    for name, below, values in zip(horizon_names(order, classes), order[1:], depths, strict=True):
        others = (*project.horizons, *found)
        colour = classes.by_number(below).colour if below in classes else free_colour(others)
        named = free_name(name, [each.name for each in others])
        found.append(
            Horizon(
                named, colour, values.astype(np.float32), source=tr("layers of {run_name}").format(run_name=run.name)
            )
        )
    return (yield from project.change_horizons_steps(found))


def tracked_horizon(horizon: Horizon, tracked: Tracked, picks: Sequence[HorizonPick]) -> Horizon:
    """A horizon as it was tracked through picks, in place of all that it was before."""
    several = "" if len(picks) == 1 else "s"
    made = horizon.with_depths(tracked.depths, tuple(picks))
    return replace(made, source=f"tracked from {len(picks)} pick{several}")


def _printable(text: str) -> str:
    return "".join(letter if letter.isprintable() else "_" for letter in text)[:LONGEST_NAME]
