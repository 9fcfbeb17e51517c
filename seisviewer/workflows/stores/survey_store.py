"""Where the store of a survey lies, whether it is of the survey as it is now, and how it is made."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Generator, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import numpy as np

from seisviewer.blocks.workers import ALONE, Workers
from seisviewer.errors import BadRequest, UnreadableFile
from seisviewer.progress import Notice, Progress
from seisviewer.project.database import is_writable
from seisviewer.translation import tr
from seisviewer.user_folders import user_cache_folder
from seisviewer.volumes.geometry import Geometry
from seisviewer.volumes.store.build_record import BuildRecord, read_record
from seisviewer.volumes.store.building import BlockStored, build_store, is_store
from seisviewer.volumes.store.byte_source import FolderSource
from seisviewer.volumes.store.store_metadata import read_geometry
from seisviewer.volumes.store.store_plan import StorePlan
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.by_blocks.statistics_blocks import statistics_by
from seisviewer.workflows.by_blocks.store_blocks import by_workers
from seisviewer.workflows.remembered_choices import CHOSEN, choices_of

IN_PROJECT = "store"
SUFFIX = ".zarr"


def store_places(file: Path, project: Path | None) -> Iterator[Path]:
    """Where the store of a survey file may be, the best place first. project: its folder, where it has one."""
    file = file.absolute()
    if project is not None:
        yield project / IN_PROJECT / f"{file.name}{SUFFIX}"
    yield file.with_name(f"{file.name}{SUFFIX}")
    mark = hashlib.sha256(os.fsencode(file)).hexdigest()[:8]
    yield user_cache_folder() / "stores" / f"{file.name}-{mark}{SUFFIX}"


def found_store(volume: Volume, project: Path | None) -> tuple[Path, BuildRecord] | None:
    """The store that was made, or begun, of the survey as it is now; None where there is none."""
    for folder in store_places(volume.path, project):
        if is_store(folder) and (record := record_of(folder, volume)) is not None:
            return folder, record
    return None


def record_of(folder: Path, volume: Volume) -> BuildRecord | None:
    """What the store in a folder says of itself; None where it is damaged, or of another survey, another state of the
    file, or another reading of it."""
    with suppress(UnreadableFile), closing(FolderSource(folder)) as source:
        record = read_record(source)
        if record is None or record.source is None or record.choices != reading_of(volume):
            return None
        same_grid = is_same_grid(read_geometry(source, folder.name), volume.geometry)
        return record if same_grid and record.source.matches(volume.path) else None
    return None


def reading_of(volume: Volume) -> dict[str, Any]:
    """How the file was read, as JSON; who decided that does not matter."""
    used = {name: value for name, value in choices_of(volume).items() if name != CHOSEN}
    return json.loads(json.dumps(used))


def is_same_grid(one: Geometry, other: Geometry) -> bool:
    return one == other and np.array_equal(one.live, other.live)


def place_for_store(file: Path, project: Path | None) -> Path:
    """Where a new store is made: in the project, beside the survey, or where the user keeps what can be made anew."""
    *shared, own = store_places(file, project)
    for folder in shared:
        parent = project if project is not None and folder.parent == project / IN_PROJECT else folder.parent
        if is_writable(parent) and (is_store(folder) or not folder.exists()):
            return folder
    return own


def make_store(
    volume: Volume,
    project: Path | None = None,
    *,
    exact: bool = True,
    limit: float | None = None,
    workers: Workers = ALONE,
) -> Generator[Progress | Notice | BlockStored, None, Path]:
    """Make the store of a survey, or go on with the one that was begun; returns its folder.

    exact: with the exact samples beside the levels for display. limit: amplitude of the highest level; found out where it is
    None. workers: who makes its blocks; they see the survey and the store under the same paths. Raises BadRequest where it cannot be made, UnreadableFile where the survey cannot be read.
    """
    workers.check()
    if volume.unsure:
        raise BadRequest(volume.unsure)
    if volume.geometry.is_2d:
        raise BadRequest(
            tr("{volume_path_name} is a 2D line, which is read fast enough without a store.").format(
                volume_path_name=volume.path.name
            )
        )
    found = found_store(volume, project)
    folder = found[0] if found is not None else place_for_store(volume.path, project)
    if found is not None:
        limit = found[1].plan.limit
    elif limit is None:
        limit = (yield from statistics_by(volume, folder.parent, workers)).limit
    plan = StorePlan.of(volume.geometry, limit, exact=exact)
    make = None if workers.is_alone else by_workers(volume, folder, workers)
    yield from build_store(volume, folder, plan, reading_of(volume), make)
    return folder
