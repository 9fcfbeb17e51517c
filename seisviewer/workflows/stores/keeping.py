"""The store of a survey on screen: found, or made beside everything else, and given on as far as it is there."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path

from seisviewer.progress import Progress
from seisviewer.translation import tr
from seisviewer.volumes.display_cube import DisplayCube
from seisviewer.volumes.store.build_record import BuildRecord
from seisviewer.volumes.store.building import SPARED, BlockStored
from seisviewer.volumes.store.byte_source import FolderSource
from seisviewer.volumes.store.display_store import DisplayStore
from seisviewer.volumes.store.store_plan import StorePlan
from seisviewer.volumes.store.store_volume import StoreVolume
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.stores.survey_store import found_store, make_store, place_for_store

GIVE_WAY_SECONDS, PAUSE_SECONDS = 0.02, 0.1


@dataclass(frozen=True)
class StoreReady:
    """What there is of a store now. display: None where it has no levels. exact: its exact samples, None while it is not
    whole or where it has none. Files are given back when nobody holds it any more."""

    folder: Path
    display: DisplayStore | None
    exact: StoreVolume | None


def is_worth_a_store(volume: Volume, memory: int) -> bool:
    """Whether a survey is shown well only from a store: it does not fit in memory in 8 bits, nor is mostly empty. Of one
    elsewhere, all of which would have to be fetched for it, only the user says so."""
    geometry = volume.geometry
    return (
        volume.may_be_read_whole
        and volume.is_sure
        and not (geometry.is_2d or geometry.is_sparse or DisplayCube.fits(geometry.shape, memory))
    )


def kept_store(
    volume: Volume,
    project: Path | None,
    make: Callable[[bool], bool],
    paused: Callable[[], bool],
    busy: Callable[[], bool],
) -> Generator[StoreReady | BlockStored | Progress, None, None]:
    """Give what there is of the store, then make the rest of it.

    make: whether it is to be made, or gone on with; it is told whether one was begun. paused: work rests while it is. busy: somebody waits for a section, for
    whom the work gives way. Raises as `make_store`.
    """
    found = found_store(volume, project)
    if found is not None:
        yield _ready(volume, *found)
        if found[1].is_complete:
            return
    began = found is not None
    if not make(began):
        return
    for event in make_store(volume, project, exact=found[1].plan.exact if found else has_room(volume, project)):
        while paused() or busy():
            yield event if isinstance(event, Progress) else Progress(0, 0)
            time.sleep(PAUSE_SECONDS if paused() else GIVE_WAY_SECONDS)
        if isinstance(event, BlockStored) and not began:
            began = True
            if (found := found_store(volume, project)) is not None:
                yield _ready(volume, *found)
        yield event
    if (found := found_store(volume, project)) is not None:
        yield _ready(volume, *found)


def offer_of_store(volume: Volume, memory: int) -> str:
    """What to say of a survey that would be worth a store, where none is made unasked; "" where it would not. A project has
    its stores in its own folder; without one, looking at a survey leaves nothing behind on the disk."""
    if not is_worth_a_store(volume, memory):
        return ""
    size, folder = StorePlan.of(volume.geometry, 1.0).bytes, place_for_store(volume.path, None)
    return tr(
        "{volume_path_name} is larger than the memory for surveys. A store makes all directions "
        "fast: File › Make a store writes {size:.3g} GB to {parent}; a survey with a project "
        "gets one by itself."
    ).format(volume_path_name=volume.path.name, size=size / 1000000000.0, parent=folder.parent)


def has_room(volume: Volume, project: Path | None) -> bool:
    """Whether the disk takes the exact samples too; else levels for display alone are made."""
    folder = place_for_store(volume.path, project)
    there = next(each for each in (folder, *folder.parents) if each.exists())
    plan = StorePlan.of(volume.geometry, 1.0)
    return shutil.disk_usage(there).free > plan.bytes + 4 * SPARED


def _ready(volume: Volume, folder: Path, record: BuildRecord) -> StoreReady:
    source, plan = FolderSource(folder), record.plan
    display = DisplayStore(source, plan, record.finished, volume.geometry.live) if plan.display else None
    exact = StoreVolume(source, volume.path, volume.geometry, record) if record.is_complete and plan.exact else None
    return StoreReady(folder, display, exact)
